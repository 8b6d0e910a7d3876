import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { childEnvironment, notStarted } from "./launch.ts";

test("the child gets what it needs and what the configuration refers to, and nothing that changes how it runs", () => {
  const own = {
    PATH: "/usr/bin",
    HOME: "/var/lib/one",
    LANG: "C.UTF-8",
    LC_ALL: "C",
    ONE_LOCATION: "/srv/one",
    MY_PORT: "4567",
    UNRELATED: "canary",
    HOMEPAGE: "canary",
    ONE_LOCATIONS: "canary",
    MY_PATH: "canary",
    LC_all: "canary",
    LC_1: "canary",
    MY_LD_PATH: "wanted",
    AWS_SECRET_ACCESS_KEY: "canary",
    BUN_OPTIONS: "--preload /tmp/x.ts",
    BUN_BE_BUN: "1",
    NODE_OPTIONS: "--require /tmp/x.js",
    LD_PRELOAD: "/tmp/x.so",
    EMPTY: undefined,
  };
  expect(
    childEnvironment(own, ["MY_PORT", "MY_LD_PATH", "EMPTY", "BUN_OPTIONS", "NODE_OPTIONS", "LD_PRELOAD"]),
  ).toEqual({
    PATH: "/usr/bin",
    HOME: "/var/lib/one",
    LANG: "C.UTF-8",
    LC_ALL: "C",
    ONE_LOCATION: "/srv/one",
    MY_PORT: "4567",
    MY_LD_PATH: "wanted",
    OCCI_SERVER_HANDSHAKE: "1",
  });
});

test.each([
  ["occi-server: Another program listens.\n", "Another program listens."],
  ["  PORT of occi-server: is wrong.\n", "PORT of occi-server: is wrong."],
  [" \n", "The server stopped before it was listening."],
])("of a child that says %j at its end it is told: %s", (complaint, message) => {
  expect(notStarted(complaint, "/var/log/one/x.log")).toMatchObject({
    code: "SETUP_FAULT",
    message,
    hint: "The log is /var/log/one/x.log.",
  });
});

describe("a server that is ready", () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "occi-launch-"));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  /** @returns what it wrote to its own streams before and after it was ready, and what came into its log. */
  async function told(parent: boolean, hasLog: boolean) {
    const log = join(directory, `${parent}-${hasLog}.log`);
    const code = `
      import { announceReady } from ${JSON.stringify(join(import.meta.dir, "launch.ts"))};
      import { writeSync } from "node:fs";
      announceReady({ url: "https://x", fingerprint: undefined }, ${hasLog ? JSON.stringify(log) : "undefined"});
      writeSync(1, "output\\n");
      writeSync(2, "complaint\\n");`;
    const { OCCI_SERVER_HANDSHAKE: _, ...env } = process.env;
    const child = Bun.spawn([process.execPath, "-e", code], {
      env: { ...env, ...(parent && { OCCI_SERVER_HANDSHAKE: "1" }) },
      stdout: "pipe",
      stderr: "pipe",
    });
    const [output, complaint] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
      // Its streams end before it does: what it writes afterwards goes to its log.
      child.exited,
    ]);
    return { output, complaint, logged: existsSync(log) ? readFileSync(log, "utf8") : undefined };
  }

  test("tells it to the parent that launched it, and writes to its log from then on", async () => {
    expect(await told(true, true)).toEqual({
      output: '{"url":"https://x"}\n',
      complaint: "",
      logged: "output\ncomplaint\n",
    });
  });

  test.each([
    ["nobody launched it", false, true],
    ["it has no log of its own", true, false],
    ["neither", false, false],
  ])("keeps its streams when %s", async (_, parent, hasLog) => {
    expect(await told(parent, hasLog)).toEqual({ output: "output\n", complaint: "complaint\n", logged: undefined });
  });
});

/** With a program of the test's in the place of the server. */
describe("a server is launched", () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "occi-launch-child-"));
    writeFileSync(
      join(directory, "main.ts"),
      `import { writeFileSync } from "node:fs";
       import { announceReady, launch } from ${JSON.stringify(join(import.meta.dir, "launch.ts"))};
       const [, , command, options] = process.argv;
       if (command === "launch") {
         const outcome = await launch(JSON.parse(options)).catch(({ code, message, hint }) => ({ code, message, hint }));
         console.log(JSON.stringify(outcome));
       } else {
         const words = process.argv.slice(2);
         const log = words[words.indexOf("--log-file") + 1];
         const stat = (await Bun.file("/proc/self/stat").text()).replace(/.*\\) /, "").split(" ");
         writeFileSync(log + ".seen", JSON.stringify({
           words,
           name: (await Bun.file("/proc/self/cmdline").text()).split("\\0")[0],
           directory: process.cwd(),
           variables: Object.keys(process.env).filter((name) => /^(HANDED|KEPT|OCCI)/.test(name)),
           leads: Number(stat[2]) === process.pid,
           input: await Bun.stdin.text(),
         }));
         if (process.env.HANDED === "fails") {
           process.stderr.write("occi-server: It cannot.\\n");
           process.exit(1);
         }
         announceReady({ url: "https://here", fingerprint: "AB" }, log);
         console.log("running");
       }`,
    );
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  async function launched(name: string, handed: string, options: object) {
    const logFile = join(directory, `${name}.log`);
    const command = ["launch", JSON.stringify({ logFile, variables: ["HANDED"], ...options })];
    const child = Bun.spawn([process.execPath, join(directory, "main.ts"), ...command], {
      env: { ...process.env, HANDED: handed, KEPT: "1" },
      stdin: new Blob(["typed"]),
      stdout: "pipe",
      stderr: "inherit",
    });
    const outcome = JSON.parse(await new Response(child.stdout).text());
    expect(await child.exited).toBe(0);
    return { outcome, logFile, seen: JSON.parse(readFileSync(`${logFile}.seen`, "utf8")) };
  }

  test("as a process of its own, with its configuration, its log, and no more of the environment than it needs", async () => {
    const { outcome, logFile, seen } = await launched("good", "1", { configFile: "/etc/x.conf" });
    expect(outcome).toEqual({ url: "https://here", fingerprint: "AB", pid: expect.any(Number) });
    expect(outcome.pid).not.toBe(process.pid);
    expect(seen).toEqual({
      words: ["run", "--log-file", logFile, "--config", "/etc/x.conf"],
      name: "occi-server",
      directory: "/",
      variables: expect.arrayContaining(["HANDED", "OCCI_SERVER_HANDSHAKE"]),
      leads: true,
      input: "",
    });
    expect(seen.variables).toHaveLength(2);
  });

  test("without a configuration file where none is named", async () => {
    const { logFile, seen } = await launched("plain", "1", {});
    expect(seen.words).toEqual(["run", "--log-file", logFile]);
  });

  test("and where it does not come to listen, its own words say why", async () => {
    const { outcome, logFile } = await launched("bad", "fails", {});
    expect(outcome).toEqual({ code: "SETUP_FAULT", message: "It cannot.", hint: `The log is ${logFile}.` });
  });
});
