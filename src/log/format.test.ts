import { expect, test } from "bun:test";
import fc from "fast-check";
import { anyCharacter } from "../testing/any-character.ts";
import { jsonLine, textLine } from "./format.ts";

const TIME = Date.parse("2026-11-25T04:05:06.789Z");

test("text: time, level, message, fields", () => {
  expect(textLine(TIME, "info", "listening", { address: "https://localhost:4567", pid: 42, tls: true })).toBe(
    "2026-11-25T04:05:06.789Z info    listening address=https://localhost:4567 pid=42 tls=true\n",
  );
});

test("text: values with blanks, quotes or equals signs are quoted; absent ones left out", () => {
  expect(textLine(TIME, "error", "m", { a: "two words", b: 'a"b', c: "x=y", d: "", e: undefined, f: null })).toBe(
    '2026-11-25T04:05:06.789Z error   m a="two words" b="a\\"b" c="x=y" d="" f=null\n',
  );
});

test("text: of the characters of ASCII only blanks, quotes, equals signs, backslashes and controls make quotes", () => {
  const bare = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).filter((character) =>
    textLine(TIME, "info", "m", { user: `a${character}b` }).endsWith(` user=a${character}b\n`),
  );
  const graphic = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index));
  expect(bare).toEqual(graphic.filter((character) => !'"=\\'.includes(character)));
});

test("text: the names of a request's line are treated as other names are", () => {
  const values = { status: "a b", ms: 1.5, user: "\u001b[2J", client: new Error("gone"), request: undefined };
  const renamed = Object.fromEntries(Object.entries(values).map(([name, value]) => [`x${name}`, value]));
  expect(textLine(TIME, "info", "m", renamed).replaceAll(" x", " ")).toBe(textLine(TIME, "info", "m", values));
});

test("JSON: one object a line, its own names cannot be taken", () => {
  expect(JSON.parse(jsonLine(TIME, "info", "m", { level: "fake", time: 1, n: 2, s: "x" }))).toEqual({
    time: "2026-11-25T04:05:06.789Z",
    level: "info",
    message: "m",
    field_level: "fake",
    field_time: 1,
    n: 2,
    s: "x",
  });
});

test("secrets are not written under any of their names, nested ones neither", () => {
  const fields = { password: "canary", session: "u:canary", Authorization: "canary", o: { token: "canary" } };
  expect(textLine(TIME, "info", "m", fields)).not.toContain("canary");
  expect(jsonLine(TIME, "info", "m", fields)).not.toContain("canary");
});

test("an error is its name, its message and its cause", () => {
  const error = new TypeError("no answer", { cause: new Error("reset") });
  expect(textLine(TIME, "error", "m", { error })).toEndWith(' error="TypeError: no answer <- Error: reset"\n');
});

test("a stack stays in its line; long values are cut; a circular object is no fault", () => {
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  const { stack } = new Error("broken");
  const line = textLine(TIME, "error", "m", { stack, long: "x".repeat(10_000), circular });
  expect(line).toContain("Error: broken\\n");
  expect(line.split("\n")).toHaveLength(2);
  expect(line.length).toBeLessThan(9_000);
});

test.each(["\n", "\r", "\u001b[2J", "\u0000", "\u0085", "\u2028", "\u202e", "\ud800"])(
  "a user name with %j makes no second line and moves no cursor",
  (hostile) => {
    const name = `alice${hostile}2026-11-25T04:05:06.789Z info    GET / status=200`;
    for (const line of [textLine(TIME, "info", name, { user: name }), jsonLine(TIME, "info", name, { user: name })]) {
      expect(line.endsWith("\n")).toBe(true);
      expect(line.slice(0, -1).includes(hostile)).toBe(false);
      expect(Buffer.from(line).toString()).toBe(line);
    }
  },
);

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const ONE_SAFE_LINE = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+\n$/;

test("whatever is logged is one line, and the JSON form says what was logged", () => {
  const anything = fc.string({ unit: anyCharacter, maxLength: 200 });
  fc.assert(
    fc.property(anything, fc.dictionary(anything, anything), (message, fields) => {
      expect(textLine(TIME, "info", message, fields)).toMatch(ONE_SAFE_LINE);
      const line = jsonLine(TIME, "info", message, fields);
      expect(line).toMatch(ONE_SAFE_LINE);
      expect(JSON.parse(line).message).toBe(message);
    }),
    { numRuns: 2_000 },
  );
});
