/** See scripts/faults. */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { markdownTable } from "../manual/markdown.ts";
import { bodyChecks } from "./bodies.ts";
import { type Check, goalText, type Measured, passes } from "./check.ts";
import { clientChecks } from "./clients.ts";
import { failoverChecks } from "./failover.ts";
import { loadChecks } from "./load.ts";
import { loginChecks } from "./logins.ts";
import { lostAnswerChecks } from "./lost-answers.ts";
import { onedChecks } from "./oned.ts";
import { processChecks } from "./process.ts";
import { programChecks } from "./programs.ts";
import { testChecks } from "./tests.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string" },
    table: { type: "string" },
  },
});

const all: readonly Check[] = [
  ...loadChecks,
  ...onedChecks,
  ...failoverChecks,
  ...lostAnswerChecks,
  ...clientChecks,
  ...bodyChecks,
  ...loginChecks,
  ...processChecks,
  ...programChecks,
  ...testChecks,
].sort((a, b) => a.number - b.number);
const only = values.only?.split(",").map(Number);
const chosen = all.filter(
  ({ number, quick }) => (only === undefined || only.includes(number)) && (!values.quick || quick === true),
);
if (chosen.length === 0) throw new Error(`no check ${values.only ?? ""}`);

interface Row extends Measured {
  readonly check: Check;
}
const rows: Row[] = [];
const leftOut: string[] = [];

for (const check of chosen) {
  const missing = (check.needs ?? []).filter(
    (program) => Bun.which(program, { PATH: `${process.env.PATH}:/usr/sbin` }) === null,
  );
  if (missing.length > 0) {
    leftOut.push(`${check.number} ${check.title}: ${missing.join(", ")} is not installed`);
    console.log(`# ${leftOut.at(-1)}`);
    continue;
  }
  const report = (name: string, value: number, unit: string, goal: Measured["goal"]): void => {
    const row = { check, name, value, unit, goal };
    rows.push(row);
    console.log(
      `${`${check.number}-${name}`.padEnd(56)} ${shown(value).padStart(10)} ${unit.padEnd(10)} ${verdict(row)}`,
    );
  };
  try {
    await check.run(report);
  } catch (error) {
    console.log(`# ${check.number}: ${error instanceof Error ? error.stack : error}`);
    report("ran", 0, "", { least: 1 });
  }
}

const failed = rows.filter((row) => !passes(row));
console.log(`# ${rows.length - failed.length} pass, ${failed.length} fail, ${leftOut.length} left out`);
if (values.table !== undefined) writeFileSync(values.table, table());
process.exit(failed.length === 0 ? 0 : 1);

function verdict(row: Measured): string {
  return passes(row) ? "pass" : "fail";
}

function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}

function table(): string {
  const cells = rows.map((row) => [
    String(row.check.number),
    row.check.title,
    row.name,
    `${shown(row.value)} ${row.unit}`,
    goalText(row.goal),
    verdict(row),
  ]);
  const date = new Date().toISOString().slice(0, 10);
  return [
    "# Faults",
    "",
    "Faults that can happen in the life of this server, and how it deals with them. Made by",
    "",
    `    scripts/faults ${process.argv.slice(2).join(" ")}`,
    "",
    `on ${date}, ${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}), the load and the stand-in oned on the same machine.`,
    "",
    markdownTable(["No.", "Fault", "Figure", "Value", "Goal", "Result"], cells),
    "",
    ...(leftOut.length > 0 ? ["Left out on this machine:", "", ...leftOut.map((line) => `- ${line}`), ""] : []),
  ].join("\n");
}
