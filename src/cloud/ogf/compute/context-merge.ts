/** CONTEXT of a new machine: what the instance type, the VM template and the request say of it, in one. */
import type { TemplateVector } from "../../../opennebula/template-writer.ts";
import { type ContextEntries, mergedContext, type TypeContext } from "../../../templates/context.ts";

const NOTHING: TypeContext = { defaults: [], fixed: [] };
const isSaid = ([, value]: readonly [string, string]) => value.trim() !== "";

/**
 * What is said of CONTEXT besides a VM template. What the instance type fixes counts most, then the request, the VM
 * template, and what the type has besides.
 * @returns nothing when the VM template has all of it.
 */
export function contextBesides(
  template: ReadonlyMap<string, string>,
  request: ContextEntries,
  { defaults, fixed }: TypeContext = NOTHING,
): ContextEntries {
  const merged = mergedContext(fixed, request, [...template].filter(isSaid), defaults).filter(isSaid);
  return merged.every(([name, value]) => template.get(name) === value) ? [] : merged;
}

type Entry = readonly [string, string | TemplateVector];

/**
 * The same with NETWORK="YES" where nobody says otherwise: with it the guest can set itself up, and oned changes CONTEXT of
 * a machine only where there is one.
 */
export function withNetwork(entries: readonly Entry[]): readonly Entry[] {
  const network = ["NETWORK", "YES"] as const;
  const told = entries.find(([name]) => name === "CONTEXT");
  if (told === undefined || typeof told[1] === "string") return [...entries, ["CONTEXT", [network]]];
  if (told[1].some(([name]) => name === "NETWORK")) return entries;
  const context: Entry = ["CONTEXT", [network, ...told[1]]];
  return entries.map((entry) => (entry === told ? context : entry));
}
