/** What an administrator sees of a running server, and that no secret is in any of it. `scripts/build` first. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../http/testing/free-port.ts";
import { type OnedSim, startOnedSim } from "../oned-sim/index.ts";
import { executable } from "../testing/executable.ts";

const CANARIES = Array.from({ length: 20 }, (_, number) => `c4n4ry-${number}`);

let one: string;
let oned: OnedSim;
let port: number;
let unix: string;

async function occiServer(...args: string[]) {
  const env = { PATH: process.env.PATH, ONE_LOCATION: one, HOME: one, C4N4RY: "c4n4ry-env" };
  const child = Bun.spawn([executable(), ...args], { stdout: "pipe", stderr: "pipe", env });
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  return { out, err, code: await child.exited };
}

beforeAll(async () => {
  one = mkdtempSync(join(tmpdir(), "occi-seen-"));
  for (const name of ["etc", "var", ".one"]) mkdirSync(join(one, name));
  oned = await startOnedSim({ seed: "demo" });
  port = freePort();
  unix = join(one, "admin");
  writeFileSync(join(one, "proxy.secret"), `${CANARIES[0]}${"x".repeat(32)}\n`, { mode: 0o600 });
  writeFileSync(join(one, ".one", "one_auth"), "oneadmin:opennebula\n", { mode: 0o600 });
  const lines = [
    `ONE_XMLRPC=${oned.url}`,
    "SERVER=localhost",
    `PORT=${port}`,
    "SSL=self-signed",
    `STATE_DIR=${one}/state`,
    `IMAGE_DIR=${one}/images`,
    `ADMIN=unix:${unix}`,
    "LOG_LEVEL=debug",
    "TRUSTED_PROXIES=127.0.0.1",
    `PROXY_SECRET=${one}/proxy.secret`,
  ];
  writeFileSync(join(one, "etc", "occi-server.conf"), `${lines.join("\n")}\n`);
  const { err, code } = await occiServer("start");
  expect({ err, code }).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await occiServer("stop", "--timeout", "5");
  await oned.stop();
  rmSync(one, { recursive: true, force: true });
});

const ask = async (path: string): Promise<string> => (await fetch(`http://localhost${path}`, { unix })).text();

async function send(user: string, method: string, path: string, body?: string): Promise<number> {
  const ca = readFileSync(join(one, "state", "self-signed.crt"), "utf8");
  const answer = await fetch(`https://localhost:${port}${path}`, {
    method,
    headers: { authorization: `Basic ${Buffer.from(user).toString("base64")}`, "x-proxy-secret": String(CANARIES[0]) },
    tls: { ca },
    ...(body !== undefined && { body }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

test("requests, logins, calls to oned and the certificate are in the metrics", async () => {
  expect(await ask("/livez")).toBe("alive\n");
  while ((await ask("/readyz")) !== "ready\n");
  expect(await send("alice:alicepass", "GET", "/compute")).toBe(200);
  expect(await send("alice:wrong", "GET", "/compute")).toBe(401);
  const metrics = await ask("/metrics");
  const compute = 'occi_http_requests_total{route="/compute",dialect="opennebula-xml",method="GET"';
  expect(metrics).toContain(`${compute},status="200"} 1\n`);
  expect(metrics).toContain(`${compute},status="401"} 1\n`);
  expect(metrics).toContain("occi_login_failures_total 1\n");
  expect(metrics).toContain('occi_oned_calls_total{method="one.vmpool.info",result="answered"} 2\n');
  expect(metrics).toMatch(/occi_certificate_days_left\{name="localhost"\} \d{3}/);
  expect(metrics).toContain("occi_ready 1\n");
});

test("doctor sees the server, oned and the certificate", async () => {
  const { out, code } = await occiServer("doctor", "--json");
  const found: { check: string; status: string; text: string }[] = JSON.parse(out);
  const statusOf = (check: string) => found.filter((one) => one.check === check).map(({ status }) => status);
  expect(statusOf("server")).toEqual(["ok"]);
  expect(statusOf("oned")).toEqual(["ok"]);
  expect(statusOf("login")).toEqual(["ok"]);
  // The certificate itself, and the file that users trust.
  expect(statusOf("certificate")).toEqual(["ok", "ok"]);
  expect(statusOf("connections")).toEqual(["ok"]);
  expect(code).toBe(found.some(({ status }) => status === "error") ? 1 : 0);
});

test("config show tells values and where they come from", async () => {
  const { out, code } = await occiServer("config", "show", "--diff", "--origin");
  expect(code).toBe(0);
  expect(out).toMatch(new RegExp(`^PORT=${port} +# ${one}/etc/occi-server.conf:3$`, "m"));
  expect(out).not.toContain("ONE_TIMEOUT");
});

test("config convert writes a configuration that check finds no error in, and overwrites nothing", async () => {
  const old = join(one, "old.conf");
  writeFileSync(old, ":one_xmlrpc: http://localhost:2633/RPC2\n:server: localhost\n:port: 4567\n:lang: en_US\n");
  const output = join(one, "new");
  const first = await occiServer("config", "convert", old, "--output", output);
  expect(first.code).toBe(0);
  expect(first.out).toBe(`${output}/occi-server.conf\n`);
  expect(first.err).toContain("old.conf:4: warning: :lang: has no effect");
  const checked = await occiServer("check", "--config", join(output, "occi-server.conf"));
  expect(checked.out).toStartWith(`${output}/occi-server.conf: 0 errors`);
  const again = await occiServer("config", "convert", old, "--output", output);
  expect([again.code, again.err]).toEqual([1, expect.stringContaining("already exists: nothing was written")]);
  writeFileSync(old, ":port: 1\n:whatever: 1\n");
  const partly = await occiServer("config", "convert", old);
  expect([partly.code, partly.out]).toEqual([1, expect.stringContaining("PORT=1\n")]);
});

test("twenty secrets are in no log, no metric and nothing that a command prints", async () => {
  for (const secret of CANARIES) {
    await send(`alice:${secret}`, "GET", `/compute?password=${secret}`);
    await send("alice:alicepass", "GET", `/compute/${secret}?token=${secret}`);
    const action = `<ACTION><PERFORM>revoketoken</PERFORM><PARAMS><TOKEN>${secret}</TOKEN></PARAMS></ACTION>`;
    await send("alice:alicepass", "POST", "/user/-1/action", action);
  }
  const seen = [await ask("/metrics"), await ask("/readyz")];
  for (const args of [["config", "show", "--origin"], ["check"], ["doctor"], ["status"], ["version", "--json"]]) {
    const { out, err } = await occiServer(...args);
    seen.push(out, err);
  }
  // What stands in a path is the client's address for a thing: the access line has it, as any web server's.
  const log = readFileSync(join(one, "var", "occi-server.log"), "utf8").replace(/ GET \/compute\/\S+/g, "");
  seen.push(log);
  expect(log).toContain("login refused");
  expect(log).toContain("audit user=alice action=revoketoken");
  for (const text of seen) expect(text).not.toContain("c4n4ry");
});
