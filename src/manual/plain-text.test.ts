import { describe, expect, test } from "bun:test";
import { plainText } from "./plain-text.ts";

const shown = (markdown: string, width = 40) => plainText(markdown, width);

describe("Markdown on a terminal", () => {
  test("headings are underlined, each level in its way", () => {
    expect(shown("# One\n\n## Two\n\n### Three\ntext")).toBe("One\n===\n\nTwo\n---\n\nThree\n~~~~~\n\ntext\n");
  });

  test("paragraphs are wrapped, and lose their marks", () => {
    expect(shown("**Bold** words and `co*de*` and \\* and &lt;, over\ntwo lines and more.")).toBe(
      "Bold words and co*de* and * and <, over\ntwo lines and more.\n",
    );
  });

  test("code stays as it is, however long", () => {
    const long = `${"x".repeat(60)} # **not bold**`;
    expect(shown(`Run:\n\n\`\`\`sh\n${long}\n\n| a | b |\n\`\`\``)).toBe(`Run:\n\n    ${long}\n\n    | a | b |\n`);
  });

  test("a list keeps its marks, and indents what belongs to an item", () => {
    expect(
      shown("- one that is longer than a line of this page is\n- two:\n\n  ```sh\n  ls\n  ```\n\n  More.\n\nAfter."),
    ).toBe("- one that is longer than a line of this\n  page is\n\n- two:\n\n      ls\n\n  More.\n\nAfter.\n");
    expect(shown("- outer\n  - inner one that is longer than a line of\n    this page\n  - inner two")).toBe(
      "- outer\n\n  - inner one that is longer than a line\n    of this page\n\n  - inner two\n",
    );
    expect(shown("1. first\n2. second\n   line")).toBe("1. first\n\n2. second line\n");
  });

  test("comments and tags are left out, what is between tags stays", () => {
    expect(shown("<!-- a:begin -->\n<details><summary>All options</summary>\n\nx\n\n</details>\n<!-- a:end -->")).toBe(
      "All options\n\nx\n",
    );
  });

  test.each([
    ["[running](running.md)", "running (help running)"],
    ["[under load](running.md#under-load)", "under load (help running)"],
    ["[`IN_USE`](errors.md#in_use)", "IN_USE (help IN_USE)"],
    ["[below](#below)", "below"],
    ["[nginx](../examples/nginx.conf)", "nginx (/usr/share/doc/occi-server/etc/examples/nginx.conf)"],
    ["[README](../../README.md)", "README (/usr/share/doc/occi-server/README.md)"],
    ["[a site](https://example.org/x)", "a site (https://example.org/x)"],
    ["`a[0](x)`", "a[0](x)"],
  ])("%s leads somewhere that a reader can go", (markdown, text) => {
    expect(shown(markdown, 100)).toBe(`${text}\n`);
  });

  test("a table in columns, its last one wrapped", () => {
    expect(shown("| name | what it is |\n| --- | --- |\n| `a\\|b` | one |\n| c | two |")).toBe(
      "name  what it is\n----  ----------\na|b   one\nc     two\n",
    );
    const long = "words that go on until the line is full, and on";
    expect(shown(`| a | b |\n| --- | --- |\n| x | ${long} |`, 40)).toBe(
      "a  b\n-  -\nx  words that go on until the line is\n   full, and on\n",
    );
    expect(shown("| | |\n| --- | --- |\n| x | y |")).toBe("x  y\n");
  });

  test("a table that is too wide as paragraphs, each cell with the name of its column", () => {
    const wide = "a default that takes most of the line";
    expect(shown(`| name | default | |\n| --- | --- | --- |\n| A | ${wide} | the meaning |\n| B | | |`)).toBe(
      "A\n    default: a default that takes most\n    of the line\n    the meaning\n\nB\n",
    );
  });
});
