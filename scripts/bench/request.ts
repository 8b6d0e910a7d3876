/**
 * The cost of a request: `GET /compute/ID` beside a bare HTTPS server that makes the same call to the same stand-in
 * oned.
 *
 *   bun scripts/bench/request.ts [--rounds 11] [--seconds 2] [--connections 1,8] [--warm-up 30] [--changing]
 *
 * Needs dist/occi-server, wrk and openssl. Rounds take turns, so that a machine that drifts drifts for both; each ratio
 * is the median of the rounds' ratios. Logs, metrics and limits are on. The machine stays as it is, as it does for
 * clients that wait for it or watch it; with --changing it is another one in each answer of oned.
 */
import { parseArgs } from "node:util";
import { freePort } from "../../src/http/testing/free-port.ts";
import {
  basic,
  type Load,
  load,
  median,
  processorSeconds,
  report,
  startBareServer,
  startServer,
  startStandIn,
  xmlrpc,
} from "./lib.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "11" },
    seconds: { type: "string", default: "2" },
    connections: { type: "string", default: "1,8" },
    "warm-up": { type: "string", default: "30" },
    changing: { type: "boolean", default: false },
    accept: { type: "string", default: "*/*" },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help) {
  console.error(
    "Usage: bun scripts/bench/request.ts [--rounds N] [--seconds N] [--connections N,N] [--warm-up S] [--accept TYPE] [--changing]",
  );
  process.exit(0);
}
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const USER = "alice:alicepass";
/** A machine of the stand-in's pool. */
const ID = 3;

const oned = await startStandIn("--delay", "0", ...(values.changing ? ["--changing"] : []));
const server = await startServer(oned.url, [`ADMIN=127.0.0.1:${freePort()}`]);
const bare = await startBareServer(oned.url);
const headers = { ...basic(USER), Accept: values.accept };

interface Measured extends Load {
  /** Milliseconds of processor time for one answer. */
  readonly processor: number;
}

async function measured({ url, pid }: typeof server, connections: number, time = seconds): Promise<Measured> {
  const before = processorSeconds(pid);
  const result = await load(`${url}/compute/${ID}`, { connections, seconds: time, headers });
  if (result.errors > 0) throw new Error(`${result.errors} errors at ${url}`);
  return { ...result, processor: ((processorSeconds(pid) - before) * 1000) / result.answers };
}

const direct = (connections: number) =>
  load(oned.url, {
    connections,
    seconds,
    body: xmlrpc("one.vm.info", USER, ID),
    headers: { "Content-Type": "text/xml", Connection: "close" },
  });

async function compare(connections: number): Promise<void> {
  const found = { ours: [] as Measured[], bare: [] as Measured[], direct: [] as Load[] };
  for (let round = 0; round < rounds; round++) {
    found.bare.push(await measured(bare, connections));
    found.ours.push(await measured(server, connections));
    if (connections === 1) found.direct.push(await direct(connections));
  }
  const name = connections === 1 ? "1 client" : `${connections} clients`;
  const of = (which: "ours" | "bare", field: keyof Measured) => median(found[which].map((result) => result[field]));
  const ratio = median(found.ours.map(({ processor }, round) => processor / (found.bare[round]?.processor ?? 0)));
  report(`${name}: processor time, bare server`, of("bare", "processor"), "ms");
  report(`${name}: processor time, this server`, of("ours", "processor"), "ms");
  report(`${name}: processor time, ratio`, ratio, "", { most: 1.8 });
  if (connections > 1) return;
  const alone = median(found.direct.map(({ p50 }) => p50));
  const [ours, theirs] = [of("ours", "p50") - alone, of("bare", "p50") - alone];
  report(`${name}: oned itself`, alone, "ms");
  report(`${name}: latency added by the bare server`, theirs, "ms");
  report(`${name}: latency added by this server`, ours, "ms");
  report(`${name}: added latency, ratio`, ours / theirs, "", { most: 1.5 });
}

try {
  // The engine compiles what runs often, again and better, until some ten thousand requests have been answered: a
  // server that runs for weeks has that behind it.
  for (const one of [server, bare]) await measured(one, 8, Number(values["warm-up"]));
  for (const connections of values.connections.split(",")) await compare(Number(connections));
} finally {
  await server.stop();
  await bare.stop();
  oned.stop();
}
