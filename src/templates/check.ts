/** What `occi-server check` says about the templates: every fault of every template in use, at once. */

import { basename, extname, join } from "node:path";
import type { VmType } from "../config/config.ts";
import { messageOf, OcciError } from "../errors.ts";
import { type Compiler, TemplateError } from "./compiler.ts";
import { FIXED } from "./context.ts";
import type { TemplateFiles, TemplateSource } from "./files.ts";
import { outdatedIn } from "./outdated.ts";
import { NETWORK, NETWORK6, vmProbes } from "./probes.ts";
import { restrictedIn } from "./restricted.ts";
import { MisplacedValue } from "./slots.ts";
import { sourceLine } from "./source-line.ts";
import { firstValue, readTemplate, type TemplateAttribute, TemplateSyntaxError } from "./syntax.ts";

export interface TemplateFault {
  readonly severity: "error" | "warning";
  /** Path, or `small.eta (embedded)`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column?: number;
  readonly message: string;
  readonly hint?: string;
  /** There is no such template: `file` is its name as VM_TYPE has it. */
  readonly missing?: true;
}

export interface CheckedTemplates {
  readonly files: TemplateFiles;
  readonly compiler: Compiler;
  readonly vmTypes: readonly VmType[];
}

/** Renders each template with requests that ask for everything and for nothing, and reads the result as oned would. */
export function checkTemplates(templates: CheckedTemplates): TemplateFault[] {
  const { files } = templates;
  const unusable = files.locationFault();
  if (unusable !== undefined) return [{ severity: "error", file: files.location, line: 1, message: unusable }];
  const faults = [...leftovers(files), ...unused(templates)];
  const names = templates.vmTypes.map(({ name }) => name);
  const common = tried(templates, "common.eta", vmProbes(names), faults);
  for (const [template, types] of typesByTemplate(templates.vmTypes)) {
    const own = tried(templates, template, vmProbes(types), faults);
    if (own === undefined) continue;
    faults.push(...restrictedFaults(own), ...plainContext(own), ...outdatedFaults(own));
    if (common !== undefined)
      faults.push(...missing(own, ["CPU", "MEMORY"], [...common.attributes, ...own.attributes]));
  }
  if (common !== undefined)
    faults.push(...restrictedFaults(common), ...plainContext(common), ...outdatedFaults(common));
  const network = tried(templates, "network.eta", [NETWORK, NETWORK6], faults);
  if (network !== undefined) faults.push(...missing(network, ["NAME", "VN_MAD"], network.attributes));
  return faults;
}

function typesByTemplate(vmTypes: readonly VmType[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...Map.groupBy(vmTypes, ({ template }) => template)].map(([template, types]) => [
      template,
      types.map(({ name }) => name),
    ]),
  );
}

interface Tried {
  readonly source: TemplateSource;
  /** The line of the source for one of the output. */
  readonly lineOf: (line: number) => number;
  /** Of the first request. */
  readonly attributes: readonly TemplateAttribute[];
}

/** Renders for each request; adds the first fault and gives nothing when there is one. */
function tried(
  { files, compiler }: CheckedTemplates,
  template: string,
  requests: readonly [object, ...object[]],
  faults: TemplateFault[],
): Tried | undefined {
  let source: TemplateSource | undefined;
  let lineOf = (line: number): number => line;
  try {
    source = files.find(template);
    if (source === undefined) {
      const message = `VM_TYPE names the template ${template}, but it is neither in ${files.location} nor built in`;
      faults.push({ severity: "error", file: template, line: 1, message, missing: true });
      return undefined;
    }
    if (source.unsafe) throw new Error("every user of this machine can write it, and templates hold code (chmod o-w)");
    const found = source;
    const results = [];
    for (const request of requests) {
      lineOf = (line) => sourceLine(compiler, found, request, line);
      results.push({ source, lineOf, attributes: readTemplate(compiler.renderSource(source, request)) });
    }
    return results[0];
  } catch (error) {
    faults.push({ severity: "error", file: source?.file ?? template, ...described(error, lineOf) });
    return undefined;
  }
}

function described(error: unknown, lineOf: Tried["lineOf"]): Omit<TemplateFault, "severity" | "file"> {
  if (error instanceof TemplateError) {
    const { line, column, message, hint } = error;
    return { line, message, ...(column !== undefined && { column }), ...(hint !== undefined && { hint }) };
  }
  if (error instanceof TemplateSyntaxError) {
    return { line: lineOf(error.line), column: error.column, message: error.message };
  }
  if (error instanceof OcciError && error.cause instanceof MisplacedValue) {
    const { line, field } = error.cause;
    return {
      line: lineOf(line),
      message: `${field} takes a value of the request outside of double quotes`,
      hint: `write ${field} = "<%= ... %>"`,
    };
  }
  return { line: 1, message: messageOf(error) };
}

function restrictedFaults({ source, lineOf, attributes }: Tried): TemplateFault[] {
  return restrictedIn(attributes).map(({ name, line }) => ({
    severity: "warning",
    file: source.file,
    line: lineOf(line),
    message: `OpenNebula refuses ${name} to plain users`,
    hint: `take it out, or take it out of VM_RESTRICTED_ATTR in oned.conf`,
  }));
}

function outdatedFaults({ source, lineOf, attributes }: Tried): TemplateFault[] {
  return outdatedIn(attributes).map(({ line, ...fault }) => ({ ...fault, file: source.file, line: lineOf(line) }));
}

/** A CONTEXT that is no vector is none for oned, and fixes nothing here. */
function plainContext({ source, lineOf, attributes }: Tried): TemplateFault[] {
  return attributes
    .filter(({ name, value }) => (name === "CONTEXT" || name === FIXED) && typeof value === "string")
    .map(({ name, line }) => ({
      severity: "error",
      file: source.file,
      line: lineOf(line),
      message: `${name} has no values of its own`,
      hint: `write ${name} = [ NAME = "value" ]`,
    }));
}

function missing(
  { source }: Tried,
  names: readonly string[],
  attributes: readonly TemplateAttribute[],
): TemplateFault[] {
  return names
    .filter((name) => firstValue(attributes, name) === undefined)
    .map((name) => ({
      severity: "error",
      file: source.file,
      line: 1,
      message: `${name} is missing, and OpenNebula refuses what has none`,
    }));
}

/** common.erb and network.erb of the Ruby server lie where they would be read, but hold Ruby. */
function leftovers(files: TemplateFiles): TemplateFault[] {
  return ["common", "network"]
    .filter((name) => files.exists(`${name}.erb`) && !files.exists(`${name}.eta`))
    .map((name) => ({
      severity: "warning",
      file: join(files.location, `${name}.erb`),
      line: 1,
      message: `${name}.erb of the Ruby server is not read`,
      hint: `put what you added to it into ${name}.eta`,
    }));
}

/** Templates that nothing names: often a misspelt name, or a VM_TYPE that was forgotten. */
function unused({ files, vmTypes }: CheckedTemplates): TemplateFault[] {
  const nameOf = (template: string): string => basename(template, extname(template));
  const used = new Set(["common", "network", ...vmTypes.map(({ template }) => nameOf(template))]);
  const own = files.own();
  const texts = new Map(own.map((file) => [file, readable(files, file)] as const));
  const included = (name: string): boolean =>
    [...texts].some(([file, text]) => nameOf(file) !== name && includes(text, name));
  return own
    .filter((file) => !used.has(nameOf(file)) && !included(nameOf(file)))
    .map((file) => ({
      severity: "warning",
      file: join(files.location, file),
      line: 1,
      message: `no VM_TYPE names ${file}: it is not used`,
      hint: `write VM_TYPE = [ NAME = "${nameOf(file)}", TEMPLATE = "${file}" ], or take the file away`,
    }));
}

/** What cannot be read includes nothing; where it is used, that is an error of its own. */
function readable(files: TemplateFiles, file: string): string {
  try {
    return files.find(file)?.text ?? "";
  } catch {
    return "";
  }
}

function includes(text: string, name: string): boolean {
  return [...text.matchAll(/\binclude(?:Async)?\(\s*["'`]([^"'`]+)["'`]/g)].some(
    ([, target = ""]) => basename(target, extname(target)) === name,
  );
}
