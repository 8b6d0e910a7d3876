/** Networks: `one.vn.*` and `one.vnpool.info`. */
import { Attributes } from "../attributes.ts";
import { Failure } from "../failure.ts";
import { cdata, cdataOrEmpty, ids, plain } from "../markup.ts";
import { nameFault } from "../names.ts";
import * as objects from "../objects.ts";
import { VNET_STATE, type Vnet } from "../records.ts";
import { authorize, type Caller, isAdmin, isAllowed, type Right } from "../users/permissions.ts";
import { restrictedList } from "../users/restricted.ts";
import type { World } from "../world.ts";
import { makeRange, poolRangeMarkup, RangeFault, rangeMarkup, usedLeases } from "./range.ts";
import { groupIds } from "./security-rules.ts";

/** Attributes that a driver cannot do without. */
const MANDATORY: ReadonlyMap<string, string> = new Map([
  ["dummy", "BRIDGE"],
  ["802.1Q", "PHYDEV"],
  ["vxlan", "PHYDEV"],
]);

function vmsOf(vnet: Vnet): number[] {
  const vms = vnet.ranges.flatMap((range) => [...range.leases.values()].map(({ vm }) => vm));
  return [...new Set(vms)].filter((vm) => vm >= 0).sort((a, b) => a - b);
}

function markup(world: World, vnet: Vnet, ranges: string): string {
  const { template } = vnet;
  const values = [
    ids("CLUSTERS", [0]),
    cdata("BRIDGE", template.single("BRIDGE") ?? ""),
    cdataOrEmpty("BRIDGE_TYPE", template.single("BRIDGE_TYPE")),
    cdata("STATE", vnet.state),
    cdata("PREV_STATE", vnet.previousState),
    vnet.parent === undefined ? "<PARENT_NETWORK_ID/>" : plain("PARENT_NETWORK_ID", vnet.parent),
    world.release === "7.4" ? "<TEMPLATE_ID/>" : "",
    cdataOrEmpty("VN_MAD", template.single("VN_MAD")),
    cdataOrEmpty("PHYDEV", template.single("PHYDEV")),
    cdataOrEmpty("VLAN_ID", template.single("VLAN_ID")),
    cdataOrEmpty("OUTER_VLAN_ID", template.single("OUTER_VLAN_ID")),
    plain("VLAN_ID_AUTOMATIC", 0),
    plain("OUTER_VLAN_ID_AUTOMATIC", 0),
    plain("USED_LEASES", usedLeases(vnet)),
    ids("VROUTERS", []),
    ids("UPDATED_VMS", vmsOf(vnet)),
    ids("OUTDATED_VMS", []),
    ids("UPDATING_VMS", []),
    ids("ERROR_VMS", []),
  ];
  const head = objects.headMarkup(world, vnet) + objects.permissionsMarkup(vnet);
  return `<VNET>${head}${values.join("")}<TEMPLATE>${template.markup()}</TEMPLATE><AR_POOL>${ranges}</AR_POOL></VNET>`;
}

function allowed(world: World, caller: Caller, id: number, right: Right): Vnet {
  return objects.findAllowed(world, caller, world.vnets, "NET", id, right);
}

/** `one.vn.info`: leases of VMs that the caller must not see are left out. */
export function info(world: World, caller: Caller, id: number): string {
  const vnet = allowed(world, caller, id, "USE");
  const shown = (vm: number): boolean => {
    const object = world.vms.get(vm);
    return object === undefined || isAllowed(world, caller, { right: "USE", kind: "VM", object });
  };
  return markup(world, vnet, vnet.ranges.map((range) => rangeMarkup(range, shown)).join(""));
}

/** `one.vnpool.info`. */
export function pool(world: World, caller: Caller, flag: number, start: number, end: number): string {
  const vnets = objects.poolOf(world, caller, world.vnets, "NET", { flag, start, end });
  return `<VNET_POOL>${vnets.map((vnet) => markup(world, vnet, vnet.ranges.map(poolRangeMarkup).join(""))).join("")}</VNET_POOL>`;
}

/** The attributes that oned adds to a network's template. */
function complete(template: Attributes, id: number): void {
  const driver = template.single("VN_MAD") ?? "";
  if (!template.has("BRIDGE")) template.add("BRIDGE", `onebr${id}`);
  if (!template.has("BRIDGE_TYPE"))
    template.add("BRIDGE_TYPE", driver.startsWith("ovswitch") ? "openvswitch" : "linux");
  if (!template.has("PHYDEV")) template.add("PHYDEV", "");
  template.set("SECURITY_GROUPS", groupIds(template.single("SECURITY_GROUPS"), "0").join(","));
}

/** A network that has nothing but a template. */
export function newVnet(world: World, caller: Caller, name: string, template: Attributes): Vnet {
  const vnet: Vnet = {
    id: world.nextId("vnet"),
    uid: caller.user.id,
    gid: caller.user.gid,
    name,
    permissions: [1, 1, 0, 0, 0, 0, 0, 0, 0],
    epoch: 0,
    state: VNET_STATE.READY,
    previousState: VNET_STATE.READY,
    parent: undefined,
    template,
    ranges: [],
    nextRange: 0,
  };
  world.vnets.set(vnet.id, vnet);
  return vnet;
}

/** The driver is done: the ranges are made, or the network is in error. */
function finish(world: World, vnet: Vnet): void {
  const wanted = vnet.template.vectors("AR");
  vnet.template.remove("AR");
  for (const name of ["VLAN_ID", "OUTER_VLAN_ID"]) if (!vnet.template.has(name)) vnet.template.add(name, "");
  vnet.state = VNET_STATE.READY;
  try {
    for (const range of wanted) addRange(world, vnet, range);
  } catch (error) {
    if (!(error instanceof RangeFault)) throw error;
    vnet.ranges = [];
    vnet.state = VNET_STATE.ERROR;
    vnet.template.set("ERROR", `${objects.errorDate()} : ${error.message}`);
  }
  vnet.previousState = vnet.state;
  world.changed();
}

function addRange(world: World, vnet: Vnet, wanted: Map<string, string>): void {
  vnet.ranges.push(makeRange(wanted, vnet.nextRange, world.release));
  vnet.nextRange += 1;
}

function checkTemplate(template: Attributes): void {
  const driver = template.single("VN_MAD");
  if (driver === undefined) throw new Failure("INTERNAL", "No VN_MAD in template for Virtual Network.");
  const mandatory = MANDATORY.get(driver);
  if (mandatory !== undefined && !template.has(mandatory)) {
    throw new Failure("INTERNAL", `${mandatory} is mandatory for driver ${driver}`);
  }
}

function checkName(world: World, caller: Caller, name: string): void {
  const fault = nameFault(name, world.release);
  if (fault !== undefined) throw new Failure("INTERNAL", fault);
  const taken = objects.nameTaken(world.vnets, caller.user.id, name);
  if (taken !== undefined) throw new Failure("INTERNAL", `NAME is already taken by NET ${taken}.`);
}

/** `one.vn.allocate`; the id. The network has its ranges when the driver is done. */
export function allocate(world: World, caller: Caller, text: string, cluster: number): number {
  const template = objects.templateOf(world, text);
  const object = { id: cluster < 0 ? 0 : cluster };
  authorize(world, caller, { right: "CREATE", kind: "NET" }, { right: "ADMIN", kind: "CLUSTER", object });
  // 6.10 looks at restricted attributes only when a network is updated.
  if (world.release === "7.4") objects.refuseRestricted(world, caller, "NET", template, "VNET Template");
  if (object.id !== 0) throw new Failure("NO_EXISTS", `Error getting cluster [${cluster}].`, cluster);
  const name = template.remove("NAME");
  if (name === undefined) throw new Failure("INTERNAL", "No NAME in template for Virtual Network.");
  checkTemplate(template);
  checkName(world, caller, name);
  const vnet = newVnet(world, caller, name, template);
  complete(template, vnet.id);
  vnet.state = VNET_STATE.LOCK_CREATE;
  vnet.previousState = VNET_STATE.INIT;
  world.clock.after(vnet, () => finish(world, vnet));
  world.changed();
  return vnet.id;
}

/**
 * The attributes that stay when a template is replaced: for users that are not administrators, those that only
 * administrators may set.
 */
function kept(world: World, caller: Caller, old: Attributes): Attributes {
  const result = new Attributes();
  if (isAdmin(caller)) return result;
  const restricted = new Set(restrictedList(world.release, "NET"));
  for (const [name, value] of old.entries()) if (restricted.has(name)) result.add(name, value);
  return result;
}

/** `one.vn.update`. 7.4 does not let the driver be dropped. */
export function update(world: World, caller: Caller, id: number, text: string, type: number): number {
  const vnet = allowed(world, caller, id, "MANAGE");
  const append = objects.isAppend(type);
  const prefix = "Cannot update template. ";
  const wanted = objects.templateOf(world, text, "INTERNAL", prefix);
  objects.refuseRestricted(world, caller, "NET", wanted, "Template");
  const updated = append ? vnet.template.copy() : kept(world, caller, vnet.template);
  updated.merge(wanted);
  if (world.release === "7.4" && !updated.has("VN_MAD")) {
    throw new Failure("INTERNAL", `${prefix}No VN_MAD in template for Virtual Network.`);
  }
  for (const name of ["PHYDEV", "VLAN_ID", "OUTER_VLAN_ID", "VN_MAD"]) if (!updated.has(name)) updated.add(name, "");
  for (const name of ["BRIDGE", "BRIDGE_TYPE"]) updated.set(name, vnet.template.single(name) ?? "");
  for (const [name] of [...vnet.template.entries()]) vnet.template.remove(name);
  vnet.template.merge(updated);
  world.changed();
  return id;
}

/** `one.vn.chmod`. */
export function chmod(world: World, caller: Caller, id: number, wanted: readonly number[]): number {
  objects.chmod(world, caller, "NET", objects.find(world.vnets, "NET", id), wanted);
  return id;
}

/** `one.vn.rename`. */
export function rename(world: World, caller: Caller, id: number, name: string): number {
  objects.rename(world, world.vnets, "NET", allowed(world, caller, id, "MANAGE"), name);
  return id;
}

/** Gives the addresses of a reservation back to the network it came from. */
function giveBack(world: World, vnet: Vnet): void {
  const parent = vnet.parent === undefined ? undefined : world.vnets.get(vnet.parent);
  for (const range of parent?.ranges ?? []) {
    for (const [index, lease] of range.leases) if (lease.vnet === vnet.id) range.leases.delete(index);
  }
}

/** `one.vn.delete`: a reservation is gone at once, another network when the driver is done. */
export function remove(world: World, caller: Caller, id: number): number {
  const vnet = allowed(world, caller, id, "MANAGE");
  if (usedLeases(vnet) > 0) {
    throw new Failure("ACTION", "Cannot delete virtual network. Can not remove a virtual network with leases in use");
  }
  vnet.epoch += 1;
  giveBack(world, vnet);
  vnet.ranges = [];
  vnet.state = VNET_STATE.LOCK_DELETE;
  vnet.previousState = vnet.state;
  const gone = (): void => {
    world.vnets.delete(id);
    world.changed();
  };
  if (vnet.parent === undefined) world.clock.after(vnet, gone);
  else gone();
  world.changed();
  return id;
}

/** `one.vn.add_ar`. */
export function addAr(world: World, caller: Caller, id: number, text: string): number {
  const vnet = allowed(world, caller, id, "ADMIN");
  const [wanted] = objects.templateOf(world, text).vectors("AR");
  if (wanted === undefined) throw new Failure("INTERNAL", "Wrong AR definition. AR vector attribute is missing.");
  try {
    addRange(world, vnet, wanted);
  } catch (error) {
    if (error instanceof RangeFault) throw new Failure("INTERNAL", error.message);
    throw error;
  }
  world.changed();
  return id;
}

/** `one.vn.rm_ar`. */
export function removeAr(world: World, caller: Caller, id: number, rangeId: number): number {
  const vnet = allowed(world, caller, id, "ADMIN");
  vnet.ranges = vnet.ranges.filter((range) => range.id !== rangeId);
  world.changed();
  return id;
}
