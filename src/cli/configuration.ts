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
import { surroundingsFaults } from "./surroundings.ts";

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
  const faulty = all.some(({ severity }) => severity === "error");
  return { config: faulty ? undefined : draft, faults: inOrder(all), file: read, variables, templates };
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

/**
 * A configuration to run with; its errors are printed.
 * @param printWarnings whether its warnings are, too.
 * @throws OcciError SETUP_FAULT when there are errors.
 */
export async function usableConfiguration(args: Arguments, printWarnings = true): Promise<Usable> {
  const checked = await checkConfiguration(args);
  const { config, faults } = checked;
  for (const fault of faults) if (printWarnings || fault.severity === "error") complain(renderFault(fault));
  if (config === undefined) {
    throw new OcciError("SETUP_FAULT", "The configuration has errors: nothing was started or stopped.");
  }
  return { ...checked, config };
}
