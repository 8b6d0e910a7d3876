/** Times and days: those that exist, and those that do not. */
import { expect, test } from "bun:test";
import { dayIn, timeIn } from "./rfc3339.ts";

test.each([
  ["1970-01-01T00:00:00Z", 0],
  ["1970-01-01t00:00:01z", 1000],
  ["1970-01-01T02:00:00.5+02:00", 500],
  ["1969-12-31T22:30:00-01:30", 0],
  ["2028-02-29T00:00:00Z", Date.UTC(2028, 1, 29)],
  ["0001-01-01T00:00:00Z", -62_135_596_800_000],
])("%s is %d", (text, milliseconds) => expect(timeIn(text)).toBe(milliseconds));

test.each([
  "2027-02-29T00:00:00Z",
  "2026-02-30T00:00:00Z",
  "2026-04-31T00:00:00Z",
  "2026-13-01T00:00:00Z",
  "2026-00-10T00:00:00Z",
  "2026-01-00T00:00:00Z",
  "2026-01-01T24:00:00Z",
  "2026-01-01T00:60:00Z",
  "2026-01-01T00:00:00+24:00",
  "2026-01-01T00:00:00",
  "2026-01-01 00:00:00Z",
  "+2026-01-01T00:00:00Z",
  "2026-01-01",
  "now",
  "",
])("%p is no time", (text) => expect(timeIn(text)).toBeUndefined());

test("days exist, or do not", () => {
  expect(["2026-11-30", "2028-02-29"].map(dayIn)).toEqual([Date.UTC(2026, 10, 30), Date.UTC(2028, 1, 29)]);
  expect(["2026-11-31", "2027-02-29", "2026-1-1", "2026-01-01T00:00:00Z", ""].map(dayIn)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
