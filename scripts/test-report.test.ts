/** What a run of tests reports: counted by a parser of XML, and written so that any other can read it. */
import { describe, expect, test } from "bun:test";
import { ANSWER_LIMITS, readXml } from "../src/xml/read.ts";
import { readReports, summary, withSecondRun } from "./test-report.ts";

/** As the test runner writes it. */
const report = (file: string, seconds: number, ...cases: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="bun test" tests="${cases.length}">
  <testsuite name="${file}" file="${file}" time="${seconds}">
    <testsuite name="inner" file="${file}">${cases.join("")}</testsuite>
  </testsuite>
</testsuites>
`;
const PASSED = '<testcase name="a" time="0.1" />';
const FAILED = '<testcase name="b"><failure type="AssertionError">no</failure></testcase>';
const SKIPPED = '<testcase name="c"><skipped /></testcase>';

describe("the report of a run", () => {
  test("counts what passed, failed and was skipped, in all its parts", () => {
    const { counts } = readReports([report("a.test.ts", 1, PASSED, FAILED, PASSED), report("b.test.ts", 1, SKIPPED)]);
    expect(counts).toEqual({ passed: 2, failed: 1, skipped: 1 });
    expect(summary(counts)).toBe("2 passed, 1 failed, 1 skipped");
    expect(summary({ passed: 3, failed: 0, skipped: 0 })).toBe("3 passed, 0 failed");
  });

  test("of several parts is one document with the results of all", () => {
    const { xml } = readReports([report("a.test.ts", 1, PASSED), report("b.test.ts", 1, FAILED, SKIPPED)]);
    const root = readXml(xml.slice(xml.indexOf("\n")), ANSWER_LIMITS);
    expect(root.attributes).toEqual({ name: "bun test", tests: "3", failures: "1", skipped: "1" });
    expect(root.children.map(({ attributes }) => attributes.file)).toEqual(["a.test.ts", "b.test.ts"]);
    expect(readReports([xml]).counts).toEqual({ passed: 1, failed: 1, skipped: 1 });
  });

  test("has the files in the order of their times", () => {
    const { files } = readReports([report("a.test.ts", 1, PASSED), report("b.test.ts", 2.5, PASSED)]);
    expect(files).toEqual([
      { file: "b.test.ts", seconds: 2.5 },
      { file: "a.test.ts", seconds: 1 },
    ]);
  });

  test.each(["\u0001", "\u001b", "\ud800", "\udc00", "\uffff"])("can be read though a name holds %j", (character) => {
    const { xml } = readReports([report("a.test.ts", 1, `<testcase name="bell ${character}!" />`)]);
    const [shown] = /name="bell [^"]*"/.exec(xml) ?? [];
    expect(shown).toBe(`name="bell \\u${character.charCodeAt(0).toString(16).padStart(4, "0")}!"`);
    expect(() => readXml(xml.slice(xml.indexOf("\n")), ANSWER_LIMITS)).not.toThrow();
  });

  test("names the tests that passed without an assertion", () => {
    const named = (name: string, assertions: number, inner = "") =>
      `<testcase name="${name}" file="a.test.ts" assertions="${assertions}">${inner}</testcase>`;
    const cases = [named("asserts", 1), named("idle", 0), named("skipped", 0, "<skipped />"), FAILED];
    expect(readReports([report("a.test.ts", 1, ...cases)]).idle).toEqual(["a.test.ts: idle"]);
  });

  test("names the files with a failed test, each once", () => {
    const failed = '<testcase name="b" file="a.test.ts"><failure /></testcase>';
    const { failed: files } = readReports([report("a.test.ts", 1, failed, failed), report("b.test.ts", 1, PASSED)]);
    expect(files).toEqual(["a.test.ts"]);
  });

  test("takes the results of files that were run again from their second run", () => {
    const { xml } = readReports([report("a.test.ts", 1, PASSED, FAILED), report("b.test.ts", 1, PASSED)]);
    const passed = readReports([withSecondRun(xml, report("a.test.ts", 1, PASSED, PASSED))]);
    expect(passed.counts).toEqual({ passed: 3, failed: 0, skipped: 0 });
    expect(passed.files.map(({ file }) => file).sort()).toEqual(["a.test.ts", "b.test.ts"]);
    const failed = readReports([withSecondRun(xml, report("a.test.ts", 1, FAILED, FAILED))]);
    expect(failed.counts).toEqual({ passed: 1, failed: 2, skipped: 0 });
    expect(() => withSecondRun(xml, report("c.test.ts", 1, PASSED))).toThrow("does not have: c.test.ts");
  });

  test("keeps characters of two units", () => {
    expect(readReports([report("a.test.ts", 1, '<testcase name="😀" />')]).xml).toContain('name="😀"');
  });

  test("that breaks off, or has other results than it says, is no success", () => {
    const whole = report("a.test.ts", 1, PASSED);
    expect(() => readReports([whole.slice(0, -20)])).toThrow("not well-formed");
    expect(() => readReports([whole.replace('tests="1"', 'tests="2"')])).toThrow("of 2 tests has the results of 1");
  });
});
