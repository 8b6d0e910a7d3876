import { expect, test } from "bun:test";
import fc from "fast-check";
import { closingQuote, Items } from "./split.ts";

/** As the grammar says it: a backslash takes the next character with it. */
function plainly(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
  }
  return -1;
}

const piece = fc.oneof(
  fc.constantFrom('"', "\\", "\\\\", '\\"', "a", ",", ";"),
  fc.constantFrom(
    "x".repeat(31),
    "x".repeat(32),
    "x".repeat(40),
    "\\n".repeat(40),
    "\\\\".repeat(33),
    '\\"'.repeat(33),
  ),
);
const strings = fc.array(piece, { maxLength: 12 }).map((parts) => `"${parts.join("")}`);

test("a string ends where the grammar ends it, short or long", () => {
  fc.assert(
    fc.property(strings, (text) => {
      expect(closingQuote(text, 0)).toBe(plainly(text, 0));
    }),
    { numRuns: 5_000 },
  );
});

function all(text: string, separator: "," | ";"): string[] {
  const items = new Items(text, separator);
  const found: string[] = [];
  for (let item = items.next(); item !== undefined; item = items.next()) found.push(item);
  return found;
}

test.each<[string, string[]]>([
  ["a,b, c ,", ["a", "b", "c"]],
  [",,, ,", []],
  ['a="x,y",b', ['a="x,y"', "b"]],
  ['a="x\\",y",b', ['a="x\\",y"', "b"]],
  ['a="x,y', ['a="x,y']],
  ["<a,b>;c,d", ["<a,b>;c", "d"]],
  [" \t<a,b>,<c,d", ["<a,b>", "<c", "d"]],
  ["x<a,b>", ["x<a", "b>"]],
  [`"${"x".repeat(100)},",${'"a,"'.repeat(20)},b`, [`"${"x".repeat(100)},"`, '"a,"'.repeat(20), "b"]],
])("%j is split outside of strings and targets", (text, items) => {
  expect(all(text, ",")).toEqual(items);
});

test("parameters are split at semicolons alone", () => {
  expect(all('</a,b;c>; rel="x;y"; a=1,2;;', ";")).toEqual(["</a,b;c>", 'rel="x;y"', "a=1,2"]);
});

test("nothing behind the item that is taken is looked at", () => {
  const items = new Items(`a,${"b,".repeat(100_000)}`, ",");
  expect([items.next(), items.next()]).toEqual(["a", "b"]);
});
