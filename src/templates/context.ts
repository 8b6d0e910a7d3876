/**
 * CONTEXT of several sources in one: the values of a request, those of the instance type's template (CONTEXT, which a
 * request can change) and those that it fixes (CONTEXT_FIXED, which it cannot). oned reads one CONTEXT only, the first.
 */
import { template } from "../opennebula/template-writer.ts";
import type { TemplateAttribute } from "./syntax.ts";

export type ContextEntries = readonly (readonly [name: string, value: string])[];

/** The operator's attribute for values that requests cannot change; oned never sees it. */
export const FIXED = "CONTEXT_FIXED";

/** The values of CONTEXT in a template. */
export interface TypeContext {
  /** Values for names that a request does not set. */
  readonly defaults: ContextEntries;
  /** Values that override those of requests. */
  readonly fixed: ContextEntries;
}

/** Names that guests read as one: a value, its other spelling, and how it is encoded. */
const TOGETHER: readonly (readonly string[])[] = [
  ["USER_DATA", "USERDATA", "USERDATA_ENCODING", "USER_DATA_ENCODING"],
  ["START_SCRIPT", "START_SCRIPT_BASE64"],
];

/** The common key of a name and those that are read with it. */
export function contextKey(name: string): string {
  return TOGETHER.find((names) => names.includes(name))?.[0] ?? name;
}

/** oned takes the first value of a repeated name. */
function membersOf({ value }: TemplateAttribute): ContextEntries {
  if (typeof value === "string") return [];
  const first = value.filter(({ name }, index) => value.findIndex((other) => other.name === name) === index);
  return first.map((member) => [member.name, String(member.value)] as const);
}

function isContext({ name, value }: TemplateAttribute): boolean {
  return (name === "CONTEXT" || name === FIXED) && typeof value !== "string";
}

/** The entries of all sources; of a name that several have, those of the first. */
export function mergedContext(...sources: readonly ContextEntries[]): ContextEntries {
  const taken = new Set<string>();
  return sources.flatMap((source) => {
    const free = source.filter(([name]) => !taken.has(contextKey(name)));
    for (const [name] of source) taken.add(contextKey(name));
    return free;
  });
}

/** The values of CONTEXT in a template's attributes; the first of several vectors has precedence. */
export function contextOf(attributes: readonly TemplateAttribute[]): TypeContext {
  const named = (name: string) => attributes.filter((attribute) => attribute.name === name).map(membersOf);
  return { defaults: mergedContext(...named("CONTEXT")), fixed: mergedContext(...named(FIXED)) };
}

/** The attributes with one CONTEXT in the place of all; the same array where there is nothing to merge. */
export function withOneContext(attributes: readonly TemplateAttribute[]): readonly TemplateAttribute[] {
  const [first, ...more] = attributes.filter(isContext);
  if (first === undefined || (more.length === 0 && first.name !== FIXED)) return attributes;
  const { defaults, fixed } = contextOf(attributes);
  const { line, column } = first;
  const value = mergedContext(fixed, defaults).map(([name, text]) => ({ name, value: text, line, column }));
  return [...attributes.filter((one) => !isContext(one)), { name: "CONTEXT", value, line, column }];
}

/** @throws OcciError INVALID_CHARACTER for values that no form of a template can carry together. */
export function templateText(attributes: readonly TemplateAttribute[]): string {
  return template(attributes.map((one) => [one.name, typeof one.value === "string" ? one.value : membersOf(one)]));
}
