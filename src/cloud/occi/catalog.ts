/** The types that a user sees: the standard's, OpenNebula's own, templates, zones, tags. */
import type { Config } from "../../config/config.ts";
import {
  type AnyCategory,
  AVAILABILITY_ZONE,
  COMPUTE,
  EXTENSIONS,
  FLOATING_IP_POOL,
  IP_RESERVATION,
  type Mixin,
  NETWORK,
  OPENSTACK,
  OS_TPL,
  RESOURCE_TPL,
  Registry,
  STANDARD,
  type TypeId,
} from "../../dialects/occi/index.ts";
import { OcciError } from "../../errors.ts";
import * as clusters from "../../opennebula/cluster.ts";
import * as images from "../../opennebula/image.ts";
import { type Offer, offer, withSeen } from "../../opennebula/offer.ts";
import { members } from "../../opennebula/pool.ts";
import { type IdRange, type Reader, readAround, type Skip } from "../../opennebula/read-around.ts";
import { SELF, userNotes } from "../../opennebula/user-notes.ts";
import * as vmTemplates from "../../opennebula/vm-template.ts";
import * as vnets from "../../opennebula/vnet.ts";
import { vnetDetailsOf } from "../../opennebula/vnet-details.ts";
import type { Capacity } from "../../templates/engine.ts";
import type { XmlRecord } from "../../xml/record.ts";
import type { CloudDeps } from "../deps.ts";
import type { Asking } from "./asking.ts";
import { gib } from "./attributes.ts";
import { skipIn, type Told } from "./listing.ts";
import { OWN_MIXINS } from "./own-mixins.ts";
import { numberOf, type OsSource, osSourceOf, osTerm, schemesOf, typeTerm } from "./schemes.ts";
import { fromNotes, readTags, type Tags, tagMixin } from "./tags.ts";
import { titleOf } from "./title.ts";

/** The mixin of something that machines are made of. */
export function osMixin(config: Config, source: OsSource, title: string): Mixin {
  const term = osTerm(source);
  return {
    class: "mixin",
    scheme: schemesOf(config).osTpl,
    term,
    title,
    attributes: [],
    depends: [OS_TPL],
    applies: [COMPUTE],
    location: `/mixin/os_tpl/${term}/`,
    actions: [],
  };
}

function sizeMixin(config: Config, name: string, { cpu, memory, vcpu }: Capacity): Mixin {
  const term = typeTerm(name);
  const size = (attribute: string, type: "integer" | "number", value: number | undefined) =>
    value === undefined
      ? []
      : [{ name: `occi.compute.${attribute}`, type, mutable: true, required: false, default: value }];
  return {
    class: "mixin",
    scheme: schemesOf(config).resourceTpl,
    term,
    title: name,
    attributes: [
      ...size("cores", "integer", cpu === undefined && vcpu === undefined ? undefined : Number(vcpu ?? 1)),
      ...size("memory", "number", memory === undefined ? undefined : gib(Number(memory))),
    ],
    depends: [RESOURCE_TPL],
    applies: [COMPUTE],
    location: `/mixin/resource_tpl/${term}/`,
    actions: [],
  };
}

function zoneMixin(config: Config, id: number, title: string): Mixin {
  return {
    class: "mixin",
    scheme: schemesOf(config).zone,
    term: `zone_${id}`,
    title,
    attributes: [],
    depends: [AVAILABILITY_ZONE],
    applies: [COMPUTE, NETWORK],
    location: `/mixin/availability_zone/zone_${id}/`,
    actions: [],
  };
}

function poolMixin(config: Config, id: number): Mixin {
  return {
    class: "mixin",
    scheme: schemesOf(config).pool,
    term: `pool_${id}`,
    title: `Addresses of network ${id}`,
    attributes: [],
    depends: [FLOATING_IP_POOL],
    applies: [IP_RESERVATION],
    location: `/mixin/floatingippool/pool_${id}/`,
    actions: [],
  };
}

/** What is the same for everybody. */
function common({ config, templates }: Pick<CloudDeps, "config" | "templates">): readonly AnyCategory[] {
  const sizes = config.vmTypes.map(({ name }) => sizeMixin(config, name, templates.capacity(name)));
  const pools = config.networkFrom === undefined ? [] : [poolMixin(config, config.networkFrom)];
  return [...STANDARD, ...OPENSTACK, ...EXTENSIONS, ...OWN_MIXINS, ...sizes, ...pools];
}

/** What a user's view is made of. */
export interface Catalog {
  readonly registry: Registry;
  readonly tags: Tags;
}

/** Without templates and zones: enough to show entities. */
export async function ownCatalog(asking: Asking): Promise<Catalog> {
  const tags = await readTags(asking);
  return { tags, registry: new Registry([...common(asking.deps), ...tags.list.map(tagMixin)]) };
}

/**
 * The mixin of a template or zone by its identifier, as oned knows it: nothing of pools is read for a creation.
 * @returns undefined for none, or one that the user may not use.
 */
async function resolve({ deps, session }: Asking, id: TypeId): Promise<Mixin | undefined> {
  const { config, oned } = deps;
  const [, scheme = "", term = ""] = /^(.*#)([^#]*)$/.exec(id) ?? [];
  const schemes = schemesOf(config);
  const source = /os_tpl#$/.test(scheme) ? osSourceOf(term) : undefined;
  if (source !== undefined && (scheme === schemes.osTpl || term.startsWith("uuid_"))) {
    try {
      const { from, id: number } = source;
      const { name } =
        from === "template" ? await vmTemplates.info(oned, session, number) : await images.info(oned, session, number);
      return { ...osMixin(config, source, name), scheme, term };
    } catch (error) {
      if (error instanceof OcciError && /^(NOT_FOUND|FORBIDDEN)$/.test(error.code)) return undefined;
      throw error;
    }
  }
  const zone = scheme === schemes.zone ? numberOf(term, "zone") : undefined;
  if (zone !== undefined) return (await readZones({ deps, session }, () => {})).find((mixin) => mixin.term === term);
  const pool = scheme === schemes.pool ? numberOf(term, "pool") : undefined;
  return pool === undefined ? undefined : poolMixin(config, pool);
}

/** Of templates and zones in one request: several machines may be of several. */
const MOST_LOOKED_UP = 50;

/**
 * What a request needs: everything but the pools, and of these what it names.
 * @param named identifiers that the request holds; those of its links too.
 * @param known those that the entity has already, which need no look-up.
 */
export async function catalogFor(
  asking: Asking,
  named: readonly TypeId[],
  known: readonly TypeId[] = [],
): Promise<Catalog> {
  const base = await ownCatalog(asking);
  const unknown = [...new Set(named)].filter((id) => base.registry.find(id) === undefined);
  if (unknown.length === 0) return base;
  // Each costs a call to oned: nobody needs many.
  const looked = unknown.filter((id) => !known.includes(id));
  if (looked.length > MOST_LOOKED_UP) {
    throw new OcciError(
      "INVALID_REQUEST",
      `The request names ${looked.length} templates and zones, or unknown types.`,
      {
        hint: "A machine is made of one os_tpl and one resource_tpl.",
      },
    );
  }
  // One after the other: of many that are unknown the first ends it.
  const found: AnyCategory[] = [];
  for (const id of unknown) {
    const mixin = known.includes(id) ? standIn(id) : await resolve(asking, id);
    if (mixin === undefined) break;
    found.push(mixin);
  }
  return { ...base, registry: new Registry([...base.registry.all, ...found]) };
}

/** For a mixin that an entity carries, and that is not looked up again. */
function standIn(id: TypeId): Mixin {
  const at = id.indexOf("#") + 1;
  const [scheme, term] = [id.slice(0, at), id.slice(at)];
  return {
    class: "mixin",
    scheme,
    term,
    attributes: [],
    depends: [],
    applies: [],
    location: `/mixin/other/${term}/`,
    actions: [],
  };
}

function read<T>(
  kind: string,
  ask: (range: IdRange) => ReturnType<typeof images.pool>,
  elements: readonly [root: string, member: string],
  convert: (record: XmlRecord) => T,
  skip: Skip,
): Promise<T[]> {
  const reader: Reader<T> = (answer, onFault) => members(answer, ...elements, convert, { onFault });
  return gathered(readAround(kind, ask, reader, skip));
}

async function gathered<T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const batch of batches) all.push(...batch);
  return all;
}

async function readZones({ deps, session }: Asking, skip: Skip): Promise<Mixin[]> {
  const found = await readClusters({ deps, session }, skip);
  return found.map(({ id, name }) => zoneMixin(deps.config, id, name));
}

async function readClusters({ deps, session }: Asking, skip: Skip): Promise<readonly clusters.Cluster[]> {
  const { oned } = deps;
  const [named, seen] = await Promise.all([
    read("CLUSTER", () => clusters.pool(oned, session), ["CLUSTER_POOL", "CLUSTER"], clusters.clusterOf, skip),
    read(
      "VNET",
      (range) => vnets.pool(oned, session, range),
      ["VNET_POOL", "VNET"],
      (record) => vnetDetailsOf(record).clusterIds,
      () => {},
    ),
  ]);
  return withSeen(named, seen.flat());
}

/** The same as `offer`, pool by pool, around what oned cannot send. */
async function offerAround(asking: Asking, told: Told): Promise<Offer> {
  const { oned } = asking.deps;
  const { session } = asking;
  const [notes, templates, pool, zones] = await Promise.all([
    userNotes(oned, session, SELF),
    read(
      "VMTEMPLATE",
      (range) => vmTemplates.pool(oned, session, range),
      ["VMTEMPLATE_POOL", "VMTEMPLATE"],
      vmTemplates.vmTemplateOf,
      skipIn("template", told),
    ),
    read(
      "IMAGE",
      (range) => images.pool(oned, session, range),
      ["IMAGE_POOL", "IMAGE"],
      images.imageOf,
      skipIn("storage", told),
    ),
    readClusters(asking, skipIn("cluster", told)),
  ]);
  return { notes, templates, images: pool, clusters: zones };
}

async function readOffer(asking: Asking, told: Told): Promise<Offer> {
  try {
    return await offer(asking.deps.oned, asking.session);
  } catch (error) {
    if (!(error instanceof OcciError) || !/^(ONED_DAMAGED_ANSWER|NOT_SUPPORTED)$/.test(error.code)) throw error;
    return offerAround(asking, told);
  }
}

/** Everything that the user may use: what discovery shows. One call to oned, as long as all of it can be sent. */
export async function wholeCatalog(asking: Asking, told: Told): Promise<Catalog> {
  const { deps } = asking;
  const { config } = deps;
  const found = await readOffer(asking, told);
  const tags = fromNotes(found.notes);
  const systems = [
    ...found.templates.map(({ id, name, notes }) => osMixin(config, { from: "template", id }, titleOf(name, notes))),
    ...found.images
      .filter(({ type, state }) => type === "OS" && state !== "ERROR")
      .map(({ id, name }) => osMixin(config, { from: "image", id }, name)),
  ];
  const zones = found.clusters.map(({ id, name }) => zoneMixin(config, id, name));
  return { tags, registry: new Registry([...common(deps), ...systems, ...zones, ...tags.list.map(tagMixin)]) };
}
