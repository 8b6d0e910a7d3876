import { expect, test } from "bun:test";
import fc from "fast-check";
import { decodeSlice } from "./pool-bytes.ts";

const decoded = (text: string, end = Buffer.byteLength(text)) => decodeSlice(Buffer.from(text), 0, end);

test.each([
  ["&lt;A&gt;x &amp;amp; y&lt;/A&gt;", "<A>x &amp; y</A>"],
  ["&quot;&apos;&#60 is left out: &#233;&#x7db2;", undefined],
  ["&quot;&apos;&#233;&#x7db2; é 網", "\"'é網 é 網"],
  ["a\r\nb\rc\n", "a\nb\nc\n"],
  ["&gt;&lt;&gt;", "><>"],
])("%j", (text, expected) => {
  if (expected === undefined) expect(() => decoded(text)).toThrow("a faulty reference");
  else expect(decoded(text)).toBe(expected);
});

test.each(["&lx;", "&lt", "&lt.", "&gx;", "&", "&&lt;", "&LT;", "& lt;", "&#", "&#65", "&#651", "&#x411", "&#65 x"])(
  "%j is no reference",
  (text) => {
    expect(() => decoded(text)).toThrow("a faulty reference");
  },
);

test.each([
  ["9", "\t"],
  ["10", "\n"],
  ["13", "\r"],
  ["32", " "],
  ["x20", " "],
  ["x1F600", "\u{1f600}"],
  ["xd7ff", "\ud7ff"],
  ["xe000", "\ue000"],
  ["xfffd", "\ufffd"],
  ["x10000", "\u{10000}"],
  ["x10ffff", "\u{10ffff}"],
  ["x0000e9", "\u00e9"],
])("&#%s; is a character", (number, character) => {
  expect(decoded(`a&#${number};b`)).toBe(`a${character}b`);
});

test.each([
  ...["0", "8", "11", "12", "14", "31", "x1f", "xd800", "xdfff", "xfffe", "xffff", "x110000", "1114112"],
  ...["", "x", "X41", "-1", "1.5", "4g", "x4g", "00000000000065", "38", "60", "62", "x26", "x3c", "x3e"],
])("&#%s; is none", (number) => {
  expect(() => decoded(`&#${number};`)).toThrow("a faulty reference");
});

test("a reference that goes on behind the slice is none", () => {
  for (const reference of ["&lt;", "&gt;", "&amp;"]) {
    for (let end = 1; end < reference.length; end++) {
      expect(() => decoded(reference, end)).toThrow("a faulty reference");
    }
  }
});

/** Piece by piece, as XML says it: the slow way. */
function slowly(text: string): string {
  const characters: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
  return text.replace(
    /\r\n?|&([a-z]+);|&#x([0-9a-f]+);|&#([0-9]+);/g,
    (_, name?: string, hex?: string, decimal?: string) => {
      if (name !== undefined) return characters[name] as string;
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      return decimal === undefined ? "\n" : String.fromCodePoint(Number(decimal));
    },
  );
}

test("whatever stands beside each other is decoded as piece by piece", () => {
  const pieces = [
    "&lt;",
    "&gt;",
    "&amp;",
    "&quot;",
    "&apos;",
    "&#233;",
    "&#x7db2;",
    "&#13;",
    "\r",
    "\n",
    "lt;",
    "gt;",
    "#60;",
    ";",
    "é",
    "網",
    "😀",
    "x",
    " ",
  ];
  const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 10 }).map((all) => all.join(""));
  fc.assert(
    fc.property(texts, fc.nat(3), (text, before) => {
      const bytes = Buffer.from(`${"<".repeat(before)}${text}&`);
      // The slice is all that is looked at.
      expect(decodeSlice(bytes, before, bytes.length - 1)).toBe(slowly(text));
    }),
    { numRuns: 3_000 },
  );
});

test.each(["\rlt;", "\rgt;", "\r\rlt;x", "\r&lt;", "\r\n\r", "lt;\r"])(
  "%j has line ends and no tag but what is one",
  (text) => {
    expect(decoded(text)).toBe(slowly(text));
  },
);

test("a slice that is larger than what is kept for decoding is whole", () => {
  for (const length of [256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1]) {
    const text = `${"x".repeat(length - 6)}é&gt;`;
    expect(decoded(text) === `${"x".repeat(length - 6)}é>`).toBe(true);
  }
});
