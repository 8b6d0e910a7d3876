/**
 * GET /compute/ID over HTTPS beside the same call made to oned directly.
 *
 *   bun scripts/bench/show.ts --oned http://localhost:2633/RPC2 [--user alice:alicepass] [--ids 0,1,3] [--rounds 3]
 *   bun scripts/bench/show.ts --stand-in        (its own oned in memory, answering in 2 ms, closing each connection)
 *
 * Needs dist/occi-server and wrk. Rounds take turns, so that a machine that drifts drifts for both. Each figure stands
 * for one machine that all clients ask for, where reads that wait in line become one, and for many asked in turn.
 */
import { parseArgs } from "node:util";
import { basic, type Load, load, median, report, startServer, startStandIn, xmlrpc } from "./lib.ts";

const { values } = parseArgs({
  options: {
    oned: { type: "string" },
    "stand-in": { type: "boolean", default: false },
    user: { type: "string", default: "alice:alicepass" },
    ids: { type: "string", default: "0" },
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "5" },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help || (values.oned === undefined) !== values["stand-in"]) {
  console.error("Usage: bun scripts/bench/show.ts --oned URL | --stand-in  [--user U:P] [--ids N,N] [--rounds N]");
  process.exit(values.help ? 0 : 2);
}

const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const standIn = values["stand-in"] ? await startStandIn() : undefined;
const onedUrl = values.oned ?? standIn?.url ?? "";
const server = await startServer(onedUrl);
// The stand-in's machines of the pool have the ids from 3 on.
const ids = values["stand-in"] ? Array.from({ length: 97 }, (_, i) => String(i + 3)) : values.ids.split(",");
const body = xmlrpc("one.vm.info", values.user, Number(ids[0]));
const direct = (connections: number) =>
  load(onedUrl, { connections, seconds, body, headers: { "Content-Type": "text/xml", Connection: "close" } });
const headers = basic(values.user);
const one = (connections: number) => load(`${server.url}/compute/${ids[0]}`, { connections, seconds, headers });
const many = (connections: number) =>
  load(server.url, { connections, seconds, headers, paths: ids.map((id) => `/compute/${id}`) });

try {
  await many(16);
  const results: Record<string, Load[]> = {};
  const add = async (name: string, run: Promise<Load>) => {
    results[name] = [...(results[name] ?? []), await run];
  };
  const directs = values["stand-in"] ? [1, 8] : [1, 2, 4, 8, 12];
  for (let round = 0; round < rounds; round++) {
    await add("16 clients, many machines", many(16));
    await add("16 clients, one machine", one(16));
    for (const connections of directs) await add(`direct, ${connections} connections`, direct(connections));
    await add("1 client", one(1));
  }
  const of = (name: string, field: keyof Load) => median((results[name] ?? []).map((result) => result[field]));
  for (const name of Object.keys(results)) {
    report(name, of(name, "rate"), "req/s");
    report(`${name}, p50`, of(name, "p50"), "ms");
    report(`${name}, p99`, of(name, "p99"), "ms");
    report(`${name}, errors`, of(name, "errors"), "", { most: 0 });
  }
  if (values["stand-in"]) {
    report("16 clients, many machines: rate", of("16 clients, many machines", "rate"), "req/s", { least: 2500 });
    report("16 clients, many machines: p99", of("16 clients, many machines", "p99"), "ms", { most: 20 });
  } else {
    const best = Math.max(...directs.map((connections) => of(`direct, ${connections} connections`, "rate")));
    for (const name of ["16 clients, one machine", "16 clients, many machines"]) {
      report(`${name}: rate / best direct rate`, of(name, "rate") / best, "", { least: 0.95 });
    }
  }
  const added = of("1 client", "p50") - of("direct, 1 connections", "p50");
  report("1 client: added to the median", added, "ms", { most: 0.3 });
} finally {
  await server.stop();
  standIn?.stop();
}
