/** New networks and reserved addresses: what oned is asked, and what is taken back. */
import { describe, expect, test } from "bun:test";
import type { EntityRequest, TypeId, Value } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { type Scripted, ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { failureOf } from "../../testing/over-sim.ts";
import { callerOf } from "../testing/caller.ts";
import { networkXml } from "../testing/objects.ts";
import { createNetwork, createReservation } from "./create.ts";

interface Asked {
  readonly attributes?: Readonly<Record<string, Value>>;
  readonly mixins?: readonly TypeId[];
  readonly answers?: Readonly<Record<string, Scripted>>;
  readonly networkFrom?: number;
}

async function creating(create: typeof createNetwork, { attributes = {}, mixins = [], answers, networkFrom }: Asked) {
  const made = { "vn.allocate": 3, "vn.reserve": 3, "vn.info": networkXml({ id: 3 }) };
  const oned = new ScriptedOned({ ...made, ...answers });
  const config = { networkDriver: "dummy", ...(networkFrom !== undefined && { networkFrom }) };
  const request: EntityRequest = {
    kind: undefined,
    mixins,
    attributes: new Map(Object.entries(attributes)),
    links: [],
  };
  let id: number | undefined;
  const failure = await failureOf(create(callerOf(oned, { config }), request).then((made) => (id = made)));
  // The layout of the operator's template is not looked at.
  const calls = oned.calls.map((call) => call.replace(/\s+/g, " "));
  const changes = calls.filter((call) => !call.startsWith("vn.info"));
  return { id, failure, changes, names: changes.map((call) => call.split(" ")[0]) };
}
const network = (asked: Asked) => creating(createNetwork, asked);
const reservation = (asked: Asked) => creating(createReservation, asked);
const NO = new OcciError("FORBIDDEN", "no");

describe("a network", () => {
  test("is made under its title, and needs no notes then", async () => {
    const { id, changes, names } = await network({ attributes: { "occi.core.title": "lan" } });
    expect([id, names]).toEqual([3, ["vn.allocate"]]);
    expect(changes[0]).toContain('NAME = "lan"');
  });

  test("without a title gets a name of the server's making", async () => {
    const { changes } = await network({});
    expect(changes[0]).toMatch(/NAME = "network-[0-9a-f]{8}"/);
  });

  test("has address and summary in its template, all else is noted when it is there", async () => {
    const { changes, names } = await network({
      attributes: {
        "occi.core.title": "lan: 1",
        "occi.core.summary": "mine",
        "occi.network.address": " 10.1.0.0/24 ",
        "occi.network.allocation": "dynamic",
        "occi.network.vlan": 7,
        "occi.network.label": " blue ",
        "occi.network.gateway": "10.1.0.1",
      },
    });
    expect(names).toEqual(["vn.allocate", "vn.update"]);
    for (const part of ['NAME = "lan 1"', 'DESCRIPTION = "mine"', "10.1.0.1"]) expect(changes[0]).toContain(part);
    const noted = [
      "<OCCI_TITLE>lan: 1</OCCI_TITLE><VLAN_ID>7</VLAN_ID><OCCI_LABEL>blue</OCCI_LABEL>",
      "<GATEWAY>10.1.0.1</GATEWAY><OCCI_NETWORK_ADDRESS>10.1.0.0/24</OCCI_NETWORK_ADDRESS>",
    ];
    expect(changes[1]).toBe(`vn.update 3 <TEMPLATE>${noted.join("")}</TEMPLATE> 1`);
  });

  test("notes a gateway of IPv6 as such, and no address without its mask", async () => {
    const attributes = { "occi.network.gateway": "2001:db8::1", "occi.network.address": "10.1.0.0" };
    const { changes } = await network({ attributes });
    expect(changes[1]).toBe("vn.update 3 <TEMPLATE><GATEWAY6>2001:db8::1</GATEWAY6></TEMPLATE> 1");
  });

  test("notes nothing of what is blank", async () => {
    const attributes = { "occi.network.label": " ", "occi.network.gateway": "", "occi.network.address": " " };
    expect((await network({ attributes })).names).toEqual(["vn.allocate"]);
  });

  test("of static addresses is refused before anything is made", async () => {
    const { failure, changes } = await network({ attributes: { "occi.network.allocation": "static" } });
    expect([failure, changes]).toEqual([expect.stringContaining("NOT_SUPPORTED: occi.network.allocation"), []]);
  });

  test("goes again where its notes are refused; the attribute is named", async () => {
    const attributes = { "occi.network.vlan": 7 };
    const restricted = new OcciError("RESTRICTED_ATTRIBUTE", [{ attribute: "VLAN_ID" }]);
    const { failure, changes, names } = await network({ attributes, answers: { "vn.update": restricted } });
    expect(failure).toBe("RESTRICTED_ATTRIBUTE: OpenNebula keeps occi.network.vlan for administrators.");
    expect(changes.at(-1)).toBe("vn.delete 3");
    expect(names).toEqual(["vn.allocate", "vn.update", "vn.delete"]);
  });

  test("that cannot go again is named", async () => {
    const attributes = { "occi.network.vlan": 7 };
    const { failure } = await network({ attributes, answers: { "vn.update": NO, "vn.delete": NO } });
    expect(failure).toStartWith("OUTCOME_UNKNOWN: /network/3 was created but not completed");
  });
});

describe("a reserved address", () => {
  const pool = (id: string) => `http://localhost/occi/infrastructure/floatingippool#pool_${id}`;

  test("is one of the pool that the request names, and noted as reserved", async () => {
    const attributes = { "occi.core.title": "mine", "occi.core.summary": "web" };
    const { id, changes } = await reservation({ attributes, mixins: ["http://e.org/o#x", pool("5")], networkFrom: 9 });
    expect(id).toBe(3);
    expect(changes).toEqual([
      "vn.reserve 5 <TEMPLATE><NAME>mine</NAME><SIZE>1</SIZE></TEMPLATE>",
      "vn.update 3 <TEMPLATE><OCCI_KIND>ipreservation</OCCI_KIND><DESCRIPTION>web</DESCRIPTION></TEMPLATE> 1",
    ]);
  });

  test("is one of the configured network where the request names none", async () => {
    const { changes } = await reservation({ networkFrom: 9 });
    expect(changes[0]).toMatch(/^vn\.reserve 9 <TEMPLATE><NAME>address-[0-9a-f]{8}<\/NAME><SIZE>1<\/SIZE>/);
  });

  test("needs a pool", async () => {
    for (const asked of [{}, { mixins: [pool("x")], networkFrom: 9 }]) {
      const { failure, changes } = await reservation(asked);
      expect([failure, changes]).toEqual([
        "INVALID_REQUEST: The request does not name the floatingippool that provides the address.",
        [],
      ]);
    }
  });

  test("of a pool that is not there is the user's mistake, of the configured one the administrator's", async () => {
    const answers = { "vn.reserve": new OcciError("NOT_FOUND", "no such network") };
    expect((await reservation({ mixins: [pool("5")], answers, networkFrom: 9 })).failure).toStartWith("NOT_FOUND");
    expect((await reservation({ answers, networkFrom: 9 })).failure).toMatch(/^INTERNAL: .*NETWORK_FROM/);
  });

  test("of a pool that is full is refused with the reason", async () => {
    const answers = {
      "vn.reserve": new OcciError("NO_FREE_LEASE", "no"),
      "vn.info": networkXml({
        id: 5,
        name: "public",
        range: "<AR><AR_ID>0</AR_ID><IP>10.0.0.1</IP><SIZE>0</SIZE></AR>",
      }),
    };
    const { failure } = await reservation({ mixins: [pool("5")], answers });
    expect(failure).toBe("NO_FREE_LEASE: public is full: it has no addresses.");
  });

  test("goes again where it cannot be noted, or is named", async () => {
    const { failure, changes, names } = await reservation({ networkFrom: 9, answers: { "vn.update": NO } });
    expect([failure, names]).toEqual(["FORBIDDEN: no", ["vn.reserve", "vn.update", "vn.delete"]]);
    expect(changes.at(-1)).toBe("vn.delete 3");
    const stays = await reservation({ networkFrom: 9, answers: { "vn.update": NO, "vn.delete": NO } });
    expect(stays.failure).toStartWith("OUTCOME_UNKNOWN: /ipreservation/3 was created but not completed");
  });
});
