/** New machines: of a VM template of OpenNebula, of an image with the template of an instance type, or of that alone. */
import { type EntityRequest, type TypeId, termOf } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { isMissing } from "../../../opennebula/deletion.ts";
import * as images from "../../../opennebula/image.ts";
import { type TemplateEntries, type TemplateVector, xmlTemplate } from "../../../opennebula/template-writer.ts";
import * as vms from "../../../opennebula/vm.ts";
import * as vmTemplates from "../../../opennebula/vm-template.ts";
import type { ContextEntries } from "../../../templates/context.ts";
import type { VmTemplateData } from "../../../templates/data.ts";
import { say } from "../../../wording.ts";
import { configured } from "../../configured.ts";
import * as fields from "../../fields.ts";
import { withLeaseReason } from "../../no-free-lease.ts";
import { readable } from "../../readable.ts";
import { type Requested, withTemplateBlame } from "../../template-refusal.ts";
import type { Caller } from "../caller.ts";
import { askedNic, type Part, type Parts, partsOf } from "../link/vectors.ts";
import { newNotes, titleIn } from "../new-name.ts";
import { withAttributeNames } from "../restricted-attributes.ts";
import { nameFor } from "../title.ts";
import { numberOf, type OsSource, osSourceOf, osTerm, schemesOf, typeOfTerm } from "../types/schemes.ts";
import { contextOf, keyWords } from "./context-attributes.ts";
import { contextBesides, withNetwork } from "./context-merge.ts";
import { NOTED_MIXINS } from "./entity.ts";
import { type Size, sizeOfNew } from "./size.ts";

interface Plan {
  readonly name: string | undefined;
  readonly os: OsSource | undefined;
  readonly size: Size;
  readonly parts: Parts;
  readonly context: readonly (readonly [string, string])[];
  /** Id of the cluster that it has to be in. */
  readonly zone: number | undefined;
  /** What is noted beside the machine. */
  readonly notes: TemplateEntries;
}

/** The one mixin of a scheme among those of a request. @throws OcciError INVALID_REQUEST for more. */
function only(mixins: readonly TypeId[], matches: (id: TypeId) => boolean, what: string): string | undefined {
  const found = mixins.filter(matches).map(termOf);
  if (found.length > 1) throw new OcciError("INVALID_REQUEST", `The request names more than one ${what}.`);
  return found[0];
}

/** Checks all that can be checked before oned is asked. @throws OcciError naming what is wrong. */
function plan({ deps }: Caller, { mixins, attributes, links }: EntityRequest): Plan {
  const { config } = deps;
  const schemes = schemesOf(config);
  const osNamed = only(mixins, (id) => /os_tpl#/.test(id), "os_tpl") ?? config.defaultOsTpl;
  const os = osNamed === undefined ? undefined : osSourceOf(osNamed);
  const sizeNamed = only(mixins, (id) => id.startsWith(schemes.resourceTpl), "resource_tpl");
  const type = sizeNamed === undefined ? undefined : typeOfTerm(config, sizeNamed);
  const zone = only(mixins, (id) => id.startsWith(schemes.zone), "availability_zone");
  const size = sizeOfNew(deps, type, attributes, os?.from === "template");
  const title = titleIn(attributes);
  const context = fields.contextVariables(contextOf(attributes), config.contextVariables);
  return {
    name: title === undefined ? undefined : nameFor(title),
    os,
    size,
    parts: partsOf(links),
    context,
    zone: zone === undefined ? undefined : numberOf(zone, "zone"),
    notes: [
      ...newNotes(attributes),
      ...(os?.from === "image" ? [[NOTED_MIXINS, schemes.osTpl + osTerm(os)] as const] : []),
    ],
  };
}

function sizeEntries({ cpu, memory, vcpu }: Size): TemplateEntries {
  return [
    ...(cpu === undefined ? [] : [["CPU", cpu] as const]),
    ...(memory === undefined ? [] : [["MEMORY", memory] as const]),
    ...(vcpu === undefined ? [] : [["VCPU", vcpu] as const]),
  ];
}

function withGroups(part: Part, groups: readonly number[]): Part {
  if (groups.length === 0) return part;
  return [...part.filter(([name]) => name !== "SECURITY_GROUPS"), ["SECURITY_GROUPS", groups.join(",")]];
}

function partOf(vector: ReadonlyMap<string, string>): Part {
  return [...vector].filter(([, value]) => value.trim() !== "");
}

/**
 * What is said besides a VM template. oned takes its word for a whole set: who adds a NIC has to name those of the
 * template as well.
 */
function besides(template: vmTemplates.VmTemplate, plan: Plan, context: ContextEntries): TemplateEntries {
  const { size, parts, notes, zone } = plan;
  const { nics, disks, securityGroups: groups } = parts;
  const allNics = nics.length + groups.length === 0 ? [] : [...template.nics.map(partOf), ...nics];
  const allDisks = disks.length === 0 ? [] : [...template.disks.map(partOf), ...disks];
  return [
    ...sizeEntries(size),
    ...(size.type === undefined ? [] : [["INSTANCE_TYPE", size.type] as const]),
    ...allDisks.map((disk) => ["DISK", disk] as const),
    ...allNics.map((nic) => ["NIC", withGroups(nic, groups)] as const),
    ...(context.length === 0 ? [] : [["CONTEXT", context] as const]),
    ...placement(zone, template.notes.get(REQUIREMENTS)),
    ...notes,
  ];
}

/** What the operator's templates see of a request. */
function requestData({ name, size, context }: Plan, type: string): VmTemplateData {
  return {
    ...(name !== undefined && { name }),
    instanceType: type,
    disks: [],
    nics: [],
    context,
    ...(size.cpu !== undefined && { cpu: size.cpu }),
    ...(size.memory !== undefined && { memory: size.memory }),
  };
}

const REQUIREMENTS = "SCHED_REQUIREMENTS";

/** The zone beside what the operator's template demands of a host already. */
function placement(zone: number | undefined, demanded: string | undefined): TemplateEntries {
  if (zone === undefined) return [];
  const wanted = `CLUSTER_ID = ${zone}`;
  return [[REQUIREMENTS, demanded?.trim() ? `(${demanded}) & (${wanted})` : wanted]];
}

/** oned 6.10 and 7.4 start a machine of a template with any image, whoever may use it: that is asked for here. */
async function checkImages({ deps, session }: Caller, disks: readonly Part[]): Promise<void> {
  const ids = new Set(disks.map((disk) => idIn(disk, "IMAGE_ID")));
  for (const id of ids) await images.info(deps.oned, session, id);
}

function idIn(part: Part, name: string): number {
  return Number(part.find(([key]) => key === name)?.[1]);
}

async function fromTemplate(caller: Caller, id: number, made: Plan, isDefault: boolean): Promise<number> {
  const { deps, session } = caller;
  await checkImages(caller, made.parts.disks);
  const read = () => vmTemplates.info(deps.oned, session, id);
  const option = { option: "DEFAULT_OS_TPL", value: `template_${id}`, kind: "os_tpl" } as const;
  const template = await (isDefault ? configured(option, read) : read());
  const { type } = made.size;
  const ofType = type === undefined ? undefined : deps.templates.context(type, requestData(made, type));
  const more = besides(template, made, contextBesides(template.context, made.context, ofType));
  return vmTemplates.instantiate(deps.oned, session, id, made.name ?? "", xmlTemplate(more));
}

/** The operator's templates, with what they have no place for put in afterwards. */
function fromType({ deps }: Caller, made: Plan): string {
  const { os, size, parts } = made;
  const type = size.type ?? "";
  const data: VmTemplateData = {
    ...requestData(made, type),
    disks: [
      ...(os === undefined ? [] : [{ imageId: os.id }]),
      ...parts.disks.map((disk) => ({ imageId: idIn(disk, "IMAGE_ID") })),
    ],
    nics: parts.nics.map((nic) => ({ networkId: idIn(nic, "NETWORK_ID") })),
  };
  const attributes = deps.templates.vmAttributes(type, data);
  const takePart =
    (name: string, key: string, wanted: Part[]) =>
    (vector: [string, string][]): Part => {
      const index = wanted.findIndex((part) =>
        vector.some(([k, value]) => k === key && value === String(idIn(part, key))),
      );
      const [found] = index < 0 ? [] : wanted.splice(index, 1);
      const own = found?.filter(([k]) => !vector.some(([other]) => other === k)) ?? [];
      return name === "NIC" ? withGroups([...vector, ...own], parts.securityGroups) : [...vector, ...own];
    };
  const nic = takePart("NIC", "NETWORK_ID", [...parts.nics]);
  const disk = takePart("DISK", "IMAGE_ID", [...parts.disks]);
  const entries: (readonly [string, string | TemplateVector])[] = [];
  let demanded: string | undefined;
  for (const { name, value } of attributes) {
    if (typeof value === "string") {
      if (name === REQUIREMENTS && made.zone !== undefined) demanded = value;
      else if (value.trim() !== "") entries.push([name, value]);
      continue;
    }
    const vector = value.map((member): [string, string] => [member.name, String(member.value)]);
    const filled = vector.filter(([, text]) => text.trim() !== "");
    entries.push([name, name === "NIC" ? nic(filled) : name === "DISK" ? disk(filled) : filled]);
  }
  const given = new Set(entries.map(([name]) => name));
  const told = withNetwork(entries);
  const vcpu = size.vcpu === undefined || given.has("VCPU") ? [] : [["VCPU", size.vcpu] as const];
  return xmlTemplate([...told, ...vcpu, ...placement(made.zone, demanded), ...made.notes]);
}

/** What the request itself has put into the machine's template. */
function requestedBy({ os, parts, size, context }: Plan): Requested {
  const disks = parts.disks.map((disk) => idIn(disk, "IMAGE_ID"));
  const nics = parts.nics.map((nic) => idIn(nic, "NETWORK_ID"));
  const sized = [size.cpu, size.memory, size.vcpu].some((part) => part !== undefined);
  return {
    ids: [...(os === undefined ? [] : [os.id]), ...disks, ...nics, ...parts.securityGroups],
    sized,
    context: context.map(([name]) => name),
  };
}

async function make(caller: Caller, request: EntityRequest): Promise<number> {
  const made = plan(caller, request);
  const isDefault = !request.mixins.some((id) => /os_tpl#/.test(id));
  return withDefaultNamed(caller, isDefault ? made.os : undefined, () =>
    withAttributeNames(made.parts.sent, () =>
      withLeaseReason(caller.deps, caller.session, made.parts.nics.map(askedNic), () =>
        made.os?.from === "template"
          ? fromTemplate(caller, made.os.id, made, isDefault)
          : withTemplateBlame(made.size.type ?? "", requestedBy(made), () =>
              vms.allocate(caller.deps.oned, caller.session, fromType(caller, made)),
            ),
      ),
    ),
  );
}

/**
 * Creates a machine (`one.template.instantiate`, `one.vm.allocate`).
 * @returns its id.
 * @throws OcciError for what is wrong in the request, or as oned refuses.
 */
export async function createCompute(caller: Caller, request: EntityRequest): Promise<number> {
  try {
    return await make(caller, request);
  } catch (error) {
    throw error instanceof OcciError ? error.in(keyWords(request.attributes)) : error;
  }
}

/** @throws OcciError INTERNAL when the image of DEFAULT_OS_TPL is not there: no mistake of the user, who named none. */
async function checkDefaultImage({ deps, session }: Caller, id: number): Promise<void> {
  const isMissingImage = () => isMissing(() => images.info(deps.oned, session, id));
  if (!(await readable(isMissingImage))) return;
  const option = { option: "DEFAULT_OS_TPL", value: `image_${id}`, kind: "os_tpl" } as const;
  await configured(option, () => images.info(deps.oned, session, id));
}

/**
 * A user who named no os_tpl does not know which one is not for them.
 * @param chosen by the configuration; undefined where the request names its own.
 */
async function withDefaultNamed<T>(caller: Caller, chosen: OsSource | undefined, make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    const { defaultOsTpl } = caller.deps.config;
    if (chosen === undefined || defaultOsTpl === undefined || !(error instanceof OcciError)) throw error;
    if (/^(INVALID_REQUEST|NOT_FOUND)$/.test(error.code) && chosen.from === "image") {
      await checkDefaultImage(caller, chosen.id);
    }
    if (error.code !== "FORBIDDEN") throw error;
    throw new OcciError("INVALID_REQUEST", say`The default os_tpl ${defaultOsTpl} cannot be used: ${error.sentence}`, {
      hint: "Name another os_tpl; the administrator sets the default with DEFAULT_OS_TPL.",
      cause: error,
    });
  }
}
