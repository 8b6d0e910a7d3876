/** Resources as data, from what servers of 2.0 to 4.6 and of this project send. */
import { childrenNamed, type XmlElement } from "../xml/element.ts";
import type { Kind } from "./kinds.ts";
import { QUOTAS } from "./quota-figures.ts";

export type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };

/**
 * The form of resources in JSON and YAML: elements by their names in lower case, lists in the plural; what is absent
 * stays absent.
 */
export type Resource = {
  readonly id: number | string;
  readonly name: string;
  readonly href?: string;
  readonly [key: string]: Value;
};

/** Elements that may come several times, by the key of their list. */
const LISTS = new Map([
  ["DISK", "disks"],
  ["NIC", "nics"],
  ["SNAPSHOT", "snapshots"],
]);
/** Elements whose text is a number, in the resource itself. */
const NUMBERS = new Set(["ID", "CPU", "MEMORY", "SIZE", "USED_LEASES"]);
/** Elements that are YES or NO. */
const SWITCHES = new Set(["PUBLIC", "PERSISTENT"]);
/** Quotas of a user, of which each may have several members: always lists, whatever their number. */
const QUOTA_NAMES = new Set(QUOTAS.map(({ quota }) => quota));
/** Elements that only point at another resource: an attribute href, and name. */
const REFERENCES = new Set(["USER", "STORAGE", "NETWORK"]);

/** The id in the last segment of an href; ids of oned are numbers, instance types have their names. */
function idIn(href: string | undefined): number | string | undefined {
  const last = href?.split("/").at(-1);
  if (last === undefined || last === "") return undefined;
  return /^\d+$/.test(last) ? Number(last) : decode(last);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a % that encodes nothing
  }
}

function numberOr(text: string): number | string {
  return /^-?\d+(\.\d+)?$/.test(text) && Number.isSafeInteger(Math.trunc(Number(text))) ? Number(text) : text;
}

function reference({ attributes }: XmlElement): Value {
  const id = idIn(attributes.href);
  return { ...(id !== undefined && { id }), ...(attributes.name !== undefined && { name: attributes.name }) };
}

/** An element whose children are data of their own: a disk, a NIC, a snapshot. */
function part(element: XmlElement): Value {
  const { id, name } = element.attributes;
  return {
    ...(id !== undefined && { id: numberOr(id) }),
    ...(name !== undefined && { name }),
    ...fields(element, () => false),
  };
}

/** A tree of which only the texts are known, quotas for instance: several children of a name are a list. */
function tree(element: XmlElement): Value {
  if (element.children.length === 0) return numberOr(element.text);
  const result: Record<string, Value> = {};
  for (const name of new Set(element.children.map((child) => child.name))) {
    const all = childrenNamed(element, name).map(tree);
    define(result, name.toLowerCase(), all.length === 1 ? (all[0] ?? "") : all);
  }
  return result;
}

/** As an own property, whatever the name. */
function define(target: Record<string, Value>, key: string, value: Value): void {
  if (key !== "__proto__") target[key] = value;
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/** One element's value, of those that are neither lists nor parts. */
function childValue(element: XmlElement, isNumber: (name: string) => boolean): Value {
  const { name, children, text } = element;
  if (QUOTA_NAMES.has(name) || name === "LOGIN_TOKENS") return children.map(tree);
  if (name === "CONTEXT") {
    const variables: Record<string, Value> = {};
    for (const variable of children) define(variables, variable.name, variable.text);
    return variables;
  }
  if (name === "SAVE_AS") return idIn(element.attributes.href) ?? "";
  if (REFERENCES.has(name)) return reference(element);
  if (children.length > 0) return tree(element);
  if (SWITCHES.has(name)) return text.toUpperCase() === "YES";
  return isNumber(name) ? numberOr(text) : text;
}

/** Hrefs that servers write without a resource: the image of a volatile disk, the type of a machine made elsewhere. */
function isNothing({ name, attributes, children, text }: XmlElement): boolean {
  if (REFERENCES.has(name)) return idIn(attributes.href) === undefined && !attributes.name;
  return name === "INSTANCE_TYPE" && children.length === 0 && text === "";
}

/** @param isNumber which texts are numbers. */
function fields(element: XmlElement, isNumber: (name: string) => boolean): Record<string, Value> {
  const result: Record<string, Value> = {};
  const lists = new Map<string, Value[]>();
  for (const child of element.children) {
    if (isNothing(child)) continue;
    const list = LISTS.get(child.name);
    if (list === undefined) {
      define(result, child.name.toLowerCase(), childValue(child, isNumber));
      continue;
    }
    const members = lists.get(list) ?? [];
    members.push(part(child));
    lists.set(list, members);
    result[list] = members;
  }
  return result;
}

/** From a full element, or from a short one of a list, which has href and name only. */
export function readResource(kind: Kind, element: XmlElement): Resource {
  const { href, name } = element.attributes;
  const data = fields(element, (field) => NUMBERS.has(field));
  const given = kind === "instance-type" ? (data.name ?? data.id) : data.id;
  const id = typeof given === "number" || typeof given === "string" ? given : (idIn(href) ?? "");
  const shownName = typeof data.name === "string" ? data.name : (name ?? "");
  // First what a resource is known by.
  const { id: _id, name: _name, ...others } = data;
  return { id, name: shownName, ...(href !== undefined && { href }), ...others };
}

/** The members of a collection. */
export function readCollection(kind: Kind, root: XmlElement): Resource[] {
  return root.children.map((child) => readResource(kind, child));
}
