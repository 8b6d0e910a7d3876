/** CONTEXT of a VM: `$` in its values, and what oned adds to it. */
import type { Attributes, Vector } from "../attributes.ts";
import type { Vm } from "../records.ts";
import type { World } from "../world.ts";

const SEPARATOR = "@^_^@";

/** A `$` that oned can make no variable of: it refuses the whole template. */
export class ContextError extends Error {
  override readonly name = "ContextError";
}

/** oned's words for it. */
export function contextError(context: Vector, error: ContextError): string {
  return `Error parsing: ${[...context].map(([name, value]) => `${name}=${value}`).join(SEPARATOR)}, ${error.message}`;
}

/** Text up to the next variable; a backslash protects what follows it. */
const TEXT = /(?:[^$\\]|\\[\s\S])+/y;
const NAME = /[A-Za-z0-9_]+/y;
const OPEN = /\[[ \t]*/y;
const COMMA = /[ \t]*,[ \t]*/y;
const EQUAL = /[ \t]*=[ \t]*/y;
const VALUE = /"[^"]*"|[A-Za-z0-9]+/y;
const CLOSE = /[ \t]*\]/y;

interface Variable {
  readonly name: string;
  readonly member: string | undefined;
  /** `KEY=value` that picks one of several vectors. */
  readonly filter: readonly [string, string] | undefined;
}

class Scanner {
  at = 0;
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  need(pattern: RegExp): string {
    const found = this.take(pattern);
    if (found === undefined) throw new ContextError(`syntax error at column ${this.at}`);
    return found;
  }

  variable(): Variable {
    const name = this.need(NAME).toUpperCase();
    if (this.take(OPEN) === undefined) {
      // Inside a variable these begin more of it, and more is not allowed here.
      if (this.take(COMMA) ?? this.take(EQUAL) ?? this.take(CLOSE)) this.need(/(?!)/y);
      return { name, member: undefined, filter: undefined };
    }
    const member = this.need(NAME).toUpperCase();
    let filter: readonly [string, string] | undefined;
    if (this.take(COMMA) !== undefined) {
      const key = this.need(NAME).toUpperCase();
      this.need(EQUAL);
      filter = [key, this.need(VALUE).replace(/^"|"$/g, "")];
    }
    this.need(CLOSE);
    return { name, member, filter };
  }
}

/** Replaces the variables of a text, as oned's parser finds them. @throws ContextError */
export function expand(text: string, lookUp: (variable: Variable) => string): string {
  const scanner = new Scanner(text);
  let result = "";
  while (scanner.at < text.length) {
    const plain = scanner.take(TEXT);
    if (plain !== undefined) {
      result += plain;
      continue;
    }
    const sign = text[scanner.at];
    scanner.at += 1;
    // A backslash at the very end is dropped.
    if (sign === "$") result += lookUp(scanner.variable());
  }
  return result;
}

function pick(vectors: readonly Vector[], variable: Variable): Vector | undefined {
  const { filter } = variable;
  return filter === undefined ? vectors[0] : vectors.find((vector) => vector.get(filter[0]) === filter[1]);
}

function singleValue(world: World, vm: Vm, name: string): string {
  const own: Record<string, string | number> = {
    UID: vm.uid,
    UNAME: world.userName(vm.uid),
    GID: vm.gid,
    GNAME: world.groupName(vm.gid),
    NAME: vm.name,
  };
  return String(own[name] ?? vm.template.single(name) ?? vm.userTemplate.single(name) ?? "");
}

function memberValue(world: World, vm: Vm, variable: Variable & { readonly member: string }): string {
  const { name, member } = variable;
  if (name === "USER") return world.users.get(vm.uid)?.template.single(member) ?? "";
  if (name === "NETWORK") {
    const nic = variable.filter === undefined ? undefined : pick([...vm.nics, ...vm.aliases], variable);
    const vnet = world.vnets.get(Number(nic?.get("NETWORK_ID") ?? -1));
    return vnet?.template.single(member) ?? "";
  }
  if (name === "IMAGE") {
    const disk = variable.filter === undefined ? undefined : pick(vm.disks, variable);
    return world.images.get(Number(disk?.get("IMAGE_ID") ?? -1))?.template.single(member) ?? "";
  }
  const vectors = name === "NIC" ? vm.nics : name === "DISK" ? vm.disks : vm.template.vectors(name);
  return pick(vectors, variable)?.get(member) ?? "";
}

/** The values of a context vector with their variables replaced. @throws ContextError */
export function expandContext(world: World, vm: Vm, context: Vector): Vector {
  const text = [...context].map(([name, value]) => `${name}=${value}`).join(SEPARATOR);
  const expanded = expand(text, (variable) => {
    const { member } = variable;
    return member === undefined
      ? singleValue(world, vm, variable.name)
      : memberValue(world, vm, { ...variable, member });
  });
  const result: Vector = new Map();
  for (const pair of expanded.split(SEPARATOR)) {
    const equal = pair.indexOf("=");
    if (equal > 0) result.set(pair.slice(0, equal), pair.slice(equal + 1));
  }
  return result;
}

/** The variables of a NIC for the guest: names after ETHn_, and the source of each value. */
const ETH: readonly (readonly [string, string])[] = [
  ["DNS", "DNS"],
  ["EXTERNAL", "EXTERNAL"],
  ["GATEWAY", "GATEWAY"],
  ["IP", "IP"],
  ["IP6", "IP6_GLOBAL"],
  ["IP6_GATEWAY", "GATEWAY6"],
  ["IP6_METHOD", "IP6_METHOD"],
  ["IP6_METRIC", "IP6_METRIC"],
  ["IP6_PREFIX_LENGTH", "PREFIX_LENGTH"],
  ["IP6_ULA", "IP6_ULA"],
  ["MAC", "MAC"],
  ["MASK", "NETWORK_MASK"],
  ["METHOD", "METHOD"],
  ["METRIC", "METRIC"],
  ["MTU", "GUEST_MTU"],
  ["NETWORK", "NETWORK_ADDRESS"],
  ["SEARCH_DOMAIN", "SEARCH_DOMAIN"],
  ["VLAN_ID", "VLAN_ID"],
  ["VROUTER_IP", "VROUTER_IP"],
  ["VROUTER_IP6", "VROUTER_IP6_GLOBAL"],
  ["VROUTER_MANAGEMENT", "VROUTER_MANAGEMENT"],
];

function networkValue(template: Attributes | undefined, nic: Vector, name: string): string {
  return nic.get(name) ?? template?.single(name) ?? "";
}

/** Rewrites the ETHn_ variables of a context that asks for them with NETWORK="YES". */
export function writeNetworkContext(world: World, vm: Vm, context: Vector): void {
  for (const name of [...context.keys()]) if (/^ETH\d+_/.test(name)) context.delete(name);
  if (context.get("NETWORK")?.toUpperCase() !== "YES") return;
  const names = world.release === "7.4" ? [...ETH, ["ROUTES", "ROUTES"] as const] : ETH;
  for (const nic of vm.nics) {
    const template = world.vnets.get(Number(nic.get("NETWORK_ID")))?.template;
    for (const [name, source] of names) {
      context.set(`ETH${nic.get("NIC_ID")}_${name}`, networkValue(template, nic, source));
    }
  }
}
