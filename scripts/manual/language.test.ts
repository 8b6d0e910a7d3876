/** The rules for texts in src/README.md, as far as words show whether they are kept. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { OPTION_NAMES, OPTIONS, type ScalarName, VM_TYPE } from "../../src/config/options.ts";
import { EXPLAINED_ERRORS } from "../../src/errors.ts";
import { REMEDIES } from "./error-remedies.ts";

const ROOT = join(import.meta.dir, "../..");

/** What a native writer of manuals would not write, and what to write instead. */
const WRONG: readonly (readonly [RegExp, string])[] = [
  [/\bmay not\b/i, "must not, or might not"],
  [/(?<![Tt]here )\b(?:is|are|was|were) (?:no|none)\b(?! longer)/, "does not, is not a"],
  [/(?:^|[.;:?!] +)(?:Who|Whoever|What is|What was)\b[^?]*$/i, "a noun before who and what"],
  [/\bwhoever\b/i, "anyone who"],
  [/\b(?:tell|tells|told)\b/i, "say, name, report, ask"],
  [/\b(?:he|his|him|himself)\b/i, "they, their, or the noun"],
  [/\b(?:stand|stands) (?:in|at|for|behind|before|beside|there)\b/i, "is"],
  [/\bbehind (?:it|its|each|which|that|the (?:name|command|word|end))\b/i, "after"],
  [/\bthe begin\b/i, "the beginning"],
  [/\bbelongs? into\b/i, "belongs in"],
  [/\bone's (?:own|group)\b|\boneself\b/i, "the user's own, the user"],
  [/\bas (?:it|they) wants?\b|\b(?:oned|OpenNebula|server|servers|link|program) wants?\b/i, "requires"],
  [/\bcertificates? (?:that )?ends?\b|\btokens? (?:that )?ends?\b|\bends it\b/i, "expire, revoke"],
  [/\bfor to\b|\binformations\b|\baccording the\b/i, "plain English"],
];

function faults(text: string): string[] {
  // A wrapped sentence is one sentence; code is not English.
  const sentences = text
    .replace(/```[\s\S]*?```|`[^`\n]*`|<!--.*?-->/g, "")
    .replace(/\n(?![\n|#-]|\d+\.)/g, " ")
    .split(/(?<=[.;:?!])\s+|\n|\|/);
  return sentences.flatMap((sentence) =>
    WRONG.filter(([pattern]) => pattern.test(sentence)).map(([, better]) => `${sentence.trim()} -> ${better}`),
  );
}

const pages = ["README.md", "scripts/README.md", ...new Bun.Glob("etc/manual/*.md").scanSync(ROOT)].toSorted();

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
