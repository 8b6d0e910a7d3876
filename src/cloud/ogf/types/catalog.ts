/** The types that a user sees: the standard's, OpenNebula's own, templates, zones, tags. */
import {
  type AnyCategory,
  type AttributeDefinition,
  type Mixin,
  type Registry,
  type Representation,
  splitTypeId,
  type TypeId,
  typeId,
} from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import * as images from "../../../opennebula/image.ts";
import type { Skip } from "../../../opennebula/read-around.ts";
import type { VmTemplate } from "../../../opennebula/vm-template.ts";
import * as vmTemplates from "../../../opennebula/vm-template.ts";
import type { Caller } from "../caller.ts";
import type { OnSkipped } from "../on-skipped.ts";
import { fromNotes, isReservedScheme, readTags, type TagList, type Tags, tagMixin } from "../tags/tags.ts";
import { titleOf } from "../title.ts";
import { osMixin, poolMixin, zoneMixin } from "./cloud-mixins.ts";
import { inputDefinitions } from "./input-attributes.ts";
import { readClusters, readOffer } from "./offer.ts";
import { numberOf, type OsSource, osSourceOf, osTerm, schemesOf } from "./schemes.ts";

/** The types that are the same for everybody. */
export function commonRegistry({ deps, commonTypes }: Caller): Registry {
  return commonTypes.registry(deps);
}

/** The types that a request can name, and what was learnt of them. */
export interface NamedTypes {
  readonly registry: Registry;
  readonly tags: TagList;
  /** VM templates that were looked up, by their ids. */
  readonly vmTemplates: ReadonlyMap<number, VmTemplate>;
}

/** The parts of a user's view. */
export interface Catalog extends NamedTypes {
  readonly tags: Tags;
}

/** Without templates and zones: enough to show entities (`one.user.info`). */
export async function ownCatalog(caller: Caller): Promise<Catalog> {
  return catalogOf(caller, await readTags(caller));
}

/** The same with tags that were read already. */
export function catalogOf(caller: Caller, tags: Tags): Catalog {
  return { tags, registry: commonRegistry(caller).with(tags.list.map(tagMixin)), vmTemplates: new Map() };
}

/** All types that representations name, those of their links too. */
export function namedTypes(representations: readonly Representation[]): readonly TypeId[] {
  return representations.flatMap(({ categories, links }) => [
    ...categories.map(typeId),
    ...links.flatMap(({ category }) => category),
  ]);
}

/** The types that new entities need: the user's tags are read only where a type is named that may be one. */
export async function typesForNew(caller: Caller, named: readonly TypeId[]): Promise<NamedTypes> {
  const registry = commonRegistry(caller);
  const mayBeTag = (id: TypeId) => registry.find(id) === undefined && !isReservedScheme(splitTypeId(id).scheme);
  if (named.some(mayBeTag)) return withNamed(caller, await ownCatalog(caller), named);
  return withNamed(caller, { registry, tags: { list: [] }, vmTemplates: new Map() }, named);
}

interface Resolved {
  readonly mixin: Mixin;
  readonly vmTemplate?: VmTemplate;
}

/**
 * The object of oned that an os_tpl stands for. @returns undefined when there is none, or when the user must not use
 * it.
 */
async function readSource({ deps, session }: Caller, { from, id }: OsSource) {
  try {
    if (from === "template") return await vmTemplates.info(deps.oned, session, id);
    return await images.info(deps.oned, session, id);
  } catch (error) {
    if (error instanceof OcciError && ["NOT_FOUND", "FORBIDDEN"].includes(error.code)) return undefined;
    throw error;
  }
}

/**
 * The mixin of a template or zone by its identifier, as oned knows it: nothing of pools is read for a creation.
 * @returns undefined when there is none, or when the user must not use it.
 */
async function resolve(caller: Caller, id: TypeId): Promise<Resolved | undefined> {
  const { config } = caller.deps;
  const { scheme, term } = splitTypeId(id);
  const schemes = schemesOf(config);
  const source = /os_tpl#$/.test(scheme) ? osSourceOf(term) : undefined;
  if (source !== undefined && (scheme === schemes.osTpl || term.startsWith("uuid_"))) {
    const found = await readSource(caller, source);
    if (found === undefined) return undefined;
    const inputs = "nics" in found ? inputDefinitions(found) : [];
    const mixin = { ...osMixin(config, source, found.name, inputs), scheme, term };
    return "nics" in found ? { mixin, vmTemplate: found } : { mixin };
  }
  const zone = scheme === schemes.zone ? numberOf(term, "zone") : undefined;
  if (zone !== undefined) {
    const mixin = (await readZones(caller, () => {})).find((one) => one.term === term);
    return mixin === undefined ? undefined : { mixin };
  }
  const pool = scheme === schemes.pool ? numberOf(term, "pool") : undefined;
  return pool === undefined ? undefined : { mixin: poolMixin(config, pool) };
}

/**
 * The mixin of DEFAULT_OS_TPL where that is a VM template: a request that names no os_tpl may send its inputs.
 * @returns undefined for an image, and where there is no default.
 */
export function defaultTemplate({ deps: { config } }: Caller): TypeId | undefined {
  const source = config.defaultOsTpl === undefined ? undefined : osSourceOf(config.defaultOsTpl);
  return source?.from === "template" ? schemesOf(config).osTpl + osTerm(source) : undefined;
}

/** The limit for templates and zones in one request: several machines can be of several. */
const MOST_LOOKED_UP = 50;

/**
 * The types that a request needs: everything but the pools, and of these what it names.
 * @param base without the pools. @param named identifiers that the request holds; those of its links too.
 * @param known those that the entity has already, which need no look-up.
 */
export async function withNamed<T extends NamedTypes>(
  caller: Caller,
  base: T,
  named: readonly TypeId[],
  known: readonly TypeId[] = [],
): Promise<T> {
  const unknown = [...new Set(named)].filter((id) => base.registry.find(id) === undefined);
  if (unknown.length === 0) return base;
  // Each costs a call to oned: nobody needs many.
  const looked = unknown.filter((id) => !known.includes(id));
  if (looked.length > MOST_LOOKED_UP) {
    throw new OcciError(
      "INVALID_REQUEST",
      `The request names ${looked.length} templates and zones, or unknown types.`,
      {
        hint: "A machine is created from one os_tpl and one resource_tpl.",
      },
    );
  }
  // One after the other: of many that are unknown the first ends it.
  const found: AnyCategory[] = [];
  const templates = new Map(base.vmTemplates);
  for (const id of unknown) {
    const resolved = known.includes(id) ? { mixin: standIn(id) } : await resolve(caller, id);
    if (resolved === undefined) break;
    found.push(resolved.mixin);
    if (resolved.vmTemplate !== undefined) templates.set(resolved.vmTemplate.id, resolved.vmTemplate);
  }
  return { ...base, registry: base.registry.with(found), vmTemplates: templates };
}

/** For a mixin that an entity carries, and that is not looked up again. */
function standIn(id: TypeId): Mixin {
  const { scheme, term } = splitTypeId(id);
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

async function readZones(caller: Caller, skip: Skip): Promise<Mixin[]> {
  const found = await readClusters(caller, skip);
  return found.map(({ id, name }) => zoneMixin(caller.deps.config, id, name));
}

/** Everything that the user may use. */
export interface Discovered {
  /** All but what machines are made of, in the order in which it is shown; that comes behind `before`. */
  readonly registry: Registry;
  readonly before: number;
  /**
   * The templates and images that machines are created from: there may be tens of thousands, so each mixin is made when
   * it is shown.
   */
  readonly systems: readonly (() => Mixin)[];
}

/** The types that discovery shows. One call to oned, as long as all of it can be sent. */
export async function discovered(caller: Caller, onSkipped: OnSkipped): Promise<Discovered> {
  const { config } = caller.deps;
  const systemOf =
    (
      from: OsSource["from"],
      id: number,
      title: () => string,
      attributes: () => readonly AttributeDefinition[] = () => [],
    ) =>
    () =>
      osMixin(config, { from, id }, title(), attributes());
  const found = await readOffer(caller, onSkipped);
  const tags = fromNotes(found.notes);
  if (tags.ignored > 0) onSkipped(`${tags.ignored} mixins`);
  const common = commonRegistry(caller);
  const zones = found.clusters.map(({ id, name }) => zoneMixin(config, id, name));
  return {
    registry: common.with([...zones, ...tags.list.map(tagMixin)]),
    before: common.all.length,
    systems: [
      ...found.templates.map((template) =>
        systemOf(
          "template",
          template.id,
          () => titleOf(template.name, template.notes),
          () => inputDefinitions(template),
        ),
      ),
      ...found.images
        .filter(({ type, state }) => type === "OS" && state !== "ERROR")
        .map(({ id, name }) => systemOf("image", id, () => name)),
    ],
  };
}
