/** The manual as `help` shows it: all of it, and nothing but text. */
import { describe, expect, test } from "bun:test";
import { basename } from "node:path";
import { EXPLAINED_ERRORS } from "../errors.ts";
import { errorText, markdownOf, pageText } from "./pages.ts";
import { TOPICS, type Topic } from "./topics.ts";

const topics = Object.keys(TOPICS) as Topic[];

test("every page of etc/manual is a topic, and no other", () => {
  const files = [...new Bun.Glob("*").scanSync(`${import.meta.dir}/../../etc/manual`)];
  expect(files.map((name) => basename(name, ".md")).toSorted()).toEqual(topics.toSorted());
});

/** Words, and how often each of them occurs. */
function wordsOf(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of text.match(/[\p{L}\p{N}]+/gu) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

describe.each(topics)("%s", (topic) => {
  const markdown = markdownOf(topic);

  test("begins with its title, and with who needs it", () => {
    expect(markdown).toMatch(/^# [A-Z].*\n\nYou need this page [^\n]+\n/);
  });

  test.each([40, 72, 100])("%d columns: no word is lost, no line of text is too long", (width) => {
    const text = pageText(topic, width);
    const shown = wordsOf(text);
    // Targets of links, comments, tags, fences and heads of tables are not text of their own.
    const source = markdown
      .replace(/^\|.*\n(?=\|( :?-+:? \|)+$)/gm, "")
      .replace(/\]\([^)]*\)|<!--.*?-->|^\s*```.*$|<[^>\n]*details>|<\/?summary>|&lt;/gm, " ");
    const lost = [...wordsOf(source)].filter(([word, count]) => (shown.get(word) ?? 0) < count);
    expect(lost).toEqual([]);
    const tooLong = text
      .split("\n")
      .filter(
        (line, index, all) =>
          line.length > width && !/^[=~-]+$|^ {2,}/.test(line) && !/^[=~-]+$/.test(all[index + 1] ?? ""),
      )
      .filter((line) => /\S\s+\S/.test(line.replace(/^(?:[-*]|\d+\.) +/, "")));
    expect(tooLong).toEqual([]);
  });

  test("has no marks of Markdown left", () => {
    const outside = pageText(topic, 100)
      .split("\n")
      .filter((line) => !line.startsWith("    "));
    expect(outside.filter((line) => /\*\*|^\||```|<!--|\]\(/.test(line))).toEqual([]);
  });
});

test.each(Object.keys(EXPLAINED_ERRORS))("%s has a section of its own: what it means, and what to do", (code) => {
  const text = errorText(code, 100);
  expect(text).toStartWith(`${code}\n${"-".repeat(code.length)}\n\n`);
  expect(text).toContain("exit code of the commands is ");
  expect(text.match(/^-+$/gm)).toHaveLength(1);
});

test("what is no error code has no section", () => {
  expect(() => errorText("NOT", 100)).toThrow("no section NOT");
});
