/**
 * The configuration as it is in effect: each option with its value, and where that comes from. No option holds a secret:
 * those are in files that options name, and URLs with a password are faults, which have no effect.
 */
import { dirname, resolve } from "node:path";
import type { Config, VmType } from "./config.ts";
import { EMBEDDED_NAME } from "./find.ts";
import type { Loaded } from "./load.ts";
import { OPTION_NAMES, OPTIONS, type Option, type OptionName, type ScalarName } from "./options.ts";
import type { Assignment } from "./reader.ts";
import { path } from "./value-types.ts";
import type { TypedValues } from "./values.ts";

export interface Effective {
  readonly name: OptionName;
  /** As it could be written in the file, without quotes; undefined when nothing is set and there is no default. */
  readonly value: string | undefined;
  /** `FILE:LINE`, with `$NAME` of the environment's variables in it; `default`. */
  readonly origin: string;
  readonly isDefault: boolean;
}

/** Defaults that follow from other options. */
const DERIVED: Readonly<Partial<Record<OptionName, (config: Config) => string>>> = {
  ALLOWED_HOSTS: ({ allowedHosts }) => (allowedHosts === undefined ? "any" : "none"),
  HOST: ({ host }) => host,
  SSL: ({ ssl }) => ssl,
  SSL_SERVER: ({ baseUrl }) => baseUrl,
  STATE_DIR: ({ stateDir }) => stateDir,
  TEMPLATE_LOCATION: ({ templateLocation }) => templateLocation,
};

/** All options, in the order of the table; a repeated option has an entry for each line. */
export function effectiveOptions({ draft, typed }: Loaded): Effective[] {
  if (draft === undefined || typed === undefined) return [];
  return OPTION_NAMES.flatMap((name) => (name === "VM_TYPE" ? vmTypes(draft, typed) : scalars(name, draft, typed)));
}

function scalars(name: ScalarName, config: Config, { written, faulty }: TypedValues): Effective[] {
  const option: Option<unknown> = OPTIONS[name];
  const assignments = faulty.has(name) ? [] : (written.get(name) ?? []);
  if (assignments.length === 0) {
    const value = option.fallback ?? DERIVED[name]?.(config);
    return [{ name, value, origin: "default", isDefault: true }];
  }
  return assignments.map((assignment) => {
    const value = shownText(option, String(assignment.value), config);
    return { name, value, origin: originOf(assignment, config), isDefault: value === option.fallback };
  });
}

function shownText(option: Option<unknown>, text: string, config: Config): string {
  // Paths begin at the directory of the file.
  const isPath = option.type === path && config.file !== undefined;
  return isPath ? resolve(dirname(resolve(config.file ?? "")), text) : text;
}

function vmTypes(config: Config, { written }: TypedValues): Effective[] {
  const assignments = (written.get("VM_TYPE") ?? []).filter(({ value }) => value !== undefined);
  const isDefault = assignments.length === 0;
  return config.vmTypes.map((type, index) => {
    const assignment = assignments[index];
    const origin = assignment === undefined ? "default" : originOf(assignment, config);
    return { name: "VM_TYPE", value: listOf(type), origin, isDefault };
  });
}

function listOf({ name, template, cpuMax, memoryMax }: VmType): string {
  const more = [cpuMax !== undefined && `CPU_MAX=${cpuMax}`, memoryMax !== undefined && `MEMORY_MAX=${memoryMax}`];
  return `[${[`NAME=${name}`, `TEMPLATE=${template}`, ...more.filter((part) => part !== false)].join(", ")}]`;
}

function originOf({ line, fromEnvironment }: Assignment, { file }: Config): string {
  const variables = [...new Set(fromEnvironment)].map((name) => `$${name}`);
  const place = `${file ?? EMBEDDED_NAME}:${line}`;
  return variables.length === 0 ? place : `${place} with ${variables.join(", ")} of the environment`;
}

/** A value as the configuration file takes it. */
export function quotedValue(text: string): string {
  if (/^[\w./:@%+,-]+$/.test(text) || /^\[.*\]$/.test(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** As a configuration file that says the same; unset options are commented out. */
export function renderEffective(options: readonly Effective[], withOrigin: boolean): string {
  const lines = options.map(({ name, value }) => (value === undefined ? `#${name}=` : `${name}=${quotedValue(value)}`));
  if (!withOrigin) return lines.join("\n");
  const width = Math.min(60, Math.max(0, ...lines.map((line) => line.length)));
  return lines.map((line, index) => `${line.padEnd(width)}  # ${options[index]?.origin}`).join("\n");
}
