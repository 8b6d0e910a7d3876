import { expect, test } from "bun:test";
import { youngestFitting } from "./sign-in.ts";

const NOW = 1_700_000_000;
const HOUR = 3600;
const token = (hours: number | undefined, group?: number) => ({
  value: `t${hours}`,
  expires: hours === undefined ? undefined : NOW + hours * HOUR,
  group,
});

test("a token with six to thirteen hours left is shared, the one that lasts longest", () => {
  expect(youngestFitting([token(5), token(6), token(13), token(12), token(14)], NOW)?.value).toBe("t13");
  expect(youngestFitting([token(6)], NOW)?.value).toBe("t6");
});

test("no other is: shorter and longer ones, those that do not expire, have expired, or are of one group", () => {
  for (const one of [token(5.9), token(13.1), token(undefined), token(-7), token(12, 100)]) {
    expect(youngestFitting([one], NOW)).toBeUndefined();
  }
  expect(youngestFitting([], NOW)).toBeUndefined();
});
