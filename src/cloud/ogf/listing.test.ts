/** Collections: which pools are read, which entities are members, and how pages are cut. */
import { describe, expect, test } from "bun:test";
import {
  type AnyEntity,
  COMPUTE,
  IP_RESERVATION,
  NETWORK,
  NETWORK_INTERFACE,
  NO_FILTER,
  STORAGE,
  STORAGE_LINK,
  type TypeId,
} from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import type { Parameter, PoolAnswer } from "../../opennebula/client.ts";
import { type Scripted, ScriptedOned } from "../../opennebula/testing/scripted-oned.ts";
import { compute } from "./compute/kind.ts";
import { ALL_TYPES, kindOf } from "./kinds.ts";
import { collectedBy, entities, pathsOf, type Selection, shortListed } from "./listing.ts";
import { callerOf } from "./testing/caller.ts";
import { imageXml, machineXml, networkXml, tagOn } from "./testing/objects.ts";
import { catalogOf } from "./types/catalog.ts";

const withNic = (id: number) => machineXml({ id, template: [["NIC", { NIC_ID: "0", NETWORK_ID: "3" }]] });
const reserved = networkXml({ id: 4, template: [["OCCI_KIND", "ipreservation"]] });
const pool = (name: string, ...objects: readonly string[]) => `<${name}_POOL>${objects.join("")}</${name}_POOL>`;
const POOLS: Readonly<Record<string, Scripted>> = {
  "vmpool.infoextended": pool("VM", withNic(8), withNic(7)),
  "vmpool.info": pool("VM", "<VM><ID>8</ID><NAME>a</NAME></VM>", "<VM><ID>7</ID><NAME>b</NAME></VM>"),
  "vnpool.info": pool("VNET", reserved, networkXml({ id: 3 })),
  "imagepool.info": pool("IMAGE", imageXml({ id: 9 }), imageXml({ id: 8 }), imageXml({ id: 7 })),
  "secgrouppool.info": pool("SECURITY_GROUP"),
};

/** Images 9, 8 and 7, of which oned cannot send 8. */
class FaultyImages extends ScriptedOned {
  override async readPool(_session: string, _method: string, ...parameters: Parameter[]): Promise<PoolAnswer> {
    const [from, to] = parameters.slice(1).map(Number) as [number, number];
    // A page, or all, has it in any case.
    const ids = from < 0 || to < 0 ? [9, 8, 7] : [9, 8, 7].filter((id) => id >= from && id <= to);
    if (ids.includes(8)) throw new OcciError("ONED_DAMAGED_ANSWER", "damaged");
    const xml = pool("IMAGE", ...ids.map((id) => imageXml({ id })));
    return { encoded: Buffer.from(xml.replaceAll("<", "&lt;").replaceAll(">", "&gt;")), release() {} };
  }
}

async function listed(
  kinds: readonly TypeId[],
  selection: Partial<Selection> = {},
  answers: Readonly<Record<string, Scripted>> = {},
  oned = new ScriptedOned({ ...POOLS, ...answers }),
) {
  const caller = callerOf(oned);
  const catalog = catalogOf(caller, { list: [], userId: 2, ignored: 0 });
  const [paths, skipped]: [string[], string[]] = [[], []];
  let more = 0;
  const all = { filter: NO_FILTER, more: () => void more++, ...selection };
  for await (const batch of entities(caller, catalog, { kinds }, all, (object) => skipped.push(object))) {
    paths.push(...batch.map(({ location }) => location));
  }
  return { paths, skipped, more, calls: oned.calls };
}

describe("a collection", () => {
  test("of everything reads each pool once", async () => {
    const { paths, calls } = await listed(ALL_TYPES);
    expect(calls.map((call) => call.split(" ")[0])).toEqual([
      "vmpool.infoextended",
      "vnpool.info",
      "imagepool.info",
      "secgrouppool.info",
    ]);
    expect(paths).toEqual([
      "/compute/8",
      "/link/networkinterface/compute_8_nic_0",
      "/compute/7",
      "/link/networkinterface/compute_7_nic_0",
      "/ipreservation/4",
      "/network/3",
      "/storage/9",
      "/storage/8",
      "/storage/7",
    ]);
  });

  test.each([
    [[NETWORK], ["/network/3"]],
    [[IP_RESERVATION], ["/ipreservation/4"]],
    [[NETWORK_INTERFACE], ["/link/networkinterface/compute_8_nic_0", "/link/networkinterface/compute_7_nic_0"]],
    [[STORAGE_LINK], []],
  ])("of %j has its own entities of a pool that several share", async (kinds, paths) => {
    const found = await listed(kinds);
    expect([found.paths, found.calls.length]).toEqual([paths, 1]);
  });

  test("of what the caller owns asks oned for that", async () => {
    expect((await listed([STORAGE], { own: true })).calls).toEqual(["imagepool.info -3 -1 -1"]);
    expect((await listed([STORAGE])).calls).toEqual(["imagepool.info -2 -1 -1"]);
  });
});

describe("a page", () => {
  const three = (page: number) => ({ page: { page, number: 2 } });

  test("of a pool is one call, for one more than it holds", async () => {
    const first = await listed([STORAGE], three(1));
    expect([first.paths, first.more, first.calls]).toEqual([
      ["/storage/9", "/storage/8"],
      1,
      ["imagepool.info -2 0 -3"],
    ]);
    const second = await listed([STORAGE], three(2), { "imagepool.info": pool("IMAGE", imageXml({ id: 7 })) });
    expect([second.paths, second.more, second.calls]).toEqual([["/storage/7"], 0, ["imagepool.info -2 2 -3"]]);
  });

  test("of a kind that shares its pool is cut from the whole", async () => {
    const networks = pool("VNET", networkXml({ id: 6 }), reserved, networkXml({ id: 3 }), networkXml({ id: 2 }));
    const page = async (number: number) => listed([NETWORK], three(number), { "vnpool.info": networks });
    expect([(await page(1)).paths, (await page(1)).more]).toEqual([["/network/6", "/network/3"], 1]);
    expect([(await page(2)).paths, (await page(2)).more]).toEqual([["/network/2"], 0]);
    expect((await page(1)).calls).toEqual(["vnpool.info -2 -1 -1"]);
  });

  test("goes on from one pool to the next", async () => {
    const page = async (number: number) =>
      (await listed([NETWORK, STORAGE], { page: { page: number, number: 3 } })).paths;
    expect(await page(1)).toEqual(["/network/3", "/storage/9", "/storage/8"]);
    expect(await page(2)).toEqual(["/storage/7"]);
    expect(await page(3)).toEqual([]);
  });

  test("behind all that oned can count is empty, and asks nobody", async () => {
    for (const number of [2 ** 30 + 1, 2 ** 31]) {
      const far = await listed([STORAGE], { page: { page: number, number: 2 } });
      expect([far.paths, far.more, far.calls]).toEqual([[], 0, []]);
    }
  });

  test("around what cannot be read has the same places as by one call", async () => {
    const page = (number: number) => listed([STORAGE], three(number), {}, new FaultyImages({}));
    const [first, second] = [await page(1), await page(2)];
    expect([first.paths, first.skipped, first.more]).toEqual([["/storage/9"], ["storage 8"], 1]);
    expect([second.paths, second.skipped, second.more]).toEqual([["/storage/7"], [], 0]);
  });
});

describe("oned's short list", () => {
  const all = { filter: NO_FILTER };

  test("is enough for the paths of all machines, and of nothing else", () => {
    expect(shortListed({ kinds: [COMPUTE] }, all)).toBe(compute);
    for (const kinds of [[NETWORK], [STORAGE], [NETWORK_INTERFACE], [COMPUTE, NETWORK], []]) {
      expect(shortListed({ kinds }, all)).toBeUndefined();
    }
    expect(shortListed({ kinds: [COMPUTE], has: () => true }, all)).toBeUndefined();
    expect(shortListed({ kinds: [COMPUTE] }, { ...all, own: true })).toBeUndefined();
    expect(shortListed({ kinds: [COMPUTE] }, { ...all, page: { page: 1, number: 2 } })).toBeUndefined();
    const categories = [{ scheme: "http://e.org/o#", term: "x", class: "mixin" as const }];
    expect(shortListed({ kinds: [COMPUTE] }, { filter: { ...NO_FILTER, categories } })).toBeUndefined();
  });

  test("has ids, and paths are made of them", async () => {
    const oned = new ScriptedOned(POOLS);
    const paths: string[] = [];
    for await (const batch of pathsOf(callerOf(oned), compute, () => {})) paths.push(...batch);
    expect([paths, oned.calls.map((call) => call.split(" ")[0])]).toEqual([
      ["/compute/8", "/compute/7"],
      ["vmpool.info"],
    ]);
  });
});

describe("what a type collects", () => {
  const caller = callerOf(new ScriptedOned());
  const catalog = catalogOf(caller, { list: [], userId: 2, ignored: 0 });
  const mixin = (id: string) => {
    const found = catalog.registry.mixin(id);
    if (found === undefined) throw new Error(`there is no ${id}`);
    return collectedBy(caller, catalog, found);
  };

  test("is a kind's entities, or those that have a mixin or one that depends on it", () => {
    const kind = catalog.registry.kind(COMPUTE);
    expect(kind && collectedBy(caller, catalog, kind)).toEqual({ kinds: [COMPUTE] });
    const small = "http://localhost/occi/infrastructure/resource_tpl#small";
    const entity = (...mixins: readonly string[]) =>
      ({ mixins }) as unknown as Parameters<NonNullable<ReturnType<typeof mixin>["has"]>>[0];
    const { kinds, has } = mixin("http://schemas.ogf.org/occi/infrastructure#resource_tpl");
    expect([kinds, has?.(entity(small)), has?.(entity("http://localhost/occi/infrastructure/os_tpl#image_1"))]).toEqual(
      [[COMPUTE], true, false],
    );
    expect(mixin(small).has?.(entity(small))).toBe(true);
    expect(mixin(small).has?.(entity(`${small}er`))).toBe(false);
  });
});

test("a tag collects the entities that carry it, of the kinds that have any", () => {
  const members = new Map([
    ["compute", new Set(["7"])],
    ["storage", new Set<string>()],
  ]);
  const tag = { ...tagOn("compute", "7"), members };
  const caller = callerOf(new ScriptedOned());
  const catalog = catalogOf(caller, { list: [tag], userId: 2, ignored: 0 });
  const mixin = catalog.registry.mixin("http://example.org/tags#blue");
  if (mixin === undefined) throw new Error("the tag was not made");
  const { kinds, has } = collectedBy(caller, catalog, mixin);
  const entity = (kind: TypeId, id: string) => ({ kind, id, mixins: [] }) as unknown as AnyEntity;
  expect(kinds).toEqual([COMPUTE]);
  expect([has?.(entity(COMPUTE, "7")), has?.(entity(COMPUTE, "8")), has?.(entity(STORAGE, "7"))]).toEqual([
    true,
    false,
    false,
  ]);
});

test("each kind knows its pool", () => {
  expect(ALL_TYPES.map((type) => kindOf(type)?.pool.name)).toEqual([
    "VM",
    "VM",
    "VM",
    "VM",
    "VNET",
    "VNET",
    "IMAGE",
    "SECURITY_GROUP",
  ]);
  expect(kindOf("http://e.org/o#x")).toBeUndefined();
});
