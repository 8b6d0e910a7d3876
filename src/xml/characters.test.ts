/** Which characters a document may hold: as they are, or by their number (XML 1.0, 2.2). */
import { describe, expect, test } from "bun:test";
import { skipName } from "./characters.ts";
import { ANSWER_LIMITS, readXml } from "./read.ts";

const ALLOWED = [0x9, 0xa, 0xd, 0x20, 0xd7ff, 0xe000, 0xfffd, 0x10000, 0x10ffff];
const REFUSED = [0x0, 0x1, 0x8, 0xb, 0xc, 0xe, 0x1f, 0xfffe, 0xffff];
/** No characters at all: halves of one, and what is beyond the last. */
const NONE = [0xd800, 0xdfff, 0x110000];

const hex = (code: number) => code.toString(16).toUpperCase();
const read = (inner: string) => readXml(`<a>x${inner}x</a>`, ANSWER_LIMITS).text;
const named = (codes: readonly number[]) => codes.map((code) => [hex(code), code] as const);

describe("a character by its number", () => {
  test.each(named(ALLOWED))("%s is taken", (_, code) => {
    expect(read(`&#x${hex(code)};`)).toBe(`x${String.fromCodePoint(code)}x`);
    expect(read(`&#${code};`)).toBe(`x${String.fromCodePoint(code)}x`);
  });

  test.each(named([...REFUSED, ...NONE]))("%s is refused", (_, code) => {
    expect(() => read(`&#x${hex(code)};`)).toThrow("not well-formed");
    expect(() => read(`&#${code};`)).toThrow("not well-formed");
  });
});

describe("a character as it is", () => {
  // Line ends become line feeds.
  test.each(named(ALLOWED.filter((code) => code !== 0xd)))("%s is taken", (_, code) => {
    expect(read(String.fromCodePoint(code))).toBe(`x${String.fromCodePoint(code)}x`);
  });

  test.each(named([...REFUSED, 0xd800, 0xdfff]))("%s is refused", (_, code) => {
    expect(() => read(String.fromCharCode(code))).toThrow("a character that XML cannot carry");
  });
});

test.each([
  ["decimal", "#6", /[0-9]/],
  ["hexadecimal", "#x6", /[0-9A-Fa-f]/],
])("of %s numbers every digit is one, and no other character", (_, start, digit) => {
  for (let code = 0x21; code < 0x7f; code++) {
    const character = String.fromCharCode(code);
    // These end the reference, or begin something else.
    if (";<&".includes(character)) continue;
    const reference = `&${start}${character};`;
    if (digit.test(character)) expect(read(reference)).toHaveLength(3);
    else expect(() => read(reference)).toThrow("not well-formed");
  }
});

test.each([
  ["\u00e9\u00b7b", 3],
  ["A\u00b7b", 3],
  ["A\u0300 ", 2],
  ["\u00b7A", 0],
  ["\u0300A", 0],
  ["\u00d7", 0],
  ["A\u00d7", 1],
])("of %j so many characters are a name: %d", (source, length) => {
  expect(skipName(source, 0)).toBe(length);
});
