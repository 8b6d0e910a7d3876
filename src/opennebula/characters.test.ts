/** Characters that oned cannot take, by their names. */
import { expect, test } from "bun:test";
import { refusedCharacter } from "./characters.ts";

test.each([
  ["a control character", "a\u0007b", "U+0007"],
  ["the one that deletes", "\u007f", "U+007F"],
  ["what is no character", "\uffff", "U+FFFF"],
  ["one outside of the Basic Multilingual Plane", "ok 😀", "U+1F600"],
  ["half of such a one", "\ud83d", "U+D83D"],
  ["the first of several", "é\u001b\u0000", "U+001B"],
])("%s is refused by its name", (_, value, name) => {
  expect(refusedCharacter(value)).toBe(name);
});

test("all others are taken: tabs, ends of lines, letters of any script", () => {
  expect(refusedCharacter("\t\n\r ~é網\ud7ff\ue000\ufffd")).toBeUndefined();
});
