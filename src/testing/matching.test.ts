/** An expectation that could not fail is refused: `matching.ts`, which bunfig.toml loads before all tests. */
import { expect, test } from "bun:test";

test.each([
  ["Map", { of: new Map([["a", "b"]]) }],
  ["Set", { of: [new Set(["a"])] }],
  ["Date", { of: { one: new Date(0) } }],
  ["RegExp", { of: /a/ }],
  ["Error", { of: new Error("a") }],
])("toMatchObject does not compare a %s", (kind, expected) => {
  expect(() => expect(expected).toMatchObject(expected)).toThrow(`does not look into a ${kind}`);
});

test("toMatchObject compares all else", () => {
  const value = { list: [{ one: 1, two: 2 }], text: "abc", nothing: null, bytes: Buffer.from("a") };
  expect(value).toMatchObject({ list: [{ one: 1 }], text: expect.stringContaining("b"), nothing: null });
  expect(() => expect(value).toMatchObject({ list: [{ one: 2 }] })).toThrow();
  expect(() => expect(value).toMatchObject({ bytes: Buffer.from("b") })).toThrow();
});
