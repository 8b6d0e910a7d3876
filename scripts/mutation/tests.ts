/** Runs test files in the copy: once without a mutant, to see what they come by, and then against each mutant. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Reach } from "./imports.ts";
import type { Mutant } from "./mutant.ts";

export interface TestFile {
  readonly file: string;
  /** The time that it takes without a mutant. */
  readonly seconds: number;
  /** Ids of the mutants that it comes by. */
  readonly covers: ReadonlySet<string>;
}

export type Result = "killed" | "timeout" | "survived" | "uncovered";

const PRELOAD = join(import.meta.dir, "coverage.ts");
/** The longest time for one test: a mutant that makes one wait is noticed after it. Milliseconds. */
const TEST_TIMEOUT = 20_000;

interface Ran {
  readonly passed: boolean;
  readonly seconds: number;
  readonly timedOut: boolean;
}

/** Ends a process group: tests that fail leave servers behind. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** @param limit seconds. */
async function run(copy: string, args: readonly string[], env: Record<string, string>, limit: number): Promise<Ran> {
  const start = performance.now();
  const child = Bun.spawn([process.execPath, "test", `--timeout=${TEST_TIMEOUT}`, ...args], {
    cwd: copy,
    env: { ...process.env, ...env },
    stdin: "ignore",
    stdout: "ignore",
    stderr: "ignore",
    detached: true,
  });
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    killGroup(child.pid);
  }, limit * 1000);
  const code = await child.exited;
  clearTimeout(timer);
  killGroup(child.pid);
  return { passed: code === 0, seconds: (performance.now() - start) / 1000, timedOut };
}

/** Random inputs of a test that only notes what it comes by: that takes many times as long. */
const FEW_CASES = "300";

/**
 * @param instrumented the copy that notes what the tests come by; whether they pass there does not matter, as it is
 * slow.
 * @param plain a copy of the program as it is.
 * @returns undefined for a file that fails without any mutant.
 */
export async function tryFile(instrumented: string, plain: string, file: string): Promise<TestFile | undefined> {
  const directory = mkdtempSync(join(tmpdir(), "occi-coverage-"));
  try {
    const report = join(directory, "coverage.json");
    const { passed, seconds } = await run(plain, [`./${file}`], {}, 180);
    if (!passed) return undefined;
    const noting = { OCCI_COVERAGE: report, OCCI_FUZZ_CASES: FEW_CASES };
    await run(instrumented, ["--preload", PRELOAD, `./${file}`], noting, 600);
    if (!existsSync(report)) return undefined;
    return { file, seconds, covers: new Set<string>(JSON.parse(readFileSync(report, "utf8"))) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** How far two files are from each other: folders up and down. */
export function distance(one: string, other: string): number {
  const [a, b] = [dirname(one).split("/"), dirname(other).split("/")];
  const shared = a.findIndex((part, at) => part !== b[at]);
  const common = shared < 0 ? a.length : shared;
  return a.length + b.length - 2 * common;
}

/** At most so many files of tests are tried for each file of the program. */
const NEAREST = 10;

/** Use cases, and the folder of the paths that lead to them, whose tests try them as a client does. */
const TRIED_BY: readonly (readonly [useCases: string, paths: string])[] = [
  ["src/cloud/self-service", "src/http/api"],
  ["src/cloud/ogf", "src/http/ogf"],
];

/** The tests that know a file, by way of few imports and from a near folder, and those of the paths that lead to it. */
export function nearestTests(file: string, tests: readonly string[], reach: Reach): readonly string[] {
  const paths = TRIED_BY.filter(([useCases]) => file.startsWith(`${useCases}/`)).map(([, folder]) => folder);
  const known = nearest(file, tests, reach);
  const byPath = tests.filter((test) => paths.includes(dirname(test)) && !known.includes(test));
  return [...known, ...byPath.filter((test) => [...reach(test)].includes(file))];
}

function nearest(file: string, tests: readonly string[], reach: Reach): readonly string[] {
  return tests
    .map((test) => ({ test, steps: [...reach(test)].indexOf(file) }))
    .filter(({ steps }) => steps >= 0)
    .sort((a, b) => distance(a.test, file) - distance(b.test, file) || a.steps - b.steps)
    .slice(0, NEAREST)
    .map(({ test }) => test);
}

/** Whether a test has the name of a file: `a.test.ts` of `a.ts`. */
const isOwn = (test: string, file: string): boolean => test === file.replace(/\.ts$/, ".test.ts");

/**
 * The tests that a mutant meets: that of its file, then the nearest, of those the quickest.
 * @param budget seconds that they may take together; the first is always among them.
 */
export function testsFor({ id, file }: Mutant, tests: readonly TestFile[], budget: number): readonly TestFile[] {
  const covering = tests.filter(({ covers }) => covers.has(id));
  // Code that runs only in processes that a test starts is not seen: then the tests beside it are tried.
  const beside = tests.filter((test) => distance(test.file, file) === 0);
  const own = beside.filter((test) => isOwn(test.file, file) && !covering.includes(test));
  const tried = covering.length > 0 ? [...covering, ...own] : beside;
  const nearestFirst = tried.toSorted(
    (a, b) =>
      Number(isOwn(b.file, file)) - Number(isOwn(a.file, file)) ||
      distance(a.file, file) - distance(b.file, file) ||
      a.seconds - b.seconds,
  );
  let sum = 0;
  return nearestFirst.filter(({ seconds }, at) => {
    sum += seconds;
    return at === 0 || sum <= budget;
  });
}

/**
 * The tests beside a mutant that take less than this are tried before all others: most mutants do not get past them.
 */
const QUICK_SECONDS = 0.7;

/** The order in which the tests of a mutant are tried, each group in one process. */
export function groupsFor(mutant: Mutant, tests: readonly TestFile[]): readonly (readonly TestFile[])[] {
  const groups = Object.groupBy(tests, ({ file, seconds }) => {
    if (distance(file, mutant.file) !== 0) return "far";
    return seconds < QUICK_SECONDS ? "quick" : "near";
  });
  return [groups.quick ?? [], groups.near ?? [], groups.far ?? []].filter(({ length }) => length > 0);
}

/** Puts a mutant into the copy and runs its tests, those beside it first, until one notices it. */
export async function tryMutant(copy: string, mutant: Mutant, tests: readonly TestFile[]): Promise<Result> {
  if (tests.length === 0) return "uncovered";
  const path = join(copy, mutant.file);
  const original = readFileSync(path, "utf8");
  writeFileSync(path, mutant.content);
  try {
    return await runTests(copy, mutant, tests);
  } finally {
    writeFileSync(path, original);
  }
}

async function runTests(copy: string, mutant: Mutant, tests: readonly TestFile[]): Promise<Result> {
  for (const group of groupsFor(mutant, tests)) {
    const limit = 20 + 6 * group.reduce((sum, { seconds }) => sum + seconds, 0);
    const { passed, timedOut } = await run(copy, ["--bail=1", ...group.map(({ file }) => `./${file}`)], {}, limit);
    if (timedOut) return "timeout";
    if (!passed) return "killed";
  }
  return "survived";
}
