import { describe, expect, test } from "bun:test";
import { Counter } from "../limits.ts";
import { readEntity, readInvocation } from "./entity.ts";
import type { Json } from "./object.ts";
import { JsonObject } from "./object.ts";

const objectOf = (members: Readonly<Record<string, Json>>) =>
  new JsonObject(Object.keys(members), Object.values(members));

/** An object of that many members, which counts how many of them are taken. */
class Watched extends JsonObject {
  taken = 0;

  constructor(count: number) {
    const names = Array.from({ length: count }, (_, number) => `m${number}`);
    super(
      names,
      names.map(() => 1),
    );
  }

  override *[Symbol.iterator](): Generator<readonly [string, Json]> {
    for (const entry of super[Symbol.iterator]()) {
      this.taken += 1;
      yield entry;
    }
  }
}

const READERS: readonly (readonly [string, (attributes: JsonObject) => unknown])[] = [
  ["an entity", (attributes) => readEntity(objectOf({ attributes }), new Counter())],
  ["a link of an entity", (attributes) => readEntity(objectOf({ links: [objectOf({ attributes })] }), new Counter())],
  ["an invocation", (attributes) => readInvocation(objectOf({ action: "http://a#b", attributes }), new Counter())],
];

describe.each(READERS)("the attributes of %s", (_, read) => {
  test("end at the first nested name that is too long", () => {
    const inner = new Watched(20_000);
    expect(() => read(objectOf({ ["A".repeat(100_000)]: inner }))).toThrow("longer than 256 characters");
    expect(inner.taken).toBe(1);
  });

  test("end at the first of too many, however they nest", () => {
    const inner = new Watched(20_000);
    expect(() => read(objectOf({ a: inner }))).toThrow("more than 1000 attributes");
    expect(inner.taken).toBe(1001);
    const outer = new Watched(20_000);
    expect(() => read(outer)).toThrow("more than 1000 attributes");
    expect(outer.taken).toBe(1001);
  });

  test("may have names of 256 characters", () => {
    expect(() => read(objectOf({ ["A".repeat(250)]: objectOf({ "54321": 1 }) }))).not.toThrow("longer");
    expect(() => read(objectOf({ ["A".repeat(250)]: objectOf({ "654321": 1 }) }))).toThrow("longer");
    expect(() => read(objectOf({ [`a.${"b".repeat(255)}`]: 1 }))).toThrow("longer");
  });

  test("end within a value that holds too much", () => {
    const inner = new Watched(20_000);
    expect(() => read(objectOf({ "a.b": inner }))).toThrow("more than 4000 values within attributes");
    expect(inner.taken).toBe(4001);
  });
});
