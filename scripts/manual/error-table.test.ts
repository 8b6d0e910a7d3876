import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CLIENT_ERRORS } from "../../src/errors.ts";
import { withErrors } from "./error-table.ts";

const SRC = join(import.meta.dir, "../../src");
const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
const texts = new Map(files.map((name) => [name, readFileSync(join(SRC, name), "utf8")]));

test("the manual lists every error (bun scripts/generate.ts)", () => {
  const page = readFileSync(join(SRC, "../etc/manual/errors.md"), "utf8");
  expect(withErrors(page)).toBe(page);
});

test.each(Object.keys(CLIENT_ERRORS))("%s is thrown somewhere, and a test raises it", (code) => {
  const naming = [...texts].filter(([, text]) => text.includes(code)).map(([name]) => name);
  const isTest = (name: string) => name.endsWith(".test.ts") || /testing/.test(name);
  expect(naming.filter((name) => !isTest(name) && name !== "errors.ts")).not.toEqual([]);
  expect(naming.filter((name) => isTest(name) && name !== "errors.test.ts")).not.toEqual([]);
});
