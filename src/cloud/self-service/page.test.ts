import { expect, test } from "bun:test";
import type { Page } from "../../model.ts";
import type { OnedClient } from "../../opennebula/client.ts";
import { poolCall } from "../../opennebula/pool.ts";
import { PoolReader } from "../../opennebula/read-around.ts";
import { type Owned, owned } from "../../opennebula/record-parts.ts";
import { nonEmpty } from "../../testing/non-empty.ts";
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
