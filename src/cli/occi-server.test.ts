import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Program } from "../terminal/command.ts";
import { overview } from "../terminal/help.ts";
import { executable } from "../testing/executable.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { allPrograms } from "./programs.ts";

const [server] = await allPrograms();
const commands = server?.commands ?? [];

/** The program as people run it. `scripts/build` first. */
const occiServer = (...args: string[]) => run(executable(), ...args);

async function run(...command: string[]) {
  const child = Bun.spawn(command, {
    stdout: "pipe",
    stderr: "pipe",
    env: { PATH: process.env.PATH },
  });
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { out, err, code };
}

test("help lists every command, on standard output", async () => {
  const { out, err, code } = await occiServer("help");
  expect(out).toBe(overview(server as Program));
  expect(err).toBe("");
  expect(code).toBe(0);
  for (const { name, summary } of nonEmpty(commands)) expect(out).toMatch(new RegExp(`^  ${name} +${summary}$`, "m"));
});

test.each([
  [["--help"], "Usage: occi-server COMMAND"],
  [["-h"], "Usage: occi-server COMMAND"],
  [["help", "start"], "Usage: occi-server start [--config FILE]"],
  [["help", "config"], "  PORT=port (default: 4567)"],
  [["help", "config"], "ONE_XMLRPC="],
  [["help", "topics"], "certificates-and-logins   "],
  [["help", "running"], "Running the server\n=================="],
  [["help", "moving", "over"], "Moving over from the OCCI service of OpenNebula"],
  [["help", "errors"], "NOT_FOUND\n---------"],
  [["help", "NOT_FOUND"], "NOT_FOUND\n---------"],
  [["help", "not_found"], "NOT_FOUND\n---------"],
  [["help", "NETWORK_FROM"], "  NETWORK_FROM=id\n      Id of a network from which new networks are reserved"],
  [["help", "port"], "  PORT=port (default: 4567)"],
  [["help", "VM_TYPE"], "  VM_TYPE="],
  [["help", "USAGE"], "The exit code of the commands is 2."],
  [["start", "--help"], "Usage: occi-server start [--config FILE]"],
  [["demo", "-h"], "Usage: occi-server demo [--port N]"],
  [["--version"], "occi-server 0."],
  [["version"], "occi-server 0."],
])("%j answers on standard output with 0", async (args, text) => {
  const { out, err, code } = await occiServer(...args);
  expect(out).toContain(text);
  expect(err).toBe("");
  expect(code).toBe(0);
});

test.each([
  [[], "Usage: occi-server COMMAND"],
  [["strat"], 'There is no command "strat". Did you mean start?'],
  [["xyzzy"], 'There is no command "xyzzy". Try: occi-server help'],
  [["help", "NETWORK_FORM"], "Did you mean NETWORK_FROM?"],
  [["help", "chekc"], 'There is no command or topic "chekc". Did you mean check?'],
  [["help", "confg"], 'There is no command or topic "confg". Did you mean config?'],
  [["help", "runing"], 'There is no command or topic "runing". Did you mean running?'],
  [["help", "NOT_FUOND"], 'There is no command or topic "NOT_FUOND". Did you mean NOT_FOUND?'],
  [
    ["help", "Upgrade"],
    'There is no command or topic "Upgrade". Pages that mention it: occi-server help running, occi-server help',
  ],
  [["help", "xyzzy"], 'There is no command or topic "xyzzy". Try: occi-server help, occi-server help topics'],
  [["constructor"], 'There is no command "constructor".'],
  [["start", "--confg", "x"], "start has no option --confg. Did you mean --config?"],
  [["start", "--constructor"], "start has no option --constructor."],
  [["start", "-x"], "start has no option -x."],
  [["start", "--config"], "--config needs a value: --config FILE."],
  [["start", "--config="], "--config needs a value: --config FILE."],
  [["run", "--log-file", "--config", "x"], "--log-file needs a value: --log-file FILE."],
  [["version", "--json=yes"], "--json does not take a value."],
  [["status", "now"], 'status does not accept "now".'],
  [["help", "start", "stop"], 'There is no command or topic "start stop". Try: occi-server help'],
  [["demo", "--port", "http"], '--port must be a whole number from 0 to 65535, not "http".'],
  [["demo", "--port", "65536"], '--port must be a whole number from 0 to 65535, not "65536".'],
])("%j is wrong usage: one message on standard error, 2", async (args, text) => {
  const { out, err, code } = await occiServer(...args);
  expect(out).toBe("");
  expect(err).toContain(text);
  expect(code).toBe(2);
  if (args.length > 0) expect(err.split("\n")).toHaveLength(2);
});

describe("a configuration", () => {
  let directory: string;
  const inside = (name: string): string => join(directory, name);
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "occi-check-"));
    Bun.spawnSync(["mkfifo", inside("fifo")]);
    writeFileSync(inside("empty.conf"), "");
    writeFileSync(inside("large.conf"), "#".repeat(5 * 1024 * 1024));
    writeFileSync(inside("acts.conf"), "SERVER='x\u009b31m\u001b[31m'\nX\u202eY=1\nPORT=\u009b2J\n");
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test.each([
    ["/dev/zero", "cannot be read: EINVAL: it is a device, not a file"],
    ["fifo", "cannot be read: EINVAL: it is a pipe, not a file"],
    ["large.conf", "cannot be read: EFBIG: it is larger than 4 MiB"],
    [".", "this is a directory"],
  ])("that is %s is one clear error, at once", async (name, message) => {
    const file = name.startsWith("/") ? name : join(directory, name);
    for (const command of ["check", "start"]) {
      const { out, err, code } = await occiServer(command, "--config", file);
      expect(out + err).toContain(`${file}: error: ${message}`);
      expect(out + err).toContain("hint: ");
      expect(code).toBe(1);
    }
  });

  test("may come out of a command, or be empty", async () => {
    const bash = ["bash", "-c", '"$@" --config <(echo LOG_LEVEL=debug)', "bash"];
    const child = Bun.spawn([...bash, executable(), "config", "show", "--diff"]);
    expect(await new Response(child.stdout).text()).toBe("LOG_LEVEL=debug\n");
    expect((await occiServer("config", "show", "--diff", "--config", "/dev/null")).code).toBe(0);
  });

  test("is told of without what acts on a terminal, wherever that goes", async () => {
    for (const command of ["check", "config show", "doctor"]) {
      const { out, err, code } = await occiServer(...command.split(" "), "--config", inside("acts.conf"));
      expect(out + err).toMatch(
        command === "doctor"
          ? /^error +configuration +.*acts\.conf:\d+:\d+: .*\ufffd/m
          : /acts\.conf:\d+:\d+: error: .*\ufffd/,
      );
      expect(out + err).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
      expect(code).toBe(1);
    }
  });
});

test("version --json is for scripts, and says so where the program is not compiled", async () => {
  const { out } = await run(process.execPath, join(import.meta.dir, "..", "main.ts"), "version", "--json");
  expect(JSON.parse(out)).toEqual({
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    commit: "source",
    bun: Bun.version,
    elysia: expect.stringMatching(/^1\.4\.\d+$/),
  });
});

test("a reader that leaves is no fault, a full disk is", async () => {
  const shell = async (line: string) => {
    const child = Bun.spawn(["bash", "-c", line.replace("occi-server", executable())], {
      stderr: "pipe",
      stdout: "ignore",
    });
    return { err: await new Response(child.stderr).text(), code: await child.exited };
  };
  expect(await shell("set -o pipefail; occi-server help | true")).toEqual({ err: "", code: 0 });
  const full = await shell("occi-server help > /dev/full");
  expect(full.err).toContain("ENOSPC");
  expect(full.code).toBe(1);
});
