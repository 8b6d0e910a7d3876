/** The process and its surroundings: checks 30 and 57. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startOnedSim } from "../../src/oned-sim/index.ts";
import { EXECUTABLE, startServer } from "../bench/lib.ts";
import type { Check } from "./check.ts";
import { ask } from "./clients-lib.ts";

/** Clock ticks that a process has used; a hundred a second on Linux. */
function ticks(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

export const processChecks: readonly Check[] = [
  {
    number: 30,
    title: "two hundred clients, sixty-four descriptors",
    quick: true,
    async run(report) {
      const sim = await startOnedSim();
      const directory = mkdtempSync(join(tmpdir(), "occi-few-"));
      const few = join(directory, "few");
      writeFileSync(few, `#!/bin/sh\nulimit -n 64\nexec ${EXECUTABLE} "$@"\n`, { mode: 0o700 });
      const server = await startServer(sim.url, [], few);
      const { hostname, port } = new URL(server.url);
      try {
        await ask(`${server.url}/compute/0`);
        const sockets = Array.from({ length: 200 }, () => {
          const socket = connect({ host: hostname, port: Number(port) });
          socket.on("error", () => {});
          socket.on("connect", () => socket.write("\x16"));
          return socket;
        });
        await Bun.sleep(1_000);
        const before = ticks(server.pid);
        await Bun.sleep(3_000);
        report("processor-while-full", (ticks(server.pid) - before) / 3, "%", { most: 5 });
        for (const socket of sockets) socket.destroy();
        const freed = performance.now();
        while ((await ask(`${server.url}/compute/0`)).status !== 200 && performance.now() - freed < 20_000)
          await Bun.sleep(20);
        report("serves-again-after", performance.now() - freed, "ms", { most: 1000 });
      } finally {
        await server.stop();
        await sim.stop();
        rmSync(directory, { recursive: true, force: true });
      }
    },
  },
  {
    number: 57,
    title: "the unit's exposure, as systemd counts it",
    quick: true,
    needs: ["systemd-analyze"],
    async run(report) {
      const unit = new URL("../../etc/occi-server.service", import.meta.url).pathname;
      const run = Bun.spawn(["systemd-analyze", "security", "--offline=yes", "--no-pager", unit], {
        stdout: "pipe",
        stderr: "ignore",
      });
      const output = await new Response(run.stdout).text();
      report("exposure", Number(/exposure level for [^:]*: ([\d.]+)/.exec(output)?.[1]), "", { most: 1.5 });
    },
  },
];
