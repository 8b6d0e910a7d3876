/** Lists are read around what cannot be read, as long as that is little. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import type { PoolAnswer } from "./client.ts";
import { type IdRange, limited, PoolReader, type Reader, readEach, WHOLE } from "./read-around.ts";

const damaged = () => new OcciError("ONED_DAMAGED_ANSWER", "damaged");

/** A pool that cannot be sent with these of its objects. */
function faultyPool(ids: readonly number[], faulty: readonly number[]) {
  const asked: IdRange[] = [];
  const within = ([from, to]: IdRange) => (from === WHOLE[0] ? ids : ids.filter((id) => id >= from && id <= to));
  const ask = async (range: IdRange): Promise<PoolAnswer> => {
    asked.push(range);
    if (within(range).some((id) => faulty.includes(id))) throw damaged();
    return { encoded: Buffer.from(within(range).toReversed().join(" ")), release() {} };
  };
  const read: Reader<number> = async function* ({ encoded }) {
    const found = Buffer.from(encoded).toString().split(" ");
    yield found.filter((id) => id !== "").map(Number);
  };
  return { ask, read, asked };
}

async function listed(reader: PoolReader, pool: ReturnType<typeof faultyPool>) {
  const [found, skipped]: [number[], (number | undefined)[]] = [[], []];
  const list = reader.readAround("VM", pool.ask, pool.read, (id) => skipped.push(id));
  for await (const batch of list) found.push(...batch);
  return { found, skipped };
}

const upTo = (count: number) => Array.from({ length: count }, (_, id) => id);

describe("a pool", () => {
  test("without faults is read by one call", async () => {
    const pool = faultyPool([1, 5, 9], []);
    expect(await listed(new PoolReader(), pool)).toEqual({ found: [9, 5, 1], skipped: [] });
    expect(pool.asked).toEqual([WHOLE]);
  });

  test("with faults is read without them, the highest ids first", async () => {
    expect(await listed(new PoolReader(), faultyPool([0, 3, 64, 70, 5000], [3, 70]))).toEqual({
      found: [5000, 64, 0],
      skipped: [70, 3],
    });
  });

  test("is divided at once where the faults were; what is mended is there again", async () => {
    const reader = new PoolReader();
    const faulty = faultyPool(upTo(200), [17]);
    await listed(reader, faulty);
    const [first] = [faulty.asked.length];
    const again = faultyPool(upTo(200), [17]);
    expect((await listed(reader, again)).skipped).toEqual([17]);
    expect(again.asked.length).toBeLessThan(first);
    expect(again.asked.slice(2)).toEqual([
      [18, 2 ** 31 - 1],
      [17, 17],
      [0, 16],
    ]);
    const other = new PoolReader();
    const unknown = faultyPool(upTo(200), [17]);
    await listed(other, unknown);
    expect(unknown.asked.length).toBe(first);
  });

  test("is divided where most ids are: up to 63, 511, 4095, ..., then in halves, from the end", async () => {
    const pool = faultyPool([5, 5000], [5]);
    await listed(new PoolReader(), pool);
    const last = 2 ** 31 - 1;
    expect(pool.asked).toEqual([
      ...([
        WHOLE,
        [last, last],
        [0, last],
        [64, last],
        [0, 63],
        [32, 63],
        [0, 31],
        [16, 31],
        [0, 15],
        [8, 15],
      ] as const),
      ...([
        [0, 7],
        [4, 7],
        [6, 7],
        [4, 5],
        [5, 5],
        [4, 4],
        [0, 3],
      ] as const),
    ]);
    const far = faultyPool([700], [700]);
    await listed(new PoolReader(), far);
    expect(far.asked.slice(2, 8)).toEqual([
      [0, last],
      [64, last],
      [512, last],
      [4096, last],
      [512, 4095],
      [2304, 4095],
    ]);
  });

  test("is divided between the faults of the last time, at the ends and side by side as well", async () => {
    const last = 2 ** 31 - 1;
    const reader = new PoolReader();
    const ids = [0, 3, 4, 9, last];
    const faults = [0, 3, 4];
    await listed(reader, faultyPool(ids, faults));
    const again = faultyPool(ids, faults);
    expect(await listed(reader, again)).toEqual({ found: [last, 9], skipped: [4, 3, 0] });
    expect(again.asked.slice(2)).toEqual([
      [5, last],
      [4, 4],
      [3, 3],
      [1, 2],
      [0, 0],
    ]);
  });

  test("is not read around a damage that comes when a part of it was used already", async () => {
    const pool = faultyPool([1, 2], []);
    const read: Reader<number> = async function* () {
      yield [2];
      throw damaged();
    };
    await expect(listed(new PoolReader(), { ...pool, read })).rejects.toThrow("damaged");
    expect(pool.asked).toEqual([WHOLE]);
  });

  test("is given up after 500 calls", async () => {
    const pool = faultyPool([], []);
    const ask = (range: IdRange) => {
      pool.asked.push(range);
      return range[0] === range[1] && range !== WHOLE
        ? pool.ask(range).finally(() => pool.asked.pop())
        : Promise.reject(damaged());
    };
    const given = listed(new PoolReader(), { ...pool, ask });
    await expect(given).rejects.toHaveProperty("code", "ONED_FAILED");
    // The whole list, an empty part of it, and those.
    expect(pool.asked).toHaveLength(2 + 500);
  });

  test("may have twenty faults, and not one more", async () => {
    const { skipped, found } = await listed(new PoolReader(), faultyPool(upTo(60), upTo(20)));
    expect([skipped.length, found.length]).toEqual([20, 40]);
    const more = listed(new PoolReader(), faultyPool(upTo(60), upTo(21)));
    await expect(more).rejects.toThrow("Too many objects of OpenNebula's list cannot be read.");
  });

  test("that cannot be read even where it is empty has another trouble", async () => {
    const broken = { ...faultyPool([], []), ask: () => Promise.reject(damaged()) };
    await expect(listed(new PoolReader(), broken)).rejects.toThrow("damaged");
  });

  test("that oned refuses is refused", async () => {
    const refused = { ...faultyPool([], []), ask: () => Promise.reject(new OcciError("FORBIDDEN", "no")) };
    await expect(listed(new PoolReader(), refused)).rejects.toThrow("no");
    // Also when only a part of it is refused.
    const faulty = faultyPool(upTo(9), [3]);
    const ask = (range: IdRange) =>
      range[0] === WHOLE[0] ? faulty.ask(range) : Promise.reject(new OcciError("FORBIDDEN", "not that"));
    await expect(listed(new PoolReader(), { ...faulty, ask })).rejects.toThrow("not that");
  });
});

test("twenty objects are left out, the next one ends the list", () => {
  const seen: (number | undefined)[] = [];
  const skip = limited((id) => seen.push(id));
  for (const id of upTo(20)) skip(id);
  expect(seen).toEqual(upTo(20));
  expect(() => skip(20)).toThrow(expect.objectContaining({ code: "ONED_FAILED" }));
  expect(seen).toHaveLength(20);
});

describe("a pool that is read one by one", () => {
  async function each(ids: readonly number[], info: (id: number) => Promise<number>) {
    const [found, skipped]: [number[], (number | undefined)[]] = [[], []];
    for await (const batch of readEach(ids, info, (id) => skipped.push(id))) found.push(...batch);
    return { found, skipped };
  }
  const failing =
    (codes: Readonly<Record<number, "FORBIDDEN" | "NOT_FOUND" | "ONED_FAILED">>) => async (id: number) => {
      const code = codes[id];
      if (code !== undefined) throw new OcciError(code, code);
      return id;
    };

  test("leaves out what is gone, what is not the caller's, and what cannot be read", async () => {
    const info = async (id: number) => {
      if (id === 3) throw damaged();
      return failing({ 1: "NOT_FOUND", 2: "FORBIDDEN" })(id);
    };
    expect(await each([0, 1, 2, 3, 4], info)).toEqual({ found: [0, 4], skipped: [3] });
  });

  test("ends after ten refusals in a row", async () => {
    const refused = (count: number) => Object.fromEntries(upTo(count).map((id) => [id, "FORBIDDEN" as const]));
    expect((await each(upTo(12), failing(refused(9)))).found).toEqual([9, 10, 11]);
    expect((await each(upTo(12), failing(refused(10)))).found).toEqual([]);
    expect((await each(upTo(21), failing({ ...refused(9), 9: "NOT_FOUND" }))).found).toEqual(upTo(21).slice(10));
  });

  test("passes on every other failure, and is not begun for more than 500", async () => {
    await expect(each([0], failing({ 0: "ONED_FAILED" }))).rejects.toThrow("ONED_FAILED");
    expect((await each(upTo(500), failing({}))).found).toHaveLength(500);
    await expect(each(upTo(501), failing({}))).rejects.toThrow("too long to read its objects one by one");
  });
});
