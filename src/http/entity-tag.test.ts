import { expect, test } from "bun:test";
import { isKnown, tagOf } from "./entity-tag.ts";

test("the same content has the same tag, as text and as bytes; another content has another", () => {
  expect(tagOf("machine")).toMatch(/^"[0-9a-z]+"$/);
  expect(tagOf(new TextEncoder().encode("machine"))).toBe(tagOf("machine"));
  expect(tagOf("machines")).not.toBe(tagOf("machine"));
});

test.each([
  ['"a"', true],
  ['W/"a"', true],
  ['"b", W/"a"', true],
  ["*", true],
  ['"b"', false],
  ["a", false],
  ["", false],
  [null, false],
])("of the tag a, If-None-Match %p", (header, expected) => {
  expect(isKnown(header, '"a"')).toBe(expected);
  expect(isKnown(header, 'W/"a"')).toBe(expected);
});
