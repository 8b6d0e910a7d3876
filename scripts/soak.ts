/** See scripts/soak. The stand-in oned and the load run in this process, the compiled server in its own. */
import { createHash } from "node:crypto";
import { readdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type InjectedFault, startOnedSim } from "../src/oned-sim/index.ts";
import { addManyVms, callerOf, demoSeed } from "../src/oned-sim/seed.ts";
import { basic, median, memory, startServer } from "./bench/lib.ts";
import { chart, type Sample } from "./soak-chart.ts";

const { values } = parseArgs({
  options: {
    hours: { type: "string", default: "1" },
    output: { type: "string", default: "soak.svg" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    executable: { type: "string" },
  },
});
const hours = Number(values.hours);
if (!(hours > 0)) throw new Error("--hours must be a number above 0");
const end = performance.now() + hours * 3_600_000;

/** Random, but the same for a seed. */
let drawn = 0;
function random(): number {
  drawn += 1;
  return createHash("sha256").update(`${values.seed}:${drawn}`).digest().readUInt32BE() / 2 ** 32;
}
const between = (least: number, most: number): number => least + random() * (most - least);

/** oned's deadline in the configuration: so long after a fault its effects may show. Milliseconds. */
const ONE_TIMEOUT = 4_000;
const MACHINES = 50;

const FAULTS: readonly (readonly [name: string, make: () => InjectedFault])[] = [
  ["reset", () => "reset"],
  ["answer lost", () => "reset-after"],
  ["hung", () => "hang"],
  ["cut", () => ({ cutAt: Math.floor(between(0, 3_000)) })],
  ["HTML", () => ({ status: 502, body: "<html>no</html>" })],
  ["garbage", () => ({ answer: "\u0000\u0001<not-xml" })],
  ["slow", () => ({ delayMs: between(100, ONE_TIMEOUT - 500) })],
];
let fault: (() => InjectedFault) | undefined;
let faultEnded = Number.NEGATIVE_INFINITY;
let faults = 0;
/** Whether a failure that begins now or began then may be oned's. */
const troubled = (begun: number): boolean => fault !== undefined || begun < faultEnded + ONE_TIMEOUT + 1_000;

const sim = await startOnedSim({
  answerDelayMs: 1,
  stepMs: 0,
  faults: () => fault?.(),
  seed: (world) => {
    demoSeed(world);
    const alice = [...world.users.values()].find(({ name }) => name === "alice");
    if (alice !== undefined) addManyVms(world, callerOf(alice), MACHINES);
  },
});
const names = new Map([...sim.world.vms.values()].map((vm) => [vm.id, vm.name]));
const mine = [...sim.world.vms.values()].filter((vm) => vm.uid === callerOfAlice()).map((vm) => vm.id);

function callerOfAlice(): number {
  const alice = [...sim.world.users.values()].find(({ name }) => name === "alice");
  if (alice === undefined) throw new Error("the stand-in has no alice");
  return alice.id;
}

const server = await startServer(
  sim.url,
  [`ONE_TIMEOUT=${ONE_TIMEOUT}ms`, "WAIT=1s", "LOG_LEVEL=warning"],
  values.executable,
);
const headers = basic("alice:alicepass");
const count = { requests: 0, failedInTrouble: 0, wrong: 0, reloads: 0, uploads: 0 };

function wrong(what: string): void {
  count.wrong += 1;
  if (count.wrong <= 20) console.error(`${new Date().toISOString()} wrong: ${what}`);
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Sends, and judges what every answer must hold to. @returns undefined for a failure that a fault of oned explains. */
async function send(method: string, path: string, body?: string | FormData): Promise<Answer | undefined> {
  const begun = performance.now();
  count.requests += 1;
  try {
    const response = await fetch(server.url + path, {
      method,
      headers,
      ...(body !== undefined && { body }),
      tls: { rejectUnauthorized: false },
      signal: AbortSignal.timeout(30_000),
    });
    const answer = { status: response.status, body: await response.text() };
    if (answer.status === 401) wrong(`${method} ${path}: 401 for the right password`);
    if (answer.status < 500) return answer;
    if (!troubled(begun)) wrong(`${method} ${path}: ${answer.status} ${answer.body.slice(0, 100)} without a fault`);
  } catch (error) {
    wrong(`${method} ${path}: ${String(error)}`);
  }
  count.failedInTrouble += 1;
  return undefined;
}

const pause = () => Bun.sleep(between(20, 80));
const running = (): boolean => performance.now() < end;

async function shows(): Promise<void> {
  while (running()) {
    const id = mine[Math.floor(random() * mine.length)] ?? 0;
    const answer = await send("GET", `/compute/${id}`);
    const right = `<ID>${id}</ID>`;
    if (
      answer !== undefined &&
      (answer.status !== 200 || !answer.body.includes(right) || !answer.body.includes(`<NAME>${names.get(id)}</NAME>`))
    ) {
      wrong(`GET /compute/${id}: ${answer.status} ${answer.body.slice(0, 100)}`);
    }
    await pause();
  }
}

async function lists(): Promise<void> {
  while (running()) {
    const answer = await send("GET", random() < 0.5 ? "/compute" : "/compute?verbose=true");
    const missing = answer === undefined ? [] : mine.filter((id) => !answer.body.includes(`/compute/${id}"`));
    if (
      answer !== undefined &&
      (answer.status !== 200 || missing.length > 0 || !answer.body.endsWith("</COMPUTE_COLLECTION>"))
    ) {
      wrong(`GET /compute: ${answer.status}, ${missing.length} machines missing`);
    }
    await pause();
  }
}

/** Creates and deletes; what a fault left behind is swept up. */
async function changes(): Promise<void> {
  for (let round = 0; running(); round += 1) {
    const answer = await send(
      "POST",
      "/compute",
      `<COMPUTE><NAME>soak-${round}</NAME><INSTANCE_TYPE>small</INSTANCE_TYPE></COMPUTE>`,
    );
    if (answer !== undefined && answer.status !== 201)
      wrong(`POST /compute: ${answer.status} ${answer.body.slice(0, 100)}`);
    for (const vm of sim.world.vms.values()) {
      if (vm.name.startsWith("soak-")) await send("DELETE", `/compute/${vm.id}`);
    }
    await pause();
  }
}

async function uploads(): Promise<void> {
  for (let round = 0; running(); round += 1) {
    const form = new FormData();
    form.set("occixml", `<STORAGE><NAME>soak-${round}</NAME><TYPE>OS</TYPE></STORAGE>`);
    form.set("file", new Blob([new Uint8Array(4 * 2 ** 20)]), "disk.img");
    const answer = await send("POST", "/storage", form);
    if (answer?.status === 201) count.uploads += 1;
    else if (answer !== undefined) wrong(`POST /storage: ${answer.status} ${answer.body.slice(0, 100)}`);
    for (const image of sim.world.images.values()) {
      if (image.name.startsWith("soak-")) await send("DELETE", `/storage/${image.id}`);
    }
    await Bun.sleep(between(500, 1_500));
  }
}

async function troubles(): Promise<void> {
  while (running()) {
    await Bun.sleep(between(8_000, 20_000));
    const [, make] = FAULTS[Math.floor(random() * FAULTS.length)] ?? FAULTS[0] ?? ["none", () => "reset" as const];
    fault = make;
    faults += 1;
    await Bun.sleep(between(200, 5_000));
    fault = undefined;
    faultEnded = performance.now();
    if (random() < 0.3) {
      process.kill(server.pid, "SIGHUP");
      count.reloads += 1;
    }
  }
}

const samples: Sample[] = [];
async function watches(): Promise<void> {
  const begun = performance.now();
  while (running()) {
    samples.push({
      seconds: (performance.now() - begun) / 1000,
      memory: memory(server.pid, "VmRSS"),
      descriptors: readdirSync(`/proc/${server.pid}/fd`).length,
    });
    writeFileSync(values.output, chart(samples, `scripts/soak --hours ${values.hours} --seed ${values.seed}`));
    await Bun.sleep(5_000);
  }
}

function line(name: string, value: number, unit: string, passes: boolean): void {
  console.log(`${name} ${value.toFixed(1)} ${unit} ${passes ? "pass" : "fail"}`);
  if (!passes) process.exitCode = 1;
}

await Promise.all([shows(), shows(), shows(), shows(), lists(), changes(), uploads(), troubles(), watches()]);
// The first quarter is warming up.
const quarter = Math.floor(samples.length / 4);
const early = samples.slice(quarter, quarter * 2);
const late = samples.slice(-quarter);
const growth = median(late.map((s) => s.memory)) - median(early.map((s) => s.memory));
const grown = median(late.map((s) => s.descriptors)) - median(early.map((s) => s.descriptors));
line("soak-wrong-answers", count.wrong, "answers", count.wrong === 0);
line("soak-memory-growth", growth, "MB from the second quarter to the last", growth <= 10);
line("soak-peak-memory", Math.max(...samples.map((s) => s.memory)), "MB", true);
line("soak-descriptor-growth", grown, "descriptors", grown <= 5);
console.log(
  `${count.requests} requests, ${faults} faults, ${count.failedInTrouble} failures by them, ${count.uploads} uploads, ${count.reloads} reloads, seed ${values.seed}`,
);
await server.stop();
await sim.stop();
