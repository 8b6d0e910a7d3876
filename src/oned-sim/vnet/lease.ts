/** Taking addresses of networks: for VMs, by hand, and for reservations (`one.vn.hold`, `release`, `reserve`). */
import { Failure } from "../failure.ts";
import { nameFault } from "../names.ts";
import { find, findAllowed, nameTaken, templateOf } from "../objects.ts";
import { type AddressRange, type Lease, VNET_STATE, type Vnet } from "../records.ts";
import { authorize, type Caller } from "../users/permissions.ts";
import { checkQuota } from "../users/quota-check.ts";
import type { World } from "../world.ts";
import { addressesAt, freeRun, indexOf, makeRange } from "./range.ts";
import { newVnet } from "./vnet.ts";

/** An address that was taken. */
export interface Taken {
  readonly range: AddressRange;
  readonly index: number;
  /** IP, MAC, ... */
  readonly addresses: Map<string, string>;
}

function take(range: AddressRange, index: number, lease: Lease): Taken {
  range.leases.set(index, lease);
  range.used = true;
  return { range, index, addresses: addressesAt(range, index) };
}

/** Takes the wanted address, or the first one that is free; undefined when there is none. */
export function takeAddress(
  vnet: Vnet,
  wanted: { readonly ip?: string | undefined; readonly mac?: string | undefined },
  vm: number,
): Taken | undefined {
  const fixed = wanted.ip !== undefined || wanted.mac !== undefined;
  for (const range of vnet.ranges) {
    const { ip, mac } = wanted;
    const at = ip !== undefined ? { ip } : { mac: mac ?? "" };
    const index = fixed ? indexOf(range, at) : freeRun(range, 1);
    if (index !== undefined && !range.leases.has(index)) return take(range, index, { vm, vnet: -1 });
  }
  return undefined;
}

/** Gives the addresses of a VM's NIC back. */
export function giveAddress(world: World, nic: ReadonlyMap<string, string>, vm: number): void {
  const vnet = world.vnets.get(Number(nic.get("NETWORK_ID")));
  const mac = nic.get("MAC") ?? "";
  for (const range of vnet?.ranges ?? []) {
    const index = indexOf(range, { mac });
    if (index !== undefined && range.leases.get(index)?.vm === vm) range.leases.delete(index);
  }
}

function leaseWanted(world: World, text: string): { ip?: string; mac?: string } {
  const [wanted] = templateOf(world, text).vectors("LEASES");
  const ip = wanted?.get("IP");
  const mac = wanted?.get("MAC");
  return ip !== undefined ? { ip } : { mac: mac ?? "" };
}

/** `one.vn.hold`. */
export function hold(world: World, caller: Caller, id: number, text: string): number {
  const vnet = findAllowed(world, caller, world.vnets, "NET", id, "MANAGE");
  if (takeAddress(vnet, leaseWanted(world, text), -1) === undefined) {
    throw new Failure("INTERNAL", "Address is not part of the address range or in use.");
  }
  world.changed();
  return id;
}

/** `one.vn.release`: an address that is not held does not matter. */
export function release(world: World, caller: Caller, id: number, text: string): number {
  const vnet = findAllowed(world, caller, world.vnets, "NET", id, "MANAGE");
  const wanted = leaseWanted(world, text);
  for (const range of vnet.ranges) {
    const index = indexOf(range, wanted);
    const lease = index === undefined ? undefined : range.leases.get(index);
    if (index !== undefined && lease?.vm === -1 && lease.vnet === -1) range.leases.delete(index);
  }
  world.changed();
  return id;
}

/** Where a reservation begins, and in which range. */
function findRun(
  vnet: Vnet,
  size: number,
  start: { readonly ip?: string; readonly mac?: string } | undefined,
  rangeId: string | undefined,
): { range: AddressRange; index: number } | undefined {
  for (const range of vnet.ranges) {
    if (rangeId !== undefined && String(range.id) !== rangeId) continue;
    const from = start === undefined ? 0 : indexOf(range, start);
    const index = from === undefined ? undefined : freeRun(range, size, from);
    if (index !== undefined && (start === undefined || index === from)) return { range, index };
  }
  return undefined;
}

/** The reservation that addresses are added to, or a new one. */
function target(world: World, caller: Caller, parent: Vnet, id: string | undefined, name: string | undefined): Vnet {
  if (id !== undefined) {
    const vnet = findAllowed(world, caller, world.vnets, "NET", Number(id), "MANAGE");
    if (vnet.parent !== parent.id) throw new Failure("ACTION", "Cannot add addresses to this virtual network");
    return vnet;
  }
  if (name === undefined) throw new Failure("ACTION", "NAME for reservation has to be set");
  const fault = nameFault(name, world.release);
  if (fault !== undefined) throw new Failure("INTERNAL", fault);
  const taken = nameTaken(world.vnets, caller.user.id, name);
  if (taken !== undefined) throw new Failure("INTERNAL", `NAME is already taken by NET ${taken}.`);
  const vnet = newVnet(world, caller, name, parent.template.copy());
  vnet.parent = parent.id;
  return vnet;
}

/** `one.vn.reserve`: a network of addresses of another; its id. */
export function reserve(world: World, caller: Caller, id: number, text: string): number {
  const template = templateOf(world, text);
  const parent = find(world.vnets, "NET", id);
  authorize(world, caller, { right: "USE", kind: "NET", object: parent });
  if (parent.parent !== undefined)
    throw new Failure("ACTION", "Cannot reserve addresses from a reserved virtual network");
  if (parent.state !== VNET_STATE.READY)
    throw new Failure("ACTION", "Cannot reserve from a virtual network that is not ready");
  const size = Number(template.single("SIZE") ?? "");
  if (!Number.isInteger(size) || size < 1) throw new Failure("ACTION", "SIZE must be greater than 0");
  checkQuota(world, caller, { networks: Array<number>(size).fill(parent.id) });
  const ip = template.single("IP");
  const mac = template.single("MAC");
  const start = ip !== undefined ? { ip } : mac !== undefined ? { mac } : undefined;
  const run = findRun(parent, size, start, template.single("AR_ID"));
  if (run === undefined) throw new Failure("ACTION", "Not enough free addresses in an address range");
  const vnet = target(world, caller, parent, template.single("NETWORK_ID"), template.single("NAME"));
  const attributes = new Map(run.range.attributes);
  for (const [name, value] of addressesAt(run.range, run.index)) if (attributes.has(name)) attributes.set(name, value);
  attributes.set("SIZE", String(size));
  attributes.set("PARENT_NETWORK_AR_ID", String(run.range.id));
  for (let offset = 0; offset < size; offset += 1) take(run.range, run.index + offset, { vm: -1, vnet: vnet.id });
  vnet.ranges.push(makeRange(attributes, vnet.nextRange, world.release));
  vnet.nextRange += 1;
  world.changed();
  return vnet.id;
}
