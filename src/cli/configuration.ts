/** The configuration of a command line, with everything that is wrong with it and with what it names. */
import { resolve } from "node:path";
import { fileFaults } from "../config/check.ts";
import type { Config } from "../config/config.ts";
import { type Fault, inOrder, type Place } from "../config/fault.ts";
import { EMBEDDED_NAME } from "../config/find.ts";
import { loadConfig } from "../config/load.ts";
import { renderFault } from "../config/report.ts";
import { OcciError } from "../errors.ts";
import { createTemplates, type TemplateFault, type Templates } from "../templates/engine.ts";
import { text } from "../terminal/arguments.ts";
import type { Arguments } from "../terminal/command.ts";
import { complain } from "../terminal/output.ts";
import { surroundingsFaults, userFaults } from "./surroundings.ts";

export interface Checked {
  /** Undefined when there is an error. */
  readonly config: Config | undefined;
  readonly faults: readonly Fault[];
  /** The file that was read, or that cannot be read; undefined for the built-in values. */
  readonly file: string | undefined;
  /** Variables of the environment that the configuration refers to. */
  readonly variables: readonly string[];
  /** The templates, which were checked as well; undefined when nothing could be read. */
  readonly templates: Templates | undefined;
}

/** Checked as far as a start needs it. */
export interface CheckedFirst extends Checked {
  /** Warnings that take longer to find. */
  readonly more: () => readonly Fault[];
}

export interface Usable extends Checked {
  readonly config: Config;
}

/** Reads and checks all at once: the file, the templates, the certificate, the directories. */
export async function checkConfiguration(args: Arguments): Promise<Checked> {
  return checkFile(typedFile(args));
}

/** The absolute path of the configuration that was typed. */
export function typedFile(args: Arguments): string | undefined {
  const typed = text(args, "config");
  return typed === undefined ? undefined : resolve(typed);
}

/** The same for a file; undefined for the one that is found in its place. */
export async function checkFile(file: string | undefined): Promise<Checked> {
  const { more, ...checked } = await checkFirst(file);
  return { ...checked, faults: inOrder([...checked.faults, ...more()]) };
}

/** All that can keep a server from running. */
async function checkFirst(file: string | undefined): Promise<CheckedFirst> {
  const loaded = loadConfig(file === undefined ? {} : { file });
  const { draft, places, faults, variables } = loaded;
  // Without a draft nothing could be read, and the fault names the file.
  const read = draft === undefined ? faults[0]?.file : draft.file;
  const all = [...faults];
  const templates = draft && createTemplates({ location: draft.templateLocation, vmTypes: draft.vmTypes });
  if (draft !== undefined && templates !== undefined) {
    const ofTemplates = templates.check().map((fault) => whereNamed(fault, draft, loaded.templatePlaces));
    all.push(...fileFaults(draft, places), ...(await surroundingsFaults(draft, places)), ...ofTemplates);
  }
  const more = () => (draft === undefined ? [] : userFaults(draft, places));
  const faulty = all.some(({ severity }) => severity === "error");
  return { config: faulty ? undefined : draft, faults: inOrder(all), file: read, variables, templates, more };
}

/** A template that is missing has no line of its own: that of its VM_TYPE is shown. */
function whereNamed(
  { missing, ...fault }: TemplateFault,
  config: Config,
  templatePlaces: ReadonlyMap<string, Place>,
): Fault {
  const place = templatePlaces.get(fault.file);
  return missing && place ? { ...fault, file: config.file ?? EMBEDDED_NAME, ...place } : fault;
}

/** A configuration to run with; its faults are printed. @throws OcciError SETUP_FAULT when there are errors. */
export async function usableConfiguration(args: Arguments): Promise<Usable> {
  const checked = await checkConfiguration(args);
  return usable(checked, checked.faults);
}

/** The same for a server that starts: its errors are printed, the warnings are for its log. */
export async function startableConfiguration(args: Arguments): Promise<Usable & CheckedFirst> {
  const checked = await checkFirst(typedFile(args));
  const errors = checked.faults.filter(({ severity }) => severity === "error");
  return usable(checked, errors);
}

function usable<C extends Checked>(checked: C, shown: readonly Fault[]): C & Usable {
  const { config } = checked;
  for (const fault of shown) complain(renderFault(fault));
  if (config === undefined) {
    throw new OcciError("SETUP_FAULT", "The configuration has errors: no server was started or stopped.");
  }
  return { ...checked, config };
}
