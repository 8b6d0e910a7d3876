import { describe, expect, test } from "bun:test";
import { nonEmpty } from "../../testing/non-empty.ts";
import type { Mixin } from "./model.ts";
import { Registry } from "./registry.ts";
import { ACTIONS, COMPUTE, IP_RESERVATION, NETWORK, OS_TPL, RESOURCE, SSH_KEY, STANDARD } from "./standard/index.ts";
import { REGISTRY } from "./testing/example.ts";

function tag(term: string, more: Partial<Mixin> = {}): Mixin {
  const location = `/tags/${term}/`;
  return {
    class: "mixin",
    scheme: "http://t#",
    term,
    depends: [],
    applies: [],
    location,
    attributes: [],
    actions: [],
    ...more,
  };
}

describe("lookups", () => {
  test("by identifier and class", () => {
    expect(REGISTRY.find(ACTIONS.SAVE)?.class).toBe("action");
    expect(REGISTRY.kind(COMPUTE)?.term).toBe("compute");
    expect(REGISTRY.kind(OS_TPL)).toBeUndefined();
    expect(REGISTRY.mixin(OS_TPL)?.term).toBe("os_tpl");
    expect(REGISTRY.find("constructor")).toBeUndefined();
  });
  test("by path, with or without the slash", () => {
    expect(REGISTRY.at("/compute/")?.term).toBe("compute");
    expect(REGISTRY.at("/compute")?.term).toBe("compute");
    expect(REGISTRY.at("/compute//")).toBeUndefined();
    expect(REGISTRY.at("/")).toBeUndefined();
  });
  test("of two with one identifier or location the first counts", () => {
    const registry = new Registry([
      tag("a", { title: "1" }),
      tag("a", { title: "2" }),
      tag("b", { location: "/tags/a/" }),
    ]);
    expect(registry.all).toHaveLength(2);
    expect(registry.at("/tags/a")?.title).toBe("1");
  });
});

describe("definitions", () => {
  test("M-3: of the kind, its parents, the mixins and what they depend on", () => {
    const names = [...REGISTRY.definitions(COMPUTE, [SSH_KEY]).keys()];
    expect(names.slice(0, 3)).toEqual(["occi.core.id", "occi.core.title", "occi.core.summary"]);
    expect(names.at(-1)).toBe("occi.credentials.ssh.publickey");
    expect(REGISTRY.definitions(IP_RESERVATION, []).has("occi.network.vlan")).toBe(true);
    expect(REGISTRY.actionsOf(IP_RESERVATION, [])).toEqual([ACTIONS.UP, ACTIONS.DOWN]);
    const dependent = new Registry([...STANDARD, tag("d", { depends: [SSH_KEY, "http://unknown#x"] })]);
    expect(dependent.definitions(COMPUTE, ["http://t#d"]).has("occi.credentials.ssh.publickey")).toBe(true);
  });
  test("X-6: a mixin's definition is over the kind's", () => {
    const small = "http://cloud.example.org/occi/infrastructure/resource_tpl#small";
    expect(REGISTRY.definitions(COMPUTE, [small]).get("occi.compute.cores")?.default).toBe(1);
    expect(REGISTRY.definitions(COMPUTE, []).get("occi.compute.cores")?.default).toBeUndefined();
  });
  test("circles and long chains end", () => {
    const circle = new Registry([tag("a", { depends: ["http://t#b"] }), tag("b", { depends: ["http://t#a"] })]);
    expect(circle.actionsOf(NETWORK, ["http://t#a"])).toEqual([]);
    const chain = Array.from({ length: 100_000 }, (_, at) => tag(`c${at}`, { depends: [`http://t#c${at + 1}`] }));
    expect(new Registry(chain).definitions(NETWORK, ["http://t#c0"]).size).toBe(0);
  });
  test("lineage", () => {
    expect(REGISTRY.lineage(COMPUTE).map(({ term }) => term)).toEqual(["entity", "resource", "compute"]);
    expect(REGISTRY.lineage(RESOURCE)).toHaveLength(2);
    expect(REGISTRY.lineage(OS_TPL)).toEqual([]);
  });
});

describe("the standard", () => {
  const all = REGISTRY.all;
  test("identifiers and locations are unique", () => {
    const locations = all.flatMap((one) =>
      one.class === "action" || one.location === undefined ? [] : [one.location],
    );
    expect(new Set(locations).size).toBe(locations.length);
    for (const location of nonEmpty(locations)) expect(location).toMatch(/^\/[a-z/_0-9]+\/$/);
  });
  test("what a category refers to is there, and of the right class", () => {
    const actions = all.flatMap((one) => (one.class === "action" ? [] : one.actions));
    for (const action of nonEmpty(actions)) expect(REGISTRY.find(action)?.class).toBe("action");
    const parents = all.flatMap((one) => (one.class === "kind" && one.parent !== undefined ? [one.parent] : []));
    const applies = all.flatMap((one) => (one.class === "mixin" ? one.applies : []));
    for (const kind of [...nonEmpty(parents), ...nonEmpty(applies)]) expect(REGISTRY.kind(kind)).toBeDefined();
  });
  test("Q-5: the core kinds are listed", () => {
    const core = STANDARD.filter(({ scheme }) => scheme === "http://schemas.ogf.org/occi/core#");
    expect(core.map(({ term }) => term)).toEqual(["entity", "resource", "link"]);
  });
  test("only these must be sent", () => {
    const required = STANDARD.flatMap(({ term, attributes }) =>
      attributes.filter((one) => one.required).map((one) => `${term} ${one.name}`),
    );
    expect(required).toEqual([
      "storage occi.storage.size",
      "ssh_key occi.credentials.ssh.publickey",
      "user_data occi.compute.userdata",
      "resize size",
    ]);
  });
});
