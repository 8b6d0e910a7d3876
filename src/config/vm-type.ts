/** `VM_TYPE=[NAME=small, TEMPLATE=small.erb]`. */
import type { VmType } from "./config.ts";
import { Cursor, SyntaxFault } from "./cursor.ts";
import type { Place } from "./fault.ts";
import { type Pair, readList } from "./list.ts";
import { nearestName } from "./nearest-name.ts";
import { BadValue, bytesOf, shown } from "./value-types.ts";

const KEYS = ["NAME", "TEMPLATE", "CPU_MAX", "MEMORY_MAX"] as const;
const EXAMPLE = "write [NAME=small, TEMPLATE=small.eta]";
/** Keys that the Ruby server of 3.2 to 4.6 required here as well; the template has them. */
const IN_TEMPLATE = new Set(["CPU", "MEMORY"]);

/** A fault of one pair of the list. */
export interface PairFault extends Place {
  readonly message: string;
  readonly hint?: string;
}

/** Reads one list; its faults go to `report`, and the result is undefined when there is one. */
export function readVmType(
  value: string | readonly Pair[],
  place: Place,
  report: (fault: PairFault) => void,
): VmType | undefined {
  let faulty = false;
  const fault = (at: Place, message: string, hint?: string): void => {
    faulty = true;
    report({ line: at.line, column: at.column, message, ...(hint !== undefined && { hint }) });
  };
  const found = new Map<string, Pair>();
  for (const pair of pairsOf(value, place, fault)) {
    const key = pair.name.toUpperCase();
    if (found.has(key)) fault(pair, `${key} appears twice`);
    else if (KEYS.some((known) => known === key)) found.set(key, pair);
    else fault(pair, `a type cannot have ${key}`, hintFor(key));
  }
  function read<T>(key: string, reader: (text: string) => T): T | undefined {
    const pair = found.get(key);
    if (pair === undefined) return undefined;
    try {
      return reader(pair.value);
    } catch (error) {
      if (!(error instanceof BadValue)) throw error;
      fault(pair, `${key} ${error.message}`, error.hint);
      return undefined;
    }
  }
  if (!faulty) {
    for (const key of ["NAME", "TEMPLATE"]) if (!found.has(key)) fault(place, `the type has no ${key}`, EXAMPLE);
  }
  const name = read("NAME", typeName);
  const template = read("TEMPLATE", fileName);
  const cpuMax = read("CPU_MAX", cpu);
  const memoryMax = read("MEMORY_MAX", memory);
  if (faulty || name === undefined || template === undefined) return undefined;
  return { name, template, ...(cpuMax !== undefined && { cpuMax }), ...(memoryMax !== undefined && { memoryMax }) };
}

/** The list may also be in quotes, as bash itself would require. */
function pairsOf(
  value: string | readonly Pair[],
  place: Place,
  fault: (at: Place, message: string, hint?: string) => void,
): readonly Pair[] {
  if (typeof value !== "string") return value;
  const cursor = new Cursor(value.trim(), place);
  if (cursor.peek() !== "[") {
    fault(place, `must be a list, not ${shown(value)}`, EXAMPLE);
    return [];
  }
  const scope = { cursor, expands: false, lookup: () => undefined, unset: () => {} };
  try {
    const pairs = readList(scope, () => false);
    if (cursor.peek() !== "") fault(place, "contains more than one list", "write one line VM_TYPE=[..] for each type");
    return pairs;
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    fault(place, error.message, error.hint);
    return [];
  }
}

function hintFor(key: string): string {
  if (IN_TEMPLATE.has(key)) return `${key} is set in the type's template`;
  const near = nearestName(key, KEYS);
  return near === undefined ? `there are ${KEYS.join(", ")}` : `did you mean ${near}?`;
}

/** The name is part of URLs and of XML. */
function typeName(text: string): string {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/.test(text)) {
    throw new BadValue(`must consist of letters, digits, dots, dashes and underscores, not ${shown(text)}`);
  }
  return text;
}

function fileName(text: string): string {
  if (text === "" || /\p{Cc}/u.test(text)) throw new BadValue(`must be the name of a file, not ${shown(text)}`);
  return text;
}

function cpu(text: string): number {
  const cores = /^[0-9]{1,6}(\.[0-9]{1,6})?$/.test(text) ? Number(text) : 0;
  if (!(cores > 0)) throw new BadValue(`must be a number of cores such as 8 or 0.5, not ${shown(text)}`);
  return cores;
}

/** In MiB; with a suffix M, G or T as that suffix says. */
function memory(text: string): number {
  const mib = /^[0-9]{1,9}$/.test(text) ? Number(text) : (bytesOf(text) ?? 0) / 2 ** 20;
  if (!(mib >= 1 && Number.isInteger(mib)))
    throw new BadValue(`must be in MiB, such as 8192, or 8G, not ${shown(text)}`);
  return mib;
}
