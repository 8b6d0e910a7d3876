/** The daemon's life as an administrator sees it: every command is a process of its own. `scripts/build` first. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCertificate, type TestCertificate } from "../certificates/testing/certificates.ts";
import { freePort } from "../http/testing/free-port.ts";
import { startOnedSim } from "../oned-sim/index.ts";
import { executable } from "../testing/executable.ts";

let one: string;
let port: number;
/** The processes of one test, which end with it. */
const children: Bun.Subprocess[] = [];

function configure(...lines: string[]): void {
  const own = ["SERVER=localhost", `PORT=${port}`, `STATE_DIR=${one}/state`, `IMAGE_DIR=${one}/images`, "ADMIN=off"];
  writeFileSync(join(one, "etc", "occi-server.conf"), `${[...own, ...lines].join("\n")}\n`);
}

function spawn(args: readonly string[], env: Record<string, string> = {}) {
  const child = Bun.spawn([executable(), ...args], {
    stdout: "pipe",
    stderr: "pipe",
    cwd: one,
    env: { PATH: process.env.PATH, ONE_LOCATION: one, ...env },
  });
  children.push(child);
  return child;
}

async function occiServer(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(args, env);
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { out, err, code };
}

const configFile = (): string => join(one, "etc", "occi-server.conf");
const logFile = (): string => join(one, "var", "occi-server.log");
const log = (): string => readFileSync(logFile(), "utf8");
const pid = (): number => Number(readFileSync(join(one, "var", "occi-server.pid"), "utf8"));

/** Reads a stream until what was read matches. */
async function until(stream: ReadableStream<Uint8Array>, pattern: RegExp): Promise<string> {
  let text = "";
  const reader = stream.getReader();
  while (!pattern.test(text)) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`ended without ${pattern}: ${text}`);
    text += Buffer.from(value).toString();
  }
  reader.releaseLock();
  return text;
}

/** Connects until it is refused: the log tells of the stop a little before the port is closed. */
async function portClosed(): Promise<void> {
  const connects = (): Promise<boolean> =>
    Bun.connect({ hostname: "localhost", port, socket: { data() {} } }).then(
      (socket) => {
        socket.terminate();
        return true;
      },
      () => false,
    );
  while (await connects());
}

beforeEach(() => {
  one = mkdtempSync(join(tmpdir(), "occi-life-"));
  for (const name of ["etc", "var"]) mkdirSync(join(one, name));
  port = freePort();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  if (existsSync(join(one, "var", "occi-server.pid"))) await occiServer(["stop", "--timeout", "0"]);
  rmSync(one, { recursive: true, force: true });
});

test("start, status, a second start, stop", async () => {
  configure("SSL=self-signed");
  expect(await occiServer(["status"])).toEqual({ out: "occi-server is not running\n", err: "", code: 3 });

  const started = await occiServer(["start"]);
  expect(started.err).toMatch(/^warning: OpenNebula cannot be reached .*\n$/);
  expect(started.code).toBe(0);
  const [line, fingerprint] = started.out.split("\n");
  expect(line).toBe(`occi-server started: https://localhost:${port} (pid ${pid()}, log ${logFile()})`);
  const certificate = join(one, "state", "self-signed.crt");
  expect(fingerprint).toStartWith(`self-signed certificate for users: ${certificate}, SHA-256 fingerprint `);
  expect(fingerprint).toMatch(/ ([0-9A-F]{2}:){31}[0-9A-F]{2}$/);

  const ca = readFileSync(certificate, "utf8");
  const answer = await fetch(`https://localhost:${port}/compute`, { tls: { ca } });
  expect(answer.status).toBe(401);

  const status = await occiServer(["status"]);
  const running = `https://localhost:${port} (pid ${pid()}, configuration ${configFile()}, log ${logFile()})`;
  expect(status).toEqual({ out: `occi-server is running: ${running}\n`, err: "", code: 0 });
  const second = await occiServer(["start"]);
  const hint = "Use `occi-server reload` for a changed configuration, `occi-server restart` for another executable.";
  const refusal = `occi-server: occi-server is already running (pid ${pid()}).`;
  expect(second).toEqual({ out: "", err: `${refusal} ${hint}\n`, code: 1 });

  expect(await occiServer(["stop"])).toEqual({ out: "occi-server stopped\n", err: "", code: 0 });
  expect((await occiServer(["status"])).code).toBe(3);
  expect(await occiServer(["stop"])).toEqual({ out: "", err: "occi-server is not running\n", code: 1 });
  await expect(fetch(`https://localhost:${port}/`, { tls: { ca } })).rejects.toThrow();
  expect(log()).toMatch(
    / info {4}listening .*\n(.*\n)*.* info {4}GET \/compute status=401 .*\n(.*\n)*.* info {4}stopped\n$/,
  );
});

test("restart makes another process; a faulty configuration leaves the running one alone", async () => {
  configure();
  await occiServer(["start"]);
  const first = pid();
  const restarted = await occiServer(["restart"]);
  expect(restarted.out).toMatch(/^occi-server stopped\nocci-server started: http:\/\/localhost:\d+ /);
  const second = pid();
  expect(second).not.toBe(first);
  configure("PORT=many");
  expect((await occiServer(["restart"])).code).toBe(1);
  expect(pid()).toBe(second);
  expect((await occiServer(["status"])).code).toBe(0);
});

test("a busy port is one clear line", async () => {
  configure();
  const other = Bun.listen({ hostname: "127.0.0.1", port, socket: { data() {} } });
  const { out, err, code } = await occiServer(["start"]);
  other.stop(true);
  expect(out).toBe("");
  expect(err).toStartWith(`occi-server: Another program listens on port ${port} of `);
  expect(err.split("\n")).toHaveLength(2);
  expect(code).toBe(1);
  expect((await occiServer(["status"])).code).toBe(3);
});

test("a port that another server of the same user has is busy as well", async () => {
  configure();
  await occiServer(["start"]);
  const { out, err, code } = await occiServer(["demo", "--port", String(port)]);
  expect(out).toBe("");
  expect(err).toContain(`Another program listens on port ${port} of `);
  expect(code).toBe(1);
});

/** Whether an oned runs on this machine: it says itself which user it runs as. */
const HAS_ONED = Bun.spawnSync(["pgrep", "-x", "oned"]).exitCode === 0;

test.skipIf(process.geteuid?.() !== 0 || HAS_ONED)(
  "a warning that takes longer to find is in the log after the start",
  async () => {
    configure();
    chownSync(join(one, "var"), 4711, 4711);
    const warning = "oned runs as user 4711 and this command as user 0";
    const checked = await occiServer(["check"]);
    expect(checked.err + checked.out).toContain(warning);
    const child = spawn(["run"]);
    const text = await until(child.stdout, /oned runs as user/);
    expect(text).toContain(warning);
    expect(text.indexOf(warning)).toBeGreaterThan(text.indexOf("listening"));
  },
);

test("an oned that does not answer is a warning with its address", async () => {
  configure(`ONE_XMLRPC=http://127.0.0.1:${freePort()}/RPC2`);
  const { out, err, code } = await occiServer(["start"]);
  expect(out).toStartWith("occi-server started: ");
  expect(err).toMatch(
    /^warning: OpenNebula cannot be reached \(ONE_XMLRPC=http:\/\/127\.0\.0\.1:\d+\/RPC2\): users get errors until it answers/,
  );
  expect(code).toBe(0);
  const elsewhere = freePort();
  const before = port;
  port = elsewhere;
  configure(`ONE_XMLRPC=http://127.0.0.1:${freePort()}/RPC2`);
  const { out: doctor } = await occiServer(["doctor"]);
  port = before;
  expect(doctor).toMatch(
    new RegExp(
      `warning +port +the running server does not listen on port ${elsewhere} of 127\\.0\\.0\\.1, but on the ports ${before}\n`,
    ),
  );
});

test("a missing directory is one clear line", async () => {
  configure();
  rmSync(join(one, "var"), { recursive: true });
  const { out, err, code } = await occiServer(["start"]);
  expect(out).toBe("");
  expect(err).toContain(join(one, "var"));
  expect(err.split("\n")).toHaveLength(2);
  const doctor = await occiServer(["doctor"]);
  expect(doctor.out).toMatch(/^error +server +The directory .*\/var of the pid file does not exist$/m);
  expect(doctor.code).toBe(1);
  expect(code).toBe(1);
});

test("start refuses what check refuses, before it starts anything", async () => {
  configure("SSL=files", `SSL_CERT=${one}/missing.pem`, "BRIGDE=br0");
  const check = await occiServer(["check"]);
  expect(check.code).toBe(1);
  expect(check.out).toContain("missing.pem");
  const start = await occiServer(["start"]);
  expect(start.code).toBe(1);
  expect(start.err).toContain("missing.pem");
  expect(start.err).toEndWith("occi-server: The configuration has errors: no server was started or stopped.\n");
  expect(() => log()).toThrow("ENOENT");
});

test.skipIf(existsSync("/etc/one/occi-server.conf"))("check says so when there is no file", async () => {
  rmSync(join(one, "etc", "occi-server.conf"), { force: true });
  expect((await occiServer(["check"])).out).toContain("no configuration file; the defaults are in effect: ");
});

test("check shows the line that names a template which is missing", async () => {
  configure("VM_TYPE=[NAME=small, TEMPLATE=small.erb]", "VM_TYPE=[NAME=tiny, TEMPLATE=tiny.erb]");
  const { out, code } = await occiServer(["check"]);
  const file = join(one, "etc", "occi-server.conf");
  expect(out).toContain(`${file}:7:9: error: VM_TYPE names the template tiny.erb, but it is neither in `);
  expect(code).toBe(1);
});

test("a configuration may use the environment of whoever starts it", async () => {
  configure(["PORT=$", "{MY_PORT}"].join(""));
  const elsewhere = freePort();
  const started = await occiServer(["start"], { MY_PORT: String(elsewhere), BUN_OPTIONS: "" });
  expect(started.out).toContain(`http://localhost:${elsewhere} `);
  expect((await fetch(`http://localhost:${elsewhere}/compute`)).status).toBe(401);
});

test.each(["SIGUSR1", "SIGHUP"] as const)("after a rotation of the log %s begins a new file", async (signal) => {
  configure();
  await occiServer(["start"]);
  renameSync(logFile(), `${logFile()}.1`);
  process.kill(pid(), signal);
  // Signals are handled before the next request that arrives after them.
  await fetch(`http://localhost:${port}/compute`);
  await fetch(`http://localhost:${port}/network`);
  await occiServer(["stop"]);
  expect(log()).toContain("GET /network status=401");
  expect(readFileSync(`${logFile()}.1`, "utf8")).toContain("listening");
});

test("reload takes a changed configuration into use, and names what needs a restart", async () => {
  const oned = await startOnedSim({ seed: "demo" });
  const types = async (): Promise<string> => {
    const headers = { Authorization: `Basic ${btoa("alice:alicepass")}` };
    return (await fetch(`http://localhost:${port}/instance_type`, { headers })).text();
  };
  configure(`ONE_XMLRPC=${oned.url}`);
  await occiServer(["start"]);
  const first = pid();
  expect(await types()).not.toContain("tiny");
  writeFileSync(join(one, "tiny.eta"), "CPU = 1\nMEMORY = 64\n");
  const elsewhere = freePort();
  configure(
    `ONE_XMLRPC=${oned.url}`,
    "VM_TYPE=[NAME=tiny, TEMPLATE=tiny.eta]",
    `TEMPLATE_LOCATION=${one}`,
    "LOG_LEVEL=debug",
    `PORT=${elsewhere}`,
  );
  const reloaded = await occiServer(["reload"]);
  expect(reloaded).toEqual({
    out: "occi-server reloaded\n",
    err: "warning: PORT has changed, which requires a restart.\n",
    code: 0,
  });
  expect(await types()).toContain("tiny");
  expect(pid()).toBe(first);
  await occiServer(["stop"]);
  await oned.stop();
  expect(log()).toContain("reloaded the configuration");
  expect(log()).toContain("debug   oned method=one.user.info");
});

test("reload: a faulty configuration is told of, and everything stays as it was", async () => {
  configure("BODY_LIMIT=2M");
  await occiServer(["start"]);
  configure("BODY_LIMIT=many", "VM_TYPE=[NAME=small, TEMPLATE=none.eta]");
  const { out, err, code } = await occiServer(["reload"]);
  expect(out).toBe("");
  expect(err).toContain("occi-server.conf:6:12: error: BODY_LIMIT must be");
  expect(err).toContain("occi-server.conf:7:9: error: VM_TYPE names the template none.eta");
  expect(err).toEndWith("occi-server: Nothing was reloaded: the previous configuration stays in effect.\n");
  expect(code).toBe(1);
  expect((await fetch(`http://localhost:${port}/compute`)).status).toBe(401);
  configure("BODY_LIMIT=2M");
  expect((await occiServer(["reload"])).code).toBe(0);
  await occiServer(["stop"]);
  expect(log()).toContain("the reload failed: the previous configuration stays in effect");
});

test("reload takes a new certificate into use, and no faulty one", async () => {
  const [cert, key] = [join(one, "server.crt"), join(one, "server.key")];
  const write = (made: TestCertificate): void => {
    writeFileSync(cert, made.cert);
    writeFileSync(key, made.key);
  };
  const answer = async (ca: string): Promise<number> =>
    (await fetch(`https://localhost:${port}/compute`, { tls: { ca }, keepalive: false })).status;
  const [first, second, third] = [await makeCertificate(), await makeCertificate(), await makeCertificate()];
  write(first);
  configure(`SSL_CERT=${cert}`, `SSL_KEY=${key}`);
  await occiServer(["start"]);
  expect(await answer(first.cert)).toBe(401);
  write(second);
  expect((await occiServer(["reload"])).code).toBe(0);
  expect(await answer(second.cert)).toBe(401);
  writeFileSync(key, third.key);
  const refused = await occiServer(["reload"]);
  expect(refused.err).toContain(`The private key in ${key} does not match the certificate in ${cert}.`);
  expect(refused.code).toBe(1);
  expect(await answer(second.cert)).toBe(401);
});

test.each(["status", "reload", "stop"])("%s is for the server of the configuration that is named", async (command) => {
  configure();
  await occiServer(["start"]);
  const other = await occiServer([command, "--config", "other.conf"]);
  const told = `The running server (pid ${pid()}) uses ${configFile()}, not ${join(one, "other.conf")}.`;
  expect([other.out, other.code]).toEqual(["", 1]);
  expect(other.err).toStartWith(`occi-server: ${told} `);
  expect((await occiServer([command, "-c", join("etc", "occi-server.conf")])).code).toBe(0);
});

test("status shows the address that a reload has changed, and nothing of a server that is gone", async () => {
  configure();
  await occiServer(["start"]);
  configure("SSL_SERVER=https://cloud.example.org:8443");
  await occiServer(["reload"]);
  expect((await occiServer(["status"])).out).toStartWith("occi-server is running: https://cloud.example.org:8443 (pid");
  await occiServer(["stop"]);
  expect(existsSync(join(one, "var", "occi-server.running"))).toBe(false);
});

test("reload without a server", async () => {
  configure();
  expect(await occiServer(["reload"])).toEqual({ out: "", err: "occi-server is not running\n", code: 1 });
});

/** An oned that answers a call only when it is told to. */
function slowOned() {
  const called = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch() {
      called.resolve();
      await release.promise;
      return new Response("", { status: 500 });
    },
  });
  return { server, url: `http://127.0.0.1:${server.port}/RPC2`, called: called.promise, release: release.resolve };
}

test("run: SIGTERM lets the request under way finish, takes no new ones, then ends with 0", async () => {
  const oned = slowOned();
  configure(`ONE_XMLRPC=${oned.url}`);
  const child = spawn(["run"]);
  await until(child.stdout, /listening/);
  const answer = fetch(`http://localhost:${port}/compute`, { headers: { Authorization: `Basic ${btoa("a:b")}` } });
  await oned.called;
  child.kill("SIGTERM");
  await until(child.stdout, /stopping/);
  await portClosed();
  await expect(fetch(`http://localhost:${port}/compute`)).rejects.toThrow();
  oned.release();
  expect((await answer).status).toBe(502);
  expect(await child.exited).toBe(0);
  await oned.server.stop(true);
});

test("run: a second signal ends it at once with 1", async () => {
  const oned = slowOned();
  configure(`ONE_XMLRPC=${oned.url}`);
  const child = spawn(["run"]);
  await until(child.stdout, /listening/);
  const answer = fetch(`http://localhost:${port}/compute`, { headers: { Authorization: `Basic ${btoa("a:b")}` } }).then(
    () => "answered",
    () => "cut off",
  );
  await oned.called;
  child.kill("SIGINT");
  await until(child.stdout, /stopping/);
  child.kill("SIGINT");
  expect(await child.exited).toBe(1);
  expect(await answer).toBe("cut off");
  oned.release();
  await oned.server.stop(true);
});

test("run: a reader of the log that goes away ends nothing", async () => {
  configure();
  const child = spawn(["run"]);
  await until(child.stdout, /listening/);
  await child.stdout.cancel();
  for (const path of ["/compute", "/network"])
    expect((await fetch(`http://localhost:${port}${path}`)).status).toBe(401);
  child.kill("SIGTERM");
  expect(await child.exited).toBe(0);
});
