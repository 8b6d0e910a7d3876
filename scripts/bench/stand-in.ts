/** The stand-in oned as a process of its own, for the benchmarks: prints its URL, answers in 2 ms until it is killed. */
import { startOnedSim } from "../../src/oned-sim/index.ts";

const sim = await startOnedSim({ answerDelayMs: 2, seed: "demo" });
console.log(sim.url);
