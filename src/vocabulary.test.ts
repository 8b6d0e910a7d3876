/**
 * Plain English: the worst patterns that a native writer would not use stay out of what users and contributors read.
 */
import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { configManual } from "./cli/config-manual.ts";
import { allPrograms } from "./cli/programs.ts";
import { commandPage, overview } from "./terminal/help.ts";
import { manualPage } from "./terminal/manual.ts";
import { sourceTexts } from "./testing/source-texts.ts";
import { FOREIGN, faults, MISLEADING, OBSCURE, type Pattern, SUBJECTLESS } from "./testing/vocabulary.ts";

const REPOSITORY = join(import.meta.dir, "..");

/** The stand-in says what oned says, in oned's own words. */
const QUOTATIONS = ["src/oned-sim/"];

const sources = [...new Bun.Glob("{src,scripts}/**/*.{ts,tsx}").scanSync(REPOSITORY)]
  .sort()
  .map((path) => ({ path, texts: sourceTexts(readFileSync(join(REPOSITORY, path), "utf8")) }));
const production = sources.filter(({ path }) => !/\.test\.tsx?$|\/testing\//.test(path));

/** Names, codes and single words are not sentences. */
const isEnglish = (text: string): boolean => /[a-z]{2,} [a-z]/i.test(text);

function faultsOf(files: typeof sources, kind: "string" | "comment", patterns: readonly Pattern[]): string[] {
  return files.flatMap(({ path, texts }) =>
    texts
      .filter((text) => text.kind === kind && isEnglish(text.text))
      .flatMap(({ line, text }) => faults(text, patterns).map((fault) => `${path}:${line} ${fault}`)),
  );
}

test("what the program says is plain English", () => {
  const spoken = production.filter(({ path }) => !QUOTATIONS.some((folder) => path.startsWith(folder)));
  expect(spoken.length).toBeGreaterThan(400);
  expect(faultsOf(spoken, "string", FOREIGN)).toEqual([]);
});

test("no comment misleads", () => {
  expect(sources.flatMap(({ texts }) => texts.filter(({ kind }) => kind === "comment")).length).toBeGreaterThan(2000);
  const others = sources.filter(({ path }) => path !== "src/testing/vocabulary.ts");
  expect(faultsOf(others, "comment", MISLEADING)).toEqual([]);
});

test("comments begin with their subject", () => {
  const others = production.filter(
    ({ path }) => path !== "src/testing/vocabulary.ts" && !path.endsWith("api-types.ts"),
  );
  expect(others.length).toBeGreaterThan(700);
  expect(faultsOf(others, "comment", SUBJECTLESS)).toEqual([]);
});

/** The parts in which comments were written or revised by the stricter rules: all others follow as they are touched. */
const REVISED = /^src\/(?:dialects\/json|http\/api|cloud\/self-service|screen|console\/app)\//;

test("comments say what reports, shows or distinguishes", () => {
  const revised = production.filter(({ path }) => REVISED.test(path) && !path.endsWith("api-types.ts"));
  expect(revised.length).toBeGreaterThan(200);
  expect(faultsOf(revised, "comment", OBSCURE)).toEqual([]);
});

/** Files of administrators and packages: their comments, and what is in double quotes. */
const OTHER_FILES = [
  ...["etc/*.{conf,yaml,json,logrotate,service}", "etc/examples/*", "scripts/packaging/**", "templates/*.eta"],
  ...["scripts/{build,demo,faults,package,package-test,reproducible,side-by-side,soak,test,toolchain}", ".ci/*"],
]
  .flatMap((pattern) => [...new Bun.Glob(pattern).scanSync({ cwd: REPOSITORY, dot: true })])
  .filter((path) => !path.endsWith(".ts"))
  .toSorted();

test.each(OTHER_FILES)("%s is plain English", (path) => {
  const text = readFileSync(join(REPOSITORY, path), "utf8");
  // A template in eta has its comments between tags.
  const comments = text.replace(/^<%\/\*|\*\/%>$/gm, "# ").match(/^(?:[ \t]*#.*\n)+/gm) ?? [];
  const quoted = [...text.matchAll(/"((?:[^"\\\n]|\\.)*)"/g)].map(([, words = ""]) => words).filter(isEnglish);
  expect(
    [...comments.map((comment) => comment.replace(/^[ \t]*# ?/gm, "")), ...quoted].flatMap((one) => faults(one)),
  ).toEqual([]);
});

test("the files of administrators and packages have texts", () => {
  expect(OTHER_FILES).toContain("etc/prometheus-rules.yaml");
  expect(OTHER_FILES).toContain("templates/common.eta");
  expect(OTHER_FILES.length).toBeGreaterThan(25);
});

/** A man page without the requests and escapes of troff. */
const withoutTroff = (page: string): string =>
  page
    .replace(/^\.\\".*$/gm, "")
    .replace(/^\.[A-Z]+ ?/gm, "\n")
    .replace(/\\f[A-Z]|\\&/g, "")
    .replace(/\\-/g, "-");

const programs = await allPrograms();

describe("what a program prints about itself", () => {
  test.each(programs.map((program) => [program.name, program] as const))("%s", (_, program) => {
    const helps = program.commands.map((command) => commandPage(program, command));
    const page = manualPage(program, { version: "1", date: "", others: [] });
    expect([overview(program), ...helps, withoutTroff(page)].flatMap((text) => faults(text))).toEqual([]);
  });

  test("the page of the configuration", () => {
    const text = withoutTroff(configManual({ version: "1", date: "" }));
    expect(text).toContain("\nDefault: ");
    expect(faults(text)).toEqual([]);
  });
});

describe("a pattern", () => {
  test.each([...FOREIGN, ...SUBJECTLESS, ...OBSCURE].map((pattern) => [pattern.caught, pattern] as const))(
    "catches %p",
    (_, pattern) => {
      expect(faults(pattern.caught, [pattern])).toEqual([expect.stringContaining(pattern.better)]);
      expect(faults(pattern.passed)).toEqual([]);
    },
  );
});

describe("the texts of a source", () => {
  const kinds = (source: string) => sourceTexts(source).map(({ kind, line, text }) => [kind, line, text]);

  test("are strings, and templates with holes for their expressions", () => {
    expect(
      kinds(
        'const a = "x \\" y";\nsay`no $HOLE{b("in\'ner")} $HOLE{`deep $HOLE{{ c: 1 }}`} end`;'.replaceAll("$HOLE", "$"),
      ),
    ).toEqual([
      ["string", 1, 'x " y'],
      ["string", 2, "in'ner"],
      ["string", 2, "deep {}"],
      ["string", 2, "no {} {} end"],
    ]);
  });

  test("are comments without their marks, those of several lines as one", () => {
    expect(kinds("/**\n * One\n * text.\n */\nlet a = 1; // two\n// lines\n")).toEqual([
      ["comment", 1, "\nOne\ntext.\n"],
      ["comment", 5, "two\nlines"],
    ]);
  });

  test("are not found in regular expressions, nor is a division one", () => {
    expect(kinds('x.replace(/["\'`]\\/[/"]/g, "a b"); y = 4 / 2; z = "c / d";')).toEqual([
      ["string", 1, "a b"],
      ["string", 1, "c / d"],
    ]);
  });
});
