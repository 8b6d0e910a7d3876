import { expect, test } from "bun:test";
import fc from "fast-check";
import { isLong, replaced, replacements } from "./replace.ts";
import { escapeText } from "./write.ts";

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;" } as const;
const TABLE = replacements(ENTITIES);
const plainly = (text: string): string =>
  text.replace(/[&<>"\r]/g, (character) => ENTITIES[character as keyof typeof ENTITIES]);

const texts = fc
  .array(fc.oneof(fc.constantFrom("&", "<", ">", '"', "\r", "é", "網", "😀", "x"), fc.string()), { maxLength: 30 })
  .map((parts) => parts.join("").toWellFormed());

test("a text is the same as by searching for each character", () => {
  fc.assert(fc.property(texts, (text) => expect(replaced(text, TABLE)).toBe(plainly(text))));
  expect(replaced("nothing 網", TABLE)).toBe("nothing 網");
});

test("a long text is escaped as a short one", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const long = text + "&".repeat(5_000);
      expect(isLong(long)).toBe(true);
      const joined = [...long.matchAll(/[\s\S]{1,1000}/gu)].map(([part]) => escapeText(part)).join("");
      expect(escapeText(long)).toBe(joined as ReturnType<typeof escapeText>);
    }),
  );
  expect(escapeText(`\u0000\ud800${"<".repeat(5_000)}`)).toBe(
    `\ufffd\ufffd${"&lt;".repeat(5_000)}` as ReturnType<typeof escapeText>,
  );
});
