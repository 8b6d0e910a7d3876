/** The fields of `it`, by name, for `check`: a misspelt one would silently be nothing. */
import { nearestName } from "../config/nearest-name.ts";
import type { DiskData, NetworkTemplateData, NicData, RangeData, VmTemplateData } from "./data.ts";

/** A text or number, an object with fields, or a list. */
export type Shape = "value" | Fields | readonly [each: Shape];
export interface Fields {
  readonly [name: string]: Shape;
}

// `satisfies`: a new field of the data must be named here as well, or this file does not compile.
const DISK = { imageId: "value", target: "value" } satisfies Record<keyof DiskData, Shape>;
const NIC = { networkId: "value", ip: "value", ip6: "value" } satisfies Record<keyof NicData, Shape>;
const RANGE = { type: "value", firstIp: "value", size: "value", prefixLength: "value" } satisfies Record<
  keyof RangeData,
  Shape
>;
export const VM_FIELDS: Fields = {
  name: "value",
  instanceType: "value",
  disks: [DISK],
  nics: [NIC],
  context: [["value"]],
  cpu: "value",
  memory: "value",
} satisfies Record<keyof VmTemplateData, Shape>;
export const NETWORK_FIELDS: Fields = {
  name: "value",
  driver: "value",
  bridge: "value",
  description: "value",
  range: RANGE,
} satisfies Record<keyof NetworkTemplateData, Shape>;

/** A field that a template reads and no request has. */
export class UnknownField extends Error {
  override readonly name = "UnknownField";
  readonly hint: string | undefined;

  /** @param path what has no such field, as the template writes it. */
  constructor(path: string, field: string, shape: Shape) {
    const known = isList(shape) ? Object.getOwnPropertyNames(Array.prototype) : Object.keys(shape);
    const near = nearestName(field, known);
    super(`there is no ${path}.${field}${near === undefined ? "" : `; did you mean ${path}.${near}?`}`);
    this.hint = isList(shape)
      ? `${path} is a list: write for (const one of ${path}) { .. }`
      : `${path} has ${known.join(", ")}`;
  }
}

export function isList(shape: Shape): shape is readonly [each: Shape] {
  return Array.isArray(shape);
}

/** The shape of a member; undefined for members of every object or list; a fault for one that does not exist. */
export function member(path: string, shape: Exclude<Shape, "value">, name: string): Shape | undefined | UnknownField {
  if (isList(shape)) {
    if (/^\d+$/.test(name)) return shape[0];
    return name in Array.prototype || name === "toJSON" ? undefined : new UnknownField(path, name, shape);
  }
  if (Object.hasOwn(shape, name)) return shape[name];
  return name in Object.prototype || name === "toJSON" ? undefined : new UnknownField(path, name, shape);
}

/**
 * The data as an object that throws an UnknownField when a field is read that no request has. A template can read
 * fields that it has set itself. @param path the name of the object in templates.
 */
export function strict<T extends object>(data: T, shape: Shape, path = "it"): T {
  if (shape === "value") return data;
  return new Proxy(data, {
    get(target, key, receiver): unknown {
      const value: unknown = Reflect.get(target, key, receiver);
      if (typeof key === "symbol") return value;
      const found = member(path, shape, key);
      if (found instanceof UnknownField) {
        if (Object.hasOwn(target, key)) return value;
        throw found;
      }
      if (found === undefined || typeof value !== "object" || value === null) return value;
      return strict(value, found, isList(shape) ? `${path}[${key}]` : `${path}.${key}`);
    },
    has: (target, key) => known(target, key, shape, path),
  });
}

/** For `include(name, data)`: the request's fields are strict already; the template passes the others. */
export function strictIncluded<T extends object>(data: T, fields: Fields, passed: ReadonlySet<string>): T {
  return new Proxy(data, {
    get(target, key, receiver): unknown {
      if (typeof key === "string" && !passed.has(key)) known(target, key, fields, "it");
      return Reflect.get(target, key, receiver);
    },
    has: (target, key) =>
      typeof key === "string" && passed.has(key) ? Reflect.has(target, key) : known(target, key, fields, "it"),
  });
}

function known(target: object, key: string | symbol, shape: Exclude<Shape, "value">, path: string): boolean {
  const there = Reflect.has(target, key);
  const found = there || typeof key === "symbol" ? undefined : member(path, shape, key);
  if (found instanceof UnknownField) throw found;
  return there;
}
