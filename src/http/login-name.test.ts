/** One spelling for the names that a driver may take for the same account. */

import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { anyCharacter } from "../testing/any-character.ts";
import { processorTime } from "../testing/processor-time.ts";
import { accountOf } from "./login-name.ts";

describe("the same account:", () => {
  const ALIKE = ["Alice", "aLICE", "ALICE", "\uff41lice", "al\u00ecce", "ali\u0301ce", "al\u00adice", "a\u200blice"];
  test.each([
    ...ALIKE,
    "%61lice",
    "%41%6c%69ce",
    "%2561lice",
    "alice.",
    "alice%20",
    "%c3%81lice",
    "..alice..",
    "%252561lice",
  ])("%j", (other) => {
    expect(accountOf(other)).toBe("alice");
  });

  test.each([
    ["stra\u00dfe", "STRASSE"],
    ["STRA\u1e9eE", "strasse"],
    ["\u0130zmir", "izmir"],
    ["\u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3", "\u03bf\u03b4\u03c5\u03c3\u03c3\u03b5\u03c5\u03c2"],
    ["\u212angstrom", "kNGSTROM"],
  ])("%s and %s", (one, other) => {
    expect(accountOf(one)).toBe(accountOf(other));
  });

  test.each([
    ["alice", "alicf"],
    ["alice", "a.lice"],
    ["alice", "alice1"],
    ["alice", "alice%"],
    ["web-1", "web1"],
    ["100%", "100"],
    // Nobody decodes a name four times.
    ["alice", "%25252561lice"],
  ])("and %j and %j do not", (one, other) => {
    expect(accountOf(one)).not.toBe(accountOf(other));
  });

  test("whatever a name is, it has one spelling, in a moment", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, minLength: 1, maxLength: 100 }), (name) => {
        const one = accountOf(name);
        expect(accountOf(one.replace(/^\.+|\.+$/g, ""))).toBe(accountOf(one));
        expect(accountOf(name.normalize("NFD"))).toBe(one);
      }),
    );
    const taken = processorTime(() => {
      for (const hostile of ["%25", ".", "%", "\u0301", "%2e"]) accountOf(hostile.repeat(1300));
    });
    expect(taken).toBeLessThan(100);
  });
});
