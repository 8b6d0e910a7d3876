import { expect, test } from "bun:test";
import { rangesText, spanText } from "./ranges.ts";

const range = (ip: string | undefined, size: number, ip6?: string) => ({ id: 0, ip, ip6, size });

test("a range is its first and its last address, or the only one", () => {
  expect([spanText("10.0.0.1", 1), spanText("10.0.0.1", 254)]).toEqual(["10.0.0.1", "10.0.0.1-10.0.0.254"]);
});

test("five are shown, the others counted", () => {
  const ranges = Array.from({ length: 7 }, (_, index) => range(`10.0.${index}.1`, 1));
  const shown = "10.0.0.1, 10.0.1.1, 10.0.2.1, 10.0.3.1, 10.0.4.1";
  expect([5, 6, 7].map((count) => rangesText(ranges.slice(0, count)))).toEqual([
    shown,
    `${shown}, and 1 more`,
    `${shown}, and 2 more`,
  ]);
  expect(rangesText([])).toBe("none");
});

test("of two families that of the address in question is shown", () => {
  const both = [range("10.0.0.1", 2, "2001:db8::1")];
  expect(rangesText(both)).toBe("10.0.0.1-10.0.0.2");
  expect(rangesText(both, "10.9.9.9")).toBe("10.0.0.1-10.0.0.2");
  expect(rangesText(both, "fd00::1")).toBe("2001:db8::1-2001:db8::2");
  expect(rangesText([range("10.0.0.1", 2)], "fd00::1")).toBe("10.0.0.1-10.0.0.2");
  expect(rangesText([range(undefined, 9)])).toBe("9 addresses without IP");
});
