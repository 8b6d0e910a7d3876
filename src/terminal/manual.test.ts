import { describe, expect, test } from "bun:test";
import type { Command, Program } from "./command.ts";
import { manualFile, manualPage } from "./manual.ts";

/** Texts that mean something to troff. */
const TRICKY: Command = {
  name: "tricky",
  words: [{ name: "FILE", names: "file" }],
  summary: "take `FILE` as it is",
  details: [
    '.SH is no heading here, nor is\n\'br a break; \\fB stays, and so do "quotes", a lone ` and ~/.config',
    "a second paragraph with x^2 and --long-option",
  ],
  options: {
    output: { value: "FORMAT", short: "o", choices: ["xml", "json"], summary: "how it is shown" },
    wait: { value: "STATE", valueOptional: true, summary: "return when it is done" },
    disk: { value: "IMAGE", repeatable: true, summary: "a disk" },
  },
  examples: [
    ["tricky 'a b' --disk one-disk --disk another-disk --disk a-third-disk --output json | less", "over two lines"],
    [".hidden \\\\", "https://localhost:4567 is no word"],
  ],
  exitCodes: { 3: "it was not there" },
  load: async () => () => 0,
};

const PROGRAM: Program = {
  name: "some-tool",
  summary: "a tool",
  section: 8,
  details: [".is no request"],
  commands: [TRICKY],
  options: { debug: { short: "D", summary: "show more" } },
  examples: [["tricky x", "a first session"]],
  exitCodes: { 0: "done", 1: "failed" },
  environment: [["SOME_TOOL", "where it is"]],
  files: [["~/.some-tool", "what it knows"]],
  further: "",
  aliases: {},
  report: () => 1,
};

const OTHER: Program = { ...PROGRAM, name: "other-tool", section: 1 };
const page = manualPage(PROGRAM, { version: "1.2.3", date: "2026-11-25", others: [OTHER] });

function rendered(...command: string[]): { text: string; warnings: string } {
  const { stdout, stderr } = Bun.spawnSync(command, {
    stdin: Buffer.from(page),
    env: { ...process.env, MANWIDTH: "80", LC_ALL: "C.UTF-8" },
  });
  return { text: stdout.toString().replaceAll(/.[\b]/g, ""), warnings: stderr.toString() };
}

describe("a man page", () => {
  test("as troff", () => {
    expect(page).toMatchSnapshot();
  });

  test("has no line that troff takes for a request, but the macros of man(7)", () => {
    const requests = page.split("\n").filter((line) => /^[.']/.test(line));
    expect(requests.filter((line) => !/^\.(TH|SH|SS|PP|TP|RS|RE|nf|fi|nh|ad)\b/.test(line))).toEqual([]);
  });

  test.skipIf(Bun.which("man") === null)("at 80 columns, without a warning", () => {
    const { text, warnings } = rendered("man", "--warnings", "-l", "-");
    expect(warnings).toBe("");
    // Heading and foot look different from one version of man to the next.
    expect(text.trim().split("\n").slice(1, -1).join("\n")).toMatchSnapshot();
  });

  test.skipIf(Bun.which("mandoc") === null)("passes mandoc's check", () => {
    const { text, warnings } = rendered("mandoc", "-T", "lint", "-W", "warning");
    expect(text + warnings).toBe("");
  });

  test("is a file named by program and section", () => {
    expect([PROGRAM, OTHER].map(manualFile)).toEqual(["some-tool.8", "other-tool.1"]);
  });
});
