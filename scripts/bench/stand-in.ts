/**
 * The stand-in oned as a process of its own, for the benchmarks: prints its URL, then answers until it is killed.
 *
 *   bun scripts/bench/stand-in.ts [--delay MS] [--machines N] [--changing]
 */
import { parseArgs } from "node:util";
import { type OnedSim, startOnedSim } from "../../src/oned-sim/index.ts";
import { addManyVms, callerOf, demoSeed } from "../../src/oned-sim/seed.ts";

const { values } = parseArgs({
  options: {
    delay: { type: "string", default: "2" },
    machines: { type: "string", default: "100" },
    changing: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help) {
  console.error("Usage: bun scripts/bench/stand-in.ts [--delay MS] [--machines N] [--changing]");
  process.exit(0);
}
let readings = 0;

/** Gives a machine that is to be read another name. */
function change(method: string, id: unknown): void {
  const machine = method === "one.vm.info" ? sim.world.vms.get(Number(id)) : undefined;
  if (machine === undefined) return;
  machine.name = `reading ${readings++}`;
  sim.world.changed(machine);
}

const sim: OnedSim = await startOnedSim({
  faults: (method, [id]) => {
    if (values.changing) change(method, id);
    return undefined;
  },
  answerDelayMs: Number(values.delay),
  seed: (world) => {
    demoSeed(world);
    const alice = [...world.users.values()].find(({ name }) => name === "alice");
    if (alice !== undefined) addManyVms(world, callerOf(alice), Number(values.machines));
  },
});
console.log(sim.url);
