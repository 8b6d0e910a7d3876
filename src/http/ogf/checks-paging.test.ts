/** `?page=P&number=N` (GFD.223, 6). */
import { beforeEach, describe, expect, test } from "bun:test";
import { addManyVms, callerOf } from "../../oned-sim/seed.ts";
import { nonEmpty } from "../../testing/non-empty.ts";
import {
  category,
  describeOcci,
  everything,
  INFRA,
  JSON_TYPE,
  listedPaths,
  type OcciWorld,
} from "./testing/over-sim.ts";

const MACHINES = 12;

/** The machines of alice, newest first. */
function fill({ sim }: OcciWorld): void {
  addManyVms(sim.world, callerOf(sim.world.user(2)), MACHINES - 2);
}

describeOcci("P: paging", (world) => {
  beforeEach(() => fill(world));

  const page = async (path: string) => {
    const { status, ...rest } = await world.request("GET", path);
    expect(status).toBe(200);
    return listedPaths({ status, ...rest });
  };

  /** All pages of that size, in their order. */
  async function pages(path: string, number: number): Promise<string[][]> {
    const found: string[][] = [];
    for (let at = 1; at < 50; at++) {
      const members = await page(`${path}?page=${at}&number=${number}`);
      if (members.length === 0) return found;
      found.push(members);
    }
    throw new Error("there is no end");
  }

  test.each(["/compute/", "/storage/", "/network/", "/link/networkinterface/", "/mixin/os_tpl/", "/link/", "/"])(
    "P-1 SHOULD: pages of any collection make up the whole: %s",
    async (path) => {
      const whole = await everything(world, path);
      for (const size of [1, 2, 5]) {
        const found = await pages(path, size);
        expect(found.flat()).toEqual(whole);
        expect(found.slice(0, -1).every((members) => members.length === size)).toBeTrue();
      }
    },
  );

  test("P-1 SHOULD: pages of JSON hold entities", async () => {
    const { body } = await world.request("GET", "/compute/?page=2&number=5", { accept: JSON_TYPE });
    const whole = await everything(world, "/compute/");
    const { resources } = JSON.parse(body) as { resources: { id: string }[] };
    expect(resources.map(({ id }) => `/compute/${id}`)).toEqual(whole.slice(5, 10));
  });

  test.each(["page=1", "number=5"])("P-1: %s alone is 400", async (query) => {
    expect((await world.request("GET", `/compute/?${query}`)).status).toBe(400);
  });

  test.each(["0", "-1", "x", "1.5", "", "1e3"])(
    "P-1: %p as page or number is 400; the first page is 1",
    async (text) => {
      for (const query of [`page=${text}&number=5`, `page=1&number=${text}`]) {
        expect((await world.request("GET", `/compute/?${query}`)).status).toBe(400);
      }
    },
  );

  test.each(["text/plain", "text/occi", JSON_TYPE, "text/uri-list"])(
    "P-2 MUST: a number above the limit is 413, the limit is not: %s",
    async (accept) => {
      for (const [number, status] of [
        [1000, 200],
        [1001, 413],
        [999_999_999_999, 413],
      ]) {
        const answer = await world.request("GET", `/compute/?page=1&number=${number}`, { accept });
        expect(answer.status).toBe(status as number);
      }
    },
  );

  describe("P-3 MUST: past the end is 200 and empty", () => {
    test.each(["/compute/", "/storage/", "/link/storagelink/", "/mixin/os_tpl/", "/"])("%s", async (path) => {
      for (const [accept, body] of [
        ["text/plain", ""],
        ["text/uri-list", ""],
      ] as const) {
        for (const at of [100, 2_000_000_000, 999_999_999_999]) {
          const answer = await world.request("GET", `${path}?page=${at}&number=7`, { accept });
          expect([answer.status, answer.body]).toEqual([200, body]);
        }
      }
    });

    test("in JSON", async () => {
      const answer = await world.request("GET", "/compute/?page=100&number=7", { accept: JSON_TYPE });
      expect([answer.status, answer.body]).toEqual([200, '{"resources":[]}']);
    });
  });

  test("P-4: parameters are separated by & or ;", async () => {
    const expected = await page("/compute/?page=2&number=5");
    expect(expected).toHaveLength(5);
    expect(await page("/compute/?page=2;number=5")).toEqual(expected);
    expect(await page("/compute/?number=5;page=2")).toEqual(expected);
  });

  test("P-5: the order is by number and stays", async () => {
    const ids = (await pages("/compute/", 5)).flat().map((path) => Number(path.slice(path.lastIndexOf("/") + 1)));
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    expect(ids).toHaveLength(MACHINES);
  });

  test("P-5: pages of what a filter leaves", async () => {
    const headers = { "X-OCCI-Attribute": 'occi.compute.state="inactive"' };
    const filtered = async (query: string) => listedPaths(await world.request("GET", `/compute/${query}`, { headers }));
    const whole = await filtered("");
    expect(whole.length).toBeGreaterThan(5);
    expect(await filtered("?page=2&number=4")).toEqual(whole.slice(4, 8));
  });

  test("P-1: pages of networks are full, whatever else is in their pool", async () => {
    const { request } = world;
    const contentType = "text/plain";
    const pool = category("http://localhost/occi/infrastructure/floatingippool#pool_0");
    const address = `Category: ${category(`${INFRA}ipreservation`, "kind")}\nCategory: ${pool}`;
    const network = `Category: ${category(`${INFRA}network`, "kind")}`;
    for (const body of [network, address, address, address, network]) {
      expect((await request("POST", "/", { contentType, body })).status).toBe(201);
    }
    const whole = await everything(world, "/network/");
    const found = await pages("/network/", 2);
    expect(found).toEqual([whole.slice(0, 2), whole.slice(2, 4)]);
  });

  test("Link leads to the pages before and after", async () => {
    const { headers } = await world.request("GET", "/compute/?page=2&number=5");
    const at = (number: number) => `<https://cloud.example.org/compute/?page=${number}&number=5>`;
    expect(headers.get("link")).toBe(`${at(1)}; rel="first", ${at(1)}; rel="prev", ${at(3)}; rel="next"`);
  });

  test.each([
    ["/compute/", 12],
    ["/storage/", 3],
    ["/network/", 2],
    ["/link/networkinterface/", 12],
    ["/mixin/resource_tpl/", 12],
    ["/", 42],
  ])("a page has rel=next when another one follows, also where the last one is full: %s", async (path, count) => {
    const whole = await everything(world, path);
    expect(whole).toHaveLength(count);
    for (const number of nonEmpty(new Set([1, 2, count - 1, count, count + 1]))) {
      const last = Math.ceil(count / number);
      for (const at of [1, last - 1, last, last + 1].filter((one) => one > 0)) {
        const { headers } = await world.request("GET", `${path}?page=${at}&number=${number}`);
        expect([number, at, /rel="next"/.test(headers.get("link") ?? "")]).toEqual([number, at, at < last]);
      }
    }
  });

  test("the same of a filter, and around an object that cannot be sent", async () => {
    const headers = { "X-OCCI-Attribute": 'occi.compute.state="inactive"' };
    const nexts = async (query: string, more: Readonly<Record<string, string>> = {}) =>
      /rel="next"/.test((await world.request("GET", `/compute/${query}`, { headers: more })).headers.get("link") ?? "");
    expect([await nexts("?page=1&number=10", headers), await nexts("?page=2&number=10", headers)]).toEqual([
      true,
      false,
    ]);
    expect([await nexts("?page=1&number=11", headers), await nexts("?page=1&number=12", headers)]).toEqual([
      false,
      false,
    ]);
    const machine = world.sim.world.vms.get(0);
    if (machine === undefined) throw new Error("no machine");
    machine.name = "\ud83d";
    world.sim.world.changed(machine);
    expect([await nexts("?page=1&number=12"), await nexts("?page=1&number=11")]).toEqual([false, true]);
  });

  test(`a page of ${INFRA}compute is one page call and nothing else of the pool`, async () => {
    world.resetCalls();
    await page("/compute/?page=2&number=5");
    expect(world.calls()).toBeLessThanOrEqual(2);
    const pools = world.sim.calls.filter(({ method }) => method.startsWith("one.vmpool"));
    // One more than the page, which tells whether it is the last.
    expect(pools.map(({ params }) => params.slice(1, 3))).toEqual([[5, -6]]);
  });
});
