/** Counts the tests of a run. See below for the usage. */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { XmlElement } from "../src/xml/element.ts";
import { ANSWER_LIMITS, readXml } from "../src/xml/read.ts";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A file of tests, and the seconds that its cases and hooks took. */
export interface FileTime {
  readonly file: string;
  readonly seconds: number;
}

export interface TestReport {
  /** The reports as one document that every reader of XML can read. */
  readonly xml: string;
  readonly counts: Counts;
  /** Tests that passed without a single assertion: they would pass whatever the program does. */
  readonly idle: readonly string[];
  /** The slowest first. */
  readonly files: readonly FileTime[];
  /** The files that have a failed test. */
  readonly failed: readonly string[];
}

/** The characters that XML cannot carry. */
const UNFIT = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** A character of a test's name, as JavaScript writes it. */
function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function casesOf(element: XmlElement): readonly XmlElement[] {
  return element.name === "testcase" ? [element] : element.children.flatMap(casesOf);
}

const has = (element: XmlElement, ...names: string[]): boolean =>
  element.children.some(({ name }) => names.includes(name));

function isIdle(one: XmlElement): boolean {
  return one.attributes.assertions === "0" && !has(one, "failure", "error", "skipped");
}

const isFailed = (one: XmlElement): boolean => has(one, "failure", "error");

function countsOf(cases: readonly XmlElement[]): Counts {
  const failed = cases.filter(isFailed).length;
  const skipped = cases.filter((one) => has(one, "skipped")).length;
  return { passed: cases.length - failed - skipped, failed, skipped };
}

/** The suites of files stand outermost; their times contain hooks. */
function timesOf(roots: readonly XmlElement[]): readonly FileTime[] {
  const seconds = new Map<string, number>();
  for (const { attributes } of roots.flatMap(({ children }) => children)) {
    const { file = "unknown", time = "0" } = attributes;
    seconds.set(file, (seconds.get(file) ?? 0) + Number(time));
  }
  return [...seconds].map(([file, sum]) => ({ file, seconds: sum })).sort((a, b) => b.seconds - a.seconds);
}

/**
 * Reads the junit reports of a run's parts and joins them.
 * @throws OcciError INVALID_XML for a report that is cut off, Error for one whose figures are not those of its cases.
 */
export function readReports(reports: readonly string[]): TestReport {
  const fit = reports.map((report) => report.replace(UNFIT, escaped));
  const roots = fit.map((report) => readXml(report.replace(/^\s*<\?xml[^>]*\?>\s*/, ""), ANSWER_LIMITS));
  for (const root of roots) {
    const { tests } = root.attributes;
    const there = casesOf(root).length;
    if (Number(tests) !== there) throw new Error(`a report of ${tests} tests has the results of ${there}`);
  }
  const cases = roots.flatMap(casesOf);
  const counts = countsOf(cases);
  const totals = `tests="${cases.length}" failures="${counts.failed}" skipped="${counts.skipped}"`;
  const suites = fit.map((report) => report.replace(/^[\s\S]*?<testsuites\b[^>]*>|<\/testsuites>\s*$/g, ""));
  return {
    xml: `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="bun test" ${totals}>${suites.join("")}</testsuites>\n`,
    counts,
    idle: cases.filter(isIdle).map(({ attributes }) => `${attributes.file}: ${attributes.name}`),
    files: timesOf(roots),
    failed: [...new Set(cases.filter(isFailed).map(({ attributes }) => attributes.file ?? "unknown"))],
  };
}

/** The suites of files, which stand outermost. */
const suitesOf = (report: string): readonly string[] =>
  report.replace(/^[\s\S]*?<testsuites\b[^>]*>\n?|<\/testsuites>\s*$/g, "").split(/(?=^ {2}<testsuite )/m);

const fileOf = (suite: string): string => /^ {2}<testsuite [^>]*?\bfile="([^"]*)"/.exec(suite)?.[1] ?? "";

/**
 * A report in which the files that were run again have the results of their second run.
 * @throws Error where the second run has other files than the first.
 */
export function withSecondRun(report: string, second: string): string {
  const files = new Map(suitesOf(second).map((suite) => [fileOf(suite), suite]));
  const suites = suitesOf(report).map((suite) => {
    const file = fileOf(suite);
    const again = files.get(file);
    files.delete(file);
    return again ?? suite;
  });
  if (files.size > 0) throw new Error(`the second run has files that the first does not have: ${[...files.keys()]}`);
  const all = suites.join("");
  return `<testsuites name="bun test" tests="${all.match(/<testcase\b/g)?.length ?? 0}">\n${all}</testsuites>\n`;
}

/** `N passed, N failed`, and how many were skipped when some were. */
export function summary({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

const USAGE = `Usage: bun scripts/test-report.ts [--slowest N] [--second REPORT] REPORT...
       bun scripts/test-report.ts --failed REPORT...

Prints \`N passed, N failed\` from the junit reports of a run, and writes the first anew: with the results of all of
them, and without the characters that XML cannot carry. --slowest lists the files that took longest. --second takes the
results of files that were run again from that report, and names them. --failed only lists the files with a failed test.
Exit code 1: a test failed, or passed without an assertion.`;

function main(): number {
  const { values, positionals } = parseArgs({
    options: {
      slowest: { type: "string", default: "0" },
      second: { type: "string" },
      failed: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
    allowPositionals: true,
  });
  const [first] = positionals;
  if (first === undefined || values.help) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const reports = positionals.map((path) => readFileSync(path, "utf8"));
  const alone = readReports(reports);
  if (values.failed) {
    for (const file of alone.failed) console.log(file);
    return 0;
  }
  const report =
    values.second === undefined ? alone : readReports([withSecondRun(alone.xml, readFileSync(values.second, "utf8"))]);
  writeFileSync(first, report.xml);
  for (const { file, seconds } of report.files.slice(0, Number(values.slowest))) {
    console.log(`${seconds.toFixed(1).padStart(7)} s ${file}`);
  }
  if (report.counts.passed === 0) throw new Error("no test passed");
  for (const name of report.idle) console.log(`without an assertion: ${name}`);
  for (const file of alone.failed.filter((one) => !report.failed.includes(one))) {
    console.log(`unstable: ${file} failed beside other tests, and passed alone`);
  }
  console.log(summary(report.counts));
  return report.counts.failed > 0 || report.idle.length > 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = main();
