/** Which types a request needs, and what oned is asked for them. */
import { describe, expect, test } from "bun:test";
import { COMPUTE } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { type Scripted, ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { failureOf } from "../../testing/over-sim.ts";
import { callerOf } from "../testing/caller.ts";
import { imageXml, networkXml, vmTemplateXml } from "../testing/objects.ts";
import {
  catalogOf,
  commonRegistry,
  defaultTemplate,
  discovered,
  namedTypes,
  typesForNew,
  withNamed,
} from "./catalog.ts";
import { schemesOf, typeMixin } from "./schemes.ts";

const schemes = schemesOf({ server: "localhost" });
const [TAG_SCHEME, TAG] = ["http://example.org/tags#", "http://example.org/tags#blue"];
const USER =
  `<USER><ID>2</ID><NAME>alice</NAME><TEMPLATE><OCCI_TAG_0000000000000000><SCHEME>${TAG_SCHEME}</SCHEME><TERM>blue</TERM>` +
  "<LOCATION>/blue/</LOCATION></OCCI_TAG_0000000000000000></TEMPLATE></USER>";

async function named(ids: readonly string[], answers: Readonly<Record<string, Scripted>> = {}) {
  const oned = new ScriptedOned({
    "user.info": USER,
    "template.info": vmTemplateXml([]),
    "image.info": imageXml({}),
    ...answers,
  });
  const types = await typesForNew(callerOf(oned), ids);
  return { calls: oned.calls, types, known: ids.map((id) => types.registry.find(id) !== undefined) };
}

describe("types of a creation", () => {
  test("that everybody has cost nothing", async () => {
    const { calls, known } = await named([COMPUTE, typeMixin(schemes, "small")]);
    expect([calls, known]).toEqual([[], [true, true]]);
  });

  test("that may be tags make the tags be read, once", async () => {
    const { calls, known, types } = await named([TAG, "http://example.org/other#x"]);
    expect([calls, known]).toEqual([["user.info -1"], [true, false]]);
    expect(types.tags.list.map(({ term }) => term)).toEqual(["blue"]);
    expect(await named([COMPUTE, TAG])).toMatchObject({ calls: ["user.info -1"], known: [true, true] });
  });

  test("may be the second of several zones; a pool of another cloud's scheme is unknown", async () => {
    const clusters = [2, 5].map((id) => `<CLUSTER><ID>${id}</ID><NAME>c${id}</NAME></CLUSTER>`).join("");
    const answers = { "clusterpool.info": `<CLUSTER_POOL>${clusters}</CLUSTER_POOL>`, "vnpool.info": "<VNET_POOL/>" };
    const { types } = await named([`${schemes.zone}zone_5`], answers);
    expect(types.registry.mixin(`${schemes.zone}zone_5`)?.title).toBe("c5");
    const other = await named(["http://other.example.org/occi/infrastructure/floatingippool#pool_3"]);
    expect(other.types.registry.find(`${schemes.pool}pool_3`)).toBeUndefined();
  });

  test("that have the term of a zone in another scheme are not looked up", async () => {
    const { calls, known } = await named([`${schemes.pool}zone_3`]);
    expect([calls, known]).toEqual([[], [false]]);
  });

  test("that are templates are looked up, once each, and kept", async () => {
    const template = `${schemes.osTpl}template_4`;
    const { calls, known, types } = await named([template, template, `${schemes.osTpl}image_9`]);
    expect([calls, known]).toEqual([
      ["template.info 4", "image.info 9"],
      [true, true, true],
    ]);
    expect([...types.vmTemplates.keys()]).toEqual([4]);
    expect(types.registry.mixin(template)).toMatchObject({ title: "debian", location: "/mixin/os_tpl/template_4/" });
  });

  test.each(["NOT_FOUND", "FORBIDDEN"] as const)("that are templates which oned calls %s are unknown", async (code) => {
    const { known, calls } = await named([`${schemes.osTpl}template_4`, `${schemes.osTpl}image_9`], {
      "template.info": new OcciError(code, "no"),
    });
    expect([known, calls]).toEqual([[false, false], ["template.info 4"]]);
  });

  test("of which oned cannot tell are an error", async () => {
    const trouble = { "template.info": new OcciError("ONED_FAILED", "no") };
    expect(await failureOf(named([`${schemes.osTpl}template_4`], trouble))).toBe("ONED_FAILED: no");
  });

  test("may be those of rOCCI-server 1.x, of other clouds' schemes only so", async () => {
    const other = "http://other.example.org/occi/infrastructure/os_tpl#";
    expect((await named([`${other}uuid_debian_4`])).known).toEqual([true]);
    expect((await named([`${other}template_4`])).known).toEqual([false]);
    expect((await named([`${other}x#uuid_debian_4`])).known).toEqual([false]);
  });

  test("may be zones and pools", async () => {
    const answers = {
      "clusterpool.info": "<CLUSTER_POOL><CLUSTER><ID>2</ID><NAME>north</NAME></CLUSTER></CLUSTER_POOL>",
      "vnpool.info": `<VNET_POOL>${networkXml({})}</VNET_POOL>`,
    };
    const ids = [`${schemes.zone}zone_2`, `${schemes.pool}pool_3`, `${schemes.zone}zone_5`];
    expect((await named(ids, answers)).known).toEqual([true, true, false]);
    expect((await named([`${schemes.zone}pool_2`, `${schemes.pool}zone_3`])).known).toEqual([false, false]);
  });
});

describe("types of a change", () => {
  const caller = callerOf(new ScriptedOned({ "image.info": imageXml({}) }));
  const own = catalogOf(caller, { list: [], userId: 2, ignored: 0 });
  const images = (count: number) => Array.from({ length: count }, (_, id) => `${schemes.osTpl}image_${id}`);

  test("that the entity has already are not looked up", async () => {
    const oned = new ScriptedOned();
    const template = `${schemes.osTpl}template_4`;
    const found = await withNamed(callerOf(oned), own, [template], [template]);
    expect(oned.calls).toEqual([]);
    expect(found.registry.mixin(template)).toEqual({
      class: "mixin",
      scheme: schemes.osTpl,
      term: "template_4",
      attributes: [],
      depends: [],
      applies: [],
      location: "/mixin/other/template_4/",
      actions: [],
    });
  });

  test("are fifty to look up at most", async () => {
    expect((await withNamed(caller, own, images(50))).registry.mixin(images(50).at(-1) ?? "")).toBeDefined();
    expect(await failureOf(withNamed(caller, own, images(51)))).toStartWith("INVALID_REQUEST: The request names 51");
    expect((await withNamed(caller, own, images(51), images(1))).registry.all.length).toBe(
      own.registry.all.length + 51,
    );
  });

  test("that are all known leave the catalog as it is", async () => {
    expect(await withNamed(caller, own, [COMPUTE])).toBe(own);
  });
});

test("representations name the types of their categories, and of those of their links", () => {
  const category = (id: string) => {
    const at = id.indexOf("#") + 1;
    return { scheme: id.slice(0, at), term: id.slice(at), class: "kind" as const };
  };
  const link = { category: [TAG, COMPUTE], target: "/network/3", attributes: new Map() };
  const one = { categories: [category(COMPUTE), category(TAG)], attributes: new Map(), links: [link] };
  const found = namedTypes([one, { ...one, links: [] }] as unknown as Parameters<typeof namedTypes>[0]);
  expect(found).toEqual([COMPUTE, TAG, TAG, COMPUTE, COMPUTE, TAG]);
  expect(namedTypes([])).toEqual([]);
});

test("the default of the cloud may be a VM template, whose inputs a request can send", () => {
  const of = (defaultOsTpl?: string) =>
    defaultTemplate(callerOf(new ScriptedOned(), { config: { ...(defaultOsTpl !== undefined && { defaultOsTpl }) } }));
  expect(of("template_4")).toBe(`${schemes.osTpl}template_4`);
  expect([of("image_9"), of("nothing"), of()]).toEqual([undefined, undefined, undefined]);
});

describe("what discovery shows", () => {
  /** Reads each pool for itself. */
  class PoolByPool extends ScriptedOned {
    override async readMany(): Promise<never> {
      throw new OcciError("NOT_SUPPORTED", "no multicall");
    }
  }
  const image = (id: number, type: number, state: number) =>
    imageXml({ id, state, name: `i${id}` }).replace("<TYPE>2</TYPE>", `<TYPE>${type}</TYPE>`);

  async function shown(templates: string, images: string, user = USER) {
    const oned = new PoolByPool({
      "user.info": user,
      "templatepool.info": `<VMTEMPLATE_POOL>${templates}</VMTEMPLATE_POOL>`,
      "imagepool.info": `<IMAGE_POOL>${images}</IMAGE_POOL>`,
      "clusterpool.info": "<CLUSTER_POOL><CLUSTER><ID>2</ID><NAME>north</NAME></CLUSTER></CLUSTER_POOL>",
      "vnpool.info": "<VNET_POOL/>",
    });
    const caller = callerOf(oned);
    const skipped: string[] = [];
    const found = await discovered(caller, (what) => skipped.push(what));
    return { ...found, skipped, common: commonRegistry(caller).all };
  }

  test("are the types that all have, what machines are made of, zones, and tags", async () => {
    const { registry, before, systems, common, skipped } = await shown("", "");
    expect([before, skipped, systems]).toEqual([common.length, [], []]);
    expect(registry.all.slice(before).map(({ term }) => term)).toEqual(["zone_2", "blue"]);
  });

  test("are two hundred tags at most: how many more there are is told", async () => {
    const tags = Array.from({ length: 203 }, (_, index) => {
      const name = `OCCI_TAG_${index.toString(16).toUpperCase().padStart(16, "0")}`;
      return `<${name}><SCHEME>${TAG_SCHEME}</SCHEME><TERM>t${index}</TERM><LOCATION>/t${index}/</LOCATION></${name}>`;
    });
    const user = `<USER><ID>2</ID><NAME>alice</NAME><TEMPLATE>${tags.join("")}</TEMPLATE></USER>`;
    expect((await shown("", "", user)).skipped).toEqual(["3 mixins"]);
  });

  test("are VM templates with their inputs and titles, and images that hold a system", async () => {
    const template = vmTemplateXml([
      ["USER_INPUTS", { A: "M|text|What" }],
      ["OCCI_TITLE", 'the "debian"'],
    ]).replace("debian", "the debian");
    const [OS, DATABLOCK] = [0, 2];
    const [READY, ERROR] = [1, 5];
    const { systems } = await shown(template, image(5, OS, READY) + image(6, DATABLOCK, READY) + image(7, OS, ERROR));
    const mixins = systems.map((system) => system());
    expect(mixins.map(({ term, title }) => [term, title])).toEqual([
      ["template_4", 'the "debian"'],
      ["image_5", "i5"],
    ]);
    expect(mixins.map(({ attributes }) => attributes.map(({ name }) => name))).toEqual([
      ["org.opennebula.input.A"],
      [],
    ]);
  });
});
