/** For tests with random texts. */
import fc from "fast-check";

const SURROGATES = { first: 0xd800, count: 0x800 };
const LAST = 0x10ffff - SURROGATES.count;

/**
 * Every character of Unicode, for `fc.string({ unit: anyCharacter })`. It gives the same texts as the unit "binary" of
 * fast-check, which lists all of them beforehand: in each file that uses it, that takes a second or more.
 */
export const anyCharacter = fc.integer({ min: 0, max: LAST }).map(
  (index) => String.fromCodePoint(index < SURROGATES.first ? index : index + SURROGATES.count),
  (character) => {
    const code = typeof character === "string" ? character.codePointAt(0) : undefined;
    if (code === undefined || character !== String.fromCodePoint(code)) throw new Error("this is no character");
    if (code >= SURROGATES.first && code < SURROGATES.first + SURROGATES.count) throw new Error("this is half of one");
    return code < SURROGATES.first ? code : code - SURROGATES.count;
  },
);
