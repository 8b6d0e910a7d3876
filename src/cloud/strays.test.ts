/** Objects that oned makes after their creation was refused: they are looked for, and deleted. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import type { Creation, Sighting } from "../opennebula/marked-creation.ts";
import { Strays } from "./strays.ts";
import { testClock } from "./testing/over-sim.ts";

/** A creation whose object shows as these say, one after the other; the last stays. */
function creation(sightings: readonly (Sighting | Error)[], remove: (id: number) => Promise<void> = async () => {}) {
  const left = [...sightings];
  return {
    parameters: [],
    waitsForDriver: false,
    kind: "compute",
    async find() {
      const [now] = left;
      if (left.length > 1) left.shift();
      if (now instanceof Error) throw now;
      return now ?? { kind: "absent" };
    },
    remove,
  } satisfies Creation;
}

/** @returns the lines of the log, when nothing is searched for any more. */
async function searched(...args: Parameters<typeof creation>): Promise<readonly string[]> {
  const lines: string[] = [];
  const strays = new Strays(testClock(), (line) => lines.push(line));
  strays.watch(creation(...args));
  // The clock stands still but for those who wait: a turn of the event loop for each look.
  for (let turn = 0; turn < 500; turn++) await Promise.resolve();
  return lines;
}
const ABSENT: Sighting = { kind: "absent" };
const FOUND: Sighting = { kind: "found", id: 7 };
const DELETED = "the compute 7 was made after its creation had been refused: it was deleted";

describe("an object of a refused creation", () => {
  test("is deleted when it shows", async () => {
    const removed: number[] = [];
    const lines = await searched([ABSENT, ABSENT, FOUND], async (id) => void removed.push(id));
    expect([removed, lines]).toEqual([[7], [DELETED]]);
  });

  test("is tried again while oned is away, or does not let it go", async () => {
    const away = new OcciError("ONED_UNREACHABLE", "away");
    let tries = 0;
    const lines = await searched([away, FOUND], async () => {
      if (++tries < 3) throw new OcciError("WRONG_STATE", "locked");
    });
    expect([tries, lines]).toEqual([3, [DELETED]]);
  });

  test("that only has the same name is let alone", async () => {
    const removed: number[] = [];
    const doubtful: Sighting = { kind: "doubtful", id: 7 };
    expect(await searched([doubtful], async (id) => void removed.push(id))).toEqual([]);
    expect(removed).toEqual([]);
  });

  test.each<readonly [string, Error]>([
    ["the password is wrong", new OcciError("BAD_CREDENTIALS", "no")],
    ["nobody expected the error", new Error("no")],
  ])("is searched for no more where %s", async (_, error) => {
    expect(await searched([error, FOUND])).toEqual(["a refused compute is no longer searched for: no"]);
  });
});

test("sixty-four are searched for at a time, and there is room again when one is over", async () => {
  const strays = new Strays(testClock());
  for (let count = 0; count < 64; count++) {
    expect(strays.hasRoom).toBe(true);
    strays.watch(creation([FOUND]));
  }
  expect(strays.hasRoom).toBe(false);
  for (let turn = 0; turn < 500; turn++) await Promise.resolve();
  expect(strays.hasRoom).toBe(true);
});
