/** NICs of VMs and the addresses they take. */
import type { Vector } from "../attributes.ts";
import type { Vm, Vnet } from "../records.ts";
import { authorize, type Caller, type Request } from "../users/permissions.ts";
import { takeAddress } from "../vnet/lease.ts";
import { addRules, groupIds, hasRules } from "../vnet/security-rules.ts";
import type { World } from "../world.ts";
import { DeviceFault, ownerOf } from "./disk.ts";

/** Attributes that a NIC takes over from its network, or from the range it is in. */
const INHERITED = [
  "BRIDGE",
  "BRIDGE_TYPE",
  "VN_MAD",
  "PHYDEV",
  "VLAN_ID",
  "DNS",
  "GATEWAY",
  "GATEWAY6",
  "METRIC",
  "MTU",
];

function groupsOfVnet(vnet: Vnet): string | undefined {
  return vnet.template.single("SECURITY_GROUPS");
}

/** The network that a NIC names. @throws DeviceFault */
export function vnetOf(world: World, caller: Caller, wanted: Vector): Vnet | undefined {
  const id = wanted.get("NETWORK_ID");
  if (id !== undefined) {
    const vnet = /^\d+$/.test(id) ? world.vnets.get(Number(id)) : undefined;
    if (vnet === undefined) throw new DeviceFault(`Virtual network with ID: ${id} does not exist`);
    return vnet;
  }
  const name = wanted.get("NETWORK");
  if (name === undefined) return undefined;
  const uid = ownerOf(world, caller, wanted, "NETWORK");
  const vnet = [...world.vnets.values()].find((candidate) => candidate.name === name && candidate.uid === uid);
  if (vnet !== undefined) return vnet;
  throw new DeviceFault(
    `User ${caller.user.id} does not own a network with name: ${name} . Set NETWORK_UNAME or NETWORK_UID of owner in NIC.`,
  );
}

/** The networks of NICs, those left out that do not exist: they are reported when the NIC is made. */
export function knownVnets(world: World, caller: Caller, nics: readonly Vector[]): Vnet[] {
  return nics.flatMap((nic) => {
    try {
      return vnetOf(world, caller, nic) ?? [];
    } catch (error) {
      if (error instanceof DeviceFault) return [];
      throw error;
    }
  });
}

/** The rights that NICs need on their networks, and on the security groups of both. */
export function nicRequests(world: World, caller: Caller, nics: readonly Vector[]): Request[] {
  return nics.flatMap((nic) => {
    const vnets = knownVnets(world, caller, [nic]);
    const groups = groupIds(nic.get("SECURITY_GROUPS"), ...vnets.map(groupsOfVnet));
    return [
      ...vnets.map((object) => ({ right: "USE", kind: "NET", object }) as const),
      ...groups.flatMap((id) => {
        const object = world.securityGroups.get(id);
        return object === undefined ? [] : [{ right: "USE", kind: "SECGROUP", object } as const];
      }),
    ];
  });
}

/** @throws Failure AUTHORIZATION */
export function authorizeNics(world: World, caller: Caller, nics: readonly Vector[]): void {
  authorize(world, caller, ...nicRequests(world, caller, nics));
}

function parentOf(vm: Vm, wanted: Vector): Vector {
  const name = wanted.get("PARENT");
  const parent = vm.nics.find((nic) => nic.get("NAME") === name);
  if (parent === undefined) throw new DeviceFault(`NIC_ALIAS: parent ${name ?? ""} not found.`);
  return parent;
}

/** The attribute that makes a NIC an alias of another. */
function makeAlias(vm: Vm, nic: Vector, id: string): void {
  const parent = parentOf(vm, nic);
  const siblings = (parent.get("ALIAS_IDS") ?? "").split(",").filter((other) => other !== "");
  nic.set("ALIAS_ID", String(siblings.length));
  nic.set("PARENT_ID", parent.get("NIC_ID") ?? "");
  nic.set("NAME", `${parent.get("NAME")}_ALIAS${id}`);
  parent.set("ALIAS_IDS", [...siblings, id].join(","));
}

/**
 * Adds a NIC, or an alias of one, and takes its address.
 * @throws DeviceFault
 */
export function addNic(world: World, caller: Caller, vm: Vm, wanted: Vector, alias = false): Vector {
  const nic: Vector = new Map(wanted);
  const id = String(Math.max(-1, ...[...vm.nics, ...vm.aliases].map((one) => Number(one.get("NIC_ID")))) + 1);
  nic.set("NIC_ID", id);
  if (!nic.has("NAME")) nic.set("NAME", `NIC${id}`);
  if (alias) makeAlias(vm, nic, id);
  const vnet = vnetOf(world, caller, wanted);
  if (vnet !== undefined) connect(vm, nic, vnet);
  if (alias) vm.aliases.push(nic);
  else {
    vm.nics.push(nic);
    for (const group of groupIds(nic.get("SECURITY_GROUPS"))) if (!hasRules(vm, group)) addRules(world, vm, group);
  }
  return nic;
}

function connect(vm: Vm, nic: Vector, vnet: Vnet): void {
  const taken = takeAddress(vnet, { ip: nic.get("IP"), mac: nic.get("MAC") }, vm.id);
  if (taken === undefined) throw new DeviceFault(`Cannot get IP/MAC lease from virtual network ${vnet.id}.`);
  for (const name of INHERITED) {
    const value = taken.range.attributes.get(name) ?? vnet.template.single(name);
    if (value !== undefined && value !== "") nic.set(name, value);
  }
  for (const [name, value] of taken.addresses) nic.set(name, value);
  nic.set("AR_ID", String(taken.range.id));
  nic.set("CLUSTER_ID", "0");
  nic.set("NETWORK", vnet.name);
  nic.set("NETWORK_ID", String(vnet.id));
  nic.set("SECURITY_GROUPS", groupIds(nic.get("SECURITY_GROUPS"), groupsOfVnet(vnet)).join(","));
  nic.set("TARGET", `one-${vm.id}-${nic.get("NIC_ID")}`);
}
