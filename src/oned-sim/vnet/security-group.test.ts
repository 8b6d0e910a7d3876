import { beforeEach, describe, expect, test } from "bun:test";
import type { Attributes } from "../attributes.ts";
import { ADMIN, ALICE, BOB, TestWorld } from "../testing/world.ts";

let sim: TestWorld;

beforeEach(() => {
  sim = new TestWorld();
});

const WEB = 'NAME="web"\nRULE=[PROTOCOL="TCP",RULE_TYPE="inbound",RANGE="80"]';

function group(text = WEB, session = ALICE): number {
  return Number(sim.call(session, "one.secgroup.allocate", text));
}

function lists(id: number): Record<string, string> {
  const document = String(sim.call(ADMIN, "one.secgroup.info", id));
  const list = (name: string): string =>
    [...(new RegExp(`<${name}>(.*?)</${name}>`).exec(document)?.[1] ?? "").matchAll(/\d+/g)].join(",");
  return { updated: list("UPDATED_VMS"), outdated: list("OUTDATED_VMS"), updating: list("UPDATING_VMS") };
}

function held(nics: string): number {
  return Number(sim.call(ALICE, "one.vm.allocate", `CPU="0.1"\nMEMORY="64"\n${nics}`, true));
}

function groups(vm: number): (string | undefined)[] {
  return sim.vm(vm).nics.map((nic) => nic.get("SECURITY_GROUPS"));
}

function rulesOf(id: number): (string | undefined)[] {
  const vectors = sim.world.securityGroups.get(id)?.template.vectors("RULE") ?? [];
  return vectors.map((rule) => rule.get("PROTOCOL"));
}

function rules(vm: number): string[] {
  return sim
    .vm(vm)
    .template.vectors("SECURITY_GROUP_RULE")
    .map((rule) => `${rule.get("SECURITY_GROUP_ID")} ${rule.get("PROTOCOL")}`);
}

describe("a security group", () => {
  test("is there from the start for everybody, with all VMs that have a network", () => {
    expect(lists(0)).toEqual({ updated: "0,1,2", outdated: "", updating: "" });
    expect(sim.refused(ADMIN, "one.secgroup.delete", 0)).toEqual([
      2048,
      "Cannot delete security group. The default security group (ID 0) cannot be deleted.",
    ]);
    expect(String(sim.call(BOB, "one.secgrouppool.info", -2, -1, -1))).toContain("<NAME>default</NAME>");
  });

  test.each([
    [
      'PROTOCOL="foo",RULE_TYPE="inbound"',
      "Wrong PROTOCOL in rule. Valid options: TCP, UDP, ICMP, ICMPV6, IPSEC, ALL.",
    ],
    ['PROTOCOL="tcp"', "Wrong RULE_TYPE in rule. Valid options: INBOUND, OUTBOUND."],
    ['PROTOCOL="icmp",RANGE="1",RULE_TYPE="inbound"', "RANGE is supported only for TCP and UDP protocols."],
    ['PROTOCOL="tcp",RANGE="a",RULE_TYPE="inbound"', "Invalid RANGE specification."],
    ['PROTOCOL="tcp",RANGE="70000",RULE_TYPE="inbound"', "RANGE out of bounds 0-65536."],
    ['PROTOCOL="tcp",IP="10.0.0.1",RULE_TYPE="inbound"', "Wrong or empty SIZE."],
    ['PROTOCOL="tcp",IP="10.0.0.1",SIZE="-4",RULE_TYPE="inbound"', "Wrong or empty SIZE."],
    ['PROTOCOL="tcp",IP="10.0.0.1",SIZE="5x",RULE_TYPE="inbound"', "Wrong or empty SIZE."],
    ['PROTOCOL="tcp",IP="10.0.0",SIZE="1",RULE_TYPE="inbound"', "Wrong format for IP value."],
    ['PROTOCOL="tcp",NETWORK_ID="x",RULE_TYPE="inbound"', "Wrong NETWORK_ID."],
    ['PROTOCOL="tcp",NETWORK_ID="5x",RULE_TYPE="inbound"', "Wrong NETWORK_ID."],
    ["", "Wrong PROTOCOL in rule. Valid options: TCP, UDP, ICMP, ICMPV6, IPSEC, ALL."],
    ['PROTOCOL="tcp",ICMP_TYPE="1",RULE_TYPE="inbound"', "ICMP_TYPE is supported only for ICMP protocol."],
  ])("is refused with the rule %s", (rule, message) => {
    expect(sim.refused(ALICE, "one.secgroup.allocate", `NAME="x"\nRULE=[${rule}]`)).toEqual([8192, message]);
    const update = sim.refused(ALICE, "one.secgroup.update", group(), `RULE=[${rule}]`, 0);
    expect(update).toEqual([8192, `Cannot update template. ${message}`]);
  });

  test("may have a range that ends before it begins, but not on 7.4", () => {
    const text = 'NAME="back"\nRULE=[PROTOCOL="tcp",RULE_TYPE="inbound",RANGE="90:80"]';
    expect(group(text)).toBe(100);
    sim = new TestWorld("7.4");
    expect(sim.refused(ALICE, "one.secgroup.allocate", text)).toEqual([
      8192,
      "RANGE BEGIN value is greater than RANGE END value",
    ]);
  });

  test("is updated: type 1 replaces what it names, and RULE=[] takes the rules away", () => {
    const id = group(`${WEB}\nA="1"\nB="2"`);
    const template = (): Attributes | undefined => sim.world.securityGroups.get(id)?.template;
    sim.call(ALICE, "one.secgroup.update", id, 'B="3"\nRULE=[PROTOCOL="udp",RULE_TYPE="outbound"]', 1);
    expect(rulesOf(id)).toEqual(["udp"]);
    expect(template()?.single("A")).toBe("1");
    expect(template()?.single("B")).toBe("3");
    sim.call(ALICE, "one.secgroup.update", id, "RULE=[]\nA=[]", 1);
    expect([rulesOf(id), template()?.has("A")]).toEqual([[], false]);
    sim.call(ALICE, "one.secgroup.update", id, 'RULE=[PROTOCOL="tcp",RULE_TYPE="outbound"]', 0);
    expect([rulesOf(id), template()?.has("B")]).toEqual([["tcp"], false]);
  });

  test("has a name of its own, and every rule once", () => {
    const rule = 'RULE=[PROTOCOL="ALL",RULE_TYPE="OUTBOUND"]';
    const id = group(`NAME="a"\n${rule}\n${rule}`);
    expect(id).toBe(100);
    expect(String(sim.call(ALICE, "one.secgroup.info", id)).match(/<RULE>/g)).toHaveLength(1);
    expect(sim.refused(ALICE, "one.secgroup.allocate", 'NAME="a"')).toEqual([
      8192,
      "NAME is already taken by SecurityGroup 100.",
    ]);
    group();
    expect(sim.refused(ALICE, "one.secgroup.rename", id, "web")).toEqual([
      2048,
      "security group cannot be renamed to web because it collides with security group 101",
    ]);
    sim.call(ALICE, "one.secgroup.rename", id, "b");
    expect(sim.world.securityGroups.get(id)?.name).toBe("b");
  });

  test("of another cannot be used until it is shared", () => {
    const id = group(WEB, BOB);
    const nic = `CPU="0.1"\nMEMORY="64"\nNIC=[NETWORK_ID="0",SECURITY_GROUPS="${id}"]`;
    const denied = "User [2] : Not authorized to perform USE SECGROUP [100].";
    expect(sim.refused(ALICE, "one.vm.allocate", nic)).toEqual([512, denied]);
    expect(sim.refused(ALICE, "one.vm.attachsg", 0, 0, id)).toEqual([512, denied]);
    sim.call(BOB, "one.secgroup.chmod", id, 1, 1, 0, 1, 0, 0, 1, 0, 0);
    expect(sim.call(ALICE, "one.vm.attachsg", 0, 0, id)).toBe(0);
  });
});

describe("a NIC", () => {
  test("has the groups of its network and those that it names", () => {
    const id = group();
    const vm = held(`NIC=[NETWORK_ID="0",SECURITY_GROUPS="${id}"]\nNIC=[NETWORK_ID="0",SECURITY_GROUPS="999,x"]`);
    expect(groups(vm)).toEqual(["0,100", "0,999"]);
    expect(rules(vm)).toEqual(["0 ALL", "0 ALL", "100 TCP"]);
    expect(lists(id).updated).toBe(String(vm));
    expect(sim.refused(ALICE, "one.secgroup.delete", id)).toEqual([
      2048,
      "Cannot delete security group. The security group has VMs using it",
    ]);
    sim.call(ALICE, "one.vm.action", "terminate-hard", vm);
    expect(sim.call(ALICE, "one.secgroup.delete", id)).toBe(id);
  });

  test("of a VM on hold loses and gets groups at once; rules of a group that no NIC has are gone", () => {
    const vm = held('NIC=[NETWORK_ID="0"]\nNIC=[NETWORK_ID="0"]');
    sim.call(ALICE, "one.vm.detachsg", vm, 0, 0);
    expect([groups(vm), rules(vm)]).toEqual([
      ["", "0"],
      ["0 ALL", "0 ALL"],
    ]);
    sim.call(ALICE, "one.vm.detachsg", vm, 1, 0);
    expect([groups(vm), rules(vm)]).toEqual([["", ""], []]);
    expect(lists(0).updated).toBe("0,1,2");
    sim.call(ALICE, "one.vm.attachsg", vm, 1, group());
    expect([groups(vm), rules(vm)]).toEqual([["", "100"], ["100 TCP"]]);
  });

  test("of a running VM: the host is told", () => {
    const id = group();
    sim.call(ALICE, "one.vm.attachsg", 0, 0, id);
    expect(groups(0)).toEqual(["0,100"]);
    expect(lists(id)).toEqual({ updated: "", outdated: "", updating: "0" });
    sim.world.clock.advance();
    expect(lists(id)).toEqual({ updated: "0", outdated: "", updating: "" });
    sim.call(ALICE, "one.vm.detachsg", 0, 0, id);
    expect(lists(id)).toEqual({ updated: "", outdated: "", updating: "" });
  });

  test.each([
    ["attachsg", [0, 0, 0], [2048, "VM 0 SG 0 already in NIC 0"]],
    ["attachsg", [0, 9, 0], [8192, "VM 0 doesn't have NIC id 9"]],
    ["attachsg", [0, 0, 999], [2048, "Could not attach SG 999 to VM, SG does not exist"]],
    ["attachsg", [999, 0, 0], [1024, "Error getting virtual machine [999]."]],
    ["attachsg", [2, 0, 0], [512, "User [2] : Not authorized to perform MANAGE VM [2]."]],
    ["detachsg", [0, 0, 999], [2048, "VM 0 NIC 0 doesn't contain SG 999"]],
    ["detachsg", [0, 9, 0], [2048, "VM 0 doesn't have NIC id 9"]],
    ["detachsg", [-1, 0, 0], [1024, "Error getting virtual machine Pool."]],
    ["detachsg", [2, 0, 0], [512, "User [2] : Not authorized to perform MANAGE VM [2]."]],
  ] as const)("is not changed by %s of %j", (method, ids, expected) => {
    expect(sim.refused(ALICE, `one.vm.${method}`, ...ids)).toEqual([...expected]);
  });

  test("is not changed while the VM boots", () => {
    sim.call(ALICE, "one.vm.action", "suspend", 0);
    sim.settle();
    sim.call(ALICE, "one.vm.action", "resume", 0);
    expect(sim.refused(ALICE, "one.vm.detachsg", 0, 0, 0)).toEqual([2048, "VM 0 is in wrong state BOOT_SUSPENDED"]);
  });
});

describe("new rules of a group", () => {
  test("reach its VMs later, those that run by their host", () => {
    const id = group();
    sim.call(ALICE, "one.vm.attachsg", 0, 0, id);
    sim.call(ALICE, "one.vm.attachsg", 1, 0, id);
    sim.settle();
    sim.call(ALICE, "one.secgroup.update", id, 'RULE=[PROTOCOL="ICMP",RULE_TYPE="outbound"]', 0);
    expect(lists(id)).toEqual({ updated: "", outdated: "0,1", updating: "" });
    expect(rules(0)).toContain("100 TCP");
    sim.world.clock.advance();
    expect(rules(0)).toEqual(["0 ALL", "0 ALL", "100 ICMP"]);
    expect(lists(id)).toEqual({ updated: "1", outdated: "", updating: "0" });
    sim.world.clock.advance();
    expect(lists(id)).toEqual({ updated: "0,1", outdated: "", updating: "" });
  });

  test("for a network are one for each of its ranges", () => {
    const id = group('NAME="n"\nRULE=[PROTOCOL="TCP",RULE_TYPE="inbound",NETWORK_ID="1"]');
    sim.call(ALICE, "one.vm.attachsg", 1, 0, id);
    const rule = sim.vm(1).template.vectors("SECURITY_GROUP_RULE").at(-1);
    expect(Object.fromEntries(rule ?? [])).toMatchObject({
      IP: "192.168.100.10",
      IP6_GLOBAL: "2001:db8:1:2:0:c0ff:fea8:640a",
      SIZE: "100",
      NETWORK_ID: "1",
      TYPE: "IP4_6",
    });
  });
});

test("clusters are for administrators, unless a rule says otherwise", () => {
  expect(sim.call(ALICE, "one.clusterpool.info")).toBe("<CLUSTER_POOL></CLUSTER_POOL>");
  expect(sim.refused(ALICE, "one.cluster.info", 0)[0]).toBe(512);
  expect(sim.refused(ALICE, "one.cluster.info", 5)[0]).toBe(1024);
  sim.call(ADMIN, "one.acl.addrule", "200000001", "200100000000", "1");
  expect(String(sim.call(ALICE, "one.clusterpool.info"))).toContain("<NAME>default</NAME>");
});
