/** Which types a request needs, and what oned is asked for them. */
import { describe, expect, test } from "bun:test";
import { COMPUTE } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { failureOf } from "../../testing/over-sim.ts";
import { imageXml, networkXml, vmTemplateXml } from "../testing/objects.ts";
import { callerOf, type Scripted, ScriptedOned } from "../testing/scripted-oned.ts";
import { catalogOf, typesForNew, withNamed } from "./catalog.ts";
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
    expect([oned.calls, found.registry.mixin(template)?.term]).toEqual([[], "template_4"]);
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
