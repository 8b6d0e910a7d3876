/** The outcome of a reload, as its asker finds it in the file. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReloadOutcome } from "./reload.ts";
import { readReport, writeReport } from "./reload-report.ts";

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-report-"));
  file = join(directory, "occi-server.reload");
});
afterEach(() => rmSync(directory, { recursive: true }));

const OUTCOME: ReloadOutcome = { began: "12345678901234567890", failure: "PORT is wrong", warnings: ["one", "two"] };

test("is what the server wrote, for everybody to read", () => {
  writeReport(file, OUTCOME);
  expect(readReport(file, 0n)).toEqual(OUTCOME);
  expect(statSync(file).mode & 0o777).toBe(0o644);
});

test("counts when the reload began after it was asked for, to the microsecond", () => {
  writeReport(file, OUTCOME);
  expect(readReport(file, 12345678901234567890n)).toEqual(OUTCOME);
  expect(readReport(file, 12345678901234567891n)).toBeUndefined();
});

test("is not there yet as long as there is no file; other faults are told", () => {
  expect(readReport(file, 0n)).toBeUndefined();
  mkdirSync(file);
  expect(() => readReport(file, 0n)).toThrow();
});
