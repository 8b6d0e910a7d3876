/** Prefer: the seconds that a client waits, and everything else that it may say. */
import { expect, test } from "bun:test";
import { waitOf } from "./prefer.ts";

test.each([
  ["wait=30", 30],
  ["respond-async, wait=10", 10],
  ["return=minimal, wait = 5", 5],
  ['wait="7"', 7],
  ["WAIT=3; foo=bar", 3],
  ["wait=1, wait=9", 1],
  ["wait=3600", 60],
  ["wait=99999999999999999999", 60],
  ["wait=0", 0],
  ["wait", 0],
  ["wait=-1", 0],
  ["wait=soon, wait=9", 0],
  ["return=minimal", 0],
  ["foo; wait=9", 0],
  ['foo="a, wait=9"', 0],
  ["await=9", 0],
  ["", 0],
])("Prefer: %s waits %d seconds", (header, seconds) => {
  expect(waitOf(new Headers({ prefer: header }))).toBe(seconds);
});

test("two lines are one list", () => {
  const headers = new Headers({ prefer: "return=minimal" });
  headers.append("prefer", "wait=4");
  expect(waitOf(headers)).toBe(4);
});
