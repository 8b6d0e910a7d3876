/**
 * The memory that a text takes, in a process of its own: free memory in another process would hide it.
 *
 *   bun scripts/faults-checks/slow/memory.ts TARGET BYTES    (the pieces of the text as JSON on the standard input)
 *
 * Prints the peak above what there was before, in bytes.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { textOf } from "../../../src/http/testing/slow-input.ts";
import { closeTargets } from "./readers.ts";
import { TARGETS } from "./targets.ts";

function kilobytes(field: "VmHWM" | "VmRSS"): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
}

const [name, bytes] = process.argv.slice(2);
const target = TARGETS.find((one) => one.name === name);
if (target === undefined || bytes === undefined) throw new Error("Usage: memory.ts TARGET BYTES");
const sent = Buffer.from(textOf({ pieces: await Bun.stdin.json() }, Number(bytes)));
// Code is made and memory for small things is taken once.
for (let run = 0; run < 3; run++) await target.read(new TextDecoder().decode(sent.subarray(0, 4_096)));
Bun.gc(true);
const before = kilobytes("VmRSS");
writeFileSync("/proc/self/clear_refs", "5"); // The peak begins anew: proc(5).
await target.read(new TextDecoder().decode(sent));
console.log((kilobytes("VmHWM") - before) * 1024);
closeTargets();
