/**
 * GET /compute/ID over HTTPS beside the same call made to oned directly.
 *
 *   bun scripts/bench/show.ts --oned http://localhost:2633/RPC2 [--user alice:alicepass] [--id 0] [--rounds 3]
 *   bun scripts/bench/show.ts --stand-in        (its own oned in memory, answering in 2 ms, closing each connection)
 *
 * Needs dist/occi-server and wrk. Rounds take turns, so that a machine that drifts drifts for both.
 */
import { parseArgs } from "node:util";
import { basic, type Load, load, median, report, startServer, xmlrpc } from "./lib.ts";

const { values } = parseArgs({
  options: {
    oned: { type: "string" },
    "stand-in": { type: "boolean", default: false },
    user: { type: "string", default: "alice:alicepass" },
    id: { type: "string", default: "0" },
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "5" },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help || (values.oned === undefined) !== values["stand-in"]) {
  console.error("Usage: bun scripts/bench/show.ts --oned URL | --stand-in  [--user U:P] [--id N] [--rounds N]");
  process.exit(values.help ? 0 : 2);
}

const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const standIn = values["stand-in"]
  ? Bun.spawn([process.execPath, new URL("stand-in.ts", import.meta.url).pathname], { stdout: "pipe" })
  : undefined;
const onedUrl = values.oned ?? (await firstLine(standIn?.stdout));
const server = await startServer(onedUrl, ["LOG_LEVEL=warning"]);
const body = xmlrpc("one.vm.info", values.user, Number(values.id));
const direct = (connections: number) =>
  load(onedUrl, { connections, seconds, body, headers: { "Content-Type": "text/xml", Connection: "close" } });
const ours = (connections: number) =>
  load(`${server.url}/compute/${values.id}`, { connections, seconds, headers: basic(values.user) });

try {
  await ours(16);
  const results: Record<string, Load[]> = {};
  const add = async (name: string, run: Promise<Load>) => {
    results[name] = [...(results[name] ?? []), await run];
  };
  for (let round = 0; round < rounds; round++) {
    await add("ours 16", ours(16));
    for (const connections of values["stand-in"] ? [1, 8] : [1, 2, 4, 8, 12]) {
      await add(`direct ${connections}`, direct(connections));
    }
    await add("ours 1", ours(1));
  }
  const of = (name: string, field: keyof Load) => median((results[name] ?? []).map((result) => result[field]));
  for (const name of Object.keys(results)) {
    report(`${name} connections`, of(name, "rate"), "req/s");
    report(`${name} connections, p50`, of(name, "p50"), "ms");
    report(`${name} connections, p99`, of(name, "p99"), "ms");
    report(`${name} connections, errors`, of(name, "errors"), "");
  }
  if (values["stand-in"]) {
    report("16 clients, rate", of("ours 16", "rate"), "req/s", { least: 2500 });
    report("16 clients, p99", of("ours 16", "p99"), "ms", { most: 20 });
  } else {
    const best = Math.max(...[1, 2, 4, 8, 12].map((connections) => of(`direct ${connections}`, "rate")));
    report("16 clients, rate / best direct rate", of("ours 16", "rate") / best, "", { least: 0.95 });
  }
  report("one client, added to the median", of("ours 1", "p50") - of("direct 1", "p50"), "ms", { most: 0.3 });
} finally {
  await server.stop();
  standIn?.kill();
}

async function firstLine(stream: ReadableStream<Uint8Array> | undefined): Promise<string> {
  for await (const chunk of stream ?? []) return new TextDecoder().decode(chunk).split("\n")[0] ?? "";
  throw new Error("the stand-in did not start");
}
