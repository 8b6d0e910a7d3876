import { expect, test } from "bun:test";
import { sampled } from "./sampling.ts";

const grid = { from: 0, to: 120, step: 30 };

test("a point is the average of its time, by how long each value held", () => {
  const segments = [
    { from: -30, to: 10, value: 1 },
    { from: 10, to: 60, value: 4 },
    { from: 60, to: 130, value: 2 },
  ];
  expect(sampled(segments, grid, 0)).toEqual([3, 4, 2, 2]);
  expect(sampled([{ from: 0, to: 30, value: 1 / 3 }], grid, 2)).toEqual([0.33, null, null, null]);
});

test("a point of which more than half is not known is a gap", () => {
  expect(sampled([{ from: 0, to: 14, value: 1 }], grid, 0)).toEqual([null, null, null, null]);
  expect(sampled([{ from: 0, to: 15, value: 1 }], grid, 0)).toEqual([1, null, null, null]);
  expect(sampled([], grid, 0)).toEqual([null, null, null, null]);
});
