/**
 * For `bun test --preload`, which bunfig.toml asks for: Bun's `toMatchObject` takes any two maps, sets, dates, patterns and
 * errors for the same. An expectation that holds one could not fail, and so it is refused.
 */
import { expect } from "bun:test";

const OPAQUE = [Map, Set, Date, RegExp, Error];

/** The first value that `toMatchObject` does not look into. */
function opaqueIn(value: unknown): object | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (OPAQUE.some((kind) => value instanceof kind)) return value;
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  if (!isPlain) return undefined;
  for (const one of Object.values(value)) {
    const found = opaqueIn(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

const matchers = Object.getPrototypeOf(expect(undefined));
const { toMatchObject } = matchers;

matchers.toMatchObject = function matchesObject(expected: unknown) {
  const opaque = opaqueIn(expected);
  if (opaque !== undefined) {
    throw new Error(`toMatchObject does not look into a ${opaque.constructor.name}: compare it by toEqual or toBe.`);
  }
  return toMatchObject.call(this, expected);
};
