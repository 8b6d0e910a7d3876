/** CONTEXT of a new machine: what the instance type, the VM template and the request say of it, in one. */
import type { TemplateVector } from "../opennebula/template-writer.ts";
import { type ContextEntries, mergedContext, type TypeContext } from "../templates/context.ts";

const NOTHING: TypeContext = { defaults: [], fixed: [] };
const isSaid = ([, value]: readonly [string, string]) => value.trim() !== "";

/**
 * The CONTEXT that replaces that of a VM template. The variables that the instance type fixes win, then those of
 * the request, of the VM template, and the other ones of the type.
 * @returns nothing when the VM template has all of it.
 */
export function contextOver(
  template: ReadonlyMap<string, string>,
  request: ContextEntries,
  { defaults, fixed }: TypeContext = NOTHING,
): ContextEntries {
  const merged = mergedContext(fixed, request, [...template].filter(isSaid), defaults).filter(isSaid);
  return merged.every(([name, value]) => template.get(name) === value) ? [] : merged;
}

type Entry = readonly [string, string | TemplateVector];

/**
 * The same with NETWORK="YES" where nobody says otherwise: with it the guest can set itself up, and oned changes
 * CONTEXT of a machine only where there is one.
 */
export function withNetwork(entries: readonly Entry[]): readonly Entry[] {
  const network = ["NETWORK", "YES"] as const;
  const present = entries.find(([name]) => name === "CONTEXT");
  if (present === undefined || typeof present[1] === "string") return [...entries, ["CONTEXT", [network]]];
  if (present[1].some(([name]) => name === "NETWORK")) return entries;
  const context: Entry = ["CONTEXT", [network, ...present[1]]];
  return entries.map((entry) => (entry === present ? context : entry));
}
