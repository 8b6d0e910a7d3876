/** See scripts/mutants. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { copyTree } from "./copy.ts";
import { isEquivalent, outdated, readEquivalents } from "./equivalent.ts";
import { importsBelow } from "./imports.ts";
import { instrument, type Mutant } from "./mutant.ts";
import { listedIn, scores, shown, survivors, type Tried } from "./report.ts";
import { sample } from "./sample.ts";
import { nearestTests, type TestFile, testsFor, tryFile, tryMutant } from "./tests.ts";
import { withoutTypeErrors } from "./type-check.ts";
import { forEachOf } from "./workers.ts";

const ROOT = join(import.meta.dir, "..", "..");

const { values, positionals } = parseArgs({
  options: {
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    list: { type: "boolean", default: false },
    again: { type: "string" },
    seconds: { type: "string", default: "30" },
    workers: { type: "string", default: "2" },
  },
  allowPositionals: true,
});

function wholeNumber(name: string, value: string): number {
  if (!/^[1-9]\d*$/.test(value)) throw new Error(`--${name} must be a whole number from 1, not ${value}`);
  return Number(value);
}

const paths = (positionals.length > 0 ? positionals : ["src"]).map((path) => path.replace(/\/$/, ""));
const count = values.sample === undefined ? undefined : wholeNumber("sample", values.sample);
const workers = wholeNumber("workers", values.workers);
const budget = wholeNumber("seconds", values.seconds);
for (const path of paths) if (!existsSync(join(ROOT, path))) throw new Error(`there is no ${path}`);

const all = [...new Bun.Glob("{src,scripts}/**/*.ts").scanSync(ROOT)].sort();
const below = (file: string): boolean => paths.some((path) => file === path || file.startsWith(`${path}/`));
const program = all.filter((file) => below(file) && !/\.test\.ts$|\/testing\//.test(file));
const instrumented = await instrument(ROOT, program);
const equivalents = readEquivalents();
for (const { file, before } of outdated(instrumented.mutants, equivalents)) {
  console.log(`# equivalent.json: ${file} no longer has this line: ${before}`);
}
const counted = instrumented.mutants.filter((mutant) => !isEquivalent(mutant, equivalents));
const sampled = sample(counted, count, values.seed);
const chosen = values.again === undefined ? sampled : listedIn(readFileSync(values.again, "utf8"), sampled);
console.log(`# ${chosen.length} of ${counted.length} mutants in ${program.length} files of ${paths.join(" ")}`);

if (values.list) {
  for (const mutant of chosen) console.log(shown(mutant));
} else {
  process.exitCode = await tryAll(chosen);
}

async function tryAll(mutants: readonly Mutant[]): Promise<number> {
  // One for each worker: a mutant is put into the file that it changes.
  const copies = await Promise.all(Array.from({ length: workers }, () => copyTree(ROOT)));
  process.on("exit", () => {
    for (const copy of copies) copy.remove();
  });
  process.on("SIGINT", () => process.exit(130));
  process.on("SIGTERM", () => process.exit(143));
  const [first] = copies;
  if (first === undefined) throw new Error("there is no copy");
  const typed = await withoutTypeErrors(first.path, mutants);
  console.log(`# ${mutants.length - typed.length} are refused by the type checker`);
  const tests = await coverage(typed, first.path);
  const tried: Tried[] = [];
  await forEachOf(typed, workers, async (mutant, worker) => {
    const result = await tryMutant(copies[worker]?.path ?? "", mutant, testsFor(mutant, tests, budget));
    tried.push({ mutant, result });
    if (result === "survived" || result === "uncovered") console.log(`${result}: ${shown(mutant)}`);
  });
  console.log(scores(tried, instrumented.mutants.length - counted.length));
  return survivors(tried).length > 0 ? 1 : 0;
}

/**
 * The tests that are near the mutants' files, and what they come by: in a copy of its own that notes it.
 * @param plain a copy without changes.
 */
async function coverage(mutants: readonly Mutant[], plain: string): Promise<readonly TestFile[]> {
  const copy = await copyTree(ROOT);
  try {
    for (const { name, content } of instrumented.files) writeFileSync(join(copy.path, name), content);
    const reach = importsBelow(ROOT, all);
    const testFiles = all.filter((file) => file.endsWith(".test.ts"));
    const changed = new Set(mutants.map(({ file }) => file));
    const near = new Set([...changed].flatMap((file) => nearestTests(file, testFiles, reach)));
    const tests: TestFile[] = [];
    await forEachOf([...near], workers, async (file) => {
      const test = await tryFile(copy.path, plain, file);
      if (test === undefined) console.log(`# ${file} fails without any mutant: it is left out`);
      else tests.push(test);
    });
    const seconds = tests.reduce((sum, one) => sum + one.seconds, 0);
    console.log(`# ${tests.length} files of tests, ${seconds.toFixed(0)} s`);
    return tests;
  } finally {
    copy.remove();
  }
}
