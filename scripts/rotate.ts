/**
 * Changes certificates and configurations of the compiled server under load: nothing may fail. One line a check:
 * number, name, value, unit, pass or fail.
 *
 *   bun scripts/rotate.ts [--rotations 100] [--clients 24]      (scripts/build first; 100 rotations take 6 minutes)
 *
 * As root the rotations are run twice, without and with net.ipv4.tcp_migrate_req, which is set back afterwards.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeCertificate, type TestCertificate } from "../src/certificates/testing/certificates.ts";
import { freePort } from "../src/http/testing/free-port.ts";
import { shownCertificate } from "../src/http/testing/shown-certificate.ts";

const EXECUTABLE = new URL("../dist/occi-server", import.meta.url).pathname;
const MIGRATE = "/proc/sys/net/ipv4/tcp_migrate_req";
const DAY = 24 * 60 * 60 * 1000;

const { values, positionals } = parseArgs({
  options: {
    rotations: { type: "string", default: "100" },
    clients: { type: "string", default: "24" },
    help: { type: "boolean", short: "h", default: false },
  },
  allowPositionals: true,
});
if (values.help) {
  console.log("Usage: bun scripts/rotate.ts [--rotations N] [--clients N]");
  process.exit(0);
}
if (positionals[0] === "load") {
  await newConnections(positionals[1] ?? "", Number(values.clients));
  process.exit(0);
}

let failed = false;
/** One line; `least` and `most` are the goal. */
function report(
  number: number,
  name: string,
  value: number,
  unit: string,
  goal: { least?: number; most?: number },
): void {
  const pass = value >= (goal.least ?? -Infinity) && value <= (goal.most ?? Infinity);
  if (!pass) failed = true;
  console.log(
    `${String(number).padStart(2)} ${name.padEnd(60)} ${String(value).padStart(9)} ${unit.padEnd(12)} ${pass ? "pass" : "FAIL"}`,
  );
}

interface Counted {
  readonly answered: number;
  readonly failures: Readonly<Record<string, number>>;
}

/** The load: a connection of its own for each request, until the standard input ends. */
async function newConnections(url: string, clients: number): Promise<void> {
  let over = false;
  void Bun.stdin.text().then(() => {
    over = true;
  });
  let answered = 0;
  const failures: Record<string, number> = {};
  async function client(): Promise<void> {
    while (!over) {
      try {
        const answer = await fetch(url, {
          keepalive: false,
          headers: { Connection: "close" },
          tls: { rejectUnauthorized: false },
        });
        await answer.arrayBuffer();
        if (answer.status !== 401) throw new Error(`status ${answer.status}`);
        answered += 1;
      } catch (error) {
        const code = String((error as { code?: unknown }).code ?? error);
        failures[code] = (failures[code] ?? 0) + 1;
      }
    }
  }
  await Promise.all(Array.from({ length: clients }, client));
  console.log(JSON.stringify({ answered, failures } satisfies Counted));
}

const one = mkdtempSync(join(tmpdir(), "occi-rotate-"));
for (const name of ["etc", "var"]) mkdirSync(join(one, name));
const [cert, key] = [join(one, "server.crt"), join(one, "server.key")];
const port = freePort();
const url = `https://localhost:${port}/compute`;

function configure(...lines: string[]): void {
  const all = [
    "SERVER=localhost",
    `PORT=${port}`,
    `IMAGE_DIR=${one}/images`,
    `SSL_CERT=${cert}`,
    `SSL_KEY=${key}`,
    ...lines,
  ];
  writeFileSync(join(one, "etc", "occi-server.conf"), `${all.join("\n")}\n`);
}

function write(made: Pick<TestCertificate, "cert" | "key">): void {
  writeFileSync(cert, made.cert);
  writeFileSync(key, made.key);
}

async function occiServer(...args: string[]): Promise<{ code: number; err: string }> {
  const env = { PATH: process.env.PATH, ONE_LOCATION: one };
  const child = Bun.spawn([EXECUTABLE, ...args], { env, stdout: "ignore", stderr: "pipe" });
  const err = await new Response(child.stderr).text();
  return { code: await child.exited, err };
}

async function underLoad(work: () => Promise<void>): Promise<Counted & { failed: number }> {
  const child = Bun.spawn([process.execPath, import.meta.path, "load", url, "--clients", values.clients], {
    stdin: "pipe",
    stdout: "pipe",
  });
  await Bun.sleep(300);
  await work();
  await child.stdin.end();
  const counted = JSON.parse(await new Response(child.stdout).text()) as Counted;
  const failures = Object.entries(counted.failures);
  if (failures.length > 0) console.log(`   failures: ${failures.map(([code, n]) => `${code} ${n}`).join(", ")}`);
  return { ...counted, failed: failures.reduce((sum, [, n]) => sum + n, 0) };
}

async function rotate(what: string, rotations: number): Promise<void> {
  let refused = 0;
  let wrong = 0;
  const { answered, failed } = await underLoad(async () => {
    for (let i = 0; i < rotations; i++) {
      const made = await makeCertificate();
      write(made);
      if ((await occiServer("reload")).code !== 0) refused += 1;
      if ((await shownCertificate(port)) !== made.fingerprint) wrong += 1;
    }
  });
  report(27, `new TLS connections over ${rotations} rotations, ${what}`, answered, "connections", {
    least: rotations * 1000,
  });
  report(27, `of them failed, ${what}`, failed, "connections", { most: 0 });
  report(27, "rotations that did not show the new certificate", refused + wrong, "rotations", { most: 0 });
}

async function faultyCertificates(): Promise<void> {
  const good = await makeCertificate();
  write(good);
  await occiServer("reload");
  const other = await makeCertificate();
  const faults: Record<string, () => void> = {
    expired: () => write(expired),
    mismatched: () => writeFileSync(cert, other.cert),
    "half written": () => writeFileSync(cert, good.cert.slice(0, 300)),
    unreadable: () => {
      rmSync(cert);
      mkdirSync(cert);
    },
  };
  const expired = await makeCertificate("localhost", new Date(Date.now() - 900 * DAY));
  for (const [name, spoil] of Object.entries(faults)) {
    write(good);
    spoil();
    const { code, err } = await occiServer("reload");
    const kept = code === 1 && /certificate|SSL_CERT/i.test(err) && (await shownCertificate(port)) === good.fingerprint;
    report(28, `certificate ${name}: refused with a reason, the old one stays`, Number(kept), "of 1", { least: 1 });
    rmSync(cert, { recursive: true });
  }
  write(good);
}

async function storm(): Promise<void> {
  const pid = Number(readFileSync(join(one, "var", "occi-server.pid"), "utf8"));
  const { failed } = await underLoad(async () => {
    for (let i = 0; i < 100; i++) {
      process.kill(pid, "SIGHUP");
      await Bun.sleep(10);
    }
  });
  report(25, "failed in a storm of 100 SIGHUP in a second", failed, "connections", { most: 0 });
  const { code } = await occiServer("reload");
  report(25, "a reload after it works", code, "exit code", { most: 0 });
}

async function faultyConfiguration(): Promise<void> {
  configure("BODY_LIMIT=many");
  const { code, err } = await occiServer("reload");
  report(26, "a faulty configuration is refused", code, "exit code", { least: 1, most: 1 });
  report(26, "line and reason are reported", Number(err.includes("occi-server.conf:6:12: error: BODY_LIMIT")), "of 1", {
    least: 1,
  });
  const log = readFileSync(join(one, "var", "occi-server.log"), "utf8");
  report(26, "the log says so", Number(log.includes("the reload failed")), "of 1", { least: 1 });
  const status = (await fetch(url, { tls: { rejectUnauthorized: false } })).status;
  report(26, "the old one serves", status, "status", { least: 401, most: 401 });
}

function migrateReq(value: string): string | undefined {
  try {
    const before = readFileSync(MIGRATE, "utf8").trim();
    writeFileSync(MIGRATE, value);
    return before;
  } catch {
    return undefined; // not root
  }
}

write(await makeCertificate());
configure();
try {
  const { code, err } = await occiServer("start");
  if (code !== 0) throw new Error(err);
  await storm();
  await faultyCertificates();
  await faultyConfiguration();
  configure();
  const rotations = Number(values.rotations);
  const before = migrateReq("0");
  await rotate(before === undefined ? "tcp_migrate_req as it is" : "tcp_migrate_req=0", rotations);
  if (before !== undefined) {
    migrateReq("1");
    try {
      await rotate("tcp_migrate_req=1", rotations);
    } finally {
      migrateReq(before);
    }
  }
} finally {
  await occiServer("stop", "--timeout", "2");
  rmSync(one, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
