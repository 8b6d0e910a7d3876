/** Passwords: checks 20, 48 and 49. */

import { heapStats } from "bun:jsc";
import { OcciError } from "../../src/errors.ts";
import { LoginDelay } from "../../src/http/login-delay.ts";
import { freePort } from "../../src/http/testing/free-port.ts";
import { startOnedSim } from "../../src/oned-sim/index.ts";
import { startServer } from "../bench/lib.ts";
import type { Check, Report } from "./check.ts";
import { ask, atRate, statusFromElsewhere } from "./clients-lib.ts";

export const loginChecks: readonly Check[] = [
  {
    number: 20,
    title: "oned is down: never 401, and no try counts",
    async run(report) {
      const port = freePort();
      const server = await startServer(`http://127.0.0.1:${port}/RPC2`);
      try {
        let wrong = 0;
        for (let i = 0; i < 100; i++) {
          const answers = await Promise.all(Array.from({ length: 100 }, () => ask(`${server.url}/compute`)));
          wrong += answers.filter(({ status }) => status !== 503).length;
        }
        report("of-10000-not-503", wrong, "requests", { most: 0 });
        const sim = await startOnedSim({ port });
        const { status } = await ask(`${server.url}/compute`);
        await sim.stop();
        report("login-when-it-is-back", status, "status", { least: 200, most: 200 });
      } finally {
        await server.stop();
      }
    },
  },
  {
    number: 48,
    title: "wrong password, unknown user, odd names: one answer, in one time",
    async run(report) {
      const sim = await startOnedSim({
        // How oned treats a name that it knows is its own affair: here it refuses all of them alike.
        faults: () => ({ error: ["AUTHENTICATION", "User couldn't be authenticated, aborting call."] }),
      });
      const server = await startServer(sim.url, ["LOGIN_DELAY=0s", "LOG_LEVEL=error"]);
      try {
        const logins = [
          "alice:wrong",
          "nobody:wrong",
          "alice:",
          `alice:${"x".repeat(3000)}`,
          "a\u0001b:x",
          "al ice:x",
          `${"x".repeat(10_000)}:x`,
        ];
        const bodies = new Set<string>();
        for (const user of logins) {
          const { status, body } = await ask(`${server.url}/compute`, { user });
          bodies.add(`${status} ${body.replace(/Request: .*/, "")}`);
        }
        report("different-answers", bodies.size, "", { least: 1, most: 1 });
        const known: number[] = [];
        const unknown: number[] = [];
        for (let i = 0; i < 10_000; i++) {
          // In turn: the second request profits from the first.
          const order = [known, unknown].map((times, which) => ({ times, name: which === 0 ? "alice" : "alicf" }));
          for (const { times, name } of i % 2 === 0 ? order : order.reverse()) {
            times.push((await ask(`${server.url}/compute`, { user: `${name}:wrong${i % 7}` })).milliseconds);
          }
        }
        report("welch-t-of-10000-pairs", Math.abs(welch(cropped(known), cropped(unknown))), "", { most: 4.5 });
      } finally {
        await server.stop();
        await sim.stop();
      }
    },
  },
  {
    number: 49,
    title: "a hundred guesses a second of one user from one address",
    async run(report) {
      const sim = await startOnedSim();
      const server = await startServer(sim.url);
      try {
        let i = 0;
        const spellings = ["alice", "Alice", "aLICE", "%61lice"];
        await atRate(100, 60_000, () =>
          ask(`${server.url}/compute`, { user: `${spellings[i % spellings.length]}:guess${i++}` }),
        );
        const guesses = sim.calls.filter(({ user }) => spellings.includes(user));
        report("reach-oned-in-a-minute", guesses.length, "calls", { most: 10 });
        const started = performance.now();
        const status = await statusFromElsewhere(`${server.url}/compute`, "alice:alicepass");
        report("login-from-another-address", status === 200 ? performance.now() - started : Number.NaN, "ms", {
          most: 1000,
        });
        report(
          "login-of-another-user",
          (await ask(`${server.url}/compute`, { user: "bob:bobpass" })).milliseconds,
          "ms",
          { most: 1000 },
        );
      } finally {
        await server.stop();
        await sim.stop();
      }
      await reportNeighbours(report);
      report("table-after-a-million-names", await tableAfter(1_000_000), "MB", { most: 5 });
    },
  },
];

/** The right password, beside guesses and beside a script that still has the old one, at the same address. */
async function reportNeighbours(report: Report): Promise<void> {
  const sim = await startOnedSim();
  const server = await startServer(sim.url);
  try {
    const login = (user: string) => ask(`${server.url}/compute`, { user });
    await login("alice:alicepass");
    let [guesses, refused] = [0, 0];
    await atRate(50, 10_000, async () => {
      const guess = login(`alice:guess${guesses++}`);
      if ((await login("alice:alicepass")).status !== 200) refused++;
      return guess;
    });
    report("refused-of-one-that-worked-lately", refused, "logins", { most: 0 });
    await atRate(10, 10_000, () => login("bob:old"));
    const started = performance.now();
    while ((await login("bob:bobpass")).status !== 200) await Bun.sleep(50);
    report("first-login-beside-an-old-password", performance.now() - started, "ms", { most: 1_500 });
  } finally {
    await server.stop();
    await sim.stop();
  }
}

async function tableAfter(names: number): Promise<number> {
  const refuse = async (): Promise<never> => {
    throw new OcciError("BAD_CREDENTIALS", "no");
  };
  const oned = { read: refuse, readPool: refuse, readMany: refuse, change: refuse };
  Bun.gc(true);
  const before = memory();
  const delays = new LoginDelay();
  for (let i = 0; i < names; i++) {
    const session = `name ${i}:x`;
    const guarded = delays.guard(oned, { user: `name ${i}`, session, address: "192.0.2.1", longest: 60_000 });
    await guarded.read(session, "one.user.info", -1).catch(() => {});
  }
  Bun.gc(true);
  const size = (memory() - before) / 2 ** 20;
  const login = { user: "name 1", session: "name 1:y", address: "192.0.2.1", longest: 60_000 };
  await delays
    .guard(oned, login)
    .read(login.session, "one.user.info", -1)
    .catch(() => {});
  return size;
}

/** The size of objects and of the tables beside them, in bytes. */
function memory(): number {
  const { heapSize, extraMemorySize } = heapStats();
  return heapSize + extraMemorySize;
}

/** Without the slowest tenth: what other programs of the machine did, as dudect does. */
function cropped(times: readonly number[]): number[] {
  return [...times].sort((a, b) => a - b).slice(0, Math.floor(times.length * 0.9));
}

function welch(a: readonly number[], b: readonly number[]): number {
  const mean = (x: readonly number[]) => x.reduce((sum, value) => sum + value, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  const variance = (x: readonly number[], m: number) =>
    x.reduce((sum, value) => sum + (value - m) ** 2, 0) / (x.length - 1);
  return (ma - mb) / Math.sqrt(variance(a, ma) / a.length + variance(b, mb) / b.length);
}
