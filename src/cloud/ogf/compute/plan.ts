/** The plan of a new machine from its request, checked as far as possible before oned is asked. */
import { type EntityRequest, type TypeId, termOf } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import type { TemplateEntries } from "../../../opennebula/template-writer.ts";
import type { ContextEntries } from "../../../templates/context.ts";
import type { VmTemplateData } from "../../../templates/data.ts";
import * as fields from "../../fields.ts";
import type { InputValue } from "../../inputs.ts";
import type { Caller } from "../caller.ts";
import { type LinkVectors, linkVectors, type VectorEntries } from "../link/vectors.ts";
import { newNotes, titleIn } from "../new-name.ts";
import { nameFor } from "../title.ts";
import { inputValues } from "../types/input-attributes.ts";
import {
  numberOf,
  type OsSource,
  osSourceOf,
  schemesOf,
  osTerm as termOfSource,
  typeOfTerm,
} from "../types/schemes.ts";
import { contextOf } from "./context-attributes.ts";
import { NOTED_MIXINS } from "./entity.ts";
import { requestedSize, type Size, sizeOfNew } from "./size.ts";

export interface Plan {
  readonly name: string | undefined;
  readonly os: OsSource | undefined;
  /** Whether the configuration has chosen it, and not the request. */
  readonly isDefaultOs: boolean;
  readonly size: Size;
  /** Whether the configuration has chosen the size, and not the request. */
  readonly isDefaultSize: boolean;
  /** Values for the inputs of a VM template. */
  readonly inputs: Readonly<Record<string, InputValue>>;
  readonly links: LinkVectors;
  readonly context: ContextEntries;
  /** Id of the cluster that it has to be in. */
  readonly zone: number | undefined;
  /** The notes that are stored with the machine. */
  readonly notes: TemplateEntries;
}

/** The one mixin of a scheme among those of a request. @throws OcciError INVALID_REQUEST for more. */
function only(mixins: readonly TypeId[], matches: (id: TypeId) => boolean, what: string): string | undefined {
  const found = mixins.filter(matches).map(termOf);
  if (found.length > 1) throw new OcciError("INVALID_REQUEST", `The request names more than one ${what}.`);
  return found[0];
}

/** Checks all that can be checked before oned is asked. @throws OcciError naming what is wrong. */
export function planOf({ deps }: Caller, { mixins, attributes, links }: EntityRequest): Plan {
  const { config } = deps;
  const schemes = schemesOf(config);
  const namedOs = only(mixins, (id) => /os_tpl#/.test(id), "os_tpl");
  const osTerm = namedOs ?? config.defaultOsTpl;
  const os = osTerm === undefined ? undefined : osSourceOf(osTerm);
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
    isDefaultOs: namedOs === undefined,
    isDefaultSize: type === undefined && requestedSize(attributes).size === 0,
    inputs: inputValues(attributes),
    links: linkVectors(links),
    context,
    zone: zone === undefined ? undefined : numberOf(zone, "zone"),
    notes: [
      ...newNotes(attributes),
      ...(os?.from === "image" ? [[NOTED_MIXINS, schemes.osTpl + termOfSource(os)] as const] : []),
    ],
  };
}

/** The values of a request that the operator's templates see. */
export function requestData({ name, size, context }: Plan, type: string): VmTemplateData {
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

/** The id of an object in a vector. */
export function idIn(vector: VectorEntries, name: "IMAGE_ID" | "NETWORK_ID"): number {
  return Number(vector.find(([key]) => key === name)?.[1]);
}

/** A NIC in the security groups of a request: they take the place of its own. */
export function withGroups(nic: VectorEntries, groups: readonly number[]): VectorEntries {
  if (groups.length === 0) return nic;
  return [...nic.filter(([name]) => name !== "SECURITY_GROUPS"), ["SECURITY_GROUPS", groups.join(",")]];
}

/** The attribute that says which hosts a machine may be on. */
export const REQUIREMENTS = "SCHED_REQUIREMENTS";

/** The zone beside what the operator's template demands of a host already. */
export function placement(zone: number | undefined, demanded: string | undefined): TemplateEntries {
  if (zone === undefined) return [];
  const wanted = `CLUSTER_ID = ${zone}`;
  return [[REQUIREMENTS, demanded?.trim() ? `(${demanded}) & (${wanted})` : wanted]];
}
