/** Fair under load: checks 6 and 7. */
import { startOnedSim } from "../../src/oned-sim/index.ts";
import { addManyVms, callerOf, demoSeed } from "../../src/oned-sim/seed.ts";
import { startServer } from "../bench/lib.ts";
import type { Check } from "./check.ts";
import { ask, clients, quantile } from "./clients-lib.ts";

const MACHINES = 200;

export function busySim(answerDelayMs = 2) {
  return startOnedSim({
    answerDelayMs,
    maxConnections: 100,
    seed: (world) => {
      demoSeed(world);
      addManyVms(world, callerOf(world.user(2)), MACHINES);
    },
  });
}

/** The address of one of many machines, so that equal reads do not become one. */
export function anyMachine(url: string): string {
  return `${url}/compute/${3 + Math.floor(Math.random() * MACHINES)}`;
}

const STAND_IN = new URL("../bench/stand-in.ts", import.meta.url).pathname;

/** A slow oned, so that the queue is what counts and not the two cores. */
const SLOW_MS = 20;

export const loadChecks: readonly Check[] = [
  {
    number: 6,
    title: "a greedy user, 450 clients beside 50 others, takes nothing from another",
    async run(report) {
      const sim = await busySim(SLOW_MS);
      const server = await startServer(sim.url, [
        "CONNECTIONS_PER_ADDRESS=2000",
        "REQUESTS_PER_USER=1000",
        "REQUESTS_WAITING=1000",
      ]);
      const bob = () => ask(`${server.url}/compute/2`, { user: "bob:bobpass" });
      try {
        await clients(8, 1_000, bob);
        const few = clients(50, 6_000, () => ask(anyMachine(server.url), { user: "oneadmin:opennebula" }));
        await Bun.sleep(1_000); // handshakes
        const before = await clients(1, 5_000, bob);
        await few;
        const many = clients(450, 8_000, () => ask(anyMachine(server.url)));
        const others = clients(49, 8_000, () => ask(anyMachine(server.url), { user: "oneadmin:opennebula" }));
        await Bun.sleep(3_000); // handshakes
        const during = await clients(1, 5_000, bob);
        await Promise.all([many, others]);
        // ONE_CONNECTIONS, and for a moment the probe of /readyz.
        report("connections-to-oned", sim.maxOpen, "", { most: 8 + 1 });
        report("p99-of-another-user-beside-450-clients", quantile(during, 0.99) / quantile(before, 0.99), "times", {
          most: 2,
        });
        report("refused", during.filter(({ status }) => status !== 200).length, "requests", { most: 0 });
      } finally {
        await server.stop();
        await sim.stop();
      }
    },
  },
  {
    number: 7,
    title: "ten times what oned can do: the rest is refused at once",
    async run(report) {
      // In a process of its own: its work is not to be taken for the server's.
      const sim = Bun.spawn([process.execPath, STAND_IN, "--delay", String(SLOW_MS), "--machines", String(MACHINES)], {
        stdout: "pipe",
      });
      const line = await sim.stdout.getReader().read();
      const server = await startServer(new TextDecoder().decode(line.value).trim(), [
        "CONNECTIONS_PER_ADDRESS=5000",
        "REQUESTS_PER_USER=1000",
        "REQUESTS_WAITING=32",
      ]);
      const one = () => ask(anyMachine(server.url));
      try {
        await clients(8, 1_000, one);
        // All that it can take: its places and those of its queue.
        const full = await clients(40, 4_000, one);
        // Ten times as many clients; one that is refused comes again after half a second, too early.
        const impatient = async () => {
          const outcome = await one();
          if (outcome.status !== 200) await Bun.sleep(500);
          return outcome;
        };
        await clients(400, 3_000, impatient); // handshakes
        const over = await clients(400, 4_000, impatient);
        const served = over.filter(({ status }) => status === 200);
        const refused = over.filter(({ code }) => code === "OVERLOADED");
        report("served", served.length / 4, "req/s", { least: 0.8 * (full.length / 4) });
        report("p99-of-served", quantile(served, 0.99) / quantile(full, 0.99), "times", { most: 3 });
        report("refused", refused.length, "requests", { least: 1 });
        report(
          "refused-without-retry-after",
          refused.filter(({ retryAfter }) => retryAfter === null).length,
          "requests",
          { most: 0 },
        );
        report("p99-of-refused", quantile(refused, 0.99), "ms", { most: 100 });
        report("anything-else", over.length - served.length - refused.length, "requests", { most: 0 });
      } finally {
        await server.stop();
        sim.kill();
      }
    },
  },
];
