/** An oned that is in trouble, in the middle of fifty requests a second: checks 8 to 11, 14, 18 and 19. */
import { readdirSync } from "node:fs";
import { freePort } from "../../src/http/testing/free-port.ts";
import { type InjectedFault, type OnedSim, startOnedSim } from "../../src/oned-sim/index.ts";
import { addManyVms, callerOf, demoSeed } from "../../src/oned-sim/seed.ts";
import { memory, startServer } from "../bench/lib.ts";
import type { Check, Report } from "./check.ts";
import { ask, atRate, type Outcome } from "./clients-lib.ts";

const RATE = 50;
const DEADLINE_MS = 15_000;

/** How long the admin listener takes for an answer at 99 of 100 times, milliseconds. */
async function health(port: number, milliseconds: number): Promise<number> {
  const times: number[] = [];
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    for (const path of ["/livez", "/readyz"]) {
      const started = performance.now();
      await (await fetch(`http://127.0.0.1:${port}${path}`)).text();
      times.push(performance.now() - started);
    }
    await Bun.sleep(50);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length * 0.99)] ?? Number.NaN;
}

const all = (outcomes: readonly Outcome[], ...statuses: number[]) =>
  outcomes.filter(({ status }) => !statuses.includes(status)).length;

/** oned is asked, hangs in a way, and must be given up at the deadline. */
async function hung(report: Report, url: string, admin: number, serverUrl: string): Promise<void> {
  const healthy = health(admin, DEADLINE_MS);
  const outcomes = await Promise.all(Array.from({ length: 8 }, (_, i) => ask(`${serverUrl}/compute/${i}`)));
  const times = outcomes.map(({ milliseconds }) => milliseconds);
  report(`not-503-or-504-of-${new URL(url).hostname}`, all(outcomes, 503, 504), "requests", { most: 0 });
  report("given-up-first", Math.min(...times), "ms", { least: DEADLINE_MS - 200, most: DEADLINE_MS + 200 });
  report("given-up-last", Math.max(...times), "ms", { least: DEADLINE_MS - 200, most: DEADLINE_MS + 200 });
  report("livez-and-readyz-p99", await healthy, "ms", { most: 5 });
}

/** A server in front of a listener of ours. */
async function inFrontOf(report: Report, url: string): Promise<void> {
  const admin = freePort();
  const server = await startServer(url, [`ADMIN=127.0.0.1:${admin}`, `ONE_TIMEOUT=${DEADLINE_MS / 1000}s`]);
  try {
    await hung(report, url, admin, server.url);
  } finally {
    await server.stop();
  }
}

function descriptors(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

export const onedChecks: readonly Check[] = [
  {
    number: 8,
    title: "oned is killed, and comes back",
    quick: true,
    async run(report) {
      const port = freePort();
      const seed = (world: OnedSim["world"]) => demoSeed(world);
      const start = () => startOnedSim({ port, seed, answerDelayMs: 2 });
      let sim = await start();
      const server = await startServer(sim.url);
      const one = () => ask(`${server.url}/compute/0`);
      try {
        await ask(`${server.url}/compute/0`);
        const before = atRate(RATE, 1_000, one);
        await before;
        const down = atRate(RATE, 3_000, one);
        await Bun.sleep(500);
        await sim.stop();
        const outcomes = await down;
        const failed = outcomes.filter(({ status }) => status !== 200);
        report("neither-200-nor-503", all(outcomes, 200, 503), "requests", { most: 0 });
        report(
          "other-than-ONED_UNREACHABLE",
          failed.filter(({ code }) => code !== "ONED_UNREACHABLE").length,
          "requests",
          { most: 0 },
        );
        report("slowest-refusal", Math.max(...failed.map(({ milliseconds }) => milliseconds)), "ms", { most: 1000 });
        sim = await start();
        const returned = performance.now();
        while ((await one()).status !== 200 && performance.now() - returned < 10_000) await Bun.sleep(10);
        report("full-service-after", performance.now() - returned, "ms", { most: 1000 });
        report("failures-afterwards", all(await atRate(RATE, 1_000, one), 200), "requests", { most: 0 });
      } finally {
        await server.stop();
        await sim.stop();
      }
    },
  },
  {
    number: 9,
    title: "oned accepts and stays silent",
    async run(report) {
      const sim = await startOnedSim({ faults: () => "hang", timeoutMs: 600_000 });
      try {
        await inFrontOf(report, sim.url);
      } finally {
        await sim.stop();
      }
    },
  },
  {
    number: 10,
    title: "oned sends one byte a second",
    async run(report) {
      const timers = new Set<ReturnType<typeof setInterval>>();
      const text = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 5000\r\n\r\n<?xml";
      const listener = Bun.listen({
        hostname: "127.0.0.1",
        port: 0,
        socket: {
          open(socket) {
            let at = 0;
            timers.add(setInterval(() => socket.write(text[at++] ?? "x"), 1_000));
          },
          data() {},
        },
      });
      try {
        await inFrontOf(report, `http://127.0.0.1:${listener.port}/RPC2`);
      } finally {
        for (const timer of timers) clearInterval(timer);
        listener.stop(true);
      }
    },
  },
  {
    number: 11,
    title: "oned's backlog is full: connections are never made",
    needs: ["python3"],
    async run(report) {
      const program = [
        "import socket,sys,time",
        "s=socket.socket(); s.bind(('127.0.0.1',0)); s.listen(0); print(s.getsockname()[1],flush=True)",
        "c=[socket.socket() for _ in range(4)]",
        "[(x.setblocking(False),x.connect_ex(s.getsockname())) for x in c]",
        "time.sleep(600)",
      ].join("\n");
      const child = Bun.spawn(["python3", "-c", program], { stdout: "pipe" });
      try {
        const line = await child.stdout.getReader().read();
        const port = Number(new TextDecoder().decode(line.value));
        await Bun.sleep(200);
        await inFrontOf(report, `http://127.0.0.1:${port}/RPC2`);
      } finally {
        child.kill();
      }
    },
  },
  {
    number: 14,
    title: "an answer of 2 GB",
    quick: true,
    async run(report) {
      const listener = Bun.listen({
        hostname: "127.0.0.1",
        port: 0,
        socket: {
          data(socket) {
            socket.write(
              `HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: ${2 ** 31}\r\n\r\n${"x".repeat(1 << 20)}`,
            );
          },
        },
      });
      const server = await startServer(`http://127.0.0.1:${listener.port}/RPC2`);
      try {
        await ask(`${server.url}/compute`);
        const before = memory(server.pid, "VmRSS");
        const outcomes = await Promise.all(Array.from({ length: 8 }, () => ask(`${server.url}/compute`)));
        report("not-refused", outcomes.filter(({ status }) => status < 500).length, "requests", { most: 0 });
        report("slowest-refusal", Math.max(...outcomes.map(({ milliseconds }) => milliseconds)), "ms", { most: 1000 });
        report("memory-added", memory(server.pid, "VmRSS") - before, "MB", { most: 20 });
      } finally {
        await server.stop();
        listener.stop(true);
      }
    },
  },
  {
    number: 18,
    title: "one of a thousand machines cannot be sent by oned",
    quick: true,
    async run(report) {
      const sim = await startOnedSim({
        seed: (world) => {
          demoSeed(world);
          addManyVms(world, callerOf(world.user(2)), 997);
          const machine = world.vms.get(500);
          if (machine !== undefined) machine.name = "poisoned \u{1f600}";
          world.changed();
        },
      });
      const server = await startServer(sim.url);
      try {
        const before = sim.callCount;
        const response = await fetch(`${server.url}/compute`, {
          headers: { Authorization: `Basic ${btoa("oneadmin:opennebula")}` },
          tls: { rejectUnauthorized: false },
        });
        const listed = (await response.text()).match(/<COMPUTE href/g)?.length ?? 0;
        report("listed", listed, "machines", { least: sim.world.vms.size - 1, most: sim.world.vms.size - 1 });
        report("named", response.headers.get("x-occi-skipped") === "compute 500" ? 1 : 0, "", { least: 1 });
        report("calls", sim.callCount - before, "calls", { most: 60 });
      } finally {
        await server.stop();
        await sim.stop();
      }
    },
  },
  {
    number: 19,
    title: "oned is restarted a hundred times under load",
    async run(report) {
      const port = freePort();
      const faults = (): InjectedFault | undefined => (Math.random() < 0.02 ? "reset" : undefined);
      const start = () => startOnedSim({ port, faults, seed: demoSeed, answerDelayMs: 2 });
      let sim = await start();
      const server = await startServer(sim.url);
      try {
        const wrong = ({ status, body }: Outcome) => (status === 200 ? !body.includes("<ID>0</ID>") : status !== 503);
        await atRate(RATE, 1_000, () => ask(`${server.url}/compute/0`, { alone: true }));
        const before = descriptors(server.pid);
        const load = atRate(RATE, 30_000, () => ask(`${server.url}/compute/0`, { alone: true }));
        for (let i = 0; i < 100; i++) {
          await Bun.sleep(200);
          await sim.stop();
          await Bun.sleep(20);
          sim = await start();
        }
        const outcomes = await load;
        report("answers", outcomes.length, "requests", { least: RATE * 29 });
        report("wrong", outcomes.filter(wrong).length, "requests", { most: 0 });
        await Bun.sleep(15_000);
        report("descriptors-leaked", descriptors(server.pid) - before, "", { most: 0 });
      } finally {
        await server.stop();
        await sim.stop();
      }
    },
  },
];
