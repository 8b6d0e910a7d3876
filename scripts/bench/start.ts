/**
 * The cost of a start, and the memory of an idle server, beside bare programs that are compiled as the executable is.
 *
 *   bun scripts/bench/start.ts [--rounds 25]        needs dist/occi-server and openssl
 *
 * Programs take turns, so that a machine that drifts drifts for all of them; each ratio is one of medians.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { freePort } from "../../src/http/testing/free-port.ts";
import {
  answered,
  compiled,
  EXECUTABLE,
  median,
  memory,
  report,
  type Server,
  startBareServer,
  startStandIn,
} from "./lib.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "25" }, help: { type: "boolean", short: "h", default: false } },
});
if (values.help) {
  console.error("Usage: bun scripts/bench/start.ts [--rounds N]");
  process.exit(0);
}
const rounds = Number(values.rounds);
const directory = mkdtempSync(join(tmpdir(), "occi-bench-"));

/**
 * That of a service. The variables of somebody's shell add to a start what no service has: NODE_EXTRA_CA_CERTS has a
 * listener with TLS read a file of authorities for 3 ms.
 */
const ENVIRONMENT = { PATH: process.env.PATH ?? "/usr/bin:/bin" };

/** Milliseconds from exec until the program has ended. */
async function command(...line: string[]): Promise<number> {
  const started = performance.now();
  await Bun.spawn(line, { stdout: "ignore", env: ENVIRONMENT }).exited;
  return performance.now() - started;
}

const port = freePort();
const config = join(directory, "occi-server.conf");
const lines = [`PORT=${port}`, "SSL=self-signed", `STATE_DIR=${directory}`, `IMAGE_DIR=${directory}/images`];
writeFileSync(config, `${lines.join("\n")}\nVM_TYPE=[NAME=small, TEMPLATE=small.eta]\n`);

function spawnServer(): Bun.Subprocess {
  const quiet = { stdout: "ignore", stderr: "ignore" } as const;
  return Bun.spawn([EXECUTABLE, "run", "--config", config], { ...quiet, env: ENVIRONMENT });
}

/** Milliseconds from exec to the first byte of an HTTPS answer; the certificate is there from an earlier start. */
async function firstAnswer(): Promise<number> {
  const started = performance.now();
  const child = spawnServer();
  try {
    for (;;) {
      try {
        const url = `https://localhost:${port}/compute`;
        await fetch(url, { method: "OPTIONS", tls: { rejectUnauthorized: false }, keepalive: false });
        return performance.now() - started;
      } catch {
        if (performance.now() - started > 10_000) throw new Error("no answer within 10 s");
        await Bun.sleep(1);
      }
    }
  } finally {
    child.kill("SIGTERM");
    await child.exited;
  }
}

async function starts(): Promise<void> {
  const bare = await compiled("bare-program", directory);
  await compare(() => command(bare), 1.6, {
    version: () => command(EXECUTABLE, "version"),
    "occi-compute --help": () => command(EXECUTABLE, "compute", "--help"),
  });
  // In turns of their own: to ask for the first answer keeps a processor busy.
  await compare(() => command(bare), 3, { "first HTTPS answer": firstAnswer });
}

/** Runs all in turns, and reports each of `runs` beside the bare program. */
async function compare(bare: () => Promise<number>, most: number, runs: Record<string, () => Promise<number>>) {
  const times: Record<string, number[]> = {};
  for (let round = 0; round <= rounds; round++) {
    for (const [name, run] of [["bare program", bare] as const, ...Object.entries(runs)]) {
      const time = await run();
      // The first round fills the caches of the disk, and makes the certificate.
      if (round > 0) times[name] = [...(times[name] ?? []), time];
    }
  }
  const yardstick = median(times["bare program"] ?? []);
  report("bare program", yardstick, "ms");
  for (const name of Object.keys(runs)) {
    const time = median(times[name] ?? []);
    report(name, time, "ms");
    report(`${name}: bare programs`, time / yardstick, "", { most });
  }
}

/** Resident megabytes of a server that has answered once and then did nothing for a while. */
async function idle({ pid, stop }: Pick<Server, "pid" | "stop">): Promise<number> {
  await Bun.sleep(3000);
  const resident = memory(pid, "VmRSS");
  await stop();
  return resident;
}

/** The server with the certificate of an earlier start: to make one takes memory, once. */
async function startAgain(): Promise<Pick<Server, "pid" | "stop">> {
  const child = spawnServer();
  await answered(`https://localhost:${port}/compute`);
  return {
    pid: child.pid,
    async stop() {
      child.kill("SIGTERM");
      await child.exited;
    },
  };
}

try {
  await starts();
  const oned = await startStandIn();
  const bare = await idle(await startBareServer(oned.url));
  const ours = await idle(await startAgain());
  oned.stop();
  report("idle, resident: bare HTTPS server", bare, "MB");
  report("idle, resident: this server", ours, "MB");
  report("idle, resident: ratio", ours / bare, "", { most: 1.6 });
} finally {
  rmSync(directory, { recursive: true, force: true });
}
