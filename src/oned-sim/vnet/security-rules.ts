/** Security groups as VMs carry them: the ids at their NICs, and the groups' rules. */
import type { Vector } from "../attributes.ts";
import type { Vm } from "../records.ts";
import type { World } from "../world.ts";
import { addressesAt } from "./range.ts";

/** The ids in lists such as `0,100`, each once and in order; what is no number is left out. */
export function groupIds(...lists: readonly (string | undefined)[]): number[] {
  const ids = lists.flatMap((list) => (list ?? "").split(",")).filter((id) => /^\s*\d+\s*$/.test(id));
  return [...new Set(ids.map(Number))].sort((a, b) => a - b);
}

/** The groups of a VM's NICs. */
export function groupsOfVm(vm: Vm): number[] {
  return groupIds(...[...vm.nics, ...vm.aliases].map((nic) => nic.get("SECURITY_GROUPS")));
}

/** The members of a range of addresses that a rule for its network takes over. */
const RANGE_MEMBERS = ["AR_ID", "IP", "IP6_GLOBAL", "IP6_ULA", "MAC", "SIZE", "TYPE"];

/** A rule for a network is one for each of its ranges. */
function expanded(world: World, rule: Vector): Vector[] {
  const id = rule.get("NETWORK_ID");
  if (id === undefined) return [rule];
  const ranges = world.vnets.get(Number(id))?.ranges ?? [];
  return ranges.map((range) => {
    const known: Vector = new Map([...range.attributes, ...addressesAt(range, 0)]);
    return new Map([...rule, ...[...known].filter(([name]) => RANGE_MEMBERS.includes(name))]);
  });
}

export function hasRules(vm: Vm, group: number): boolean {
  return vm.template.vectors("SECURITY_GROUP_RULE").some((rule) => rule.get("SECURITY_GROUP_ID") === String(group));
}

/** Puts the rules of a group behind those that the VM has; a group that does not exist has none. */
export function addRules(world: World, vm: Vm, id: number): void {
  const group = world.securityGroups.get(id);
  for (const rule of group?.template.vectors("RULE") ?? []) {
    const made: Vector = new Map(rule);
    made.set("SECURITY_GROUP_ID", String(id));
    made.set("SECURITY_GROUP_NAME", group?.name ?? "");
    for (const one of expanded(world, made)) vm.template.add("SECURITY_GROUP_RULE", one);
  }
}

function keepRules(vm: Vm, keep: (group: number) => boolean): void {
  const rules = vm.template.vectors("SECURITY_GROUP_RULE");
  vm.template.remove("SECURITY_GROUP_RULE");
  for (const rule of rules) {
    if (keep(Number(rule.get("SECURITY_GROUP_ID")))) vm.template.add("SECURITY_GROUP_RULE", rule);
  }
}

/** Takes the rules of a group from a VM. */
export function dropRules(vm: Vm, group: number): void {
  keepRules(vm, (other) => other !== group);
}

/** Takes the rules from a VM of groups that none of its NICs has. */
export function dropUnusedRules(vm: Vm): void {
  const used = new Set(groupsOfVm(vm));
  keepRules(vm, (group) => used.has(group));
}
