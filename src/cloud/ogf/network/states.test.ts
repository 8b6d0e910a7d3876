/** Every state of oned has a word of OCCI, and what the word does not say is told in the message. */
import { describe, expect, test } from "bun:test";
import { VNET_STATES } from "../../../opennebula/states.ts";
import { networkShown } from "./states.ts";

describe("networks", () => {
  test.each(VNET_STATES)("a network in %s is active, inactive or error", (state) => {
    const { state: word } = networkShown(state, undefined);
    expect(word).toBe(
      /^(READY|LOCK_DELETE)$/.test(state) ? "active" : /ERROR|FAILURE/.test(state) ? "error" : "inactive",
    );
  });

  test("the reason is told after what happened", () => {
    expect(networkShown("UPDATE_FAILURE", "host 3")).toEqual({
      state: "error",
      message: "a change has not reached all machines: host 3",
    });
    expect(networkShown("READY", "old")).toEqual({ state: "active" });
  });
});
