/** Locations of entities as requests write them. */
import { describe, expect, test } from "bun:test";
import { COMPUTE, IP_RESERVATION, NETWORK } from "../../dialects/ogf/index.ts";
import { objectIdOf, plainPath, resourceId, resourcePath, shownLocation } from "./location.ts";

test.each([
  ["0", 0],
  ["7", 7],
  ["2147483647", 2_147_483_647],
  ["2147483648", undefined],
  ["10000000000", undefined],
  ["07", undefined],
  ["-1", undefined],
  ["x7", undefined],
  ["7x", undefined],
  ["", undefined],
])("the id %p is %p", (text, id) => {
  expect(objectIdOf(text)).toBe(id as number);
});

test.each([
  ["/network/3", "/network/3"],
  ["/network/3/", "/network/3"],
  ["/network/3?x=/y/", "/network/3"],
  ["/network/3/?x", "/network/3"],
])("the path of %s is %s", (location, path) => {
  expect(plainPath(location)).toBe(path);
});

test("a path of this server is shown as a place, another location as it is, and either shortened", () => {
  expect(shownLocation(`/${"x".repeat(80)}`)).toEqual({ place: `/${"x".repeat(63)}` });
  expect(shownLocation(`http://${"x".repeat(80)}`)).toBe(`http://${"x".repeat(57)}`);
});

describe("the id of a resource", () => {
  const id = (location: string) => resourceId(location, [NETWORK, IP_RESERVATION], "The target");

  test("is at the end of its path, of any of the kinds that it may be of", () => {
    expect(resourcePath(COMPUTE)).toBe("/compute");
    expect([id("/network/3"), id("/network/0/"), id("/ipreservation/4?x")]).toEqual([3, 0, 4]);
  });

  test.each(["/network/", "/network/x", "/network/3/4", "/networks/3", "/compute/3", "3", "http://e.org/network/3"])(
    "is not in %s",
    (location) => {
      expect(() => id(location)).toThrow(
        `The target must be the location of an entity of kind network or ipreservation on this server, not ${location}.`,
      );
    },
  );
});
