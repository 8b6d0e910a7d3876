/** What becomes a mutant, which tests it meets, and what its score is. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isEquivalent, outdated } from "./equivalent.ts";
import { importsBelow } from "./imports.ts";
import { type Instrumented, instrument, isNothing, isWording, type Mutant } from "./mutant.ts";
import { listedIn, scores, shown } from "./report.ts";
import { sample } from "./sample.ts";
import { distance, groupsFor, nearestTests, type TestFile, testsFor, tryFile } from "./tests.ts";

let directory: string;
let made: Instrumented;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "occi-mutation-"));
  writeFileSync(join(directory, "a.ts"), "export const larger = (a: number, b: number) => {\n  return a > b;\n};\n");
  writeFileSync(join(directory, "b.ts"), 'import { larger } from "./a.ts";\nexport const two = larger(2, 1);\n');
  writeFileSync(join(directory, "b.test.ts"), 'import { two } from "./b.ts";\nexport const three = two;\n');
  made = await instrument(directory, ["a.ts"]);
});
afterAll(() => rmSync(directory, { recursive: true }));

describe("a mutant", () => {
  test("is one change of one line", () => {
    const changes = made.mutants.filter(({ line }) => line === 2).map(({ before, after }) => `${before} -> ${after}`);
    const expected = ["true", "false", "a >= b", "a <= b"].map((value) => `return a > b; -> return ${value};`);
    expect(changes.sort()).toEqual(expected.sort());
    expect(made.mutants.find(({ after }) => after === "return a <= b;")?.content).toBe(
      "export const larger = (a: number, b: number) => {\n  return a <= b;\n};\n",
    );
  });

  test("is met by what comes by its place, which is noted while all is as it was", async () => {
    for (const { name, content } of made.files) writeFileSync(join(directory, `x-${name}`), content);
    const met = async (call: string): Promise<unknown> => {
      const code = `const { larger } = await import(${JSON.stringify(join(directory, "x-a.ts"))});
        console.log(JSON.stringify([${call}, [...(globalThis.__mutants__ ?? [])].flatMap((seen, id) => (seen ? [id] : []))]))`;
      return JSON.parse(await new Response(Bun.spawn([process.execPath, "-e", code]).stdout).text());
    };
    expect(await met("null")).toEqual([null, []]);
    expect(await met("larger(2, 1)")).toEqual([true, made.mutants.map(({ id }) => Number(id))]);
  });

  test.each([
    ["StringLiteral", '"There is no such machine."', true],
    ["StringLiteral", `\`\${user} must wait\``, true],
    ["StringLiteral", '"SETUP_FAULT"', false],
    ["StringLiteral", `\`\${path}/\${id ?? 0}\``, false],
    ["ObjectLiteral", `{ hint: \`Use \${name}.\`, cause }`, true],
    ["ObjectLiteral", `{ hint: \`Use \${name}.\`, httpStatus: 404 }`, false],
    ["ObjectLiteral", "{ most: 32 }", false],
    ["BlockStatement", '{ log("this and that"); }', false],
  ])("%s %s: only a text for people: %p", (kind, changed, expected) => {
    expect(isWording(kind, changed)).toBe(expected);
  });

  test.each([
    ["{}", true],
    ["{ return; }", true],
    ["{\n  // Nothing is there.\n  return undefined;\n}", true],
    ["{ return false; }", false],
    ["{ stop(); }", false],
  ])("the block %j does nothing: %p", (changed, expected) => {
    expect(isNothing("BlockStatement", changed)).toBe(expected);
  });
});

const mutant = (file: string, line: number, id = String(line)): Mutant => ({
  id,
  file,
  line,
  kind: "BooleanLiteral",
  before: `before ${id}`,
  after: "after",
  nth: 0,
  content: "",
});

describe("a sample", () => {
  const many = Array.from({ length: 100 }, (_, line) => mutant("src/a.ts", line));

  test("is the same for the same seed, in the order of the lines, and another for another", () => {
    const chosen = sample(many, 10, "1");
    expect(chosen).toHaveLength(10);
    expect(sample(many, 10, "1")).toEqual(chosen);
    expect(chosen.map(({ line }) => line)).toEqual(chosen.map(({ line }) => line).toSorted((a, b) => a - b));
    expect(sample(many, 10, "2")).not.toEqual(chosen);
  });

  test("stays while other lines come and go", () => {
    const moved = many.map((one) => ({ ...one, line: one.line + 3 }));
    expect(sample(moved, 10, "1").map(({ id }) => id)).toEqual(sample(many, 10, "1").map(({ id }) => id));
  });
});

describe("the tests of a mutant", () => {
  const tests: readonly TestFile[] = [
    { file: "src/http/a.test.ts", seconds: 1, covers: new Set(["1"]) },
    { file: "src/cloud/slow.test.ts", seconds: 9, covers: new Set(["1"]) },
    { file: "src/cloud/quick.test.ts", seconds: 2, covers: new Set(["1"]) },
    { file: "src/cloud/other.test.ts", seconds: 1, covers: new Set(["2"]) },
  ];
  const files = (id: string, budget: number) =>
    testsFor(mutant("src/cloud/a.ts", 1, id), tests, budget).map(({ file }) => file);

  test("are those that come by it: the nearest first, of those the quickest", () => {
    expect(files("1", 100)).toEqual(["src/cloud/quick.test.ts", "src/cloud/slow.test.ts", "src/http/a.test.ts"]);
    // Perhaps a process that they start comes by it.
    expect(files("3", 100)).toEqual(["src/cloud/other.test.ts", "src/cloud/quick.test.ts", "src/cloud/slow.test.ts"]);
  });

  test("begin with that of its file, however long it takes", () => {
    // What its processes come by is not seen.
    const own = { file: "src/cloud/a.test.ts", seconds: 60, covers: new Set<string>() };
    const found = testsFor(mutant("src/cloud/a.ts", 1, "1"), [...tests, own], 10);
    expect(found).toEqual([own]);
    expect(testsFor(mutant("src/cloud/b.ts", 1, "1"), [...tests, own], 10)).not.toContain(own);
  });

  test("take no longer than they may, but one is always among them", () => {
    expect(files("1", 11)).toEqual(["src/cloud/quick.test.ts", "src/cloud/slow.test.ts"]);
    expect(files("1", 1)).toEqual(["src/cloud/quick.test.ts"]);
  });

  test("are tried in groups: the quick ones beside it, the others beside it, those of other folders", () => {
    const more = [...tests, { file: "src/cloud/quicker.test.ts", seconds: 0.1, covers: new Set("1") }];
    const groups = groupsFor(mutant("src/cloud/a.ts", 1), more).map((group) => group.map(({ seconds }) => seconds));
    expect(groups).toEqual([[0.1], [9, 2, 1], [1]]);
    expect(groupsFor(mutant("src/cloud/a.ts", 1), [])).toEqual([]);
  });

  test("count when only what notes their way makes them fail, as a test of times does", async () => {
    const at = (copy: string, file: string): string => join(directory, copy, file);
    mkdirSync(at("noting", "."));
    mkdirSync(at("plain", "."));
    const passing = 'import { expect, test } from "bun:test";\ntest("it passes", () => expect(1).toBe(1));\n';
    for (const copy of ["noting", "plain"]) {
      writeFileSync(at(copy, "good.test.ts"), passing);
      writeFileSync(at(copy, "bad.test.ts"), passing.replace("toBe(1)", "toBe(2)"));
    }
    writeFileSync(
      at("noting", "slow.test.ts"),
      `globalThis.__mutants__ = [0, 1];\n${passing.replace("toBe(1)", "toBe(2)")}`,
    );
    writeFileSync(at("plain", "slow.test.ts"), passing);
    const tried = (file: string) => tryFile(at("noting", "."), at("plain", "."), file);
    expect(await tried("good.test.ts")).toEqual({
      file: "good.test.ts",
      seconds: expect.any(Number),
      covers: new Set(),
    });
    const slow = { file: "slow.test.ts", seconds: expect.any(Number), covers: new Set(["1"]) };
    expect(await tried("slow.test.ts")).toEqual(slow);
    expect(await tried("bad.test.ts")).toBeUndefined();
  });

  test("are nearer in the same folder than in one beside or above", () => {
    const from = (other: string) => distance("src/cloud/ogf/a.ts", other);
    expect(from("src/cloud/ogf/b.test.ts")).toBe(0);
    expect(from("src/cloud/b.test.ts")).toBe(1);
    expect(from("src/cloud/ogf/link/b.test.ts")).toBe(1);
    expect(from("src/http/b.test.ts")).toBe(3);
  });

  test("are tried when they know the file, those of its folder first, then those that import it in few steps", () => {
    const reach = (file: string) =>
      new Set(file === "src/xml/x.test.ts" ? [file, "src/b.ts", "src/cloud/a.ts"] : [file, "src/cloud/a.ts"]);
    const files = ["src/xml/x.test.ts", "src/http/h.test.ts", "src/cloud/c.test.ts"];
    expect(nearestTests("src/cloud/a.ts", files, reach)).toEqual(files.toReversed());
    expect(nearestTests("src/cloud/other.ts", files, reach)).toEqual([]);
  });

  test("know a file by way of others", () => {
    const reach = importsBelow(directory, ["a.ts", "b.ts", "b.test.ts"]);
    expect([...reach("b.test.ts")]).toEqual(["b.test.ts", "b.ts", "a.ts"]);
    expect([...reach("a.ts")]).toEqual(["a.ts"]);
  });
});

describe("a change that makes no difference", () => {
  const known = [{ file: "src/a.ts", before: "before 1", after: "after", why: "the caller asks for it anyway" }];

  test("is known by its line, wherever that stands", () => {
    expect(isEquivalent(mutant("src/a.ts", 7, "1"), known)).toBe(true);
    expect(isEquivalent(mutant("src/a.ts", 1, "2"), known)).toBe(false);
    expect(isEquivalent(mutant("src/b.ts", 1, "1"), known)).toBe(false);
  });

  test("is out of date when its line is gone", () => {
    expect(outdated([mutant("src/a.ts", 1, "1")], known)).toEqual([]);
    expect(outdated([mutant("src/a.ts", 1, "2")], known)).toEqual(known);
    expect(outdated([mutant("src/b.ts", 1, "2")], known)).toEqual([]);
  });
});

test("the score of a folder is the share of what was noticed, in time or not", () => {
  const results = ["killed", "timeout", "survived", "uncovered"] as const;
  const tried = results.map((result, line) => ({ mutant: mutant("src/xml/a.ts", line), result }));
  expect(scores([...tried, { mutant: mutant("src/http/a.ts", 1), result: "killed" }], 2)).toBe(
    "100.0 %  1 of 1  src/http\n" +
      " 50.0 %  2 of 4  src/xml (1 by the time limit, 1 met no test)\n" +
      " 60.0 %  3 of 5  all (1 by the time limit, 1 met no test)\n" +
      "2 more make no difference (scripts/mutation/equivalent.json)",
  );
});

test("survivors of an earlier run are found again where their line has moved", () => {
  const [first, second, ...others] = made.mutants;
  if (first === undefined || second === undefined) throw new Error("there are no mutants");
  const output = `# 4 mutants\nsurvived: ${shown(first)}\nuncovered: ${shown({ ...second, line: 90, id: "7" })}\n 50.0 %  all\n`;
  expect(others.length).toBeGreaterThan(0);
  expect(listedIn(output, made.mutants)).toEqual([first, second]);
  expect(listedIn("# nothing survived\n", made.mutants)).toEqual([]);
});
