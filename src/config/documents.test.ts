/** The sample, the manual and the help are made of the table of options. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { configTable, sampleFile, withTable } from "../../scripts/manual/config.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { configHelp } from "./documents.ts";
import { parseConfig } from "./load.ts";
import { OPTION_NAMES, OPTIONS, SCALAR_NAMES } from "./options.ts";

const ROOT = join(import.meta.dir, "..", "..");

test("etc/occi-server.conf is as generated (else: bun scripts/generate.ts)", () => {
  expect(readFileSync(join(ROOT, "etc", "occi-server.conf"), "utf8")).toBe(sampleFile());
});

test("the table of the manual is as generated (else: bun scripts/generate.ts)", () => {
  const page = readFileSync(join(ROOT, "etc/manual/configuration.md"), "utf8");
  expect(page).toContain("<!-- config:begin -->");
  expect(withTable(page)).toBe(page);
});

test("a text without the markers has no table to bring up to date", () => {
  expect(withTable("# Configuration\n")).toBeUndefined();
  expect(withTable("a\n<!-- config:begin -->\nold\n<!-- config:end -->\nb\n")).toBe(
    `a\n<!-- config:begin -->\n${configTable()}\n<!-- config:end -->\nb\n`,
  );
});

test("every option stands in a group, once, and in each document", () => {
  expect<string[]>([...OPTION_NAMES].toSorted()).toEqual([...SCALAR_NAMES, "VM_TYPE"].toSorted());
  for (const name of OPTION_NAMES) {
    expect(sampleFile()).toMatch(new RegExp(`^#?${name}=`, "m"));
    expect(configTable()).toContain(`| \`${name}\` |`);
    expect(configHelp()).toContain(`  ${name}=`);
  }
});

/** The text of the program's files with such a path, without those that `not` matches. */
function sources(pattern: string, not: RegExp): string {
  return [...new Bun.Glob(pattern).scanSync(join(ROOT, "src"))]
    .filter((path) => !/\.test\.ts$|testing\//.test(path) && !not.test(path))
    .map((path) => readFileSync(join(ROOT, "src", path), "utf8"))
    .join("\n");
}

const program = sources("{config,cli,daemon,doctor}/**/*.ts", /config\/options\//);

test.each(SCALAR_NAMES)("%s is read by the program", (name) => {
  expect(program).toMatch(new RegExp(`\\b${name}\\b`));
});

const users = sources("**/*.ts", /config\/(options\/|config\.ts|derive\.ts)|^(oned-sim|console|client)\//);
const fields = nonEmpty(Object.keys(parseConfig("", undefined, {}).config ?? {}));

test.each(fields)("the field %s of the configuration is used by a part of the program", (field) => {
  expect(users).toMatch(new RegExp(`\\b${field}\\b`));
});

test("every default and example is accepted, and the sample stays without a fault when all of it is switched on", () => {
  for (const name of SCALAR_NAMES) {
    const { type, fallback } = OPTIONS[name];
    if (fallback !== undefined) expect(() => type.read(fallback)).not.toThrow();
  }
  const everything = sampleFile()
    .replace(/^#(?=[A-Z_]+=)/gm, "")
    .replace("SSL=self-signed", "SSL=files")
    .replace("http://localhost:2633", "https://localhost:2633");
  expect(parseConfig(everything, "/f", {}).faults).toEqual([]);
});

test("no line of the sample and of the help is too wide for a terminal", () => {
  for (const line of nonEmpty(`${sampleFile()}${configHelp()}`.split("\n")))
    expect(line.length).toBeLessThanOrEqual(110);
});
