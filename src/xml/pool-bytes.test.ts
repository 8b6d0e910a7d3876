import { expect, test } from "bun:test";
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

test.each(["&lx;", "&lt", "&lt.", "&gx;", "&", "&&lt;", "&LT;", "& lt;"])("%j is no reference", (text) => {
  expect(() => decoded(text)).toThrow("a faulty reference");
});

test("a reference that goes on behind the slice is none", () => {
  for (const reference of ["&lt;", "&gt;", "&amp;"]) {
    for (let end = 1; end < reference.length; end++) {
      expect(() => decoded(reference, end)).toThrow("a faulty reference");
    }
  }
});
