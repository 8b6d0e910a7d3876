/** The cost of a text for its reader. */
import { dlopen } from "bun:ffi";
import { type SlowInput, textOf } from "../../../src/http/testing/slow-input.ts";
import type { Target } from "./targets.ts";

const CLOCK_THREAD_CPUTIME_ID = 3;
const { clock_gettime } = dlopen("libc.so.6", { clock_gettime: { args: ["i32", "buffer"], returns: "i32" } }).symbols;
const timespec = new BigInt64Array(2);

/** Milliseconds of processor time of this thread: what else runs on the machine does not count. */
function threadTime(): number {
  if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, timespec) !== 0) throw new Error("the clock cannot be read");
  const [seconds = 0n, nanoseconds = 0n] = timespec;
  return Number(seconds) * 1_000 + Number(nanoseconds) / 1e6;
}

/** The least of some runs, in milliseconds; each gets a text of its own, as the server decodes it. */
export async function timeOf(
  target: Target,
  input: Pick<SlowInput, "pieces">,
  bytes: number,
  runs: number,
): Promise<number> {
  const sent = Buffer.from(textOf(input, bytes));
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const text = new TextDecoder().decode(sent);
    const start = threadTime();
    await target.read(text);
    least = Math.min(least, threadTime() - start);
  }
  return least;
}

const MEMORY = new URL("memory.ts", import.meta.url).pathname;

/** Bytes of memory that reading a text takes, with the text itself. The least of some processes. */
export async function memoryOf(
  target: Target,
  input: Pick<SlowInput, "pieces">,
  bytes: number,
  runs: number,
): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const child = Bun.spawn([process.execPath, MEMORY, target.name, String(bytes)], {
      stdin: Buffer.from(JSON.stringify(input.pieces)),
      stdout: "pipe",
    });
    const printed = await new Response(child.stdout).text();
    if ((await child.exited) !== 0) throw new Error(`${target.name}: its memory was not measured`);
    least = Math.min(least, Number(printed));
  }
  return least;
}
