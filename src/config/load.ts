/** From a file to the configuration, with everything that is wrong with it. */
import type { Config } from "./config.ts";
import { crossFaults } from "./cross-faults.ts";
import { deriveConfig } from "./derive.ts";
import { type Fault, inOrder, type Place } from "./fault.ts";
import { EMBEDDED_NAME, type Environment, findConfig } from "./find.ts";
import type { OptionName } from "./options.ts";
import { readAssignments } from "./reader.ts";
import { optionName, type TypedValues, typedValues } from "./values.ts";

export type { Fault, Place } from "./fault.ts";

export interface LoadOptions {
  /** The file of `--config`. */
  readonly file?: string;
  /** Default: the environment of the process. */
  readonly environment?: Environment;
  /** Default: /etc/one. */
  readonly systemDirectory?: string;
}

export interface Loaded {
  /** Undefined when there is an error. */
  readonly config?: Config;
  /** The same with defaults in place of faulty values: for further checks only, never to run with. */
  readonly draft?: Config;
  readonly faults: readonly Fault[];
  /** The place of each option that is set. */
  readonly places: ReadonlyMap<OptionName, Place>;
  /** Where the file names each template of VM_TYPE. */
  readonly templatePlaces: ReadonlyMap<string, Place>;
  /** Names of the environment's variables that the file refers to. */
  readonly variables: readonly string[];
  /** The values that the file sets, and those with a fault. */
  readonly typed?: TypedValues;
}

/** Finds, reads and checks the configuration file. It does not examine anything that the file names. Never throws. */
export function loadConfig(options: LoadOptions = {}): Loaded {
  const environment = options.environment ?? process.env;
  const found = findConfig(environment, options.file, options.systemDirectory);
  if ("severity" in found) return { faults: [found], places: new Map(), templatePlaces: new Map(), variables: [] };
  return parseConfig(found.text, found.file, environment);
}

/** As `loadConfig`, for a text. @param file undefined for the embedded default. */
export function parseConfig(text: string, file: string | undefined, environment: Environment): Loaded {
  const name = file ?? EMBEDDED_NAME;
  const read = readAssignments(text, {
    file: name,
    environment,
    lists: new Set(["VM_TYPE"]),
    isOption: (written) => optionName(written) !== undefined,
  });
  const typed = typedValues(read, name);
  const draft = deriveConfig(typed, file, environment);
  const faults = inOrder([...read.faults, ...typed.faults, ...crossFaults(draft, typed)]);
  const faulty = faults.some(({ severity }) => severity === "error");
  const variables = [...read.used].filter((variable) => environment[variable] !== undefined);
  const { places, templatePlaces } = typed;
  return { ...(!faulty && { config: draft }), draft, faults, places, templatePlaces, variables, typed };
}
