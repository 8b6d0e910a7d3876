/** What an update changes. */
import { describe, expect, test } from "bun:test";
import { type AnyEntity, COMPUTE, OS_TPL, type Value } from "../../dialects/ogf/index.ts";
import { ScriptedOned } from "../../opennebula/testing/scripted-oned.ts";
import { computeEntity } from "./compute/entity.ts";
import { allAttributes, differenceOf, refuseOthers } from "./difference.ts";
import { callerOf } from "./testing/caller.ts";
import { machine } from "./testing/objects.ts";
import { schemesOf, typeMixin } from "./types/schemes.ts";
import { viewContext } from "./view-context.ts";

const caller = callerOf(new ScriptedOned());
const registry = caller.commonTypes.registry(caller.deps);
const view = viewContext(caller, { list: [], userId: 2, ignored: 0 });
const KEY = "ssh-ed25519 AAAA alice";
const vm = computeEntity(
  view,
  machine({
    template: [
      ["CPU", "1"],
      ["MEMORY", "1024"],
      ["CONTEXT", { USER_DATA: "#!/bin/sh\necho hello", SSH_PUBLIC_KEY: KEY }],
    ],
    notes: [
      ["DESCRIPTION", "two\nlines"],
      ["INSTANCE_TYPE", "small"],
    ],
  }),
);
const SMALL = typeMixin(schemesOf({ server: "localhost" }), "small");

function difference(
  attributes: Readonly<Record<string, Value>>,
  replace = false,
  mixins = vm.mixins,
  entity: AnyEntity = vm,
) {
  const request = { kind: COMPUTE, mixins, links: [], attributes: new Map(Object.entries(attributes)) };
  return differenceOf(registry, entity, request, replace);
}
const changedBy = (name: string, value: Value) => [...difference({ [name]: value }).changed.keys()];

describe("a change in part", () => {
  test.each<[string, Value]>([
    ["occi.core.id", "7"],
    ["occi.core.title", "web"],
    ["occi.core.summary", "two\nlines"],
    ["occi.core.summary", "two lines"],
    ["occi.compute.memory", 1],
    ["occi.compute.userdata", "#!/bin/sh\necho hello"],
    ["occi.compute.userdata", Buffer.from("#!/bin/sh\necho hello").toString("base64")],
    ["occi.compute.userdata", "#!/bin/sh echo hello"],
    ["occi.credentials.ssh.publickey", KEY],
  ])("%s that is sent as it is changes nothing: %j", (name, value) => {
    expect(changedBy(name, value)).toEqual([]);
  });

  test.each<[string, Value]>([
    ["occi.core.title", "db"],
    ["occi.core.summary", "two other lines"],
    ["occi.core.summary", "two\n lines"],
    ["occi.compute.memory", 2],
    ["occi.compute.hostname", "web"],
    ["occi.compute.userdata", "#!/bin/sh\necho goodbye"],
  ])("%s with another value is changed: %j", (name, value) => {
    expect(changedBy(name, value)).toEqual([name]);
  });

  test("drops nothing, and adds the mixins that are new", () => {
    const found = difference({}, false, [SMALL, OS_TPL]);
    expect([[...found.dropped], found.addedMixins, found.droppedMixins]).toEqual([[], [OS_TPL], []]);
  });

  test("of what the server sets is refused", () => {
    expect(() => difference({ "org.opennebula.compute.id": 8 })).toThrow("org.opennebula.compute.id");
    expect(() => difference({ "occi.compute.state": "suspended" })).toThrow("occi.compute.state");
  });
});

test("a replacement drops what it leaves out, mixins too", () => {
  const found = difference({ "occi.core.title": "web" }, true, [OS_TPL]);
  expect(found.changed.size).toBe(0);
  expect(found.dropped.has("occi.core.title")).toBe(false);
  expect(found.dropped.has("occi.core.summary")).toBe(true);
  expect([found.addedMixins, found.droppedMixins]).toEqual([[OS_TPL], vm.mixins]);
});

test("a replacement keeps the mixins that it names", () => {
  const [kept, ...others] = vm.mixins;
  const found = difference({}, true, kept === undefined ? [] : [kept]);
  expect([found.addedMixins, found.droppedMixins]).toEqual([[], others]);
});

test("a link has its ends among its attributes, a resource its summary", () => {
  const [nic] = computeEntity(view, machine({ template: [["NIC", { NIC_ID: "0", NETWORK_ID: "3" }]] })).links;
  const found = allAttributes(nic as AnyEntity);
  expect(found.get("occi.core.source")).toBe("/compute/7");
  expect(found.get("occi.core.target")).toBe("/network/3");
  expect(allAttributes(vm).get("occi.core.summary")).toBe("two\nlines");
});

test("what a kind cannot change is refused by name", () => {
  const found = difference({ "occi.core.title": "db", "occi.compute.hostname": "db" });
  expect(() => refuseOthers(found, ["occi.core.title", "occi.compute.hostname"], "hint")).not.toThrow();
  expect(() => refuseOthers(found, ["occi.core.title"], "hint")).toThrow(
    "OpenNebula cannot change occi.compute.hostname of an existing entity.",
  );
});
