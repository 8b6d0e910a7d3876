import { describe, expect, test } from "bun:test";
import type { Page } from "../../model.ts";
import type { OnedClient, Parameter } from "../../opennebula/client.ts";
import { poolCall } from "../../opennebula/pool.ts";
import { PoolReader } from "../../opennebula/read-around.ts";
import { type Owned, owned } from "../../opennebula/record-parts.ts";
import { nonEmpty } from "../../testing/non-empty.ts";
import { readRecord } from "../../xml/record.ts";
import { encodePayload } from "../../xml/testing/encode-payload.ts";
import { type NameFilter, type PageRequest, page, passing } from "./page.ts";
import type { Requester } from "./requester.ts";

const IDS = Array.from({ length: 40 }, (_, index) => (index * 17) % 40);
const image = (id: number, name = `image-${id}`, more = ""): string =>
  `<IMAGE><ID>${id}</ID><UID>2</UID><UNAME>${id % 4 === 0 ? "bob" : "alice"}</UNAME><GNAME>users</GNAME><NAME>${name}</NAME>${more}</IMAGE>`;

/** Alice, of a oned that has these images. */
function alice(images: string): Requester {
  const never = () => Promise.reject(new Error("not asked"));
  const readPool = async () => ({ encoded: encodePayload(`<IMAGE_POOL>${images}</IMAGE_POOL>`), release() {} });
  const oned: OnedClient = { readPool, readMany: never, read: never, change: never };
  return { deps: { oned, pools: new PoolReader() }, session: "alice:x", user: "alice" } as unknown as Requester;
}

/** All pages of the images that pass, as lists of ids; with the ids of which something was made. */
async function pagesOf(images: string, filter: NameFilter, limit: number, skipped: unknown[] = []) {
  const made = new Set<number>();
  const pages: number[][] = [];
  const convert = (record: Parameters<typeof owned>[0]) => {
    const one = owned(record);
    made.add(one.id);
    return one;
  };
  const pool = { kind: "IMAGE", call: poolCall("one.imagepool.info"), convert };
  for (let request: PageRequest | undefined = { limit }; request !== undefined; ) {
    const found: Page<Owned> = await page(
      alice(images),
      pool,
      request,
      (id) => skipped.push(id),
      passing(filter, "alice"),
    );
    pages.push(found.items.map(({ id }) => id));
    request = found.next === undefined ? undefined : { limit, after: found.next };
  }
  return { pages, made };
}

test.each([1, 2, 3, 7, 50])(
  "of many images those that pass are there once, newest first, in pages of %d",
  async (limit) => {
    const images = IDS.map((id) => image(id)).join("");
    const own = IDS.filter((id) => id % 4 !== 0 && String(id).includes("1")).sort((a, b) => b - a);
    const { pages, made } = await pagesOf(images, { name: "AGE-", mine: true }, limit);
    const wanted = IDS.filter((id) => id % 4 !== 0).sort((a, b) => b - a);
    expect(pages.flat()).toEqual(wanted);
    for (const one of nonEmpty(pages.slice(0, -1).concat([pages[0] ?? []])))
      expect(one.length).toBeLessThanOrEqual(limit);
    expect([...made].filter((id) => id % 4 === 0)).toEqual([]);
    const some = await pagesOf(images, { name: "1", mine: true }, limit);
    expect(some.pages.flat()).toEqual(own);
  },
);

test("an image that cannot be told to pass or not is left out and named, one that does not pass is not", async () => {
  const broken = "<IMAGE><ID>99</ID><NAME>image-99</NAME></IMAGE>";
  const skipped: unknown[] = [];
  const { pages } = await pagesOf(image(1) + broken + image(2, "other"), { name: "image" }, 10, skipped);
  expect([pages, skipped]).toEqual([[[1]], [99]]);
});

test("a page of those that pass which ends with the last of them is the last page", async () => {
  const three = [1, 2, 3].map((id) => image(id)).join("");
  expect((await pagesOf(three, { mine: true }, 3)).pages).toEqual([[3, 2, 1]]);
  expect((await pagesOf(three, { mine: true }, 2)).pages).toEqual([[3, 2], [1]]);
  expect((await pagesOf("", { mine: true }, 2)).pages).toEqual([[]]);
});

test("a filter that every object passes is none", () => {
  expect([passing({}, "alice"), passing({ mine: false }, "alice")]).toEqual([undefined, undefined]);
  const bobs = readRecord(image(4, "Web"), "IMAGE");
  const passes = (filter: NameFilter) => passing(filter, "alice")?.(bobs);
  expect([passes({ name: "wE" }), passes({ name: "" }), passes({ name: "x" })]).toEqual([true, true, false]);
  expect([passes({ mine: true }), passes({ name: "web", mine: true })]).toEqual([false, false]);
  expect(passes({ name: "web", mine: false })).toBe(true);
});

describe("a page of all", () => {
  /** An oned that counts from its newest object; with what it was asked. */
  function counting(ids: readonly number[]) {
    const newest = [...ids].sort((a, b) => b - a);
    const asked: string[] = [];
    const readPool = async (_: string, _method: string, _whose: Parameter, from: Parameter, to: Parameter) => {
      const [offset, count] = [Number(from), -Number(to)];
      asked.push(`${count} from ${offset}`);
      const some = newest.slice(offset, offset + count).map((id) => image(id));
      return { encoded: encodePayload(`<IMAGE_POOL>${some.join("")}</IMAGE_POOL>`), release() {} };
    };
    const never = () => Promise.reject(new Error("not asked"));
    const oned: OnedClient = { readPool, readMany: never, read: never, change: never };
    const requester = {
      deps: { oned, pools: new PoolReader() },
      session: "a:x",
      user: "alice",
    } as unknown as Requester;
    const pool = { kind: "IMAGE", call: poolCall("one.imagepool.info"), convert: owned };
    const read = async (request: PageRequest) => {
      const { items, next } = await page(requester, pool, request, () => {});
      return [items.map(({ id }) => id), next] as const;
    };
    return { newest, asked, read };
  }
  const upTo = (count: number) => Array.from({ length: count }, (_, id) => id);

  test("is one call for one object more than it has, which tells whether there is another page", async () => {
    const { asked, read } = counting(upTo(5));
    expect(await read({ limit: 2 })).toEqual([[4, 3], "3-2"]);
    expect(await read({ limit: 5 })).toEqual([[4, 3, 2, 1, 0], undefined]);
    expect(await read({ limit: 9 })).toEqual([[4, 3, 2, 1, 0], undefined]);
    expect(asked).toEqual(["3 from 0", "6 from 0", "10 from 0"]);
  });

  test("goes on behind the one before, and reads ten on either side for what came and went meanwhile", async () => {
    const { asked, read } = counting(upTo(50));
    expect(await read({ limit: 3, after: "30-20" })).toEqual([[29, 28, 27], "27-23"]);
    expect(await read({ limit: 3, after: "47-3" })).toEqual([[46, 45, 44], "44-6"]);
    expect(asked).toEqual(["24 from 10", "17 from 0"]);
  });

  test("may begin at any id and place that oned can count to", async () => {
    const { asked, read } = counting([]);
    expect(await read({ limit: 1, after: "2147481647" })).toEqual([[], undefined]);
    expect(await read({ limit: 1, after: "0-2147481647" })).toEqual([[], undefined]);
    expect(asked).toEqual(["2 from 0", "22 from 2147481637"]);
  });

  test("leaves out and names what cannot be read", async () => {
    const skipped: unknown[] = [];
    const pool = { kind: "IMAGE", call: poolCall("one.imagepool.info"), convert: owned };
    const broken = "<IMAGE><ID>5</ID></IMAGE>";
    const { items } = await page(alice(image(6) + broken + image(4)), pool, { limit: 5 }, (id) => skipped.push(id));
    expect([items.map(({ id }) => id), skipped]).toEqual([[6, 4], [5]]);
  });

  test.each([1, 3, 7, 50])("all pages of %d have each object once", async (limit) => {
    const { newest, read } = counting(upTo(25));
    const found: number[] = [];
    for (let request: PageRequest | undefined = { limit }; request !== undefined; ) {
      const [ids, next]: readonly [number[], string | undefined] = await read(request);
      found.push(...ids);
      request = next === undefined ? undefined : { limit, after: next };
    }
    expect(found).toEqual(newest);
  });

  test("leaves out what was made since, and nothing else when some have gone", async () => {
    const made = counting(upTo(60));
    expect((await made.read({ limit: 3, after: "47-3" }))[0]).toEqual([46, 45, 44]);
    const gone = counting(upTo(50).filter((id) => id < 41 || id > 46));
    expect((await gone.read({ limit: 3, after: "47-3" }))[0]).toEqual([40, 39, 38]);
  });

  test.each(["x", "-1", "7-x", "7-", " 7", "7 ", "12345678901", "7-12345678901", "2147481648", "7-2147481648"])(
    "%j is not the beginning of one",
    async (after) => {
      await expect(counting([]).read({ limit: 3, after })).rejects.toMatchObject({
        code: "INVALID_REQUEST",
        faults: [{ at: ["after"], message: "after does not mark the beginning of a page." }],
      });
    },
  );
});
