/** The addresses of a configuration: free, taken by somebody else, or by the server that runs. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../config/config.ts";
import { testConfig } from "../http/testing/config.ts";
import { freePort } from "../http/testing/free-port.ts";
import { portsOf } from "./listening-ports.ts";
import { tryListen } from "./try-listen.ts";

let directory: string;
let other: Bun.Server<undefined>;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-listen-"));
  other = Bun.serve({ hostname: "127.0.0.1", port: 0, reusePort: true, fetch: () => new Response() });
});
afterAll(async () => {
  await other.stop(true);
  rmSync(directory, { recursive: true, force: true });
});

const tried = (different: Partial<Config>, isOwn = (_: number): boolean => false): string[] =>
  tryListen(testConfig(directory, { host: "127.0.0.1", admin: undefined, ...different }), isOwn).map(
    ({ option, fault, own }) => `${option} ${fault?.message ?? (own ? "own" : "free")}`,
  );
const taken = (): number => other.port ?? 0;

test("a free port, and the same again: nothing stays bound", () => {
  const port = freePort();
  expect(tried({ port })).toEqual(["PORT free"]);
  expect(tried({ port })).toEqual(["PORT free"]);
});

test("a port of somebody else, even of one who would share it", () => {
  expect(tried({ port: taken() })).toEqual([`PORT Another program listens on port ${taken()} of 127.0.0.1.`]);
  expect(tried({ port: taken() }, (port) => port === taken())).toEqual(["PORT own"]);
});

test("a port of somebody else is not the server's own", () => {
  const [first] = tryListen(testConfig(directory, { host: "127.0.0.1", admin: undefined, port: taken() }), () => false);
  expect([first?.fault === undefined, first?.own]).toEqual([false, false]);
});

test("each fault names the option that can be set to something else", () => {
  const hints = tryListen(
    testConfig(directory, {
      ...{ host: "127.0.0.1", port: taken(), admin: { host: "127.0.0.1", port: taken() } },
      ...{ ssl: "acme", acmeHttpPort: taken() },
    }),
    () => false,
  ).map(({ option, where, optional, fault }) => [option, where, optional, fault?.hint?.replace(/.*or set/, "")]);
  const where = `port ${taken()} of 127.0.0.1`;
  expect(hints).toEqual([
    ["PORT", where, false, " another PORT."],
    ["ADMIN", where, true, " another ADMIN."],
    ["ACME_HTTP_PORT", where, false, " another ACME_HTTP_PORT, or ACME_WEBROOT."],
  ]);
});

test("an address that this machine does not have", () => {
  expect(tried({ host: "192.0.2.1", port: freePort() })).toEqual(["PORT This machine has no address 192.0.2.1."]);
});

test("ADMIN, and where the authority asks", () => {
  const port = freePort();
  const admin = { host: "127.0.0.1", port: taken() };
  const told = `Another program listens on port ${taken()} of 127.0.0.1.`;
  expect(tried({ port, admin })).toEqual(["PORT free", `ADMIN ${told}`]);
  expect(tried({ port, ssl: "acme", acmeHttpPort: taken() })).toEqual(["PORT free", `ACME_HTTP_PORT ${told}`]);
  expect(tried({ port, ssl: "acme", acmeHttpPort: taken(), acmeWebroot: "/srv" })).toEqual(["PORT free"]);
  const unix = join(directory, "none", "admin.sock");
  expect(tried({ port, admin: { unix } })[1]).toStartWith(`ADMIN ADMIN: the socket ${unix} cannot be made: ENOENT`);
});

test("a process listens on its own ports and no others; of one that is gone nothing is known", () => {
  const mine = portsOf(process.pid);
  expect(mine?.has(taken())).toBe(true);
  expect(mine?.has(freePort())).toBe(false);
  expect(portsOf(2 ** 30)).toBeUndefined();
});
