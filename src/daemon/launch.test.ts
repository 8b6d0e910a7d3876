import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
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
