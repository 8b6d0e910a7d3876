/** Which calls take as long as a driver of oned does, and so have a deadline of their own. */
import { expect, test } from "bun:test";
import { waitsForDriver } from "./driver-calls.ts";

test.each([
  ["one.image.allocate", true],
  ["one.vm.allocate", false],
  ["one.image.info", false],
])("oned answers %s when a driver has: %p", (method, waits) => {
  expect(waitsForDriver(method)).toBe(waits);
});
