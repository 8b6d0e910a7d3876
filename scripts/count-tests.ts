/** Counts the tests of a run. Usage: see below. */
import { readFileSync } from "node:fs";

const [report] = process.argv.slice(2);
if (report === undefined || report === "-h" || report === "--help") {
  console.log(
    "Usage: bun scripts/count-tests.ts REPORT\n\nPrints `N passed, N failed` from a junit report; fails when a test did.",
  );
  process.exit(report === undefined ? 2 : 0);
}
const root = /<testsuites\b[^>]*>/.exec(readFileSync(report, "utf8"))?.[0] ?? "";
const count = (name: string) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(root)?.[1] ?? Number.NaN);
const [tests, failed, skipped] = [count("tests"), count("failures"), count("skipped")];
const passed = tests - failed - skipped;
if (!(passed > 0)) throw new Error(`no test passed: ${root}`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed > 0 ? 1 : 0;
