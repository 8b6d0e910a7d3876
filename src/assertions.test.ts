/** Tests must be able to fail: what each of them asserts is awaited, and asserted of something. */
import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dir, "..");
const files = [...new Bun.Glob("{src,scripts}/**/*.ts").scanSync(ROOT)]
  .filter((path) => /\.test\.ts$|\/testing\//.test(path) && path !== "src/assertions.test.ts")
  .sort()
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));

/** Where an expectation of a promise is neither awaited nor handed to somebody who awaits it. */
function unawaited(text: string): readonly string[] {
  return [...text.matchAll(/^(.*?)\bexpect\(.*\)\.(?:not\.)?(?:rejects|resolves)\b.*$/gm)]
    .filter(([, before = ""]) => !/\bawait\s*$|\breturn\s*$|=>\s*$/.test(before))
    .map(([line]) => line.trim());
}

/** What stands between the bracket before `start` and the one that closes it. */
function enclosed(text: string, start: number): string {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    if ("([{".includes(text.charAt(at))) depth += 1;
    if (")]}".includes(text.charAt(at))) depth -= 1;
    if (depth === 0) return text.slice(start, at);
  }
  return text.slice(start);
}

/** What a loop does: a block, or a statement. */
function bodyAfter(text: string, end: number): string {
  const body = text.slice(end).trimStart();
  return body.startsWith("{") ? enclosed(body, 1) : body.slice(0, body.indexOf(";"));
}

/** Whether a list has members for sure: written out, or checked by `nonEmpty`. */
function hasMembers(list: string, text: string): boolean {
  if (/^nonEmpty\(|^\[(?!\.\.\.)|^\[\.\.\.nonEmpty\(/.test(list)) return true;
  const [, name = ""] = /^(?:Object\.(?:entries|keys|values)\()?\[?(?:\.\.\.)?(\w+)/.exec(list) ?? [];
  const isConstant = /^[A-Z][A-Z0-9_]*$/.test(name);
  const isWrittenOut = new RegExp(
    `const ${name}\\b[^=\\n]*= (?:\\[(?!\\.\\.\\.)|\\{|Array\\.from|new Map\\(\\[)(?![\\]}])`,
  ).test(text);
  return isConstant || (name !== "" && isWrittenOut);
}

/** The lists of loops that assert something of each member, and perhaps have none. */
function perhapsEmpty(text: string): readonly string[] {
  return [...text.matchAll(/\bfor \(const (?:\[[^\]]*\]|\{[^}]*\}|\w+) of /g)].flatMap((loop) => {
    const start = loop.index + loop[0].length;
    const list = enclosed(text, start);
    if (!/\bexpect\(/.test(bodyAfter(text, start + list.length + 1))) return [];
    return hasMembers(list.trim(), text) ? [] : [list.trim()];
  });
}

describe("in all tests", () => {
  test("a page is waited for, not a time", () => {
    expect(files.filter(({ text }) => text.includes(".waitForTimeout(")).map(({ path }) => path)).toEqual([]);
  });

  test("an expectation of a promise is awaited", () => {
    expect(files.length).toBeGreaterThan(200);
    expect(files.flatMap(({ path, text }) => unawaited(text).map((line) => `${path}: ${line}`))).toEqual([]);
  });

  test("a loop that asserts has something to assert of", () => {
    expect(files.flatMap(({ path, text }) => perhapsEmpty(text).map((list) => `${path}: ${list}`))).toEqual([]);
  });

  test("none is the only one that runs", () => {
    expect(files.filter(({ text }) => /\b(?:test|describe)\.only\b/.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

describe("these rules", () => {
  test.each([
    ['  expect(use(config)).rejects.toThrow("no");', 1],
    ['  else expect(use(config)).rejects.toThrow("no");', 1],
    ['  await expect(use(config)).rejects.toThrow("no");', 0],
    ['  return expect(use(config)).resolves.toBe("yes");', 0],
    ["  const all = ways.map((way) => expect(use(way)).rejects.toThrow());", 0],
  ])("%s: %d not awaited", (text, count) => {
    expect(unawaited(text)).toHaveLength(count);
  });

  test.each([
    ["for (const one of found) expect(one).toBe(1);", ["found"]],
    ["for (const [one] of await all(1, [2])) {\n  expect(one).toBe(1);\n}", ["await all(1, [2])"]],
    ["for (const { one } of [...found, ...more]) expect(one).toBe(1);", ["[...found, ...more]"]],
    ["const found = [];\nfor (const one of found) expect(one).toBe(1);", ["found"]],
    ["for (const one of found) count(one);\nexpect(count).toBe(1);", []],
    ["for (const one of nonEmpty(found)) expect(one).toBe(1);", []],
    ["for (const one of [1, 2]) expect(one).toBe(1);", []],
    ["for (const one of KINDS) expect(one).toBe(1);", []],
    ["for (const one of Object.keys(KINDS)) expect(one).toBe(1);", []],
    ["const found = [1];\nfor (const one of found) expect(one).toBe(1);", []],
  ])("%s", (text, lists) => {
    expect(perhapsEmpty(text)).toEqual(lists);
  });
});
