import { expect, test } from "bun:test";
import { RecentMap } from "./recent-map.ts";

test("what was set is found, what was replaced is found as it is now", () => {
  const map = new RecentMap<string>(10);
  map.set("a", "one", 1);
  map.set("b", "two", 1);
  map.set("a", "three", 1);
  expect(map.get("a")).toBe("three");
  expect(map.get("b")).toBe("two");
  expect(map.get("c")).toBeUndefined();
});

test("what nobody asks for is forgotten when others come, and what is asked for stays", () => {
  const map = new RecentMap<number>(10);
  map.set("asked", 0, 1);
  map.set("forgotten", 0, 1);
  for (let number = 1; number <= 30; number++) {
    map.set(`other ${number}`, number, 1);
    expect(map.get("asked")).toBe(0);
  }
  expect(map.get("forgotten")).toBeUndefined();
});

test("never more is kept than the limit, and at least half of it", () => {
  const map = new RecentMap<number>(10);
  for (let number = 0; number < 100; number++) {
    map.set(`key ${number}`, number, 2);
    let kept = 0;
    // Looking would change what is kept: each number is looked at in a map of its own.
    const copy = new RecentMap<number>(10);
    for (let other = 0; other <= number; other++) copy.set(`key ${other}`, other, 2);
    for (let other = 0; other <= number; other++) if (copy.get(`key ${other}`) !== undefined) kept += 2;
    expect(kept).toBeLessThanOrEqual(10);
    expect(kept).toBeGreaterThanOrEqual(Math.min(2 * (number + 1), 4));
  }
});

test("an entry that grows counts with its new size, and pushes out no more than that", () => {
  const map = new RecentMap<string>(10);
  for (let times = 0; times < 20; times++) map.set("a", "value", 4);
  map.set("b", "other", 1);
  expect(map.get("a")).toBe("value");
  expect(map.get("b")).toBe("other");
});

test("an entry that is larger than half of the limit is not kept, and what it replaces is gone", () => {
  const map = new RecentMap<string>(10);
  map.set("a", "small", 1);
  map.set("a", "large", 6);
  expect(map.get("a")).toBeUndefined();
  map.set("b", "just", 5);
  expect(map.get("b")).toBe("just");
});

test("a value that was old when it is replaced does not come back", () => {
  const map = new RecentMap<string>(4);
  map.set("a", "before", 1);
  map.set("b", "", 1);
  map.set("c", "", 1);
  map.set("a", "after", 1);
  expect(map.get("a")).toBe("after");
});
