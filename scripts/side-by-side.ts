/**
 * Two servers behind HAProxy and nginx, with the configurations of etc/examples: one after the other is restarted
 * under load, and no request may fail. One line a check: name, value, unit, pass or fail.
 *
 *   bun scripts/side-by-side.ts [--restarts 10]        (scripts/build first; needs haproxy, nginx, wrk)
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeCertificate } from "../src/certificates/testing/certificates.ts";
import { freePort } from "../src/http/testing/free-port.ts";
import { startOnedSim } from "../src/oned-sim/index.ts";
import { addManyVms, callerOf, demoSeed } from "../src/oned-sim/seed.ts";
import { answered, basic, EXECUTABLE, load } from "./bench/lib.ts";

const { values } = parseArgs({
  options: { restarts: { type: "string", default: "10" }, help: { type: "boolean", short: "h", default: false } },
});
if (values.help) {
  console.log("Usage: bun scripts/side-by-side.ts [--restarts N]");
  process.exit(0);
}
const EXAMPLES = new URL("../etc/examples", import.meta.url).pathname;
const SECONDS_A_RESTART = 3.5;
const ALICE = basic("alice:alicepass");
const directory = mkdtempSync(join(tmpdir(), "occi-side-"));
let failed = false;

function check(name: string, value: number, unit: string, pass: boolean): void {
  if (!pass) failed = true;
  console.log(`${name.padEnd(50)} ${String(value).padStart(8)} ${unit.padEnd(10)} ${pass ? "pass" : "FAIL"}`);
}

/** The ports of one server: its own, and that of ADMIN. */
type Ports = readonly [port: number, admin: number];

/** A server that can be restarted on its port. */
async function startCopy(name: string, [port, admin]: Ports, front: number, oned: string) {
  const config = join(directory, `${name}.conf`);
  const lines = [`ONE_XMLRPC=${oned}`, "SERVER=localhost", `PORT=${port}`, "SSL=off", "HOST=127.0.0.1"];
  lines.push(`SSL_SERVER=https://localhost:${front}`, "ONE_CONNECTIONS=4", "TRUSTED_PROXIES=127.0.0.1");
  // All of the load is one user's, from one address.
  lines.push(`ADMIN=127.0.0.1:${admin}`, "STOP_DELAY=2s");
  lines.push("CONNECTIONS_PER_ADDRESS=10000", "REQUESTS_PER_USER=10000", `IMAGE_DIR=${directory}/images`);
  for (const size of ["small", "medium", "large"]) lines.push(`VM_TYPE=[NAME=${size}, TEMPLATE=${size}.eta]`);
  writeFileSync(config, `${lines.join("\n")}\n`);
  const start = () => {
    const log = join(directory, `${name}.log`);
    // Neither sees the other's pid file.
    return Bun.spawn([EXECUTABLE, "run", "--config", config, "--log-file", log], {
      env: { ...process.env, ONE_LOCATION: directory },
      stdio: ["ignore", "inherit", "inherit"],
    });
  };
  let child = start();
  await answered(`http://127.0.0.1:${port}/`);
  const stop = async (): Promise<number> => {
    child.kill("SIGTERM");
    return child.exited;
  };
  return {
    stop,
    async restart(): Promise<number> {
      const code = await stop();
      child = start();
      await answered(`http://127.0.0.1:${port}/`);
      return code;
    },
  };
}

/** The example with the ports and the certificate of this run. */
function example(file: string, front: number, ports: readonly [Ports, Ports], pem: string): string {
  const text = readFileSync(join(EXAMPLES, file), "utf8");
  return text
    .replace(/(bind :|listen )4567/, (_, word: string) => `${word.replace(":", "127.0.0.1:")}${front}`)
    .replaceAll("9571", String(ports[0][1]))
    .replaceAll("9572", String(ports[1][1]))
    .replaceAll("4571", String(ports[0][0]))
    .replaceAll("4572", String(ports[1][0]))
    .replaceAll(/\/etc\/(haproxy|nginx)\/cloud\.example\.org\.(pem|crt|key)/g, pem);
}

function startProxy(name: "haproxy" | "nginx", front: number, ports: readonly [Ports, Ports], pem: string) {
  const file = join(directory, name);
  const path = `${process.env.PATH}:/usr/sbin`;
  const options = { env: { ...process.env, PATH: path }, stdio: ["ignore", "inherit", "inherit"] as const };
  if (name === "haproxy") {
    writeFileSync(file, example("haproxy.cfg", front, ports, pem));
    return Bun.spawn(["haproxy", "-db", "-q", "-f", file], { ...options, stdio: [...options.stdio] });
  }
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((kind) => `${kind}_temp_path ${directory}/${kind};`)
    .join("\n");
  const http = `access_log off;\n${temporary}\n${example("nginx.conf", front, ports, pem)}`;
  writeFileSync(file, `daemon off;\npid ${directory}/nginx.pid;\nevents {}\nhttp {\n${http}\n}\n`);
  const command = ["nginx", "-e", join(directory, "nginx.log"), "-c", file];
  return Bun.spawn(command, { ...options, stdio: [...options.stdio] });
}

const MACHINE = "<COMPUTE><NAME>NAME</NAME><INSTANCE_TYPE>small</INSTANCE_TYPE></COMPUTE>";

/** Creates machines one by one until told; which names were answered by 201, and what else came. */
async function create(url: string, prefix: string, enough: () => boolean) {
  const made: string[] = [];
  const others: string[] = [];
  for (let n = 0; !enough(); n += 1) {
    const name = `${prefix}-${n}`;
    try {
      const body = MACHINE.replace(">NAME<", `>${name}<`);
      const tls = { rejectUnauthorized: false };
      const headers = { ...ALICE, "Content-Type": "application/xml" };
      const answer = await fetch(`${url}/compute`, { method: "POST", body, headers, tls, keepalive: false });
      if (answer.status === 201) made.push(name);
      else others.push(`${answer.status} ${(await answer.text()).slice(0, 200)}`);
    } catch (error) {
      others.push(String(error));
    }
  }
  return { made, others };
}

async function behind(name: "haproxy" | "nginx", restarts: number): Promise<void> {
  const sim = await startOnedSim({
    answerDelayMs: 2,
    seed: (world) => {
      demoSeed(world);
      const alice = [...world.users.values()].find((user) => user.name === "alice");
      if (alice !== undefined) addManyVms(world, callerOf(alice), 100);
    },
  });
  const front = freePort();
  const ports = [
    [freePort(), freePort()],
    [freePort(), freePort()],
  ] as const;
  const copies = [
    await startCopy(`${name}-one`, ports[0], front, sim.url),
    await startCopy(`${name}-two`, ports[1], front, sim.url),
  ];
  const { key, cert } = await makeCertificate();
  const pem = join(directory, "front.pem");
  writeFileSync(pem, key + cert, { mode: 0o600 });
  const proxy = startProxy(name, front, ports, pem);
  const url = `https://127.0.0.1:${front}`;
  try {
    await answered(url);
    const seconds = Math.ceil(restarts * SECONDS_A_RESTART) + 1;
    const reading = load(`${url}/compute/5`, { connections: 16, seconds, headers: ALICE });
    let over = false;
    const creating = create(url, name, () => over);
    let exits = 0;
    for (let n = 0; n < restarts; n += 1) {
      await Bun.sleep(SECONDS_A_RESTART * 500);
      exits += (await copies[n % 2]?.restart()) ?? 1;
      await Bun.sleep(SECONDS_A_RESTART * 500);
    }
    const { rate, errors } = await reading;
    over = true;
    const { made, others } = await creating;
    const list = await fetch(`${url}/compute`, { headers: ALICE, tls: { rejectUnauthorized: false } });
    const names = [...(await list.text()).matchAll(new RegExp(` name="(${name}-\\d+)"`, "g"))].map(([, one]) => one);
    check(`${name}: restarts, of two servers in turn`, restarts, "", exits === 0);
    check(`${name}: requests that failed of ${Math.round(rate * seconds)} reads`, errors, "", errors === 0);
    check(
      `${name}: requests that failed of ${made.length + others.length} creations`,
      others.length,
      "",
      others.length === 0,
    );
    for (const other of others.slice(0, 3)) console.error(other);
    const once = names.length === made.length && new Set(names).size === names.length;
    check(`${name}: machines in oned, each made once`, names.length, "", made.length > 0 && once);
  } finally {
    proxy.kill();
    await Promise.all([proxy.exited, ...copies.map((copy) => copy.stop())]);
    await sim.stop();
  }
}

try {
  for (const name of ["haproxy", "nginx"] as const) await behind(name, Number(values.restarts));
} finally {
  rmSync(directory, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
