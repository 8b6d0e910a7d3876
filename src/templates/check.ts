/** The report of `occi-server check` about the templates: every fault of every template in use, at once. */

import { basename, extname, join } from "node:path";
import type { VmType } from "../config/config.ts";
import { nearestName } from "../config/nearest-name.ts";
import { messageOf, OcciError } from "../errors.ts";
import { missingVmAttributes, networkFaults, type TemplateFault, type Tried, vmFaults } from "./attribute-faults.ts";
import { type Compiler, TemplateError } from "./compiler.ts";
import { EMBEDDED, type EmbeddedTemplates, isOfTypes } from "./embedded.ts";
import { type Fields, NETWORK_FIELDS, strict, strictIncluded, VM_FIELDS } from "./fields.ts";
import type { TemplateFiles, TemplateSource } from "./files.ts";
import { marksIn } from "./marks.ts";
import { misspeltIn } from "./misspelt.ts";
import { NETWORK, NETWORK6, vmProbes } from "./probes.ts";
import { MisplacedValue } from "./slots.ts";
import { type Place, sourcePlace } from "./source-line.ts";
import { readTemplate, TemplateSyntaxError } from "./syntax.ts";
import { unescapedIn } from "./unescaped.ts";

export interface CheckedTemplates {
  readonly files: TemplateFiles;
  readonly compiler: Compiler;
  readonly vmTypes: readonly VmType[];
  /** The file that `files` uses where the directory lacks one. */
  readonly embedded: EmbeddedTemplates;
}

/** Renders each template with requests that ask for everything and for nothing, and reads the result as oned would. */
export function checkTemplates(templates: CheckedTemplates): TemplateFault[] {
  const { files } = templates;
  if (isAsShipped(templates)) return [];
  const unusable = files.locationFault();
  if (unusable !== undefined) return [{ severity: "error", file: files.location, line: 1, message: unusable }];
  const faults = [...leftovers(files), ...unused(templates)];
  const names = templates.vmTypes.map(({ name }) => name);
  const asked = { ...templates, passed: passedNames(templates) };
  const common = tried(asked, "common.eta", vmProbes(names), VM_FIELDS, faults);
  for (const [template, types] of typesByTemplate(templates.vmTypes)) {
    const own = tried(asked, template, vmProbes(types), VM_FIELDS, faults);
    if (own === undefined) continue;
    faults.push(...vmFaults(own, common?.[0].attributes));
    if (common !== undefined) faults.push(...missingVmAttributes(own[0], common[0]));
  }
  if (common !== undefined) faults.push(...vmFaults(common));
  const network = tried(asked, "network.eta", [NETWORK, NETWORK6], NETWORK_FIELDS, faults);
  if (network !== undefined) faults.push(...networkFaults(network[0]));
  faults.push(...marksLeft(templates));
  const met = new Set(faults.map(({ file, line, message }) => `${file}:${line} ${message}`));
  const others = includedFaults(asked).filter(({ file, line, message }) => !met.has(`${file}:${line} ${message}`));
  return [...faults, ...others];
}

/**
 * Whether all templates are those of the executable. A test has found them without fault: to find that again at each
 * start would take longer than all the rest of the configuration.
 */
function isAsShipped({ files, vmTypes, embedded }: CheckedTemplates): boolean {
  if (embedded !== EMBEDDED || files.locationFault() !== undefined) return false;
  if (files.own().length > 0 || leftovers(files).length > 0) return false;
  try {
    const shared = ["common.eta", "network.eta"].every((name) => files.embeddedName(name) !== undefined);
    return shared && vmTypes.every(({ template }) => isOfTypes(files.embeddedName(template) ?? ""));
  } catch {
    return false; // a file cannot be read: the check says which
  }
}

function typesByTemplate(vmTypes: readonly VmType[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...Map.groupBy(vmTypes, ({ template }) => template)].map(([template, types]) => [
      template,
      types.map(({ name }) => name),
    ]),
  );
}

interface Asked extends CheckedTemplates {
  /** Names that some `include` passes to what it includes. */
  readonly passed: ReadonlySet<string>;
}

/** For a template that is nowhere. */
function wayTo(template: string, files: TemplateFiles): string {
  const near = nearestName(template, [...files.own(), ...[...EMBEDDED.keys()].map((name) => `${name}.eta`)]);
  if (near !== undefined) return `did you mean ${near}?`;
  return `write it: \`occi-server template print small > ${join(files.location, template)}\` makes a copy to change`;
}

/** Renders for each request; adds the first fault, or all misspelt fields, and gives nothing when there is one. */
function tried(
  { files, compiler, passed }: Asked,
  template: string,
  [first, ...others]: readonly [object, ...object[]],
  fields: Fields,
  faults: TemplateFault[],
): [Tried, ...Tried[]] | undefined {
  let source: TemplateSource | undefined;
  let output = "";
  let placeOf = (at: Place): Place => at;
  try {
    source = files.find(template);
    if (source === undefined) {
      const message = `VM_TYPE names the template ${template}, but it is neither in ${files.location} nor built in`;
      faults.push({ severity: "error", file: template, line: 1, message, hint: wayTo(template, files), missing: true });
      return undefined;
    }
    if (source.unsafe)
      throw new Error("every user of this machine can write to it, and templates contain code (chmod o-w)");
    const found = source;
    compiler.prepare(found);
    const unescaped = unescapedIn(found.text);
    faults.push(...unescaped.map((one) => ({ severity: "error" as const, file: found.file, ...one })));
    if (unescaped.length > 0) return undefined;
    const misspelt = misspeltFaults(found, fields);
    faults.push(...misspelt);
    if (misspelt.length > 0) return undefined;
    const one = (request: object): Tried => {
      // A template can write into what it is given: each request is a copy.
      const asked = () => strict(structuredClone(request), fields);
      placeOf = (at) => sourcePlace(compiler, found, asked(), output, at);
      output = compiler.renderSource(found, asked(), (data) => strictIncluded(data, fields, passed));
      const text = output;
      return {
        source: found,
        placeOf: (at) => sourcePlace(compiler, found, asked(), text, at),
        attributes: readTemplate(text),
      };
    };
    return [one(first), ...others.map(one)];
  } catch (error) {
    if (error instanceof OcciError && error.cause instanceof MisplacedValue) output = error.cause.text;
    // eta knows the name of an included template.
    const file = error instanceof TemplateError ? (files.sources.get(error.file)?.file ?? error.file) : source?.file;
    const more = error instanceof TemplateError ? error.more : [];
    for (const one of [described(error, placeOf), ...more]) {
      faults.push({ severity: "error", file: file ?? template, ...one });
    }
    return undefined;
  }
}

function misspeltFaults(source: TemplateSource, fields: Fields, passed?: ReadonlySet<string>): TemplateFault[] {
  return misspeltIn(source.text, fields, passed).map(({ hint, ...fault }) => ({
    severity: "error",
    file: source.file,
    ...fault,
    ...(hint !== undefined && { hint }),
  }));
}

/** Faults of files that others include in branches that were not rendered; they may serve machines and networks. */
function includedFaults(rendering: Asked): TemplateFault[] {
  const { files, passed, vmTypes } = rendering;
  const direct = new Set(["common.eta", "network.eta", ...vmTypes.map(({ template }) => template)]);
  const sources = [...files.sources].flatMap(([name, source]) => (source && !direct.has(name) ? [source] : []));
  const used = new Map(sources.map((source) => [source.file, source]));
  for (const name of direct) used.delete(files.sources.get(name)?.file ?? "");
  const texts = [...textsOf(rendering).values()];
  const nameOf = (file: string): string => basename(file.replace(" (embedded)", ""), ".eta");
  return [...used.values()]
    .filter(({ file }) => texts.some((text) => includes(text, nameOf(file))))
    .flatMap((source) => misspeltFaults(source, { ...NETWORK_FIELDS, ...VM_FIELDS }, passed));
}

function described(error: unknown, placeOf: Tried["placeOf"]): Omit<TemplateFault, "severity" | "file"> {
  if (error instanceof TemplateError) {
    const { line, column, message, hint } = error;
    return { line, message, ...(column !== undefined && { column }), ...(hint !== undefined && { hint }) };
  }
  if (error instanceof TemplateSyntaxError) {
    const { line, column, message } = error;
    return { ...placeOf({ line, column }), message };
  }
  if (error instanceof OcciError && error.cause instanceof MisplacedValue) {
    const { line, field, text } = error.cause;
    return {
      ...placeOf({ line, column: text.length - text.lastIndexOf("\n") }),
      message: `${field} has a value from the request outside double quotes`,
      hint: `write ${field} = "<%= ... %>"`,
    };
  }
  return { line: 1, message: messageOf(error) };
}

/** Marks of `config convert` in the templates in use, and in those that they include. */
function marksLeft(templates: CheckedTemplates): TemplateFault[] {
  const { files, vmTypes } = templates;
  const nameOf = (file: string): string => basename(file, extname(file));
  const texts = [...textsOf(templates).values()];
  const included = files.own().filter((file) => texts.some((text) => includes(text, nameOf(file))));
  const names = new Set(["common.eta", "network.eta", ...vmTypes.map(({ template }) => template), ...included]);
  const sources = [...names].flatMap((name) => readableSource(files, name) ?? []);
  const each = new Map(sources.map((source) => [source.file, source]));
  return [...each.values()].flatMap(({ file, text }) =>
    marksIn(text).map((mark) => ({ severity: "error" as const, file, ...mark })),
  );
}

/** common.erb and network.erb of the Ruby server lie where they would be read, but hold Ruby. */
function leftovers(files: TemplateFiles): TemplateFault[] {
  return ["common", "network"]
    .filter((name) => files.exists(`${name}.erb`) && !files.exists(`${name}.eta`))
    .map((name) => ({
      severity: "warning",
      file: join(files.location, `${name}.erb`),
      line: 1,
      message: `${name}.erb of the Ruby server is not used`,
      hint: `move your additions from it to ${name}.eta`,
    }));
}

/** Templates that nothing names: often a misspelt name, or a VM_TYPE that was forgotten. */
function unused({ files, vmTypes }: CheckedTemplates): TemplateFault[] {
  const nameOf = (template: string): string => basename(template, extname(template));
  const used = new Set(["common", "network", ...vmTypes.map(({ template }) => nameOf(template))]);
  const own = files.own();
  const texts = textsOf({ files, vmTypes });
  const included = (name: string): boolean =>
    [...texts].some(([file, text]) => nameOf(file) !== name && includes(text, name));
  return own
    .filter((file) => !used.has(nameOf(file)) && !included(nameOf(file)))
    .map((file) => ({
      severity: "warning",
      file: join(files.location, file),
      line: 1,
      message: `no VM_TYPE names ${file}: it is not used`,
      hint: `write VM_TYPE = [ NAME = "${nameOf(file)}", TEMPLATE = "${file}" ], or remove the file`,
    }));
}

/** A file that cannot be read includes nothing; its use is an error of its own. */
function readableSource(files: TemplateFiles, file: string): TemplateSource | undefined {
  try {
    return files.find(file);
  } catch {
    return undefined;
  }
}

/** All that can include others. */
function textsOf({ files, vmTypes }: Pick<CheckedTemplates, "files" | "vmTypes">): ReadonlyMap<string, string> {
  const names = [...files.own(), ...vmTypes.map(({ template }) => template)];
  return new Map(names.map((file) => [file, readableSource(files, file)?.text ?? ""]));
}

/** Names that are passed to a template may be absent where another includes it. */
function passedNames(templates: CheckedTemplates): ReadonlySet<string> {
  const calls = [...textsOf(templates).values()].flatMap((text) => text.match(/\binclude(?:Async)?\([^)]*/g) ?? []);
  return new Set(calls.flatMap((call) => call.match(/[A-Za-z_$][\w$]*/g) ?? []));
}

function includes(text: string, name: string): boolean {
  return [...text.matchAll(/\binclude(?:Async)?\(\s*["'`]([^"'`]+)["'`]/g)].some(
    ([, target = ""]) => basename(target, extname(target)) === name,
  );
}
