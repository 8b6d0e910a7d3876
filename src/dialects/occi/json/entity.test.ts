import { describe, expect, test } from "bun:test";
import { Counter } from "../limits.ts";
import { readEntity, readInvocation } from "./entity.ts";
import type { Json, JsonObject } from "./read.ts";

/** An object of that many members, which counts how many of them are taken. */
class Counted extends Map<string, Json> {
  taken = 0;

  constructor(count: number) {
    super(Array.from({ length: count }, (_, number) => [`m${number}`, 1]));
  }

  override *[Symbol.iterator](): MapIterator<[string, Json]> {
    for (const entry of super[Symbol.iterator]()) {
      this.taken += 1;
      yield entry;
    }
  }
}

const READERS: readonly (readonly [string, (attributes: JsonObject) => unknown])[] = [
  ["an entity", (attributes) => readEntity(new Map([["attributes", attributes]]), new Counter())],
  [
    "a link of an entity",
    (attributes) => readEntity(new Map([["links", [new Map([["attributes", attributes]])]]]), new Counter()),
  ],
  [
    "an invocation",
    (attributes) =>
      readInvocation(new Map<string, Json>([["action", "http://a#b"]]).set("attributes", attributes), new Counter()),
  ],
];

describe.each(READERS)("the attributes of %s", (_, read) => {
  test("end at the first nested name that is too long", () => {
    const inner = new Counted(20_000);
    expect(() => read(new Map([["A".repeat(100_000), inner]]))).toThrow("longer than 256 characters");
    expect(inner.taken).toBe(1);
  });

  test("end at the first of too many, however they nest", () => {
    const inner = new Counted(20_000);
    expect(() => read(new Map([["a", inner]]))).toThrow("more than 1000 attributes");
    expect(inner.taken).toBe(1001);
    const outer = new Counted(20_000);
    expect(() => read(outer)).toThrow("more than 1000 attributes");
    expect(outer.taken).toBe(1001);
  });

  test("may have names of 256 characters", () => {
    expect(() => read(new Map([["A".repeat(250), new Map([["54321", 1]])]]))).not.toThrow("longer");
    expect(() => read(new Map([["A".repeat(250), new Map([["654321", 1]])]]))).toThrow("longer");
    expect(() => read(new Map([[`a.${"b".repeat(255)}`, 1]]))).toThrow("longer");
  });
});
