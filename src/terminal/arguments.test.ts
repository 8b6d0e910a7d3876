import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { OcciError } from "../errors.ts";
import { readCommandLine, usageOf, wholeNumber } from "./arguments.ts";
import type { Command, Program } from "./command.ts";

function command(name: string, more: Partial<Command> = {}): Command {
  return {
    name,
    words: [],
    summary: `to ${name}`,
    details: [],
    options: {},
    examples: [],
    load: async () => () => 0,
    ...more,
  };
}

const CREATE = command("create", {
  words: [{ name: "FILE", optional: true }],
  options: {
    name: { value: "NAME", summary: "" },
    disk: { value: "IMAGE", repeatable: true, summary: "" },
    wait: { value: "STATE", valueOptional: true, summary: "" },
    type: { value: "TYPE", choices: ["OS", "CDROM"], summary: "" },
  },
});
const PROGRAM: Program = {
  name: "prog",
  summary: "a program",
  section: 1,
  details: [],
  commands: [
    CREATE,
    command("show", { words: [{ name: "ID" }] }),
    command("delete", { words: [{ name: "ID", many: true }] }),
    command("token create"),
    command("token revoke"),
    command("snapshotcreate", { aliases: ["shot"] }),
    command("version"),
    command("shell", { words: [{ name: "SHELL", choices: ["bash", "fish"] }] }),
  ],
  options: {
    username: { value: "NAME", short: "U", summary: "" },
    url: { value: "URL", short: "R", summary: "" },
    verbose: { summary: "" },
    debug: { short: "D", summary: "" },
    output: { value: "FORMAT", short: "o", summary: "" },
  },
  examples: [],
  exitCodes: {},
  environment: [],
  files: [],
  further: "",
  aliases: { "-v": "version", "--version": "version" },
  abbreviable: ["username", "url", "verbose", "version"],
  report: () => 1,
};

const read = async (...args: string[]) => {
  const { command: found, args: rest } = await readCommandLine(PROGRAM, args);
  return { name: found?.name, ...rest };
};

describe("a command line", () => {
  test.each([
    [["-U", "alice", "show", "3"], { username: ["alice"] }, ["3"]],
    [["show", "-U", "alice", "3"], { username: ["alice"] }, ["3"]],
    [["show", "3", "--username=alice"], { username: ["alice"] }, ["3"]],
    [["-Ualice", "show", "3"], { username: ["alice"] }, ["3"]],
    [["show", "3", "--output=json"], { output: ["json"] }, ["3"]],
    [["show", "3", "-ojson"], { output: ["json"] }, ["3"]],
    [["show", "3", "-D", "--verbose"], { debug: [], verbose: [] }, ["3"]],
    [["show", "3", "-U", "a", "-U", "b"], { username: ["b"] }, ["3"]],
    [["show", "--", "-3"], {}, ["-3"]],
    [["show", "-"], {}, ["-"]],
    [["show", "-1"], {}, ["-1"]],
    [["show", "-12", "-D"], { debug: [] }, ["-12"]],
    [["-U", "a", "-D", "show", "-1"], { username: ["a"], debug: [] }, ["-1"]],
    [["show", "3", "--username=-a"], { username: ["-a"] }, ["3"]],
    [["show", "--", "--user"], {}, ["--user"]],
    [["show", "x", "-U", "a=b=c"], { username: ["a=b=c"] }, ["x"]],
    [["show", "x", "--username=a=b"], { username: ["a=b"] }, ["x"]],
  ])("%j: options stand anywhere", async (args, options, words) => {
    expect(await read(...args)).toEqual({ name: "show", options, words });
  });

  test("an option that may be repeated keeps all values, in their order", async () => {
    expect((await read("create", "--disk", "a", "--disk=b")).options).toEqual({ disk: ["a", "b"] });
  });

  test("a value that may be left out stands behind =, never behind a blank", async () => {
    expect((await read("create", "--wait", "--name", "x")).options).toEqual({ wait: [], name: ["x"] });
    expect((await read("create", "--wait=HOLD")).options).toEqual({ wait: ["HOLD"] });
    expect(await read("create", "--wait", "HOLD")).toEqual({ name: "create", options: { wait: [] }, words: ["HOLD"] });
  });

  test.each([
    [["--user", "a", "show", "1"], { username: ["a"] }],
    [["--ur=http://x", "show", "1"], { url: ["http://x"] }],
    [["show", "1", "--verb"], { verbose: [] }],
  ])("%j: what old scripts cut short is understood", async (args, options) => {
    expect((await read(...args)).options).toEqual(options);
  });

  test.each([
    [["--ver", "show", "1"], "--ver"],
    [["show", "1", "--u", "a"], "--u"],
    [["--out", "json", "show", "1"], "--out"],
  ])("%j: but not when two can be meant, nor options that old scripts did not know", async (args, typed) => {
    await expect(read(...args)).rejects.toThrow(`no option ${typed}`);
  });

  test.each([
    ["token create", ["token", "create"]],
    ["token revoke", ["-D", "token", "-U", "a", "revoke"]],
    ["snapshotcreate", ["snapshot-create"]],
    ["snapshotcreate", ["shot"]],
  ])("%s by %j", async (name, args) => {
    expect((await read(...args)).name).toBe(name);
  });

  test.each([[["--version"]], [["-D", "-v"]], [["--vers"]], [["show", "--version"]]])(
    "%j: an option that stands for a command",
    async (args) => {
      expect(await read(...args)).toEqual({ name: "version", options: {}, words: [] });
    },
  );

  test("help is asked for by any command, whatever it lacks", async () => {
    expect((await read("show", "--help")).options).toEqual({ help: [] });
    expect(await read("-h")).toEqual({ name: undefined, options: { help: [] }, words: [] });
  });
});

describe("what cannot be understood is told", () => {
  test.each([
    [["shoow", "1"], 'There is no command "shoow".', "Did you mean show?"],
    [["xyzzy"], 'There is no command "xyzzy".', "Try: prog help"],
    [["token"], "token is not a complete command.", "Commands that begin with it: token create, token revoke."],
    [["__proto__"], 'There is no command "__proto__".', "Try: prog help"],
    [["show"], "show needs ID: prog show ID [OPTIONS].", "Try: prog show --help"],
    [["show", "1", "2"], 'show does not accept "2".', "Try: prog show --help"],
    [["show", "1", "--nmae", "x"], "show has no option --nmae.", "Did you mean --name?"],
    [["show", "1", "--disk", "x"], "show has no option --disk.", "Try: prog show --help"],
    [["show", "1", "--constructor"], "show has no option --constructor.", "Try: prog show --help"],
    [["show", "1", "-U"], "-U needs a value: -U NAME.", "Try: prog show --help"],
    [
      ["show", "1", "-U", "--verbose"],
      "-U needs a value: -U NAME.",
      "Write a value that begins with - directly after the option: -U-x.",
    ],
    [
      ["show", "1", "--username", "-x"],
      "--username needs a value: --username NAME.",
      "Write a value that begins with - after =: --username=-x.",
    ],
    [["show", ""], "show does not accept an empty argument.", "Try: prog show --help"],
    [["delete", "1", ""], "delete does not accept an empty argument.", "Try: prog delete --help"],
    [["delete"], "delete needs ID: prog delete ID... [OPTIONS].", "Try: prog delete --help"],
    [["constructor"], 'There is no command "constructor".', "Try: prog help"],
    [["--passwrd=secret", "show", "1"], "show has no option --passwrd.", "Try: prog show --help"],
    [["--strange", "value", "show", "1"], "prog has no option --strange.", "Try: prog --help"],
    [["show", "1", "--username="], "--username needs a value: --username NAME.", "Try: prog show --help"],
    [["show", "1", "--verbose=yes"], "--verbose does not take a value.", "Try: prog show --help"],
    [["create", "--type", "x"], '--type must be one of OS, CDROM, not "x".', "Try: prog create --help"],
    [["shell", "zsh"], 'SHELL must be one of bash, fish, not "zsh".', "Try: prog shell --help"],
  ])("%j", async (args, message, hint) => {
    const error = await read(...args).then(
      () => undefined,
      (thrown) => thrown as OcciError,
    );
    expect([error?.code, error?.message]).toEqual(["USAGE", message]);
    if (!/nmae/.test(args.join(" "))) expect(error?.hint).toBe(hint);
  });

  test("any words give a command line or a USAGE error, nothing else", async () => {
    const word = fc.oneof(
      fc.constantFrom("show", "create", "token", "-U", "--disk", "--wait", "--wait=", "--", "-", "-x", "--__proto__=1"),
      fc.string({ maxLength: 12 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 8 }), async (args) => {
        const outcome = await readCommandLine(PROGRAM, args).then(
          () => "read",
          (error) => (error instanceof OcciError ? error.code : error),
        );
        expect(["read", "USAGE"]).toContain(outcome);
      }),
      { numRuns: 2_000 },
    );
  });
});

test("the usage line names the options one by one while they are few", () => {
  expect(usageOf({ ...PROGRAM, options: {} }, CREATE)).toBe("prog create [FILE] [OPTIONS]");
  const few = command("stop", { options: { timeout: { value: "SECONDS", summary: "" } } });
  expect(usageOf({ ...PROGRAM, options: {} }, few)).toBe("prog stop [--timeout SECONDS]");
  expect(usageOf(PROGRAM, few)).toBe("prog stop [OPTIONS]");
});

test("a whole number within limits", () => {
  const args = (value: string) => ({ options: { n: [value] }, words: [] });
  expect(wholeNumber({ options: {}, words: [] }, "n", 7, 10)).toBe(7);
  expect(wholeNumber(args("10"), "n", 7, 10)).toBe(10);
  for (const value of ["11", "-1", "1.5", "1e1", "x", "0"]) {
    expect(() => wholeNumber(args(value), "n", 7, 10, 1)).toThrow("--n must be a whole number from 1 to 10");
  }
});
