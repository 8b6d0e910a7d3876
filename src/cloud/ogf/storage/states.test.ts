/** Every state of oned has a word of OCCI, and what the word does not say is told in the message. */
import { describe, expect, test } from "bun:test";
import { IMAGE_STATES } from "../../../opennebula/states.ts";
import { STORAGE_STATES, storageShown } from "./states.ts";

describe("images", () => {
  test.each(IMAGE_STATES)("an image in %s is online, offline or error", (state) => {
    expect(storageShown(state, "why")).toEqual(
      state === "ERROR" ? { state: "error", message: "why" } : STORAGE_STATES[state],
    );
  });

  test("an image that was whole stays online while oned is at work on it", () => {
    expect(storageShown("LOCKED", undefined).state).toBe("offline");
    expect(storageShown("LOCKED", undefined, true)).toEqual({
      state: "online",
      message: "OpenNebula is working on it",
    });
    expect(storageShown("DISABLED", undefined, true).state).toBe("offline");
  });
});
