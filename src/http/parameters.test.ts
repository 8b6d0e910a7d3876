import { expect, test } from "bun:test";
import { parametersOf } from "./parameters.ts";

test("64 parameters are read", () => {
  const parameters = parametersOf(`${"a=1&".repeat(63)}b=%2B+c`);
  expect([parameters.getAll("a").length, parameters.get("b")]).toEqual([63, "+ c"]);
  expect([...parametersOf("")]).toEqual([]);
});

test("what is U+FFFD in the text itself is read", () => {
  expect(parametersOf("a=%EF%BF%BD&b=\ufffd").get("a")).toBe("\ufffd");
});

// A lone surrogate, a byte of Latin-1, half of a character, U+FFFD beside half of a character.
test.each(["a=%ED%A0%80", "a=%E9", "%C3=1", "a=%EF%BF%BD%C3"])("escapes that are not UTF-8 are refused: %s", (text) => {
  expect(() => parametersOf(text)).toThrow(
    expect.objectContaining({
      code: "INVALID_REQUEST",
      message: "The escapes in the request's parameters are not UTF-8.",
    }),
  );
});

test.each(["a=1&".repeat(64), "&".repeat(64), "a&".repeat(500_000)])("more are refused", (text) => {
  expect(() => parametersOf(text)).toThrow(
    expect.objectContaining({ code: "INVALID_REQUEST", message: "The request has more than 64 parameters." }),
  );
});
