import { expect, test } from "bun:test";
import { parametersOf } from "./parameters.ts";

test("64 parameters are read", () => {
  const parameters = parametersOf(`${"a=1&".repeat(63)}b=%2B+c`);
  expect([parameters.getAll("a").length, parameters.get("b")]).toEqual([63, "+ c"]);
  expect([...parametersOf("")]).toEqual([]);
});

test.each(["a=1&".repeat(64), "&".repeat(64), "a&".repeat(500_000)])("more are refused", (text) => {
  expect(() => parametersOf(text)).toThrow(
    expect.objectContaining({ code: "INVALID_REQUEST", message: "The request has more than 64 parameters." }),
  );
});
