/** Faults of the attributes that a template has made: values and names that OpenNebula refuses or does not read. */
import { FIXED } from "./context.ts";
import type { TemplateSource } from "./files.ts";
import { misspeltFor, misspeltNamesIn, REQUIRED_OF_NETWORK, REQUIRED_OF_VM } from "./misspelt-names.ts";
import { wrongNumbersIn } from "./numbers.ts";
import { outdatedIn } from "./outdated.ts";
import { restrictedIn } from "./restricted.ts";
import type { Place } from "./source-line.ts";
import { firstValue, type TemplateAttribute } from "./syntax.ts";

export interface TemplateFault {
  readonly severity: "error" | "warning";
  /** Path, or `small.eta (embedded)`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column?: number;
  readonly message: string;
  readonly hint?: string;
  /** There is the template does not exist: `file` is its name as VM_TYPE has it. */
  readonly missing?: true;
}

/** A template that was rendered for one request. */
export interface Tried {
  readonly source: TemplateSource;
  /** The place in the source for one of the output. */
  readonly placeOf: (at: Place) => Place;
  readonly attributes: readonly TemplateAttribute[];
}

/** The faults of the machines' attributes in all probes, each once. */
export function vmFaults(tries: readonly Tried[], before: readonly TemplateAttribute[] = []): TemplateFault[] {
  const set = new Set(before.map(({ name }) => name));
  const all = tries.flatMap((one) => [
    ...restrictedFaults(one),
    ...plainContext(one),
    ...outdatedFaults(one),
    ...numberFaults(one, set),
    ...repeatedFaults(one),
    ...misspeltNameFaults(one, "vm", set),
  ]);
  return [...new Map(all.map((fault) => [JSON.stringify(fault), fault])).values()];
}

/** @param before names that `common.eta` has set: oned reads the first. */
function numberFaults({ source, placeOf, attributes }: Tried, before: ReadonlySet<string>): TemplateFault[] {
  const read = attributes.filter(({ name, value }) => typeof value !== "string" || !before.has(name));
  return wrongNumbersIn(read).map(({ line, column, ...fault }) => {
    const place = placeOf({ line, column });
    const absent = absentHint(source.text.split("\n")[place.line - 1] ?? "", fault.hint);
    return { ...fault, file: source.file, ...place, ...(absent !== undefined && { hint: absent }) };
  });
}

/** For a value of the request with nothing in its place. @param usual the hint for a number that is written there. */
function absentHint(line: string, usual: string): string | undefined {
  const [, value] = /<%[-_]?=\s*(it\.(?:cpu|memory))\s*[-_]?%>/.exec(line) ?? [];
  const number = /= ([\d.]+)/.exec(usual)?.[1];
  if (value === undefined || number === undefined) return undefined;
  return `a request might not have it: write <%= ${value} ?? ${number} %>`;
}

/** Oned reads the first of several. Vectors such as DISK may come more than once. */
function repeatedFaults({ source, placeOf, attributes }: Tried): TemplateFault[] {
  const first = new Map<string, TemplateAttribute>();
  return attributes.flatMap((attribute): TemplateFault[] => {
    const { name, value, line, column } = attribute;
    const earlier = first.get(name);
    // outdated.ts refuses the second REQUIREMENTS.
    if (typeof value !== "string" || /REQUIREMENTS$/.test(name)) return [];
    if (earlier === undefined) {
      first.set(name, attribute);
      return [];
    }
    const [place, before] = [placeOf({ line, column }), placeOf(earlier)];
    // One line that is written twice, by a loop or an include, is meant so.
    if (place.line === before.line) return [];
    const message = `${name} is set again: OpenNebula reads the first, in line ${before.line}`;
    return [{ severity: "warning", file: source.file, ...place, message, hint: "remove one of them" }];
  });
}

function restrictedFaults({ source, placeOf, attributes }: Tried): TemplateFault[] {
  return restrictedIn(attributes).map(({ name, line, column }) => ({
    severity: "warning",
    file: source.file,
    ...placeOf({ line, column }),
    message: `OpenNebula refuses ${name} to plain users`,
    hint: `remove it, or remove it from VM_RESTRICTED_ATTR in oned.conf`,
  }));
}

function outdatedFaults({ source, placeOf, attributes }: Tried): TemplateFault[] {
  return outdatedIn(attributes).map(({ line, column, ...fault }) => ({
    ...fault,
    file: source.file,
    ...placeOf({ line, column }),
  }));
}

/** A CONTEXT that is not a vector does not count for oned, and fixes nothing here. */
function plainContext({ source, placeOf, attributes }: Tried): TemplateFault[] {
  return attributes
    .filter(({ name, value }) => (name === "CONTEXT" || name === FIXED) && typeof value === "string")
    .map(({ name, line, column }) => ({
      severity: "error",
      file: source.file,
      ...placeOf({ line, column }),
      message: `${name} does not have values of its own`,
      hint: `write ${name} = [ NAME = "value" ]`,
    }));
}

/** The attributes that neither the template of a type nor the one that all types share sets. @param common the shared one. */
export function missingVmAttributes(own: Tried, common: Tried): TemplateFault[] {
  return missing(own, REQUIRED_OF_VM, [own, common]);
}

/** The template of networks. */
export function networkFaults(own: Tried): TemplateFault[] {
  return [...repeatedFaults(own), ...misspeltNameFaults(own, "network"), ...missing(own, REQUIRED_OF_NETWORK, [own])];
}

function missing(own: Tried, names: readonly string[], tries: readonly Tried[]): TemplateFault[] {
  const attributes = tries.flatMap((one) => one.attributes);
  return names
    .filter((name) => firstValue(attributes, name) === undefined)
    .map((name) => misspeltFault(name, tries) ?? missingFault(name, own));
}

function missingFault(name: string, { source }: Tried): TemplateFault {
  const message = `${name} is missing, and OpenNebula requires it`;
  return { severity: "error", file: source.file, line: 1, message };
}

/** Where it seems to be there under another name. */
function misspeltFault(name: string, tries: readonly Tried[]): TemplateFault | undefined {
  for (const { source, placeOf, attributes } of tries) {
    const found = misspeltFor(name, attributes);
    if (found === undefined) continue;
    const message = `${name} is missing, and OpenNebula does not read ${found.name}`;
    return { severity: "error", file: source.file, ...placeOf(found), message, hint: `did you mean ${name}?` };
  }
  return undefined;
}

function misspeltNameFaults(
  { source, placeOf, attributes }: Tried,
  kind: "vm" | "network",
  set?: ReadonlySet<string>,
): TemplateFault[] {
  return misspeltNamesIn(attributes, kind, set).map(({ attribute, meant }) => ({
    severity: "warning",
    file: source.file,
    ...placeOf(attribute),
    message: `OpenNebula does not read ${attribute.name}`,
    hint: `did you mean ${meant}?`,
  }));
}
