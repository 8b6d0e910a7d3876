/** From assignments to typed values: every fault with its place, defaults where nothing is set. */
import type { VmType } from "./config.ts";
import { Cursor } from "./cursor.ts";
import type { Fault, Place } from "./fault.ts";
import { readList } from "./list.ts";
import { nearestName } from "./nearest-name.ts";
import {
  OPTION_NAMES,
  OPTIONS,
  type Option,
  type OptionName,
  RETIRED,
  SCALAR_NAMES,
  type ScalarName,
  type Values,
  VM_TYPE,
} from "./options.ts";
import type { Assignment, ReadResult } from "./reader.ts";
import { BadValue } from "./value-types.ts";
import { readVmType } from "./vm-type.ts";

export interface TypedValues {
  readonly values: Values;
  readonly vmTypes: readonly VmType[];
  readonly faults: readonly Fault[];
  /** The last place of each option that is set. An option that is set to nothing counts as left out. */
  readonly places: ReadonlyMap<OptionName, Place>;
  /** Where the file names each template. */
  readonly templatePlaces: ReadonlyMap<string, Place>;
  /** Options whose value has a fault: they have the default instead. */
  readonly faulty: ReadonlySet<OptionName>;
  /** The assignments that count, of each option that is set. */
  readonly written: ReadonlyMap<OptionName, readonly Assignment[]>;
}

const BY_NAME: ReadonlyMap<string, OptionName> = new Map(OPTION_NAMES.map((name) => [name, name]));

/** The option of this name in any case. */
export function optionName(written: string): OptionName | undefined {
  return BY_NAME.get(written.toUpperCase());
}

/** @param file for the faults. */
export function typedValues(read: ReadResult, file: string): TypedValues {
  const faults: Fault[] = [];
  const report = (severity: Fault["severity"], place: Place, message: string, hint?: string): void => {
    const { line, column } = place;
    faults.push({ severity, file, line, column, message, ...(hint !== undefined && { hint }) });
  };
  const places = new Map<OptionName, Place>();
  const faulty = new Set<OptionName>();
  const written = new Map<ScalarName, Assignment[]>();
  const types: Assignment[] = [];
  for (const assignment of read.assignments) {
    const name = optionName(assignment.name);
    if (name === undefined) reportUnknown(assignment, read.used, report);
    else {
      if (name === "VM_TYPE") types.push(assignment);
      else {
        const earlier = written.get(name) ?? [];
        const counting = assignment.value === "" ? [] : repeats(name) ? earlier : [];
        if (earlier.length > counting.length)
          report("warning", assignment, `${name} is set again: line ${earlier[0]?.line} has no effect`);
        written.set(name, [...counting, assignment]);
      }
      if (assignment.value === undefined) faulty.add(name);
      if (assignment.value !== "") places.set(name, { line: assignment.line, column: assignment.column });
      else places.delete(name);
    }
  }
  const found: Partial<Record<ScalarName, unknown>> = {};
  // Most have their default. A loop without functions of its own: the engine would compile these at every start.
  for (const name of SCALAR_NAMES) {
    const { type, fallback, repeats: isList = false }: Option<unknown> = OPTIONS[name];
    const assignments = written.get(name);
    if (assignments === undefined) {
      const value = fallback === undefined ? undefined : type.read(fallback);
      found[name] = !isList ? value : value === undefined ? [] : [value];
    } else {
      const read = assignments.map((assignment) =>
        scalar(name, assignment, (...fault) => {
          faulty.add(name);
          report(...fault);
        }),
      );
      found[name] = isList ? read.filter((value) => value !== undefined) : read.at(-1);
    }
  }
  // Each value was made by the type that the table gives its name.
  const values = found as Values;
  const templatePlaces = new Map<string, Place>();
  const vmTypes = vmTypesOf(types, report, templatePlaces);
  const all = new Map<OptionName, readonly Assignment[]>([...written, ["VM_TYPE", types]]);
  const counting = new Map([...all].map(([name, list]) => [name, list.filter(({ value }) => value !== "")] as const));
  return { values, vmTypes, faults, places, templatePlaces, faulty, written: counting };
}

function repeats(name: ScalarName): boolean {
  const option: Option<unknown> = OPTIONS[name];
  return option.repeats === true;
}

type Report = (severity: Fault["severity"], place: Place, message: string, hint?: string) => void;

function reportUnknown(assignment: Assignment, used: ReadonlySet<string>, report: Report): void {
  const { name } = assignment;
  const upper = name.toUpperCase();
  const reason = Object.hasOwn(RETIRED, upper) ? RETIRED[upper] : undefined;
  if (reason !== undefined) report("warning", assignment, `${name} no longer has an effect`, reason);
  else if (!used.has(name)) {
    const near = nearestName(name, OPTION_NAMES) ?? writtenOut(upper);
    const hint =
      near === undefined
        ? "`occi-server help config` lists all options; a variable of your own must be used in a later line"
        : `did you mean ${near}?`;
    report("error", assignment, `there is no option ${name}`, hint);
  }
}

/** The longest option that a name begins with: SSL_CERT of SSL_CERTIFICATE, SSL_KEY of SSL_KEYFILE. */
function writtenOut(upper: string): OptionName | undefined {
  const beginnings = OPTION_NAMES.filter(
    (known) => upper.startsWith(known) && /^(?:[A-Z]+)?(?:_FILE|_PATH)?$/.test(upper.slice(known.length)),
  );
  return beginnings.toSorted((a, b) => b.length - a.length)[0];
}

/** The value of an assignment; the default for an empty one, and in place of a faulty one. */
function scalar(name: ScalarName, assignment: Assignment, report: Report): unknown {
  const { type, fallback } = OPTIONS[name];
  const otherwise = (): unknown => (fallback === undefined ? undefined : type.read(fallback));
  if (assignment.value === undefined || assignment.value === "") return otherwise();
  try {
    if (typeof assignment.value !== "string") throw new BadValue("accepts one value, not a list in [..]");
    return type.read(assignment.value);
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    report("error", assignment.valuePlace, `${name} ${error.message}`, error.hint);
    return otherwise();
  }
}

function vmTypesOf(assignments: readonly Assignment[], report: Report, places: Map<string, Place>): VmType[] {
  const types = new Map<string, VmType>();
  for (const { value, valuePlace } of assignments) {
    if (value === undefined || value === "") continue;
    const type = readVmType(value, valuePlace, ({ message, hint, ...place }) =>
      report("error", place, `VM_TYPE: ${message}`, hint),
    );
    if (type === undefined) continue;
    if (types.has(type.name))
      report("warning", valuePlace, `VM_TYPE: ${type.name} is set again: the last line takes effect`);
    types.set(type.name, type);
    places.set(type.template, { line: valuePlace.line, column: valuePlace.column });
  }
  return types.size === 0 ? defaultVmTypes() : [...types.values()];
}

function defaultVmTypes(): VmType[] {
  return VM_TYPE.fallback.flatMap((text) => {
    const scope = { cursor: new Cursor(text), expands: false, lookup: () => undefined, unset: () => {} };
    return (
      readVmType(
        readList(scope, () => false),
        { line: 1, column: 1 },
        () => {},
      ) ?? []
    );
  });
}
