/** A network of oned as a network, or as the address that somebody has reserved. */
import { describe, expect, test } from "bun:test";
import { IP_NETWORK, IP_RESERVATION, NETWORK } from "../../../dialects/ogf/index.ts";
import { ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { callerOf } from "../testing/caller.ts";
import { type Network, network, type Template, tagOn } from "../testing/objects.ts";
import { viewContext } from "../view-context.ts";
import { isReservation, networkEntity, reservationEntity } from "./entity.ts";

const view = viewContext(callerOf(new ScriptedOned()), { list: [], userId: 2, ignored: 0 });
const RANGE = "<AR><AR_ID>0</AR_ID><TYPE>IP4</TYPE><IP>10.0.0.10</IP><MAC>02:00:0a:00:00:0a</MAC><SIZE>20</SIZE></AR>";
const shown = (given: Network) => networkEntity(view, network(given));
const attribute = (given: Network, name: string) => shown(given).attributes.get(name);
const noted = (...template: Template): Network => ({ template, range: RANGE });

describe("the address of a network", () => {
  test.each([
    [
      noted(["OCCI_NETWORK_ADDRESS", "10.0.0.0/24"], ["NETWORK_ADDRESS", "10.9.0.0"], ["NETWORK_MASK", "24"]),
      "10.0.0.0/24",
    ],
    [noted(["NETWORK_ADDRESS", "10.0.0.0"], ["NETWORK_MASK", "255.255.255.0"]), "10.0.0.0/24"],
    [noted(["NETWORK_ADDRESS", "10.0.0.0"], ["NETWORK_MASK", "255.255.255.255"]), "10.0.0.0/32"],
    [noted(["NETWORK_ADDRESS", "10.0.0.0"], ["NETWORK_MASK", "0.0.0.0"]), "10.0.0.0/0"],
    [noted(["NETWORK_ADDRESS", "10.0.0.0"], ["NETWORK_MASK", "16"]), "10.0.0.0/16"],
    [noted(["NETWORK_ADDRESS", "10.0.0.0"], ["NETWORK_MASK", "255.0.255.0"]), "10.0.0.10-10.0.0.29"],
    [noted(["NETWORK_ADDRESS", "10.0.0.0"], ["NETWORK_MASK", "255.255"]), "10.0.0.10-10.0.0.29"],
    [noted(["NETWORK_ADDRESS", "10.0.0.0"]), "10.0.0.10-10.0.0.29"],
    [noted(["NETWORK_MASK", "24"]), "10.0.0.10-10.0.0.29"],
    [noted(), "10.0.0.10-10.0.0.29"],
  ])("of %j is %s", (given, address) => {
    expect(attribute(given, "occi.network.address")).toBe(address);
    expect(attribute(given, "occi.network.allocation")).toBe("dynamic");
    expect(shown(given).mixins).toContain(IP_NETWORK);
  });

  test("is none for one that gives out no addresses", () => {
    for (const range of [
      "",
      "<AR><AR_ID>0</AR_ID><TYPE>ETHER</TYPE><MAC>02:00:0a:00:00:0a</MAC><SIZE>20</SIZE></AR>",
    ]) {
      expect(attribute({ range }, "occi.network.address")).toBeUndefined();
      expect(attribute({ range }, "occi.network.allocation")).toBeUndefined();
      expect(shown({ range }).mixins).toEqual(["http://opennebula.org/occi/infrastructure#network"]);
    }
  });
});

describe("a network", () => {
  test("has the gateway of either protocol, and its label", () => {
    expect(attribute(noted(["GATEWAY", "10.0.0.1"], ["GATEWAY6", "2001:db8::1"]), "occi.network.gateway")).toBe(
      "10.0.0.1",
    );
    expect(attribute(noted(["GATEWAY6", "2001:db8::1"]), "occi.network.gateway")).toBe("2001:db8::1");
    expect(attribute(noted(["OCCI_LABEL", "blue"]), "occi.network.label")).toBe("blue");
  });

  test("shows a VLAN that the standard can, and whether there is one", () => {
    const vlan = (id: string) => networkEntity(view, { ...network({}), vlanId: Number(id) }).attributes;
    expect([vlan("4095").get("occi.network.vlan"), vlan("4096").get("occi.network.vlan")]).toEqual([4095, undefined]);
    expect(vlan("4096").get("org.opennebula.network.vlan")).toBe("YES");
    expect(attribute({}, "org.opennebula.network.vlan")).toBe("NO");
  });

  test("has its clusters as zones", () => {
    const { mixins } = networkEntity(view, { ...network({}), clusterIds: [0, 100] });
    expect(mixins.filter((id) => id.includes("availability_zone#"))).toEqual([
      `${view.schemes.zone}zone_0`,
      `${view.schemes.zone}zone_100`,
    ]);
  });
});

describe("an ipreservation", () => {
  test("is what was made as one", () => {
    expect(isReservation(network({ template: [["OCCI_KIND", "ipreservation"]] }))).toBe(true);
    expect(isReservation(network({ template: [["OCCI_KIND", "network"]] }))).toBe(false);
    expect(isReservation(network())).toBe(false);
  });

  test("has its address, whether a machine uses it, and the pool that it is of", () => {
    const vnet = network({ range: RANGE });
    const of = (more: Partial<typeof vnet>) => reservationEntity(view, { ...vnet, ...more });
    expect(of({}).attributes.get("occi.ipreservation.address")).toBe("10.0.0.10");
    expect(
      [of({ usedLeases: 0 }), of({ usedLeases: 1 })].map(({ attributes }) => attributes.get("occi.ipreservation.used")),
    ).toEqual([false, true]);
    expect(of({ parentId: 1 }).mixins).toEqual([`${view.schemes.pool}pool_1`]);
    expect(of({}).mixins).toEqual([]);
  });
});

describe("the whole", () => {
  const tagged = (kind: string) => ({ ...view, tags: { ...view.tags, list: [tagOn(kind, "3")] } });
  const vnet = {
    ...network({ range: RANGE, template: [["OCCI_LABEL", "blue"]] }),
    state: "ERROR",
    error: "no bridge",
    description: "mine",
    bridge: "br0",
    phydev: "eth0",
    vlanId: 7,
  } as const;
  const whole = ({ attributes, ...rest }: ReturnType<typeof networkEntity>): unknown => ({
    ...rest,
    attributes: Object.fromEntries(attributes),
  });

  test("of a network", () => {
    const own = "org.opennebula.network";
    expect(whole(networkEntity(tagged("network"), vnet))).toEqual({
      kind: NETWORK,
      mixins: [IP_NETWORK, "http://opennebula.org/occi/infrastructure#network", "http://example.org/tags#blue"],
      id: "3",
      location: "/network/3",
      title: "lan",
      summary: "mine",
      attributes: {
        "occi.network.vlan": 7,
        "occi.network.label": "blue",
        "occi.network.state.message": "no bridge",
        "occi.network.state": "error",
        "occi.network.address": "10.0.0.10-10.0.0.29",
        "occi.network.allocation": "dynamic",
        [`${own}.id`]: 3,
        [`${own}.vlan`]: "YES",
        [`${own}.phydev`]: "eth0",
        [`${own}.bridge`]: "br0",
        [`${own}.ip_start`]: "10.0.0.10",
        [`${own}.ip_end`]: "10.0.0.29",
      },
      actions: [],
      links: [],
    });
    expect("summary" in shown({})).toBe(false);
  });

  test("of an ipreservation", () => {
    expect(whole(reservationEntity(tagged("ipreservation"), vnet))).toEqual({
      kind: IP_RESERVATION,
      mixins: ["http://example.org/tags#blue"],
      id: "3",
      location: "/ipreservation/3",
      title: "lan",
      summary: "mine",
      attributes: {
        "occi.ipreservation.address": "10.0.0.10",
        "occi.ipreservation.used": false,
        "occi.network.state.message": "no bridge",
        "occi.network.state": "error",
        "occi.ipreservation.state": "error",
      },
      actions: [],
      links: [],
    });
    expect("summary" in reservationEntity(view, network())).toBe(false);
  });

  test("with addresses of IPv6 where it has no others", () => {
    const range = "<AR><AR_ID>0</AR_ID><TYPE>IP6</TYPE><IP6_GLOBAL>2001:db8::10</IP6_GLOBAL><SIZE>16</SIZE></AR>";
    expect(attribute({ range }, "occi.network.address")).toBe("2001:db8::10-2001:db8::1f");
    expect(attribute({ range }, "org.opennebula.network.ip_start")).toBe("2001:db8::10");
    expect(attribute({ range }, "org.opennebula.network.ip_end")).toBe("2001:db8::1f");
    const { attributes } = reservationEntity(view, network({ range }));
    expect(attributes.get("occi.ipreservation.address")).toBe("2001:db8::10");
    expect(attribute({}, "org.opennebula.network.ip_end")).toBeUndefined();
  });
});
