import { expect, test } from "bun:test";
import type { Value } from "../model.ts";
import { addAttribute, sameValue } from "./attributes.ts";

test.each<[Value, Value, boolean]>([
  [1, 1, true],
  [1, "1", false],
  [[1, ["a"]], [1, ["a"]], true],
  [[1, 2], [1], false],
  [[1], { 0: 1 }, false],
  [{ a: 1, b: [true] }, { b: [true], a: 1 }, true],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [{ a: 1 }, { b: 1 }, false],
  [{ a: 1 }, "x", false],
  [{ constructor: 1 }, { a: 1 }, false],
])("sameValue(%j, %j) is %p", (left, right, expected) => {
  expect(sameValue(left, right)).toBe(expected);
  expect(sameValue(right, left)).toBe(expected);
});

test("an attribute may be sent twice with one value, not with two", () => {
  const attributes = new Map<string, Value>();
  addAttribute(attributes, "a", [1]);
  addAttribute(attributes, "a", [1]);
  expect(attributes.size).toBe(1);
  expect(() => addAttribute(attributes, "a", [2])).toThrow(expect.objectContaining({ code: "INVALID_REQUEST" }));
});
