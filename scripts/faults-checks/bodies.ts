/** The cost of clients' texts: checks 61 to 63. OCCI_FUZZ_SECONDS a reader for 62, OCCI_FUZZ_SEED for other texts. */
import { startServer } from "../bench/lib.ts";
import type { Check, Report } from "./check.ts";
import { ask, type Outcome, quantile } from "./clients-lib.ts";
import { memoryOf, timeOf } from "./slow/measure.ts";
import { BODY, closeTargets } from "./slow/readers.ts";
import { type Found, randomFrom, search } from "./slow/search.ts";
import { TARGETS, type Target } from "./slow/targets.ts";

/** Milliseconds of the event loop for BODY_LIMIT. */
const MOST_TIME = 20;
/** Times the size of the text. */
const MOST_MEMORY = 30;
/** With a small text, the code that is compiled for it would be counted. */
const SMALLEST_FOR_MEMORY = BODY / 4;
/** Beside other work a run takes up to three times as long, and the first ones, before there is fast code, as well. */
const BUSY = 3;

const STAND_IN = new URL("../bench/stand-in.ts", import.meta.url).pathname;
const SENDER = new URL("slow/sender.ts", import.meta.url).pathname;

/** A name as the figures have it. */
const figure = (what: string, name: string): string => `${what}-of-${name.replace(/\W+/g, "-")}`;

/** Each kept text at its largest and at a quarter of that: quick, and a quadratic way stands out whatever else runs. */
async function measureCorpus(report: Report): Promise<void> {
  let [slowest, growth] = [0, 0];
  for (const target of TARGETS) {
    for (const input of target.corpus) {
      const quarter = await timeOf(target, input, target.most / 4, 2);
      const whole = await timeOf(target, input, target.most, 3);
      slowest = Math.max(slowest, whole);
      // Shorter times are not reliable.
      if (quarter > 1) growth = Math.max(growth, whole / quarter);
    }
  }
  report("slowest", slowest, "ms", { most: MOST_TIME * BUSY });
  report("growth-for-four-times-the-size", growth, "times", { most: 4 * BUSY });
}

/** Those that took most. */
const LARGEST: readonly (readonly [string, string])[] = [
  ["JSON", "categories"],
  ["JSON", "locations as objects"],
  ["text", "lines of locations"],
  ["XML of a machine", "carriage returns in an attribute"],
];

async function measureMemory(report: Report): Promise<void> {
  let most = 0;
  for (const [name, title] of LARGEST) {
    const target = TARGETS.find((one) => one.name === name);
    const input = target?.corpus.find((one) => one.name === title);
    if (target === undefined || input === undefined) throw new Error(`no ${title} among ${name}`);
    const bytes = await memoryOf(target, input, SMALLEST_FOR_MEMORY, 1);
    most = Math.max(most, bytes / SMALLEST_FOR_MEMORY);
  }
  report("memory", most, "times", { most: MOST_MEMORY * 2 });
}

/** The repeated part of a text, cut to fit a line. */
function shown({ input, bytes }: Found): string {
  const text = JSON.stringify(input.pieces);
  return `${text.length > 200 ? `${text.slice(0, 200)}...` : text} of ${bytes} bytes`;
}

async function searchFor(report: Report, target: Target, seconds: number, seed: number): Promise<void> {
  const found = await search(target, seconds * 1_000, randomFrom(seed));
  const [worst] = found;
  if (worst === undefined) throw new Error(`nothing was found for ${target.name}`);
  console.log(`# ${target.name}: ${shown(worst)}`);
  report(figure("time", target.name), worst.time, "ms", { most: MOST_TIME });
  if (target.most < BODY) return;
  let most = 0;
  for (const { input } of found.slice(0, 3)) {
    for (const bytes of [SMALLEST_FOR_MEMORY, target.most]) {
      most = Math.max(most, (await memoryOf(target, input, bytes, 2)) / bytes);
    }
  }
  report(figure("memory", target.name), most, "times", { most: MOST_MEMORY });
}

/** One request after the other, ten milliseconds apart. */
async function honest(url: string, milliseconds: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const end = performance.now() + milliseconds; performance.now() < end; await Bun.sleep(10)) {
    outcomes.push(await ask(`${url}/instance_type`, { user: "bob:bobpass" }));
  }
  return outcomes;
}

/** The stand-in is a process of its own: what it does must not count. */
async function startStandIn(): Promise<{ readonly url: string; stop(): void }> {
  const child = Bun.spawn([process.execPath, STAND_IN, "--delay", "1"], { stdout: "pipe" });
  const { value } = await child.stdout.getReader().read();
  return { url: new TextDecoder().decode(value).trim(), stop: () => child.kill() };
}

async function besideSenders(report: Report, url: string, who: string, user: readonly string[]): Promise<void> {
  const before = await honest(url, 10_000);
  const sender = Bun.spawn([process.execPath, SENDER, url, "2", ...user], { stdout: "pipe" });
  await Bun.sleep(2_000);
  const during = await honest(url, 10_000);
  sender.kill("SIGTERM");
  console.log(`# ${who}: ${(await new Response(sender.stdout).text()).trim()}`);
  report(`failures-beside-${who}`, during.filter(({ status }) => status !== 200).length, "requests", { most: 0 });
  report(`p99-added-by-${who}`, quantile(during, 0.99) - quantile(before, 0.99), "ms", { most: MOST_TIME });
}

export const bodyChecks: readonly Check[] = [
  {
    number: 61,
    title: "the slowest texts of every reader, as they are kept",
    quick: true,
    async run(report) {
      await measureCorpus(report);
      await measureMemory(report);
      closeTargets();
    },
  },
  {
    number: 62,
    title: "a search for slow texts of every reader",
    async run(report) {
      const seconds = Number(process.env.OCCI_FUZZ_SECONDS ?? 10);
      const seed = Number(process.env.OCCI_FUZZ_SEED ?? 1);
      for (const target of TARGETS) await searchFor(report, target, seconds, seed);
      closeTargets();
    },
  },
  {
    number: 63,
    title: "two connections that send the slowest bodies without end",
    async run(report) {
      const standIn = await startStandIn();
      const server = await startServer(standIn.url);
      try {
        await honest(server.url, 1_000);
        await besideSenders(report, server.url, "strangers", []);
        await besideSenders(report, server.url, "a-user", ["alice:alicepass"]);
      } finally {
        await server.stop();
        standIn.stop();
      }
    },
  },
];
