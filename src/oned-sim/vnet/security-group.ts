/** Security groups: `one.secgroup.*` and `one.secgrouppool.info`. */

import type { Attributes } from "../attributes.ts";
import { vectorMarkup } from "../attributes.ts";
import { Failure } from "../failure.ts";
import { ids } from "../markup.ts";
import { nameFault } from "../names.ts";
import * as objects from "../objects.ts";
import { type SecurityGroup, VM_STATE, type Vm } from "../records.ts";
import { authorize, type Caller, type Right } from "../users/permissions.ts";
import { isRunning } from "../vm/states.ts";
import type { World } from "../world.ts";
import { ruleFault } from "./security-rule-check.ts";
import { addRules, dropRules, groupsOfVm } from "./security-rules.ts";

/** The VMs that have a NIC in the group. */
function vmsOf(world: World, { id }: SecurityGroup): Vm[] {
  return [...world.vms.values()].filter((vm) => vm.state !== VM_STATE.DONE && groupsOfVm(vm).includes(id));
}

function markup(world: World, group: SecurityGroup): string {
  const vms = vmsOf(world, group).map((vm) => vm.id);
  const { outdated, updating } = group;
  const lists = [
    ids(
      "UPDATED_VMS",
      vms.filter((id) => !outdated.has(id) && !updating.has(id)),
    ),
    ids("OUTDATED_VMS", outdated),
    ids("UPDATING_VMS", updating),
    ids("ERROR_VMS", []),
  ];
  const head = objects.headMarkup(world, group) + objects.permissionsMarkup(group);
  return `<SECURITY_GROUP>${head}${lists.join("")}<TEMPLATE>${group.template.markup()}</TEMPLATE></SECURITY_GROUP>`;
}

function allowed(world: World, caller: Caller, id: number, right: Right): SecurityGroup {
  return objects.findAllowed(world, caller, world.securityGroups, "SECGROUP", id, right);
}

/** `one.secgroup.info`. */
export function info(world: World, caller: Caller, id: number): string {
  return markup(world, allowed(world, caller, id, "USE"));
}

/** `one.secgrouppool.info`. */
export function pool(world: World, caller: Caller, flag: number, start: number, end: number): string {
  const groups = objects.poolOf(world, caller, world.securityGroups, "SECGROUP", { flag, start, end });
  return `<SECURITY_GROUP_POOL>${groups.map((group) => markup(world, group)).join("")}</SECURITY_GROUP_POOL>`;
}

/** Refuses rules that oned knows nothing of, and leaves out those that stand there twice. @throws Failure INTERNAL */
function settleRules(world: World, template: Attributes, prefix = ""): void {
  const rules = template.vectors("RULE");
  for (const rule of rules) {
    const fault = ruleFault(rule, world.release);
    if (fault !== undefined) throw new Failure("INTERNAL", prefix + fault);
  }
  const texts = rules.map(vectorMarkup);
  template.dropEmptyVectors();
  if (rules.length === 0) return;
  template.remove("RULE");
  for (const [index, rule] of rules.entries())
    if (texts.indexOf(texts[index] ?? "") === index) template.add("RULE", rule);
}

/** A group with an id of oned's own choice, or with a given one. */
export function addGroup(world: World, caller: Caller, name: string, template: Attributes, id?: number): SecurityGroup {
  const group: SecurityGroup = {
    id: id ?? world.nextId("secgroup"),
    uid: caller.user.id,
    gid: caller.user.gid,
    name,
    permissions: [1, 1, 0, 0, 0, 0, 0, 0, 0],
    epoch: 0,
    template,
    outdated: new Set(),
    updating: new Set(),
  };
  world.securityGroups.set(group.id, group);
  world.changed();
  return group;
}

/** `one.secgroup.allocate`; the id. */
export function allocate(world: World, caller: Caller, text: string): number {
  const template = objects.templateOf(world, text, "INTERNAL", "", true);
  authorize(world, caller, { right: "CREATE", kind: "SECGROUP" });
  const name = template.single("NAME") ?? "";
  const fault = nameFault(name, world.release);
  if (fault !== undefined) throw new Failure("INTERNAL", fault);
  const taken = objects.nameTaken(world.securityGroups, caller.user.id, name);
  if (taken !== undefined) throw new Failure("INTERNAL", `NAME is already taken by SecurityGroup ${taken}.`);
  template.remove("NAME");
  settleRules(world, template);
  return addGroup(world, caller, name, template).id;
}

/** Gives VMs the new rules of a group; hosts of running ones are told. */
function deliver(world: World, group: SecurityGroup): void {
  for (const id of group.outdated) {
    const vm = world.vms.get(id);
    if (vm === undefined || !groupsOfVm(vm).includes(group.id)) continue;
    dropRules(vm, group.id);
    addRules(world, vm, group.id);
    world.changed(vm);
    if (isRunning(vm)) tellHost(world, group, vm);
  }
  group.outdated.clear();
}

/** The host of a VM learns of a group's rules. */
export function tellHost(world: World, group: SecurityGroup, vm: Vm): void {
  group.updating.add(vm.id);
  world.clock.after(group, () => {
    group.updating.delete(vm.id);
    world.changed();
  });
}

/** `one.secgroup.update`: its VMs have the new rules later. */
export function update(world: World, caller: Caller, id: number, text: string, type: number): number {
  const group = allowed(world, caller, id, "MANAGE");
  const append = objects.isAppend(type);
  const prefix = "Cannot update template. ";
  const wanted = objects.templateOf(world, text, "INTERNAL", prefix, true);
  const template = append ? group.template.copy() : wanted;
  if (append) {
    template.merge(wanted);
    // Here `RULE=[]` takes the rules away; everywhere else it is a bad rule.
    template.dropEmptyVectors();
  }
  settleRules(world, template, prefix);
  group.template = template;
  for (const vm of vmsOf(world, group)) group.outdated.add(vm.id);
  world.clock.after(group, () => deliver(world, group));
  world.changed();
  return id;
}

/** `one.secgroup.chmod`. */
export function chmod(world: World, caller: Caller, id: number, wanted: readonly number[]): number {
  objects.chmod(world, caller, "SECGROUP", objects.find(world.securityGroups, "SECGROUP", id), wanted);
  return id;
}

/** `one.secgroup.rename`. */
export function rename(world: World, caller: Caller, id: number, name: string): number {
  const group = objects.findThenAllow(world, caller, world.securityGroups, "SECGROUP", id, "MANAGE");
  objects.rename(world, world.securityGroups, "SECGROUP", group, name);
  return id;
}

/** `one.secgroup.delete`: not the default one, and none that VMs have. */
export function remove(world: World, caller: Caller, id: number): number {
  const group = objects.findThenAllow(world, caller, world.securityGroups, "SECGROUP", id, "MANAGE");
  const refuse = (why: string): Failure => new Failure("ACTION", `Cannot delete security group. ${why}`);
  if (id === 0) throw refuse("The default security group (ID 0) cannot be deleted.");
  if (vmsOf(world, group).length > 0) throw refuse("The security group has VMs using it");
  group.epoch += 1;
  world.securityGroups.delete(id);
  world.changed();
  return id;
}
