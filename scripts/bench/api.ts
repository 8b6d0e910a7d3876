/**
 * The JSON API beside the same reads in XML, and beside oned itself: a machine, 10,000 machines in pages, plots, event streams.
 *
 *   bun scripts/bench/api.ts [--machines 10000] [--rounds 9] [--only reads|calls]
 *
 * Needs dist/occi-server; it starts its own oned in memory. Rounds take turns, and each figure is a median.
 */
import { parseArgs } from "node:util";
import { startOnedSim } from "../../src/oned-sim/index.ts";
import { addManyVms, callerOf, demoSeed } from "../../src/oned-sim/seed.ts";
import { addUser } from "../../src/oned-sim/users/users.ts";
import { basic, median, memory, report, startServer, startStandIn, timed, xmlrpc } from "./lib.ts";

const { values } = parseArgs({
  options: {
    machines: { type: "string", default: "10000" },
    rounds: { type: "string", default: "9" },
    only: { type: "string" },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help) {
  console.error("Usage: bun scripts/bench/api.ts [--machines N] [--rounds N] [--only reads|calls]");
  process.exit(0);
}
const rounds = Number(values.rounds);
const ALICE = "alice:alicepass";
const PAGE = 500;
const USERS = 20;
const STREAMS_OF_ONE = 10;
/** Milliseconds between two readings of a user's pools. */
const POLL_EVERY = 5_000;
const header = (user: string): string => `Authorization: ${basic(user).Authorization}`;

/** Times of several requests in turns, in milliseconds. */
async function inTurns(
  all: Readonly<Record<string, () => Promise<{ seconds: number }>>>,
): Promise<Record<string, number>> {
  const times: Record<string, number[]> = {};
  for (let round = -2; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(all)) {
      const { seconds } = await run();
      if (round >= 0) times[name] = [...(times[name] ?? []), seconds * 1000];
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]));
}

/** Reads of one machine, of pages and of plots, in front of an oned that is a process of its own. */
async function reads(): Promise<void> {
  const standIn = await startStandIn("--machines", values.machines, "--delay", "0");
  const server = await startServer(standIn.url);
  const ours = (path: string) => timed("-H", header(ALICE), server.url + path);
  const oned = (...call: Parameters<typeof xmlrpc>) =>
    timed("-H", "Content-Type: text/xml", "-d", xmlrpc(...call), standIn.url);
  try {
    const machine = await inTurns({ xml: () => ours("/compute/3"), json: () => ours("/api/v1/machines/3") });
    report("GET /api/v1/machines/ID / GET /compute/ID", (machine.json ?? 0) / (machine.xml ?? 1), "", { most: 1.1 });
    const added: number[] = [];
    for (let start = 0; start < Number(values.machines); start += 20 * PAGE) {
      const after = start === 0 ? "" : `&after=${Number(values.machines) + 3 - start}-${start}`;
      const page = await inTurns({
        oned: () => oned("one.vmpool.infoextended", ALICE, -2, start, -PAGE, -1),
        json: () => ours(`/api/v1/machines?limit=${PAGE}${after}`),
      });
      added.push((page.json ?? 0) - (page.oned ?? 0));
    }
    report(`a page of ${PAGE} machines: most added`, Math.max(...added), "ms", { most: 60 });
    const plots = await inTurns({
      oned: () => oned("one.vm.monitoring", ALICE, 0),
      json: () => ours("/api/v1/machines/0/metrics?range=12h"),
    });
    report("plots of 12 hours: oned itself", plots.oned ?? 0, "ms");
    report("plots of 12 hours: added", (plots.json ?? 0) - (plots.oned ?? 0), "ms", { most: 30 });
  } finally {
    await server.stop();
    standIn.stop();
  }
}

/** Calls to oned of one request, and of 200 event streams: the oned is in this process, to be counted. */
async function calls(): Promise<void> {
  const sim = await startOnedSim({
    seed: (world) => {
      demoSeed(world);
      for (let user = 0; user < USERS; user += 1) {
        addManyVms(world, callerOf(addUser(world, `user${user}`, "secret")), 20);
      }
    },
  });
  const server = await startServer(sim.url);
  const get = (path: string, user: string, signal?: AbortSignal): Promise<Response> =>
    fetch(server.url + path, { headers: basic(user), tls: { rejectUnauthorized: false }, ...(signal && { signal }) });
  try {
    for (const path of ["/api/v1/me", "/api/v1/templates"]) {
      const before = sim.callCount;
      await (await get(path, ALICE)).text();
      report(`GET ${path}: calls to oned`, sim.callCount - before, "", { most: 2 });
    }
    for (let user = 0; user < USERS; user += 1) await (await get("/api/v1/machines", `user${user}:secret`)).text();
    const before = memory(server.pid, "VmRSS");
    const abort = new AbortController();
    for (let user = 0; user < USERS; user += 1) {
      const opened = Array.from({ length: STREAMS_OF_ONE }, () =>
        get("/api/v1/events", `user${user}:secret`, abort.signal),
      );
      const answers = await Promise.all(opened);
      const refused = answers.filter(({ status }) => status !== 200).length;
      if (refused > 0) throw new Error(`${refused} streams were refused`);
      // A stream that nobody reads is let go of.
      for (const { body } of answers) void body?.pipeTo(new WritableStream()).catch(() => {});
    }
    await Bun.sleep(10_000);
    const begun = { calls: sim.callCount, at: performance.now() };
    await Bun.sleep(30_000);
    // On a busy machine the time is longer than that.
    const polls = (sim.callCount - begun.calls) / ((performance.now() - begun.at) / POLL_EVERY);
    if (polls === 0) throw new Error("the streams have ended");
    report(`${USERS * STREAMS_OF_ONE} event streams: calls to oned a poll`, polls, "", { most: USERS });
    report(`${USERS * STREAMS_OF_ONE} event streams: memory`, memory(server.pid, "VmRSS") - before, "MB", { most: 20 });
    abort.abort();
  } finally {
    await server.stop();
    await sim.stop();
  }
}

if (values.only !== "calls") await reads();
if (values.only !== "reads") await calls();
process.exit(0);
