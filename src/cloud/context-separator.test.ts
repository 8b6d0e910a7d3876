import { expect, test } from "bun:test";
import fc from "fast-check";
import { maySeparate } from "./context-separator.ts";

test.each(["@^_^@", "x@^_^@FILES=/etc/shadow", "x@^_^", "^@FILES=/etc/shadow", "x@^", "^", "_^", "^_^@y", "@^_"])(
  "%s may separate",
  (value) => {
    expect(maySeparate(value)).toBe(true);
  },
);

test.each(["", "@", "_", "_@", "alice@example.org", "a^b", "^a", "a^", "snake_case_", "(^_^) hello"])(
  "%p does not",
  (value) => {
    expect(maySeparate(value)).toBe(false);
  },
);

test("values that do not are no separator together, however many stand side by side", () => {
  const piece = fc.array(fc.constantFrom("@", "^", "_", "x", "@^", "^@", "_^"), { maxLength: 4 });
  const values = fc.array(
    piece.map((parts) => parts.join("")),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(values, (list) => {
      const kept = list.filter((value) => !maySeparate(value));
      expect(kept.join("")).not.toContain("@^_^@");
    }),
    { numRuns: 20_000 },
  );
});
