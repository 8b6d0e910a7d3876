/** The parts of a long list: which of them is told, and when. The observer's own part is the browser's. */
import { afterEach, beforeEach, expect, test } from "bun:test";

/** What the browser's observer tells, as far as it is read. */
interface Seen {
  readonly target: unknown;
  readonly isIntersecting: boolean;
  readonly boundingClientRect: { readonly top: number; readonly bottom: number; readonly height: number };
}

interface Nearness {
  observe(element: unknown, told: (isNear: boolean, height: number) => void): () => void;
}

// The page's files have types of their own, with those of a browser: here it is imported without them.
const FILE = "./app/screens/machines/nearness.ts";
const { Nearness } = (await import(FILE)) as { readonly Nearness: new () => Nearness };

const page = globalThis as unknown as Record<string, unknown>;
const before = { IntersectionObserver: page.IntersectionObserver, innerHeight: page.innerHeight };
let see: (entries: readonly Seen[]) => void;
const observed = new Set<unknown>();

beforeEach(() => {
  observed.clear();
  page.innerHeight = 800;
  page.IntersectionObserver = class {
    constructor(callback: (entries: readonly Seen[]) => void) {
      see = callback;
    }
    observe(element: unknown): void {
      observed.add(element);
    }
    unobserve(element: unknown): void {
      observed.delete(element);
    }
  };
});
afterEach(() => Object.assign(page, before));

/** Parts of 100 pixels, the numbered one at so many pixels below the top of the window. */
function list(count: number) {
  const nearness = new Nearness();
  const told: string[] = [];
  const parts = Array.from({ length: count }, (_, index) => ({ index }));
  const ends = parts.map((part, index) =>
    nearness.observe(part, (isNear, height) => void told.push(`${index} ${isNear ? "near" : "away"} ${height}`)),
  );
  const entry = (index: number, top: number, isIntersecting: boolean): Seen => ({
    target: parts[index],
    isIntersecting,
    boundingClientRect: { top, bottom: top + 100, height: 100 },
  });
  return { told, ends, entry };
}

const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test("in each task one that comes is told, the nearest first, and all that go away", async () => {
  const { told, entry } = list(5);
  see([entry(0, 380, false), entry(1, -400, true), entry(2, 300, true), entry(3, 900, true), entry(4, 390, false)]);
  expect(told).toEqual([]);
  const after: number[] = [];
  for (let task = 0; task < 4; task += 1) {
    await nextTask();
    after.push(told.length);
  }
  expect(after).toEqual([3, 4, 5, 5]);
  expect(told).toEqual(["2 near 100", "0 away 100", "4 away 100", "3 near 100", "1 near 100"]);
});

test("of one that came and went meanwhile the last counts, and one that has ended is not told", async () => {
  const { told, ends, entry } = list(3);
  see([entry(0, 300, true), entry(1, 350, true), entry(2, 400, true)]);
  see([entry(0, -900, false)]);
  ends[1]?.();
  expect(observed.size).toBe(2);
  for (let task = 0; task < 3; task += 1) await nextTask();
  expect(told).toEqual(["2 near 100", "0 away 100"]);
  see([entry(0, 300, true)]);
  await nextTask();
  expect(told.at(-1)).toBe("0 near 100");
});
