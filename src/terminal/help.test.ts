import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import type { Arguments, Command, Program } from "./command.ts";
import { commandPage, overview } from "./help.ts";
import { helpCommand } from "./help-command.ts";
import { print } from "./output.ts";
import { runProgram } from "./program.ts";
import { heard } from "./testing/heard.ts";

const SHOW: Command = {
  name: "show",
  words: [{ name: "ID" }],
  summary: "show one",
  details: ["It shows it."],
  options: {
    size: { value: "N", short: "s", summary: "how big", choices: ["1", "2"] },
    tag: { value: "TEXT", summary: "a tag", repeatable: true },
    wait: { value: "STATE", valueOptional: true, summary: "wait" },
    all: { summary: "everything" },
  },
  examples: [["show 3", "the third"]],
  exitCodes: { 3: "there is none" },
  load: async () => (args) => {
    if (args.words[0] === "nothing") throw new OcciError("NOT_FOUND", "There is nothing.");
    print(`shown ${args.words[0]}`);
    return 0;
  },
};
const PROGRAM: Program = {
  name: "prog",
  summary: "a program",
  section: 1,
  details: [],
  commands: [
    SHOW,
    { ...SHOW, name: "version", words: [], options: {}, load: async () => () => Number(print("1.2.3")) - 1 },
    helpCommand(
      () => PROGRAM,
      {
        config: { summary: "the options", load: async () => "all options" },
        "first-steps": { summary: "how to begin", paged: true, load: async (width) => `a page of ${width} columns` },
      },
      [
        {
          names: async () => ["GONE_AWAY", "NOT_HERE"],
          page: (name) => ({ summary: "an error", load: async () => `what ${name} means` }),
        },
        { names: async () => ["PORT"], page: () => ({ summary: "an option", load: async () => "where it listens" }) },
      ],
    ),
  ],
  options: { url: { value: "URL", short: "R", summary: "the server" } },
  examples: [["show 3", "a first one"]],
  exitCodes: { 0: "done", 2: "wrong usage" },
  environment: [],
  files: [],
  further: "There is more.",
  aliases: { "-v": "version", "--version": "version" },
  report: (error) => (error instanceof OcciError && error.code === "USAGE" ? 2 : 1),
};

const run = async (...args: string[]) => {
  const { result, printed, told } = await heard(() => runProgram(PROGRAM, args));
  return { code: result, printed: printed.join(""), told: told.join("") };
};

describe("a program", () => {
  test("runs the command, and its exit code is the command's", async () => {
    expect(await run("show", "3")).toEqual({ code: 0, printed: "shown 3", told: "" });
    expect(await run("-R", "http://x", "show", "3")).toEqual({ code: 0, printed: "shown 3", told: "" });
  });

  test("hands what is thrown to its record", async () => {
    expect(await run("show", "nothing")).toEqual({ code: 1, printed: "", told: "" });
    expect((await run("shwo")).code).toBe(2);
  });

  test.each([[[]], [["-R", "http://x"]]])(
    "%j: without a command it tells all there are, as a complaint",
    async (args) => {
      expect(await run(...args)).toEqual({ code: 2, printed: "", told: overview(PROGRAM) });
    },
  );

  test.each([[["-h"]], [["--help"]], [["help"]], [["-R", "http://x", "--help"]]])(
    "%j: help that is asked for is data",
    async (args) => {
      expect(await run(...args)).toEqual({ code: 0, printed: overview(PROGRAM), told: "" });
    },
  );

  test.each([[["show", "--help"]], [["--help", "show"]], [["show", "3", "-h"]], [["help", "show"]]])(
    "%j: of a command, too",
    async (args) => {
      expect(await run(...args)).toEqual({ code: 0, printed: commandPage(PROGRAM, SHOW), told: "" });
    },
  );

  test("help has other pages, and knows what it does not know", async () => {
    expect((await run("help", "config")).printed).toBe("all options");
    expect((await run("help", "first", "steps")).printed).toBe("a page of 100 columns");
    expect((await run("help", "gone_away")).printed).toBe("what GONE_AWAY means");
    expect((await run("help", "port")).printed).toBe("where it listens");
    expect((await run("help", "constructor")).code).toBe(2);
  });

  test.each([
    ["NOT_HER", "NOT_HERE"],
    ["PROT", "PORT"],
    ["first-step", "first-steps"],
    ["shwo", "show"],
  ])("help %s: the nearest name is suggested, whatever kind of page it is of", async (typed, meant) => {
    const help = await PROGRAM.commands.find(({ name }) => name === "help")?.load();
    const args: Arguments = { words: [typed], options: {} };
    await expect(help?.(args) as Promise<number>).rejects.toMatchObject({ hint: expect.stringContaining(meant) });
  });

  test("help lists its pages, but for those that are too many", async () => {
    expect((await run("help", "topics")).printed).toBe("config        the options\nfirst-steps   how to begin");
    expect((await run("help", "help")).printed).toContain("prog help topics        list all topics\n");
    expect((await run("help", "help")).printed).not.toContain("GONE_AWAY");
  });

  test.each([[["-v"]], [["--version"]], [["show", "--version"]]])("%j: the version", async (args) => {
    expect(await run(...args)).toEqual({ code: 0, printed: "1.2.3", told: "" });
  });
});

describe("help", () => {
  const page = commandPage(PROGRAM, SHOW);

  test("leads with examples, and tells usage, options and exit codes", () => {
    expect(page).toBe(
      [
        "prog show: show one",
        "",
        "Examples:",
        "  prog show 3   the third",
        "",
        "Usage: prog show ID [OPTIONS]",
        "",
        "It shows it.",
        "",
        "Options:",
        "  -s, --size N         how big: 1, 2",
        "      --tag TEXT       a tag (can be repeated)",
        "      --wait[=STATE]   wait",
        "      --all            everything",
        "  -R, --url URL        the server",
        "  -h, --help           print the help of the command",
        "",
        "Exit codes:",
        "  0   done",
        "  2   wrong usage",
        "  3   there is none",
        "",
      ].join("\n"),
    );
  });

  test("of the program: all commands, the common options, where there is more", () => {
    expect(overview(PROGRAM)).toBe(
      [
        "prog: a program",
        "",
        "Examples:",
        "  prog show 3   a first one",
        "",
        "Usage: prog COMMAND [OPTIONS]",
        "",
        "Commands:",
        "  show      show one",
        "  version   show one",
        "  help      print this, the help of a command, or a page of the manual",
        "",
        "Options of every command:",
        "  -R, --url URL   the server",
        "  -h, --help      print the help of the command",
        "",
        "Exit codes:",
        "  0   done",
        "  2   wrong usage",
        "",
        "There is more.",
        "",
      ].join("\n"),
    );
  });

  test("what a long example does stands above it", () => {
    const long: Command = { ...SHOW, examples: [[`show ${"x".repeat(90)}`, "a long one"]] };
    expect(commandPage(PROGRAM, long)).toContain(`  # a long one\n  prog show ${"x".repeat(90)}\n`);
  });
});
