/** The yardstick for what a start costs: a program that prints a line. Compiled by the benchmarks. */
import { writeSync } from "node:fs";

writeSync(1, `bare ${Bun.version}\n`);
