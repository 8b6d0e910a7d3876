/** Machines of a VM template: what the request adds to it, and what it replaces. */
import { describe, expect, test } from "bun:test";
import { NETWORK_INTERFACE, SECURITY_GROUP_LINK, STORAGE_LINK, type TypeId } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { type Scripted, ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { failureOf } from "../../testing/over-sim.ts";
import { type CallerOptions, callerOf } from "../testing/caller.ts";
import { imageXml, type Template, vmTemplate, vmTemplateXml } from "../testing/objects.ts";
import { type Asked, computeRequest, link } from "../testing/requests.ts";
import { schemesOf, typeMixin } from "../types/schemes.ts";
import { createCompute } from "./create.ts";
import { replacements } from "./from-template.ts";
import { planOf } from "./plan.ts";

const schemes = schemesOf({ server: "localhost" });
const TEMPLATE: TypeId = `${schemes.osTpl}template_4`;
const request = (asked: Asked) => computeRequest({ mixins: [TEMPLATE], ...asked });
const said = (template: Template, asked: Asked) => {
  const caller = callerOf(new ScriptedOned());
  return replacements(vmTemplate(template), planOf(caller, request(asked)), []);
};
const NIC: Template[number] = ["NIC", { NETWORK_ID: "3", SECURITY_GROUPS: "0,5", MODEL: "virtio", SCRIPT: " " }];

describe("what a request says over a VM template", () => {
  test("is nothing where it says nothing", () => {
    expect(said([NIC, ["DISK", { IMAGE_ID: "9" }]], {})).toEqual([]);
  });

  test("names the template's own NICs and disks beside those that are added", () => {
    const template: Template = [NIC, ["DISK", { IMAGE_ID: "9", DEV_PREFIX: "vd" }]];
    expect(said(template, { links: [link(NETWORK_INTERFACE, "/network/4")] })).toEqual([
      [
        "NIC",
        [
          ["NETWORK_ID", "3"],
          ["SECURITY_GROUPS", "0,5"],
          ["MODEL", "virtio"],
        ],
      ],
      ["NIC", [["NETWORK_ID", 4]]],
    ]);
    expect(said(template, { links: [link(STORAGE_LINK, "/storage/8")] })).toEqual([
      [
        "DISK",
        [
          ["IMAGE_ID", "9"],
          ["DEV_PREFIX", "vd"],
        ],
      ],
      ["DISK", [["IMAGE_ID", 8]]],
    ]);
  });

  test("has the security groups of the request once in each NIC, in the place of its own", () => {
    const links = [
      link(SECURITY_GROUP_LINK, "/securitygroup/100"),
      link(SECURITY_GROUP_LINK, "/securitygroup/101"),
      link(NETWORK_INTERFACE, "/network/4"),
    ];
    expect(said([NIC], { links })).toEqual([
      [
        "NIC",
        [
          ["NETWORK_ID", "3"],
          ["MODEL", "virtio"],
          ["SECURITY_GROUPS", "100,101"],
        ],
      ],
      [
        "NIC",
        [
          ["NETWORK_ID", 4],
          ["SECURITY_GROUPS", "100,101"],
        ],
      ],
    ]);
  });

  test("puts the zone beside what the template demands of a host", () => {
    const asked = { mixins: [TEMPLATE, `${schemes.zone}zone_2`] };
    expect(said([], asked)).toEqual([["SCHED_REQUIREMENTS", "CLUSTER_ID = 2"]]);
    expect(said([["SCHED_REQUIREMENTS", "ARCH = x86"]], asked)).toEqual([
      ["SCHED_REQUIREMENTS", "(ARCH = x86) & (CLUSTER_ID = 2)"],
    ]);
    expect(said([["SCHED_REQUIREMENTS", "ARCH = x86"]], {})).toEqual([]);
  });

  test("has the size of its instance type, title and summary", () => {
    const attributes = { "occi.core.title": "a: b", "occi.core.summary": "mine" };
    expect(said([], { mixins: [TEMPLATE, typeMixin(schemes, "small")], attributes })).toEqual([
      ["CPU", "1"],
      ["MEMORY", "1024"],
      ["INSTANCE_TYPE", "small"],
      ["OCCI_TITLE", "a: b"],
      ["DESCRIPTION", "mine"],
    ]);
  });
});

describe("a machine of a VM template", () => {
  const create = (
    asked: Asked,
    answers: Readonly<Record<string, Scripted>>,
    known: Template | undefined,
    config: CallerOptions["config"] = {},
  ) => {
    const oned = new ScriptedOned(answers);
    const caller = callerOf(oned, { config });
    const vmTemplates = new Map(known === undefined ? [] : [[4, vmTemplate(known)] as const]);
    const types = { registry: caller.commonTypes.registry(caller.deps), tags: { list: [] }, vmTemplates };
    return { oned, id: createCompute(caller, request(asked), types) };
  };

  test("does not read a template that was looked up", async () => {
    const { oned, id } = create({}, { "template.instantiate": 41 }, [NIC]);
    expect(await id).toBe(41);
    expect(oned.calls.map((call) => call.split(" ")[0])).toEqual(["template.instantiate"]);
  });

  test("is of the configured one where the request names none: that one is read", async () => {
    const answers = { "template.info 4": vmTemplateXml([NIC]), "template.instantiate": 41 };
    const { oned, id } = create({ mixins: [] }, answers, undefined, { defaultOsTpl: "template_4" });
    await id;
    expect(oned.calls.map((call) => call.split(" ")[0])).toEqual(["template.info", "template.instantiate"]);
  });

  test("of a configured one that is not there is the administrator's fault", async () => {
    const gone = { "template.info": new OcciError("NOT_FOUND", "gone") };
    expect(await failureOf(create({ mixins: [] }, gone, undefined, { defaultOsTpl: "template_4" }).id)).toStartWith(
      "INTERNAL",
    );
  });

  test("asks for each image of its disks once, and makes nothing when one is not the user's", async () => {
    const links = ["/storage/8", "/storage/9", "/storage/8"].map((target) => link(STORAGE_LINK, target));
    const answers = { "image.info 8": imageXml({ id: 8 }), "image.info 9": new OcciError("FORBIDDEN", "not yours") };
    const { oned, id } = create({ links }, answers, [NIC]);
    expect(await failureOf(id)).toStartWith("FORBIDDEN");
    expect(oned.calls).toEqual(["image.info 8", "image.info 9"]);
  });
});
