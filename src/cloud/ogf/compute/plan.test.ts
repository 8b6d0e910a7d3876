/** What a request for a machine is understood as, before oned is asked. */
import { describe, expect, test } from "bun:test";
import type { Config } from "../../../config/config.ts";
import { NETWORK_INTERFACE, STORAGE_LINK } from "../../../dialects/ogf/index.ts";
import { ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { typesOf } from "../../testing/types-of.ts";
import { callerOf } from "../testing/caller.ts";
import { type Asked, computeRequest, link } from "../testing/requests.ts";
import { schemesOf, typeMixin } from "../types/schemes.ts";
import { idIn, placement, planOf, requestData, withGroups } from "./plan.ts";

const TYPES = { small: { cpu: "1", memory: "1024" }, open: {} };
const vmTypes = Object.keys(TYPES).map((name) => ({ name, template: `${name}.eta` }));
const schemes = schemesOf({ server: "localhost" });
const plan = (asked: Asked, config: Partial<Config> = {}) =>
  planOf(
    callerOf(new ScriptedOned(), { config: { vmTypes, ...config }, templates: typesOf(TYPES) }),
    computeRequest(asked),
  );
const TEMPLATE = `${schemes.osTpl}template_4`;
const IMAGE = `${schemes.osTpl}image_9`;

describe("a plan", () => {
  test("of a request that says nothing is the first instance type", () => {
    expect(plan({})).toEqual({
      name: undefined,
      os: undefined,
      size: { type: "small", cpu: "1", memory: "1024" },
      isDefaultOs: true,
      isDefaultSize: true,
      inputs: {},
      links: { nics: [], disks: [], securityGroups: [], sent: [] },
      context: [],
      zone: undefined,
      notes: [],
    });
  });

  test("of one that says all has all of it", () => {
    const asked: Asked = {
      mixins: [TEMPLATE, typeMixin(schemes, "open"), `${schemes.zone}zone_2`],
      attributes: {
        "occi.core.title": "web: 1",
        "occi.core.summary": "mine",
        "occi.compute.cores": 2,
        "occi.compute.hostname": "web",
        "org.opennebula.input.A": "x",
      },
      links: [link(NETWORK_INTERFACE, "/network/3"), link(STORAGE_LINK, "/storage/9")],
    };
    expect(plan(asked)).toEqual({
      name: "web 1",
      os: { from: "template", id: 4 },
      size: expect.objectContaining({ type: "open", cpu: "2" }),
      isDefaultOs: false,
      isDefaultSize: false,
      inputs: { A: "x" },
      links: { nics: [[["NETWORK_ID", 3]]], disks: [[["IMAGE_ID", 9]]], securityGroups: [], sent: [] },
      context: [["SET_HOSTNAME", "web"]],
      zone: 2,
      notes: [
        ["OCCI_TITLE", "web: 1"],
        ["DESCRIPTION", "mine"],
      ],
    });
  });

  test("notes the image that a machine is made of: oned remembers templates alone", () => {
    expect(plan({ mixins: [IMAGE] }).notes).toEqual([["OCCI_COMPUTE_MIXINS", IMAGE]]);
    expect(plan({ mixins: [TEMPLATE] }).notes).toEqual([]);
  });

  test("takes what the configuration names where the request names none", () => {
    const defaults = { defaultOsTpl: "image_9", defaultResourceTpl: "open" };
    expect(plan({}, defaults)).toMatchObject({
      os: { from: "image", id: 9 },
      isDefaultOs: true,
      size: { type: "open" },
    });
    expect(plan({ mixins: [TEMPLATE] }, defaults)).toMatchObject({
      os: { from: "template", id: 4 },
      isDefaultOs: false,
    });
    const sized = { attributes: { "occi.compute.cores": 2 } };
    expect(plan(sized, defaults)).toMatchObject({ size: { type: "open", cpu: "2" }, isDefaultSize: false });
    expect(plan({ mixins: [typeMixin(schemes, "small")] }, defaults)).toMatchObject({
      size: { type: "small" },
      isDefaultSize: false,
    });
  });

  test("leaves the size to a VM template that has one", () => {
    expect(plan({ mixins: [TEMPLATE] }).size).toEqual({ type: undefined });
    expect(plan({ mixins: [IMAGE] }).size.type).toBe("small");
  });

  test.each([
    ["os_tpl", [TEMPLATE, IMAGE]],
    ["resource_tpl", [typeMixin(schemes, "small"), typeMixin(schemes, "open")]],
    ["availability_zone", [`${schemes.zone}zone_1`, `${schemes.zone}zone_2`]],
  ])("has one %s at most", (what, mixins) => {
    expect(() => plan({ mixins })).toThrow(`The request names more than one ${what}.`);
  });
});

test("the operator's templates see name, size and context of a plan, and neither disks nor NICs", () => {
  const common = { instanceType: "open", disks: [], nics: [] };
  expect(requestData(plan({ mixins: [typeMixin(schemes, "open")] }), "open")).toEqual({ ...common, context: [] });
  const attributes = { "occi.core.title": "web", "occi.compute.memory": 1, "occi.compute.cores": 2 };
  const asked = { mixins: [typeMixin(schemes, "open")], attributes: { ...attributes, "occi.compute.hostname": "web" } };
  expect(requestData(plan(asked), "open")).toEqual({
    ...common,
    name: "web",
    cpu: "2",
    memory: "1024",
    context: [["SET_HOSTNAME", "web"]],
  });
});

test("the id of a vector is found by its name", () => {
  expect(
    idIn(
      [
        ["TARGET", "vda"],
        ["IMAGE_ID", 9],
      ],
      "IMAGE_ID",
    ),
  ).toBe(9);
  expect(idIn([["NETWORK_ID", "3"]], "NETWORK_ID")).toBe(3);
});

test("the groups of a request take the place of those of a NIC", () => {
  expect(
    withGroups(
      [
        ["NETWORK_ID", 3],
        ["SECURITY_GROUPS", "0"],
      ],
      [],
    ),
  ).toEqual([
    ["NETWORK_ID", 3],
    ["SECURITY_GROUPS", "0"],
  ]);
  expect(
    withGroups(
      [
        ["NETWORK_ID", 3],
        ["SECURITY_GROUPS", "0"],
      ],
      [100, 101],
    ),
  ).toEqual([
    ["NETWORK_ID", 3],
    ["SECURITY_GROUPS", "100,101"],
  ]);
});

test("a zone is demanded beside what the operator's template demands", () => {
  expect(placement(undefined, "ID = 1")).toEqual([]);
  expect(placement(2, undefined)).toEqual([["SCHED_REQUIREMENTS", "CLUSTER_ID = 2"]]);
  expect(placement(2, " ")).toEqual([["SCHED_REQUIREMENTS", "CLUSTER_ID = 2"]]);
  expect(placement(0, "ID = 1")).toEqual([["SCHED_REQUIREMENTS", "(ID = 1) & (CLUSTER_ID = 0)"]]);
});
