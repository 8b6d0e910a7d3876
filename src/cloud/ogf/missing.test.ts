/** A machine that is DONE is gone. */
import { expect, test } from "bun:test";
import { checkLive } from "./missing.ts";

test("a machine that oned shows as DONE is not found", () => {
  expect(() => checkLive({ state: "DONE" })).toThrow("There is no such entity.");
});

test("every other machine is given back as it is", () => {
  const vm = { state: "POWEROFF", id: 7 };
  expect(checkLive(vm)).toBe(vm);
});
