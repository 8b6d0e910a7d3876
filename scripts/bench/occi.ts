/**
 * Lists of OCCI 1.2 beside the calls to oned that they need, made to oned directly.
 *
 *   bun scripts/bench/occi.ts --oned http://localhost:2633/RPC2 [--user alice:alicepass] [--rounds 9]
 *
 * Needs dist/occi-server and an oned whose user sees about 1,000 machines. Prints the time that the server adds (medians
 * of rounds taken in turns).
 */
import { parseArgs } from "node:util";
import { basic, median, report, startServer, timed, xmlrpc } from "./lib.ts";

const { values } = parseArgs({
  options: {
    oned: { type: "string" },
    user: { type: "string", default: "alice:alicepass" },
    rounds: { type: "string", default: "9" },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help || values.oned === undefined) {
  console.error("Usage: bun scripts/bench/occi.ts --oned URL [--user U:P] [--rounds N]");
  process.exit(values.help ? 0 : 2);
}
const { oned, user } = values;
const rounds = Number(values.rounds);
const authorization = `Authorization: ${basic(user).Authorization}`;
const server = await startServer(oned);

const direct = (method: string) =>
  timed("-H", "Content-Type: text/xml", "-d", xmlrpc(method, user, -2, -1, -1, -1), oned);
const ours = (path: string, accept: string) =>
  timed("-H", authorization, "-H", `Accept: ${accept}`, server.url.replace(/\/compute$/, "") + path);

async function compare(path: string, accept: string, method: string, added: number): Promise<void> {
  await ours(path, accept);
  const times: { direct: number[]; ours: number[] } = { direct: [], ours: [] };
  for (let round = 0; round < rounds; round++) {
    times.direct.push((await direct(method)).seconds);
    times.ours.push((await ours(path, accept)).seconds);
  }
  const name = `GET ${path} as ${accept}`;
  report(`${name}: oned itself`, median(times.direct) * 1000, "ms");
  report(`${name}: added`, (median(times.ours) - median(times.direct)) * 1000, "ms", { most: added });
}

try {
  await compare("/compute/", "text/plain", "one.vmpool.info", 150);
  await compare("/compute/", "application/occi+json", "one.vmpool.infoextended", 150);
  await compare("/link/", "text/plain", "one.vmpool.infoextended", 150);
  await compare("/", "text/plain", "one.vmpool.infoextended", 150);
} finally {
  await server.stop();
}
