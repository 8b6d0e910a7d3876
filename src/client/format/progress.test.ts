import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type Progress, progressLine, progressText, secondsText } from "./progress.ts";
import { harmless } from "./terminal-text.ts";
import { bytesText } from "./units.ts";

const GIB = 2 ** 30;
const HALF = { name: "debian.qcow2", sent: 1.5 * GIB, total: 3 * GIB, seconds: 10 };

describe("how far an upload is", () => {
  test.each([
    [100, "debian.qcow2   50% [==================>                  ]  1.5 GiB of 3.0 GiB  154 MiB/s  10 s left"],
    [80, "debian.qcow2   50% [========>        ]  1.5 GiB of 3.0 GiB  154 MiB/s  10 s left"],
    [60, "debian.qcow2   50% 1.5 GiB of 3.0 GiB  154 MiB/s  10 s left"],
    [30, "debian.qcow2   50% 1.5 GiB of…"],
  ])("in %d columns", (width, line) => {
    expect(progressLine(HALF, width)).toBe(line);
    expect(Bun.stringWidth(progressLine(HALF, width))).toBeLessThanOrEqual(width);
  });

  test("at the beginning and at the end", () => {
    expect(progressLine({ ...HALF, sent: 0, seconds: 0 }, 80)).toBe(
      "debian.qcow2    0% [>                                   ]  0 B of 3.0 GiB  0 B/s",
    );
    expect(progressLine({ ...HALF, sent: HALF.total }, 80)).toContain("100% [====");
    expect(progressText(HALF)).toBe("debian.qcow2  50%  1.5 GiB of 3.0 GiB  154 MiB/s  10 s left");
  });

  test("a long name leaves room", () => {
    expect(progressLine({ ...HALF, name: "n".repeat(200) }, 80)).toStartWith(`${"n".repeat(23)}…   50%`);
  });
});

test("no line is wider than the terminal, and nothing is beyond 100 %, whatever is told", () => {
  const figure = fc.integer({ min: 0, max: 2 ** 45 });
  const told = fc.record({
    name: fc.string({ unit: "grapheme", maxLength: 40 }),
    sent: figure,
    total: figure,
    seconds: fc.double({ min: 0, max: 1e6, noNaN: true }),
  });
  const check = (progress: Progress, width: number) => {
    const line = progressLine({ ...progress, name: harmless(progress.name) }, width);
    expect(Bun.stringWidth(line)).toBeLessThanOrEqual(width);
    expect(Number(/ (\d+)% /.exec(progressText({ ...progress, name: "x" }))?.[1])).toBeLessThanOrEqual(100);
  };
  fc.assert(fc.property(told, fc.integer({ min: 1, max: 200 }), check), { numRuns: 2_000 });
});

test.each([
  [0, "0 B"],
  [1023, "1023 B"],
  [1024, "1.0 KiB"],
  [150 * 2 ** 20, "150 MiB"],
  [5000 * GIB, "4.9 TiB"],
])("%d bytes are %s", (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

test.each([
  [0.2, "1 s"],
  [99, "99 s"],
  [200, "3:20"],
  [3725, "1:02:05"],
])("%d seconds are %s", (seconds, text) => {
  expect(secondsText(seconds)).toBe(text);
});
