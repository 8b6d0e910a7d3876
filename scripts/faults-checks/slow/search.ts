/** Looks for texts that a reader is slow with: tokens in frames first, then changes of the worst of them. */
import type { Piece, Repeated, SlowInput } from "../../../src/http/testing/slow-input.ts";
import { timeOf } from "./measure.ts";
import type { Target } from "./targets.ts";

/** One text and what it costs. */
export interface Found {
  readonly input: Pick<SlowInput, "pieces">;
  readonly bytes: number;
  /** Milliseconds. */
  readonly time: number;
}

/** Inputs that are kept and changed. */
const POOL = 12;

type Random = () => number;

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pick<T>(random: Random, from: readonly T[]): T {
  const found = from[Math.floor(random() * from.length)];
  if (found === undefined) throw new Error("nothing to choose from");
  return found;
}

/** A text that a limit refuses early is slowest just below the limit: a whole text, and parts of one. */
function sizesOf(target: Target): readonly number[] {
  return [target.most, target.most / 4, target.most / 16];
}

async function worstOf(target: Target, input: Found["input"], runs: number): Promise<Found> {
  let worst: Found = { input, bytes: target.most, time: 0 };
  for (const bytes of sizesOf(target)) {
    const time = await timeOf(target, input, bytes, runs);
    if (time > worst.time) worst = { input, bytes, time };
  }
  return worst;
}

function keep(pool: Found[], found: Found): void {
  pool.push(found);
  pool.sort((a, b) => b.time - a.time);
  pool.splice(POOL);
}

/** A change of what is repeated. */
function mutated(random: Random, { repeat, share = 1 }: Repeated, { tokens }: Target): readonly Repeated[] {
  const token = pick(random, tokens);
  switch (Math.floor(random() * 8)) {
    case 0:
      return [{ repeat: repeat + token, share }];
    case 1:
      return [{ repeat: token + repeat, share }];
    case 2:
      return [{ repeat: repeat.slice(0, Math.ceil(repeat.length / 2)) || token, share }];
    case 3:
      return [{ repeat: repeat.repeat(2 ** Math.ceil(random() * 5)).slice(0, 4_096) + token, share }];
    case 4:
      return [{ repeat: token.repeat(2 ** Math.ceil(random() * 8)) + repeat, share }];
    case 5:
      return [{ repeat: token, share }];
    case 6:
      return [
        { repeat, share },
        { repeat: token, share },
      ];
    default:
      return [{ repeat, share: share * (random() < 0.5 ? 4 : 0.25) }];
  }
}

function changed(random: Random, { pieces }: Found["input"], target: Target): Found["input"] {
  const repeated = pieces.filter((piece) => typeof piece !== "string");
  if (random() < 0.15 || repeated.length === 0) {
    const [head, tail] = pick(random, target.frames);
    return { pieces: [head, ...repeated, tail] };
  }
  const one = pick(random, repeated);
  const next = pieces.flatMap((piece): Piece[] => (piece === one ? [...mutated(random, one, target)] : [piece]));
  return { pieces: next.slice(0, 8) };
}

/**
 * The worst texts of a target, the slowest first.
 * @param milliseconds to search for, besides one look at each token in each frame.
 */
export async function search(target: Target, milliseconds: number, random: Random): Promise<readonly Found[]> {
  const pool: Found[] = [];
  for (const input of target.corpus) keep(pool, await worstOf(target, input, 1));
  for (const [head, tail] of target.frames) {
    for (const token of target.tokens)
      keep(pool, await worstOf(target, { pieces: [head, { repeat: token }, tail] }, 1));
  }
  for (const end = performance.now() + milliseconds; performance.now() < end; ) {
    const parent = pick(random, pool);
    const input = changed(random, parent.input, target);
    const time = await timeOf(target, input, parent.bytes, 1);
    // One run may be slow by itself: what is kept is measured again.
    const least = pool.at(-1)?.time ?? 0;
    if (time > least) keep(pool, await worstOf(target, input, 3));
  }
  const confirmed: Found[] = [];
  for (const { input } of pool.slice(0, 5)) confirmed.push(await worstOf(target, input, 5));
  return confirmed.sort((a, b) => b.time - a.time);
}
