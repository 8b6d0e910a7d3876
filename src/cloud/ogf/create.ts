/** Creates entities of any kind: one, or several of which all come to be or none. */
import {
  type AttributeDefinition,
  type Attributes,
  AVAILABILITY_ZONE,
  checkEntity,
  type EntityRequest,
  FLOATING_IP_POOL,
  OS_TPL,
  RESOURCE_TPL,
  type Representation,
  refuseImmutable,
  type TypeId,
  termOf,
  typeId,
} from "../../dialects/ogf/index.ts";
import { messageOf, OcciError } from "../../errors.ts";
import { joined, say } from "../../wording.ts";
import { type Caller, forNext } from "./caller.ts";
import type { Address } from "./kind.ts";
import { isLinkType, kindOf } from "./kinds.ts";
import { orRollBack, rollBack } from "./roll-back.ts";
import { readTags, tagOf } from "./tags/tags.ts";
import { changeMembers } from "./tags/write.ts";
import { defaultTemplate, type NamedTypes, namedTypes, typesForNew } from "./types/catalog.ts";
import { namesInputs } from "./types/input-attributes.ts";

/** New entities of one request. */
const MOST_NEW = 100;

/** Abstract mixins: templates, sizes, zones and pools depend on them, and alone they select nothing. */
const ABSTRACT: readonly TypeId[] = [OS_TPL, RESOURCE_TPL, AVAILABILITY_ZONE, FLOATING_IP_POOL];

/** @throws OcciError INVALID_REQUEST for such a mixin without one that depends on it. */
function refuseAbstract({ registry }: NamedTypes, { mixins }: EntityRequest): void {
  const depended = mixins.flatMap((id) => registry.mixin(id)?.depends ?? []);
  const alone = mixins.find((id) => ABSTRACT.includes(id) && !depended.includes(id));
  if (alone === undefined) return;
  throw new OcciError("INVALID_REQUEST", `The mixin ${termOf(alone)} by itself does not select any ${termOf(alone)}.`, {
    hint: "Name one that depends on it: the query interface lists them, and accepts the mixin as a filter.",
  });
}

/** Values that a mixin fixes from the start: inputs of VM templates of that type. */
function fixedValues(definitions: ReadonlyMap<string, AttributeDefinition>): Attributes {
  const fixed = [...definitions.values()].filter(({ mutable, default: value }) => !mutable && value !== undefined);
  return new Map(fixed.map(({ name, default: value = "" }) => [name, value]));
}

/** Representations with inputs and without an os_tpl, each with the mixin that the configuration chooses for it. */
type WithInputs = ReadonlyMap<Representation, TypeId>;

function impliedTemplates(caller: Caller, representations: readonly Representation[]): WithInputs {
  const template = defaultTemplate(caller);
  if (template === undefined) return new Map();
  const isImplied = ({ attributes, categories }: Representation): boolean =>
    namesInputs(attributes) && !categories.some((sent) => /os_tpl#/.test(typeId(sent)));
  return new Map(representations.filter(isImplied).map((one) => [one, template]));
}

/** The requested entities, in the order in which they are created: resources before links, which may lead to them. */
function checkedRequests(
  types: NamedTypes,
  representations: readonly Representation[],
  kind: TypeId | undefined,
  withInputs: WithInputs,
): readonly EntityRequest[] {
  const expected = kind === undefined ? {} : { kind };
  const requests = representations.map((sent) => {
    const implied = withInputs.get(sent);
    return checkEntity(types.registry, sent, { ...expected, ...(implied !== undefined && { known: [implied] }) });
  });
  const [links, resources] = [requests.filter(isOfLink), requests.filter((request) => !isOfLink(request))];
  // Clients of 1.1 say of a new link what only the server sets: it is not looked at.
  for (const { kind: id = "", mixins, attributes } of resources) {
    const definitions = types.registry.definitions(id, mixins);
    refuseImmutable(definitions, attributes, fixedValues(definitions));
  }
  for (const request of [...resources, ...links]) refuseAbstract(types, request);
  return [...resources, ...links];
}

const isOfLink = ({ kind }: EntityRequest): boolean => isLinkType(kind);

/** The tags of a new entity, once it has an id. */
async function tagNew(
  caller: Caller,
  { tags }: NamedTypes,
  { mixins }: EntityRequest,
  created: Address,
): Promise<void> {
  const own = mixins.filter((id) => tagOf(tags, id) !== undefined);
  if (own.length === 0) return;
  const kindTerm = termOf(created.kind.type);
  const changes = own.map((tag) => ({ tag, kindTerm, add: [created.id], remove: [] }));
  await orRollBack(
    created.location,
    // The creation may have taken long: the tags are read again.
    async () => changeMembers(caller, await readTags(caller), changes),
    () => created.remove(caller),
  );
}

async function createOne(caller: Caller, types: NamedTypes, request: EntityRequest): Promise<Address> {
  const kind = kindOf(request.kind);
  if (kind === undefined) throw new Error("a kind that passed the check and has no record");
  const created = await kind.create(caller, request, types);
  await tagNew(caller, types, request, created);
  return created;
}

/** @throws what the failing one throws; OUTCOME_UNKNOWN naming what is still there. */
async function createInOrder(
  caller: Caller,
  types: NamedTypes,
  requests: readonly EntityRequest[],
): Promise<readonly Address[]> {
  const created: Address[] = [];
  for (const request of requests) {
    try {
      created.push(await createOne(forNext(caller), types, request));
    } catch (failure) {
      const left = await rollBack(created, (one) => one.remove(caller));
      if (left.length === 0) throw failure;
      const reason = failure instanceof OcciError ? failure.sentence : [messageOf(failure)];
      const places = joined(
        left.map(({ location }) => ({ place: location })),
        ", ",
      );
      throw new OcciError(
        "OUTCOME_UNKNOWN",
        say`Creation ${created.length + 1} of ${requests.length} failed: ${reason}`,
        {
          hint: say`These entities were created before the failure and still exist: ${places}. GET or DELETE them.`,
          cause: failure,
        },
      );
    }
  }
  return created;
}

/**
 * Creates all of them, or none: what was made before one that fails is deleted again.
 * @param kind that all must be of; undefined for any.
 * @returns their paths: those of resources, then those of links.
 * @throws OcciError INVALID_REQUEST, TOO_LARGE before anything is created; then as the failing one, or OUTCOME_UNKNOWN
 * naming
 *   what is still there.
 */
export async function createEntities(
  caller: Caller,
  representations: readonly Representation[],
  kind?: TypeId,
): Promise<readonly string[]> {
  if (representations.length === 0) throw new OcciError("INVALID_REQUEST", "The request does not contain an entity.");
  if (representations.length > MOST_NEW) {
    throw new OcciError(
      "TOO_LARGE",
      `A request can create at most ${MOST_NEW} entities; this one has ${representations.length}.`,
    );
  }
  const withInputs = impliedTemplates(caller, representations);
  const types = await typesForNew(caller, [...namedTypes(representations), ...withInputs.values()]);
  const requests = checkedRequests(types, representations, kind, withInputs);
  const created = await createInOrder(caller, types, requests);
  return created.map(({ location }) => location);
}
