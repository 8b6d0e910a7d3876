import { expect, test } from "bun:test";
import fc from "fast-check";
import { anyCharacter } from "./any-character.ts";

/** Whether some text is among those that are tried. */
const isTried = (wanted: (text: string) => boolean): boolean =>
  fc.check(
    fc.property(fc.string({ unit: anyCharacter }), (text) => !wanted(text)),
    { numRuns: 5_000, seed: 1 },
  ).failed;

test("every text is whole characters, of every part of Unicode", () => {
  const lone = (text: string): boolean => /\p{Surrogate}/u.test(text);
  expect(isTried(lone)).toBe(false);
  for (const [first, last] of [
    ["\0", "\x1f"],
    ["a", "z"],
    ["\u0100", "\ud7ff"],
    ["\ue000", "\uffff"],
    ["\u{10000}", "\u{10ffff}"],
  ] as const) {
    expect(isTried((text) => [...text].some((character) => first <= character && character <= last))).toBe(true);
  }
});

test("names that objects have are among them", () => {
  expect(isTried((text) => text.includes("__proto__"))).toBe(true);
});

test("a counterexample is made as short as possible", () => {
  const { counterexample } = fc.check(
    fc.property(fc.string({ unit: anyCharacter }), (text) => !/[\u{10000}-\u{10ffff}]/u.test(text)),
    { numRuns: 5_000, seed: 1 },
  );
  expect(counterexample).toEqual(["\u{10000}"]);
});
