/** The operator's templates: rendered into attributes for oned, and checked. */

import type { VmType } from "../config/config.ts";
import { messageOf, OcciError } from "../errors.ts";
import type { TemplateFault } from "./attribute-faults.ts";
import { checkTemplates } from "./check.ts";
import { Compiler, TemplateError } from "./compiler.ts";
import { contextOf, type TypeContext, templateText, withOneContext } from "./context.ts";
import type { NetworkTemplateData, VmTemplateData } from "./data.ts";
import { EMBEDDED, type EmbeddedTemplates } from "./embedded.ts";
import { type FilesState, TemplateFiles, type TemplateSource } from "./files.ts";
import { capacityProbe, PROBED_SIZES } from "./probes.ts";
import { firstValue, readTemplate, type TemplateAttribute, TemplateSyntaxError } from "./syntax.ts";

export type { TemplateFault } from "./attribute-faults.ts";
export type { FilesState, TemplateSource } from "./files.ts";

export interface TemplateSettings {
  /** Directory of the operator's templates; it need not exist. */
  readonly location: string;
  readonly vmTypes: readonly VmType[];
  /** Taken where the directory lacks a file; by default those of the executable. */
  readonly embedded?: EmbeddedTemplates;
}

export interface Capacity {
  /** Cores; absent where the request decides. */
  readonly cpu?: string;
  /** MiB; absent where the request decides. */
  readonly memory?: string;
  /** Virtual CPUs; absent where the template does not say it. */
  readonly vcpu?: string;
}

export interface Templates {
  /**
   * The text for `one.vm.allocate`: `common.eta`, then the template of the type, their CONTEXT merged.
   * @throws OcciError INVALID_REQUEST for an unknown type, INVALID_CHARACTER for a value that the syntax cannot carry,
   *   INTERNAL for a fault of the template (its file and line are in `cause`, for the log).
   */
  renderVm(type: string, data: VmTemplateData): string;
  /** The same in parts. */
  vmAttributes(type: string, data: VmTemplateData): readonly TemplateAttribute[];
  /** The text for `one.vn.allocate`; errors as of `renderVm`. */
  renderNetwork(data: NetworkTemplateData): string;
  /** CPU and MEMORY as the type's template gives them; errors as of `renderVm`. */
  capacity(type: string): Capacity;
  /** CONTEXT as the type's template gives it to such a machine; errors as of `renderVm`. */
  context(type: string, data: VmTemplateData): TypeContext;
  /** All faults of all templates; afterwards every file of them has been read. */
  check(): TemplateFault[];
  /** A new object for each set: values that are derived from a set can be kept as long as the version is the same. */
  readonly version: object;
  /** Whether the files are as they were when they were read. */
  files(): FilesState;
  /** The templates that were read so far, by their name in VM_TYPE; undefined for a missing one. */
  readonly sources: ReadonlyMap<string, TemplateSource | undefined>;
}

/** Each file is read once: the output of a set of templates never changes, and never mixes old and new. */
export function createTemplates(settings: TemplateSettings): Templates {
  const { embedded = EMBEDDED } = settings;
  const files = new TemplateFiles(settings.location, embedded);
  const compiler = new Compiler((template) => files.find(template));
  const render = (template: string, data: object): Rendered => renderTemplate(files, compiler, template, data);

  const templateOf = (type: string): string => {
    const found = settings.vmTypes.find((vmType) => vmType.name === type);
    if (found !== undefined) return found.template;
    throw new OcciError("INVALID_REQUEST", `There is no instance type "${type}".`, {
      hint: `The instance types are ${settings.vmTypes.map((vmType) => vmType.name).join(", ")}.`,
    });
  };

  const renderBoth = (type: string, data: VmTemplateData): Rendered => {
    const [common, own] = [render("common.eta", data), render(templateOf(type), data)];
    return { text: common.text + own.text, attributes: [...common.attributes, ...own.attributes] };
  };

  const capacities = new Map<string, Capacity>();
  const capacityOf = (type: string): Capacity => {
    const template = templateOf(type);
    const attributes = (size: readonly [string, string]) => render(template, capacityProbe(type, ...size)).attributes;
    return fixedCapacity(attributes(PROBED_SIZES[0]), attributes(PROBED_SIZES[1]));
  };

  return {
    renderVm: (type, data) => {
      const { text, attributes } = renderBoth(type, data);
      const merged = withOneContext(attributes);
      return merged === attributes ? text : templateText(merged);
    },
    vmAttributes: (type, data) => withOneContext(renderBoth(type, data).attributes),
    renderNetwork: (data) => render("network.eta", data).text,
    capacity: (type) => {
      const known = capacities.get(type) ?? capacityOf(type);
      capacities.set(type, known);
      return known;
    },
    context: (type, data) => contextOf(render(templateOf(type), data).attributes),
    check: () => checkTemplates({ files, compiler, vmTypes: settings.vmTypes, embedded }),
    version: files,
    files: () => files.state(),
    sources: files.sources,
  };
}

interface Rendered {
  readonly text: string;
  readonly attributes: readonly TemplateAttribute[];
}

function renderTemplate(files: TemplateFiles, compiler: Compiler, template: string, data: object): Rendered {
  let source: TemplateSource | undefined;
  try {
    source = files.find(template);
    if (source === undefined) throw new Error("the template does not exist");
    const text = compiler.renderSource(source, data);
    return { text, attributes: readTemplate(text) };
  } catch (error) {
    if (error instanceof OcciError) throw error;
    throw new OcciError("INTERNAL", "A template of this cloud is faulty.", {
      hint: "Report this to the cloud's administrator: `occi-server check` shows what is wrong.",
      cause: new Error(`template ${source?.file ?? template}${lineOf(error)}: ${messageOf(error)}`, { cause: error }),
    });
  }
}

function lineOf(error: unknown): string {
  if (error instanceof TemplateError) return `:${error.line}`;
  return error instanceof TemplateSyntaxError ? `, line ${error.line} of its output` : "";
}

/** A capacity that is the same for two different requests is set by the template. */
function fixedCapacity(one: readonly TemplateAttribute[], other: readonly TemplateAttribute[]): Capacity {
  const fixed = (name: string): string | undefined => {
    const value = firstValue(one, name);
    return value === firstValue(other, name) ? value : undefined;
  };
  const cpu = fixed("CPU");
  const memory = fixed("MEMORY");
  const vcpu = fixed("VCPU");
  return {
    ...(cpu !== undefined && { cpu }),
    ...(memory !== undefined && { memory }),
    ...(vcpu !== undefined && { vcpu }),
  };
}
