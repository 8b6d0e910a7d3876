/** The rules for texts in src/README.md, as far as words show whether they are kept. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { OPTION_NAMES, OPTIONS, type ScalarName, VM_TYPE } from "../../src/config/options.ts";
import { EXPLAINED_ERRORS } from "../../src/errors.ts";
import { faults } from "../../src/testing/vocabulary.ts";
import { REMEDIES } from "./error-remedies.ts";

const ROOT = join(import.meta.dir, "../..");

const pages = ["README.md", "scripts/README.md", ...new Bun.Glob("etc/manual/*.md").scanSync(ROOT)].toSorted();

test("src/README.md is plain English, but for the rules, which name what is wrong", () => {
  const map = readFileSync(join(ROOT, "src/README.md"), "utf8");
  const rules = map.indexOf("How the texts are written");
  expect(rules).toBeGreaterThan(0);
  expect(faults(map.slice(0, rules) + map.slice(map.indexOf("\n## ", rules)))).toEqual([]);
});

test.each(pages)("%s is plain English", (path) => {
  expect(faults(readFileSync(join(ROOT, path), "utf8"))).toEqual([]);
});

const meanings = OPTION_NAMES.map((name) => [
  name,
  name === "VM_TYPE" ? VM_TYPE.meaning : OPTIONS[name satisfies ScalarName].meaning,
]);
const explained = Object.entries(EXPLAINED_ERRORS).map(([code, { meaning }]) => [code, meaning]);

test.each([...meanings, ...explained, ...Object.entries(REMEDIES)])("%s is explained in plain English", (_, text) => {
  expect(faults(text ?? "")).toEqual([]);
  expect(text).toMatch(/^[A-Z`*].*[.`]$|\.$/);
});

test.each([
  "Users may not see clusters.",
  "It is no host name.",
  "Who has that file can act for every user.",
  "The log tells it.",
  "What the user owns, never what he may use.",
  "It stands in the log.",
  "certificates that end",
])("%p would be noticed", (text) => {
  expect(faults(text)).not.toEqual([]);
});

test("what only looks like it is let through", () => {
  const right =
    "It is no longer there. What is it? The `who` of a `told`. A certificate is not a login.\n\n```\nhis\n```\n";
  expect(faults(right)).toEqual([]);
});
