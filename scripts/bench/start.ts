/**
 * The executable's start: `version`, `occi-compute --help`, first HTTPS answer after exec, memory when idle.
 *
 *   bun scripts/bench/start.ts [--rounds 20]        needs dist/occi-server
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { EXECUTABLE, median, memory, report, startServer } from "./lib.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "20" }, help: { type: "boolean", short: "h", default: false } },
});
if (values.help) {
  console.error("Usage: bun scripts/bench/start.ts [--rounds N]");
  process.exit(0);
}
const rounds = Number(values.rounds);

async function command(...args: string[]): Promise<number> {
  const started = performance.now();
  await Bun.spawn([EXECUTABLE, ...args], { stdout: "ignore" }).exited;
  return performance.now() - started;
}

/** From exec to the first byte of an HTTPS answer; the certificate is there from an earlier start. */
async function firstAnswer(config: string, url: string): Promise<number> {
  const started = performance.now();
  const child = Bun.spawn([EXECUTABLE, "run", "--config", config], { stdout: "ignore", stderr: "ignore" });
  try {
    for (;;) {
      try {
        await fetch(url, { method: "OPTIONS", tls: { rejectUnauthorized: false }, keepalive: false });
        return performance.now() - started;
      } catch {
        if (performance.now() - started > 5000) throw new Error("no answer within 5 s");
      }
    }
  } finally {
    child.kill("SIGTERM");
    await child.exited;
  }
}

const series = async (run: () => Promise<number>) => {
  await run();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await run());
  return median(times);
};

report("version", await series(() => command("version")), "ms", { most: 30 });
report("occi-compute --help", await series(() => command("compute", "--help")), "ms", { most: 40 });
const directory = mkdtempSync(join(tmpdir(), "occi-bench-"));
const config = join(directory, "occi-server.conf");
const lines = ["PORT=14567", "SSL=self-signed", `STATE_DIR=${directory}`, `IMAGE_DIR=${directory}/images`];
writeFileSync(config, `${lines.join("\n")}\nVM_TYPE=[NAME=small, TEMPLATE=small.eta]\n`);
report("first HTTPS answer", await series(() => firstAnswer(config, "https://localhost:14567/compute")), "ms", {
  most: 100,
});
rmSync(directory, { recursive: true, force: true });

const server = await startServer("http://127.0.0.1:1/RPC2");
await Bun.sleep(2000);
report("idle, resident", memory(server.pid, "VmRSS"), "MB", { most: 70 });
await server.stop();
