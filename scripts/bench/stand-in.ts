/**
 * The stand-in oned as a process of its own, for the benchmarks: prints its URL, then answers until it is killed.
 *
 *   bun scripts/bench/stand-in.ts [--delay MS] [--machines N]
 */
import { parseArgs } from "node:util";
import { startOnedSim } from "../../src/oned-sim/index.ts";
import { addManyVms, callerOf, demoSeed } from "../../src/oned-sim/seed.ts";

const { values } = parseArgs({
  options: {
    delay: { type: "string", default: "2" },
    machines: { type: "string", default: "100" },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help) {
  console.error("Usage: bun scripts/bench/stand-in.ts [--delay MS] [--machines N]");
  process.exit(0);
}
const sim = await startOnedSim({
  answerDelayMs: Number(values.delay),
  seed: (world) => {
    demoSeed(world);
    const alice = [...world.users.values()].find(({ name }) => name === "alice");
    if (alice !== undefined) addManyVms(world, callerOf(alice), Number(values.machines));
  },
});
console.log(sim.url);
