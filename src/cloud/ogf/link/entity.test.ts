/** NICs, disks and security groups of a machine as links. */
import { describe, expect, test } from "bun:test";
import {
  COMPUTE,
  IP_NETWORK_INTERFACE,
  NETWORK,
  NETWORK_INTERFACE,
  SECURITY_GROUP,
  SECURITY_GROUP_LINK,
  STORAGE,
  STORAGE_LINK,
} from "../../../dialects/ogf/index.ts";
import { ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import type { VmDetails } from "../../../opennebula/vm-details.ts";
import { computeEntity } from "../compute/entity.ts";
import { callerOf } from "../testing/caller.ts";
import { machine, type Template, tagOn } from "../testing/objects.ts";
import { viewContext } from "../view-context.ts";
import { securityGroupsOf } from "./entity.ts";

const view = viewContext(callerOf(new ScriptedOned()), { list: [], userId: 2, ignored: 0 });
const linksOf = (vm: VmDetails) => computeEntity(view, vm).links;
const nic = (more: Readonly<Record<string, string>> = {}): Template[number] => [
  "NIC",
  { NIC_ID: "0", NETWORK_ID: "3", MAC: "02:00:00:00:00:01", ...more },
];
const disk = (more: Readonly<Record<string, string>> = {}): Template[number] => [
  "DISK",
  { DISK_ID: "1", IMAGE_ID: "9", TARGET: "vdb", ...more },
];

/** State and message of the only link of a machine. */
function shown(entry: Template[number], state: string, history: readonly number[] = []): unknown[] {
  const [link] = linksOf(machine({ state, history, template: [entry] }));
  const term = entry[0] === "NIC" ? "networkinterface" : "storagelink";
  return [link?.attributes.get(`occi.${term}.state`), link?.attributes.get(`occi.${term}.state.message`)];
}

const [COMING, GOING] = ["OpenNebula is attaching it", "OpenNebula is detaching it"];
/** oned's numbers of what began a record: 21 and 23 attach, 22 and 24 detach a disk and a NIC, 47 an alias. */
const [DISK_ATTACH, DISK_DETACH, NIC_ATTACH, NIC_DETACH, ALIAS_DETACH] = [21, 22, 23, 24, 47];

describe("the state of a link", () => {
  test.each([
    ["a NIC at rest", nic(), [], "active", undefined],
    ["a NIC on its way in", nic({ ATTACH: "YES" }), [NIC_ATTACH, 0], "inactive", COMING],
    ["a NIC on its way in, of which oned has noted no more", nic({ ATTACH: "YES" }), [], "inactive", COMING],
    ["a NIC on its way out", nic({ ATTACH: "YES" }), [NIC_DETACH, 0], "active", GOING],
    ["an alias on its way out", nic({ ATTACH: "YES" }), [ALIAS_DETACH, 0], "active", GOING],
    ["a NIC that says so itself", nic({ DETACH: "YES" }), [], "active", GOING],
    ["a disk at rest", disk(), [], "active", undefined],
    ["a disk on its way in", disk({ ATTACH: "YES" }), [DISK_ATTACH, 0], "inactive", COMING],
    ["a disk on its way out", disk({ ATTACH: "YES" }), [DISK_DETACH, 0], "active", GOING],
    ["one of which only the last record tells", disk({ ATTACH: "YES" }), [DISK_DETACH], "inactive", COMING],
  ] as const)("%s, of a machine that runs", (_what, entry, history, state, message) => {
    expect(shown(entry, "HOTPLUG", history)).toEqual([state, message]);
  });

  test.each([
    ["a NIC", nic(), undefined],
    ["a NIC on its way in", nic({ ATTACH: "YES" }), COMING],
    ["a disk on its way out", disk({ DETACH: "YES" }), GOING],
  ])("of a machine that is off is inactive: %s", (_what, entry, message) => {
    expect(shown(entry, "POWEROFF")).toEqual(["inactive", message]);
  });
});

describe("a NIC", () => {
  test("without a network yet is no link, and one without an address has no mixin for it", () => {
    const vm = machine({
      template: [["NIC", { NIC_ID: "0" }], nic({ NIC_ID: "1" }), nic({ NIC_ID: "2", IP: "10.0.0.2" })],
    });
    expect(linksOf(vm).map(({ id, mixins }) => [id, mixins.includes(IP_NETWORK_INTERFACE)])).toEqual([
      ["compute_7_nic_1", false],
      ["compute_7_nic_2", true],
    ]);
  });

  test.each([
    [{ IP: "10.0.0.2", IP6_GLOBAL: "2001:db8::2" }, "10.0.0.2"],
    [{ IP6: "fe80::1", IP6_GLOBAL: "2001:db8::2", IP6_ULA: "fd00::2" }, "2001:db8::2"],
    [{ IP6: "2001:db8::3", IP6_ULA: "fd00::2" }, "2001:db8::3"],
    [{ IP6_ULA: "fd00::2" }, "fd00::2"],
  ])("of %j has the address %s", (addresses, address) => {
    const [link] = linksOf(machine({ template: [nic(addresses)] }));
    expect(link?.attributes.get("occi.networkinterface.address")).toBe(address);
  });

  test("has the gateway that the guest was told for it", () => {
    const context: Template[number] = ["CONTEXT", { ETH0_GATEWAY: "10.0.0.1", ETH1_GATEWAY: "10.1.0.1" }];
    const links = linksOf(machine({ template: [nic(), nic({ NIC_ID: "1" }), nic({ NIC_ID: "2" }), context] }));
    const gateways = links.map(({ attributes }) => attributes.get("occi.networkinterface.gateway"));
    expect(gateways).toEqual(["10.0.0.1", "10.1.0.1", undefined]);
  });

  test("that oned shows without NIC_ID is counted", () => {
    const bare = (network: string): Template[number] => ["NIC", { NETWORK_ID: network }];
    const links = linksOf(machine({ template: [bare("3"), bare("4")] }));
    expect(links.map(({ id, attributes }) => [id, attributes.get("occi.networkinterface.interface")])).toEqual([
      ["compute_7_nic_0", "eth0"],
      ["compute_7_nic_1", "eth1"],
    ]);
    const numbered = linksOf(machine({ template: [["NIC", { NIC_ID: "5", NETWORK_ID: "3" }]] }));
    expect(numbered.map(({ attributes }) => attributes.get("occi.networkinterface.interface"))).toEqual(["eth5"]);
  });
});

describe("the whole", () => {
  const tagged = (kind: string, id: string) => ({ ...view, tags: { ...view.tags, list: [tagOn(kind, id)] } });
  const TAG = "http://example.org/tags#blue";
  const COMMON = { actions: [], source: { location: "/compute/7", kind: COMPUTE } };
  const first = (where: typeof view, ...template: Template) => {
    const { attributes, ...link } = computeEntity(where, machine({ template })).links.at(-1) ?? { attributes: [] };
    return { ...link, attributes: Object.fromEntries(attributes) } as unknown;
  };

  test("of a NIC of which oned says all", () => {
    const ports = { WHITE_PORTS_TCP: "22", BLACK_PORTS_TCP: "23", WHITE_PORTS_UDP: "53", BLACK_PORTS_UDP: "54" };
    const more = { BRIDGE: "br0", SCRIPT: "vif", ...ports, ICMP: "drop", MODEL: "virtio", IP: "10.0.0.2" };
    const [id, own] = ["compute_7_nic_0", "org.opennebula.networkinterface"];
    expect(first(tagged("networkinterface", id), nic(more))).toEqual({
      ...COMMON,
      id,
      kind: NETWORK_INTERFACE,
      location: `/link/networkinterface/${id}`,
      mixins: [IP_NETWORK_INTERFACE, "http://opennebula.org/occi/infrastructure#networkinterface", TAG],
      target: { location: "/network/3", kind: NETWORK },
      attributes: {
        "occi.networkinterface.interface": "eth0",
        "occi.networkinterface.mac": "02:00:00:00:00:01",
        "occi.networkinterface.state": "active",
        "occi.networkinterface.address": "10.0.0.2",
        "occi.networkinterface.allocation": "dynamic",
        [`${own}.bridge`]: "br0",
        [`${own}.script`]: "vif",
        [`${own}.white_ports_tcp`]: "22",
        [`${own}.black_ports_tcp`]: "23",
        [`${own}.white_ports_udp`]: "53",
        [`${own}.black_ports_udp`]: "54",
        [`${own}.icmp`]: "drop",
        [`${own}.model`]: "virtio",
      },
    });
  });

  test("of a NIC of which it says little", () => {
    expect(first(view, ["NIC", { NETWORK_ID: "3", MODEL: "" }])).toMatchObject({
      mixins: ["http://opennebula.org/occi/infrastructure#networkinterface"],
    });
    const { attributes } = first(view, ["NIC", { NETWORK_ID: "3", MODEL: "" }]) as { attributes: object };
    expect(attributes).toEqual({
      "occi.networkinterface.interface": "eth0",
      "occi.networkinterface.mac": "",
      "occi.networkinterface.state": "active",
    });
  });

  test("of a disk", () => {
    const id = "compute_7_disk_1";
    expect(first(tagged("storagelink", id), disk({ DEV_PREFIX: "vd", DRIVER: "raw" }))).toEqual({
      ...COMMON,
      id,
      kind: STORAGE_LINK,
      location: `/link/storagelink/${id}`,
      mixins: ["http://opennebula.org/occi/infrastructure#storagelink", TAG],
      target: { location: "/storage/9", kind: STORAGE },
      attributes: {
        "occi.storagelink.deviceid": "/dev/vdb",
        "occi.storagelink.state": "active",
        "org.opennebula.storagelink.bus": "vd",
        "org.opennebula.storagelink.driver": "raw",
      },
    });
  });

  test("of a security group", () => {
    const id = "compute_7_sg_100";
    expect(first(tagged("securitygrouplink", id), nic({ SECURITY_GROUPS: "100" }))).toEqual({
      ...COMMON,
      id,
      kind: SECURITY_GROUP_LINK,
      location: `/link/securitygrouplink/${id}`,
      mixins: [TAG],
      target: { location: "/securitygroup/100", kind: SECURITY_GROUP },
      attributes: { "occi.securitygrouplink.state": "active" },
    });
  });

  test("a value that is not a number is left out", () => {
    const template: Template = [
      nic({ NETWORK_ID: "3x" }),
      nic({ NETWORK_ID: "x3" }),
      disk({ IMAGE_ID: "9x" }),
      disk({ IMAGE_ID: "x9" }),
    ];
    expect(linksOf(machine({ template }))).toEqual([]);
  });
});

test("a disk without an image leads nowhere; the device is below /dev", () => {
  const links = linksOf(
    machine({ template: [["DISK", { DISK_ID: "0", TYPE: "swap" }], disk(), disk({ DISK_ID: "2", TARGET: "" })] }),
  );
  expect(links.map(({ target, attributes }) => [target.location, attributes.get("occi.storagelink.deviceid")])).toEqual(
    [
      ["/storage/9", "/dev/vdb"],
      ["/storage/9", ""],
    ],
  );
});

describe("security groups", () => {
  const groups = (...lists: readonly string[]) =>
    securityGroupsOf(machine({ template: lists.map((list) => nic({ SECURITY_GROUPS: list })) }));

  test("are those of all NICs, each once, by number; the default group is no link", () => {
    expect(groups("0,105,9", "9,100", "")).toEqual([9, 100, 105]);
    expect(groups("x,-1, 7,1.5")).toEqual([]);
  });

  test("are a hundred of a NIC at most", () => {
    const ids = Array.from({ length: 120 }, (_, index) => index + 100);
    expect(groups(ids.join(","))).toEqual(ids.slice(0, 100));
  });
});
