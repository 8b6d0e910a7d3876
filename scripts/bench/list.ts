/**
 * GET /compute with 10,000 machines, plain and ?verbose, beside the same calls made to oned directly.
 *
 *   bun scripts/bench/list.ts --oned http://localhost:2633/RPC2 [--user alice:alicepass] [--rounds 5]
 *   bun scripts/bench/list.ts --stand-in        (its own oned in memory, with 10,000 machines)
 *
 * Needs dist/occi-server, and else an oned whose user sees many machines. Prints the time that the server adds (medians of
 * rounds taken in turns), its peak memory, and the longest pause seen by a client that asks for something small
 * meanwhile.
 */
import { parseArgs } from "node:util";
import { basic, median, memory, report, startBareServer, startServer, startStandIn, timed, xmlrpc } from "./lib.ts";

const { values } = parseArgs({
  options: {
    oned: { type: "string" },
    "stand-in": { type: "boolean", default: false },
    user: { type: "string", default: "alice:alicepass" },
    rounds: { type: "string", default: "5" },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help || (values.oned === undefined) !== values["stand-in"]) {
  console.error("Usage: bun scripts/bench/list.ts --oned URL | --stand-in  [--user U:P] [--rounds N]");
  process.exit(values.help ? 0 : 2);
}
const standIn = values["stand-in"] ? await startStandIn("--delay", "0", "--machines", "10000") : undefined;
const oned = values.oned ?? standIn?.url ?? "";
const rounds = Number(values.rounds);
const headers = basic(values.user);

const direct = (method: string) =>
  timed("-H", "Content-Type: text/xml", "-d", xmlrpc(method, values.user, -2, -1, -1, -1), oned);
const ours = (url: string) => timed("-H", `Authorization: ${headers.Authorization}`, url);

async function compare(name: string, method: string, query: string, added: number, resident: number): Promise<void> {
  const server = await startServer(oned);
  try {
    await ours(server.url + query);
    const times: { direct: number[]; ours: number[] } = { direct: [], ours: [] };
    let bytes = 0;
    for (let round = 0; round < rounds; round++) {
      const answer = await direct(method);
      bytes = answer.bytes;
      times.direct.push(answer.seconds);
      times.ours.push((await ours(server.url + query)).seconds);
    }
    report(`${name}: from oned`, bytes / 1e6, "MB");
    report(`${name}: oned itself`, median(times.direct), "s");
    report(`${name}: this server`, median(times.ours), "s");
    report(`${name}: added`, median(times.ours) - median(times.direct), "s", { most: added });
    report(`${name}: peak memory`, memory(server.pid, "VmHWM"), "MB", { most: resident });
  } finally {
    await server.stop();
  }
}

/**
 * The longest time that an answer without any call to oned takes while lists are made: the longest pause. Beside it that
 * of a bare server, which has nothing else to do: so long the machine keeps any program waiting.
 */
async function pauses(query: string): Promise<void> {
  const server = await startServer(oned);
  const bare = await startBareServer(oned);
  try {
    await ours(server.url + query);
    let running = true;
    const probe = async (url: string): Promise<number> => {
      let longest = 0;
      while (running) {
        const started = performance.now();
        await fetch(`${url}/compute`, { method: "OPTIONS", tls: { rejectUnauthorized: false } });
        longest = Math.max(longest, performance.now() - started);
        await Bun.sleep(1);
      }
      return longest;
    };
    const probes = [probe(server.url), probe(bare.url)];
    for (let round = 0; round < rounds; round++) await ours(server.url + query);
    running = false;
    const [longest = 0, floor = 0] = await Promise.all(probes);
    report(`longest pause during ${query}`, longest, "ms", { most: 50 });
    report("of a bare server meanwhile", floor, "ms");
  } finally {
    await server.stop();
    await bare.stop();
  }
}

async function eight(): Promise<void> {
  const server = await startServer(oned);
  try {
    for (let round = 0; round < 2; round++) {
      await Promise.all(Array.from({ length: 8 }, () => ours(`${server.url}/compute`)));
    }
    report("eight lists at once: peak memory", memory(server.pid, "VmHWM"), "MB", { most: 400 });
  } finally {
    await server.stop();
  }
}

await compare("GET /compute", "one.vmpool.info", "/compute", 0.15, 150);
await compare("GET /compute?verbose", "one.vmpool.infoextended", "/compute?verbose", 1.5, 300);
await pauses("/compute");
await pauses("/compute?verbose");
await eight();
standIn?.stop();
