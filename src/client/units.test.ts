/** Times and sizes of options: what is out of range is told with the range and the units. */
import { expect, test } from "bun:test";
import { duration } from "./duration.ts";
import { mebibytes } from "./memory.ts";

const DAY = 86_400e3;
const said = (work: () => unknown) => {
  try {
    return work();
  } catch (error) {
    const { message, hint } = error as { message: string; hint: string };
    return `${message} ${hint}`;
  }
};

test.each([
  ["30", 30_000],
  ["1.5s", 1_500],
  ["2H", 2 * 3600e3],
  ["3650d", 3650 * DAY],
  ["1s", 1_000],
])("--life %s", (typed, time) => {
  expect(duration("life", typed, 3650 * DAY, 1_000)).toBe(time);
});

test.each(["99999d", "99999999999999999999", "0", "500ms"])("--life %s is out of range", (typed) => {
  expect(said(() => duration("life", typed, 3650 * DAY, 1_000))).toBe(
    `--life must be a time from 1s to 3650d, not "${typed}". ` +
      "The units are ms, s, m (minutes), h and d (days); the default is seconds.",
  );
});

test.each(["", "soon", "5 days", "1y", "-3", "1e3"])("--timeout %j is not a time", (typed) => {
  expect(said(() => duration("timeout", typed))).toStartWith(
    `--timeout must be a time such as 30, 90s or 10m, from 1ms to 24d, not "${typed}". The units are`,
  );
});

test.each([
  ["512", 512],
  ["4G", 4096],
  ["0.5GiB", 512],
  ["1P", 1024 ** 3],
])("--memory %s", (typed, size) => expect(mebibytes("memory", typed)).toBe(size));

test.each(["0", "2P", "0.3M", "99999999999999G"])("--memory %s is out of range", (typed) => {
  expect(said(() => mebibytes("memory", typed))).toBe(
    `--memory must be a size from 1M to 1P, not "${typed}". ` +
      "The units are M, G, T and P (1G is 1024M); the default is M. A size is a whole number of M.",
  );
});

test.each(["", "lots", "4K", "-1"])("--size %j is not a size", (typed) => {
  expect(said(() => mebibytes("size", typed))).toStartWith("--size must be a size such as 512M or 4G, from 1M to 1P,");
});
