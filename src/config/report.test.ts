import { expect, test } from "bun:test";
import { type Fault, inOrder } from "./fault.ts";
import { renderReport, summary } from "./report.ts";

const fault = (severity: Fault["severity"], file: string, line?: number, column?: number): Fault => ({
  severity,
  file,
  message: "message",
  ...(line !== undefined && { line }),
  ...(column !== undefined && { column }),
});

test("faults as a compiler prints them, then the summary", () => {
  const faults = [fault("error", "/f", 3, 7), { ...fault("warning", "/g", 2), hint: "do this" }, fault("error", "/h")];
  expect(renderReport(faults)).toBe(
    "/f:3:7: error: message\n/g:2: warning: message\n  hint: do this\n/h: error: message\n2 errors, 1 warning\n",
  );
});

test("one is one", () => {
  expect(summary([])).toBe("0 errors, 0 warnings");
  expect(summary([fault("error", "/f")])).toBe("1 error, 0 warnings");
});

test("in order of the places, file by file as they come", () => {
  const faults = [
    fault("error", "/g", 2, 9),
    fault("error", "/g", 2, 1),
    fault("error", "/f", 1),
    fault("error", "/g"),
  ];
  expect(inOrder(faults).map(({ file, line, column }) => [file, line, column])).toEqual([
    ["/g", undefined, undefined],
    ["/g", 2, 1],
    ["/g", 2, 9],
    ["/f", 1, undefined],
  ]);
});
