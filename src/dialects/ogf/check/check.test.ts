import { describe, expect, test } from "bun:test";
import type { AnyEntity, Representation, Sent, Value } from "../model.ts";
import { parseBody } from "../parse.ts";
import { renderEntity } from "../render/index.ts";
import {
  ACTIONS,
  COMPUTE,
  IP_NETWORK_INTERFACE,
  NETWORK_INTERFACE,
  OS_TPL,
  SSH_KEY,
  STORAGE_LINK,
} from "../standard/index.ts";
import { MACHINE, NIC, REGISTRY } from "../testing/example.ts";
import { checkAction } from "./action.ts";
import { checkEntity, type Expected } from "./entity.ts";
import { refuseImmutable } from "./immutable.ts";
import { checkTags } from "./tags.ts";

const SCHEME = 'scheme="http://schemas.ogf.org/occi/infrastructure#"';
const KIND = `Category: compute; ${SCHEME}; class="kind"`;
const KEY = 'Category: ssh_key; scheme="http://schemas.ogf.org/occi/infrastructure/credentials#"; class="mixin"';

const sent = (...lines: string[]): Sent =>
  parseBody({ contentType: "text/plain", headers: new Headers(), body: lines.join("\n") });
const json = (value: unknown): Sent =>
  parseBody({ contentType: "application/json", headers: new Headers(), body: JSON.stringify(value) });

function first({ representations }: Sent): Representation {
  const [representation] = representations;
  if (representation === undefined) throw new Error("there is none");
  return representation;
}

const check = (lines: readonly string[], expected?: Expected) => checkEntity(REGISTRY, first(sent(...lines)), expected);
const attribute = (text: string) => `X-OCCI-Attribute: ${text}`;
const refused = expect.objectContaining({ name: "OcciError", code: "INVALID_REQUEST" });

describe("entities", () => {
  test("kind, mixins, typed attributes", () => {
    const request = check([
      KIND,
      KEY,
      KEY,
      attribute('occi.core.title=007, occi.compute.cores="2", occi.compute.memory=1.50, occi.compute.hostname=12'),
      attribute('occi.credentials.ssh.publickey="ssh-ed25519 AAAA"'),
    ]);
    expect(request.kind).toBe(COMPUTE);
    expect(request.mixins).toEqual([SSH_KEY]);
    expect(Object.fromEntries(request.attributes)).toEqual({
      "occi.core.title": "007",
      "occi.compute.cores": 2,
      "occi.compute.memory": 1.5,
      "occi.compute.hostname": "12",
      "occi.credentials.ssh.publickey": "ssh-ed25519 AAAA",
    });
  });
  test.each<[string, string[], string]>([
    ["an unknown category", [KIND, 'Category: x; scheme="http://e#"'], "http://e#x"],
    ["a wrong class", [`Category: compute; ${SCHEME}; class="mixin"`], "compute"],
    ["two kinds", [KIND, `Category: network; ${SCHEME}`], "one kind"],
    ["no kind", [attribute("occi.core.title=x")], "kind is missing"],
    [
      "a kind without instances",
      ['Category: resource; scheme="http://schemas.ogf.org/occi/core#"'],
      "does not have instances",
    ],
    [
      "an action",
      [KIND, 'Category: stop; scheme="http://schemas.ogf.org/occi/infrastructure/compute/action#"'],
      "action",
    ],
    ["K-1: a mixin elsewhere", [`Category: network; ${SCHEME}`, KEY], "does not apply"],
    ["M-3: an attribute of no mixin", [KIND, attribute("occi.network.vlan=1")], "occi.network.vlan"],
    ["an unknown attribute", [KIND, attribute('constructor="x"')], "constructor"],
    ["no number", [KIND, attribute('occi.compute.memory="much"')], "must be a number"],
    ["no integer", [KIND, attribute("occi.compute.cores=1.5")], "must be an integer"],
    ["too little", [KIND, attribute("occi.compute.cores=0")], "minimum"],
    ["too much", [`Category: network; ${SCHEME}`, attribute("occi.network.vlan=4096")], "maximum"],
    ["none of the values", [KIND, attribute('occi.compute.architecture="arm"')], "arm"],
    ["a boolean", [KIND, attribute("occi.compute.cores=true")], "integer"],
    ["a required one missing", [`Category: storage; ${SCHEME}`], "occi.storage.size"],
    ["a mixin's required one missing", [KIND, KEY], "publickey"],
    [
      "L-1: no ends",
      [`Category: storagelink; ${SCHEME}`, attribute('occi.core.source="/compute/1"')],
      "occi.core.target",
    ],
    [
      "a link with links",
      [
        `Category: storagelink; ${SCHEME}`,
        attribute('occi.core.source="/c/1", occi.core.target="/s/1"'),
        "Link: </network/1>; rel=a#b",
      ],
      "cannot have links",
    ],
  ])("%s is refused", (_what, lines, message) => {
    expect(() => check(lines)).toThrow(refused);
    expect(() => check(lines)).toThrow(message);
  });
  test("C-8: another kind than the collection's", () => {
    expect(() => check([KIND], { kind: "http://schemas.ogf.org/occi/infrastructure#network" })).toThrow(refused);
    expect(check([KIND], { kind: COMPUTE }).kind).toBe(COMPUTE);
  });
  test("E-8: a part: no kind and nothing required", () => {
    const request = check([attribute('occi.compute.hostname="h"')], { kind: COMPUTE, partial: true });
    expect(request.kind).toBe(COMPUTE);
    expect(() => check([attribute('occi.compute.hostname="h"')], { partial: true })).toThrow(refused);
    expect(check([attribute('occi.core.title="h"')], { partial: true }).kind).toBeUndefined();
  });
  test("mixins that the entity has define attributes too", () => {
    const line = attribute('occi.credentials.ssh.publickey="k"');
    expect(() => check([line], { kind: COMPUTE, partial: true })).toThrow(refused);
    expect(check([line], { kind: COMPUTE, partial: true, known: [SSH_KEY] }).attributes.size).toBe(1);
  });
  test("M-4: a mixin without applies goes anywhere, but what it depends on counts", () => {
    const small = 'Category: small; scheme="http://cloud.example.org/occi/infrastructure/resource_tpl#"';
    expect(check([KIND, small]).mixins).toHaveLength(1);
    expect(() => check([`Category: network; ${SCHEME}`, small])).toThrow("does not apply");
  });
  test("lists: as JSON, in text as JSON in quotes", () => {
    const kind = "http://schemas.ogf.org/occi/infrastructure#securitygroup";
    const rules = [{ type: "inbound", range: "22" }];
    const fromJson = checkEntity(REGISTRY, first(json({ kind, attributes: { "occi.securitygroup.rules": rules } })));
    const text = attribute(`occi.securitygroup.rules=${JSON.stringify(JSON.stringify(rules))}`);
    expect(fromJson.attributes.get("occi.securitygroup.rules")).toEqual(rules);
    expect(check([`Category: securitygroup; ${SCHEME}`, text]).attributes).toEqual(fromJson.attributes);
    const wrong = attribute('occi.securitygroup.rules="{}"');
    expect(() => check([`Category: securitygroup; ${SCHEME}`, wrong])).toThrow("must be a list");
  });
  test("booleans: as such, or their words", () => {
    const used = (text: string) =>
      check([`Category: ipreservation; ${SCHEME}`, attribute(`occi.ipreservation.used=${text}`)]).attributes.get(
        "occi.ipreservation.used",
      );
    expect(used("true")).toBe(true);
    expect(used('"false"')).toBe(false);
    expect(() => used("1")).toThrow("true or false");
  });
  test("a structure is no string", () => {
    const title = { kind: COMPUTE, attributes: { "occi.core.title": ["a"] } };
    expect(() => checkEntity(REGISTRY, first(json(title)))).toThrow("must be a string");
  });
  test.each(["text/plain", "text/occi", "application/json"] as const)(
    "E-5: what a GET gave in %s is accepted",
    (rendering) => {
      const back = (entity: AnyEntity) => {
        const { headers, body } = renderEntity(rendering, entity, REGISTRY);
        const parsed = parseBody({
          contentType: rendering,
          headers: new Headers(headers.map(([n, v]) => [n, v])),
          body,
        });
        return checkEntity(REGISTRY, first(parsed));
      };
      const request = back(MACHINE);
      expect(request.links.map(({ kind }) => kind)).toEqual([NETWORK_INTERFACE, STORAGE_LINK]);
      const present = new Map<string, Value>([...MACHINE.attributes, ["occi.core.id", "41"]]);
      refuseImmutable(REGISTRY.definitions(COMPUTE, []), request.attributes, present);
      expect(back(NIC).mixins).toEqual([IP_NETWORK_INTERFACE]);
    },
  );
});

describe("links", () => {
  const links = (...lines: string[]) => check([KIND, ...lines.map((line) => `Link: ${line}`)]).links;
  const rel = (term: string) => `rel="http://schemas.ogf.org/occi/infrastructure#${term}"`;

  test("L-6: kind by category, else by rel, else by the target's path", () => {
    expect(links(`</network/3>; ${rel("network")}`)[0]?.kind).toBe(NETWORK_INTERFACE);
    expect(links(`</x/3>; ${rel("ipreservation")}`)[0]?.kind).toBe(NETWORK_INTERFACE);
    expect(links(`</storage/3>; ${rel("storage")}`)[0]?.kind).toBe(STORAGE_LINK);
    expect(links(`</x>; ${rel("securitygroup")}`)[0]?.kind).toEndWith("securitygrouplink");
    expect(links(`</storage/3>; ${rel("os_tpl")}`)[0]?.kind).toBe(STORAGE_LINK);
    expect(
      links(
        `</network/3>; ${rel("network")}; category="${NETWORK_INTERFACE} ${IP_NETWORK_INTERFACE}"; occi.networkinterface.address=10.0.0.7`,
      ),
    ).toEqual([
      {
        kind: NETWORK_INTERFACE,
        mixins: [IP_NETWORK_INTERFACE],
        target: "/network/3",
        attributes: new Map([["occi.networkinterface.address", "10.0.0.7"]]),
      },
    ]);
    expect(() => links(`</x/3>; ${rel("os_tpl")}`)).toThrow("not known");
    expect(() => links(`</x/3>; ${rel("network")}; category="${COMPUTE}"`)).toThrow("not a kind of link");
    expect(() => links(`</x/3>; ${rel("network")}; category="http://e#x"`)).toThrow("unknown");
  });
  test("L-7: occi.core.target may repeat the target, and no other", () => {
    expect(links(`</network/3>; ${rel("network")}; occi.core.target="/network/3"`)[0]?.attributes.size).toBe(0);
    expect(() => links(`</network/3>; ${rel("network")}; occi.core.target="/network/4"`)).toThrow("a different occi");
  });
  test("M-3: attributes need their mixin", () => {
    expect(() => links(`</network/3>; ${rel("network")}; occi.networkinterface.address=10.0.0.7`)).toThrow(
      "not defined",
    );
  });
  test("E-5: action links are dropped", () => {
    expect(
      links(`</compute/41?action=stop>; rel="${ACTIONS.STOP}"`, `</compute/41?action=x>; ${rel("compute")}`),
    ).toEqual([]);
  });
});

describe("E-4: immutable attributes", () => {
  const definitions = REGISTRY.definitions(COMPUTE, []);
  const refuse = (wanted: [string, Value][], present: [string, Value][]) => () =>
    refuseImmutable(definitions, new Map(wanted), new Map(present));
  test("a change is refused, also where nothing was", () => {
    expect(refuse([["occi.compute.state", "active"]], [["occi.compute.state", "inactive"]])).toThrow(
      "occi.compute.state",
    );
    expect(refuse([["occi.compute.state", "active"]], [])).toThrow(refused);
  });
  test("the same, mutable ones and E-3: occi.core.id are accepted", () => {
    expect(refuse([["occi.compute.state", "active"]], [["occi.compute.state", "active"]])).not.toThrow();
    expect(refuse([["occi.compute.cores", 3]], [])).not.toThrow();
    expect(refuse([["occi.core.id", "other"]], [["occi.core.id", "41"]])).not.toThrow();
  });
});

describe("actions", () => {
  const STOP = 'Category: stop; scheme="http://schemas.ogf.org/occi/infrastructure/compute/action#"; class="action"';
  const defined = REGISTRY.actionsOf(COMPUTE, []);
  const action = (term: string, given: Sent) => checkAction(REGISTRY, given, term, defined);

  test("A-1: text and JSON", () => {
    const expected = { action: ACTIONS.STOP, attributes: new Map([["method", "graceful"]]) };
    expect(action("stop", sent(STOP, attribute('method="graceful"')))).toEqual(expected);
    expect(action("stop", json({ action: ACTIONS.STOP, attributes: { method: "graceful" } }))).toEqual(expected);
    expect(action("stop", sent(STOP)).attributes.size).toBe(0);
  });
  test("A-2: another action than the query's, none, or more", () => {
    expect(() => action("start", sent(STOP))).toThrow("start");
    expect(() => action("start", sent())).toThrow(refused);
    expect(() => action("start", { representations: [], locations: [] })).toThrow(refused);
    expect(() => action("stop", sent(STOP, STOP))).toThrow("nothing else");
  });
  test("A-3: an action that the entity does not have", () => {
    expect(() => action("up", json({ action: ACTIONS.UP }))).toThrow("not defined");
    expect(() => action("x", json({ action: "http://e#x" }))).toThrow("unknown");
    expect(() => action("compute", sent(`Category: compute; ${SCHEME}`))).toThrow("not an action");
  });
  test("A-5: an unknown method or parameter", () => {
    expect(() => action("stop", sent(STOP, attribute('method="hard"')))).toThrow("hard");
    expect(() => action("stop", sent(STOP, attribute("force=true")))).toThrow("force");
  });
  test("1.1: resize needs a size", () => {
    const resize = (attributes: object) =>
      checkAction(REGISTRY, json({ action: ACTIONS.RESIZE, attributes }), "resize", [ACTIONS.RESIZE]);
    expect(resize({ size: "2.5" }).attributes.get("size")).toBe(2.5);
    expect(() => resize({})).toThrow("size");
  });
});

describe("tags", () => {
  const tags = (line: string, adding = true) => checkTags(sent(`Category: ${line}`), adding);
  test("Q-6, Q-7: a mixin with rel to something unknown", () => {
    const line =
      'my_stuff; scheme="http://example.com/occi/my_stuff#"; class="mixin"; rel="http://example.com/occi/something_else#mixin"; location="/my_stuff/"';
    expect(tags(line)[0]?.depends).toEqual(["http://example.com/occi/something_else#mixin"]);
  });
  test("Q-10: without class", () => {
    expect(tags('my_stuff; scheme="http://e#"', false)).toHaveLength(1);
  });
  test("Q-8: a reserved scheme, only when adding", () => {
    const line = 'x; scheme="http://schemas.ogf.org/occi/infrastructure#"';
    expect(() => tags(line)).toThrow("reserved");
    expect(tags(line, false)).toHaveLength(1);
    expect(() => tags('x; scheme="HTTP://Schemas.ogf.org/occi/a#"')).toThrow("reserved");
  });
  test.each([
    'x; scheme="http://e#"; class="kind"',
    'x; scheme="http://e#"; class="action"',
    'x; scheme="http://e/"',
    'x; scheme="e#"',
    'x; scheme="http://e#a#"',
    '_x; scheme="http://e#"',
    'x!; scheme="http://e#"',
    'x; scheme="http://e#"; location="x/"',
    'x; scheme="http://e#"; location="/x"',
    'x; scheme="http://e#"; location="/x?/"',
  ])("%s is refused", (line) => {
    expect(() => tags(line)).toThrow(refused);
  });
  test("none at all is refused, the same twice is one", () => {
    expect(() => checkTags(sent(), true)).toThrow(refused);
    expect(checkTags(sent('Category: x; scheme="http://e#"', 'Category: x; scheme="http://e#"'), true)).toHaveLength(1);
  });
  test("J-8: in JSON", () => {
    expect(
      checkTags(json({ mixins: [{ term: "blue", scheme: "http://t#", location: "/tags/blue/" }] }), true)[0]?.term,
    ).toBe("blue");
  });
  test("templates are no tags of the standard", () => {
    expect(REGISTRY.mixin(OS_TPL)?.tag).toBeUndefined();
  });
});

test.each(["occi.crendentials.ssh.publickey", "occi.credentials.ssh_key"])(
  "K-6: ooi's %s is the public key",
  (slip) => {
    const request = checkEntity(REGISTRY, first(sent(KIND, KEY, `X-OCCI-Attribute: ${slip}="ssh-rsa AAAA"`)));
    expect(request.attributes.get("occi.credentials.ssh.publickey")).toBe("ssh-rsa AAAA");
  },
);
