/** What is derived from the list of methods. */
import { expect, test } from "bun:test";
import { isChange, isKnownMethod, isRead, METHODS } from "./http-methods.ts";

test("a method reads, changes, or is OPTIONS", () => {
  expect(METHODS.filter(isRead)).toEqual(["GET", "HEAD"]);
  expect(METHODS.filter(isChange)).toEqual(["POST", "PUT", "PATCH", "DELETE"]);
  expect(METHODS.filter((method) => !isRead(method) && !isChange(method))).toEqual(["OPTIONS"]);
  expect(METHODS.every(isKnownMethod)).toBe(true);
});

test.each(["get", "TRACE", "M7", ""])("%j is none of them", (method) => {
  expect([isKnownMethod(method), isRead(method), isChange(method)]).toEqual([false, false, false]);
});
