/** The reader beside bash itself: whatever both take as a value, both read the same. */
import { expect, test } from "bun:test";
import fc from "fast-check";
import { readAssignments } from "./reader.ts";

const ENVIRONMENT = { HOME: "/home/one", EMPTY: "", FULL: "two words", PATH: "/usr/bin:/bin" };

/** Pieces of words that run nothing: no backtick and no parenthesis behind a dollar sign. */
const name = fc.constantFrom("FULL", "EMPTY", "UNSET", "HOME");
const plain = fc.string({ unit: fc.constantFrom(..."abzAZ09/.:=,%+@^_-{}#~[]!*?é"), minLength: 1, maxLength: 6 });
const escaped = fc.constantFrom(..."abn0 \t'\"\\$`#;&|<>()~{}\n").map((character) => `\\${character}`);
const single = fc
  .string({ unit: fc.constantFrom(...'ab \n\t"\\$`(){}#;&|~é'), maxLength: 8 })
  .map((text) => `'${text}'`);
const dollar = fc.constantFrom("$/", "$.", "$%", "$=", "$,");
const variable = fc.oneof(
  name.map((text) => `$${text}`),
  name.map((text) => `\${${text}}`),
);

const { word } = fc.letrec<{ word: string; quoted: string; braced: string; quotedBraced: string }>((tie) => ({
  word: fc
    .array(fc.oneof({ maxDepth: 4 }, plain, escaped, single, dollar, variable, tie("quoted"), tie("braced")), {
      maxLength: 5,
    })
    .map((pieces) => pieces.join("")),
  quoted: fc
    .array(
      fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: fc.constantFrom(..."ab '\n\t(){}#;&|<>~!é"), minLength: 1, maxLength: 5 }),
        escaped,
        variable,
        tie("quotedBraced"),
      ),
      { maxLength: 5 },
    )
    .map((pieces) => `"${pieces.join("")}"`),
  braced: fc
    .tuple(
      name,
      fc.constantFrom(":-", "-"),
      fc.array(fc.oneof(escaped, single, variable, fc.constantFrom("a", " b", ";", "|"))),
    )
    .map(([of, form, pieces]) => `\${${of}${form}${pieces.join("")}}`),
  quotedBraced: fc
    .tuple(
      name,
      fc.constantFrom(":-", "-"),
      fc.array(fc.oneof(escaped, variable, fc.constantFrom("a", " b", ";", "|", "'c'"))),
    )
    .map(([of, form, pieces]) => `\${${of}${form}${pieces.join("")}}`),
}));

test("values read as bash reads them", () => {
  const words = fc.sample(word, { numRuns: 3000 });
  const read = words.map((text) => {
    const { assignments, faults } = readAssignments(`VALUE=${text}\n`, {
      file: "values",
      environment: ENVIRONMENT,
      lists: new Set(),
      isOption: () => false,
    });
    return faults.some(({ severity }) => severity === "error") ? undefined : assignments.at(-1)?.value;
  });
  const understood = words.flatMap((text, index) => (read[index] === undefined ? [] : [{ text, ours: read[index] }]));
  expect(understood.length).toBeGreaterThan(words.length / 2);

  const script = understood.map(({ text }) => `VALUE=${text}\nprintf '%s\\0' "$VALUE"\n`).join("");
  const bash = Bun.spawnSync(["bash", "--norc"], {
    stdin: Buffer.from(script),
    env: { ...ENVIRONMENT, LC_ALL: "C.UTF-8" },
  });
  expect(bash.stderr.toString()).toBe("");
  const theirs = bash.stdout.toString().split("\0").slice(0, -1);
  const different = understood.filter(({ ours }, index) => ours !== theirs[index]);
  expect(different.map((item) => ({ ...item, theirs: theirs[understood.indexOf(item)] }))).toEqual([]);
});
