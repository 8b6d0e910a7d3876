/** Creates entities of any kind: one, or several of which all come to be or none. */
import {
  AVAILABILITY_ZONE,
  COMPUTE,
  type EntityRequest,
  FLOATING_IP_POOL,
  IP_RESERVATION,
  NETWORK,
  OS_TPL,
  RESOURCE_TPL,
  SECURITY_GROUP,
  STORAGE,
  type TypeId,
  termOf,
} from "../../dialects/ogf/index.ts";
import { messageOf, OcciError } from "../../errors.ts";
import * as groups from "../../opennebula/security-group.ts";
import { xmlTemplate } from "../../opennebula/template-writer.ts";
import { joined, say } from "../../wording.ts";
import { addressOf } from "./address.ts";
import { type Caller, forNext } from "./caller.ts";
import { createCompute } from "./compute/create.ts";
import { createLink } from "./link/attach.ts";
import { createNetwork, createReservation } from "./network/create.ts";
import { newNotes, titleIn, withName } from "./new-name.ts";
import { removeEntity } from "./remove.ts";
import { orTakeBack, takeBack } from "./roll-back.ts";
import { RULES, ruleEntries } from "./security-group/entity.ts";
import { createStorage } from "./storage/create.ts";
import { changeMembers, tagOf } from "./tags/tags.ts";
import type { Catalog } from "./types/catalog.ts";

async function createSecurityGroup({ deps, session }: Caller, { attributes }: EntityRequest): Promise<number> {
  const rules = ruleEntries(attributes.get(RULES));
  return withName(titleIn(attributes), "securitygroup", (name) =>
    groups.allocate(deps.oned, session, xmlTemplate([["NAME", name], ...newNotes(attributes), ...rules])),
  );
}

/** @returns the path. */
async function createOfKind(caller: Caller, request: EntityRequest): Promise<string> {
  switch (request.kind) {
    case COMPUTE:
      return `/compute/${await createCompute(caller, request)}`;
    case NETWORK:
      return `/network/${await createNetwork(caller, request)}`;
    case STORAGE:
      return `/storage/${await createStorage(caller, request)}`;
    case IP_RESERVATION:
      return `/ipreservation/${await createReservation(caller, request)}`;
    case SECURITY_GROUP:
      return `/securitygroup/${await createSecurityGroup(caller, request)}`;
    default:
      return createLink(caller, request);
  }
}

async function removeAt(caller: Caller, path: string): Promise<void> {
  const address = addressOf(path);
  if (address !== undefined) await removeEntity(caller, address);
}

/** The tags of a new entity, once it has an id. */
async function tagNew(caller: Caller, { tags }: Catalog, request: EntityRequest, path: string): Promise<void> {
  const own = request.mixins.filter((id) => tagOf(tags, id) !== undefined);
  if (own.length === 0) return;
  const id = path.slice(path.lastIndexOf("/") + 1);
  const kindTerm = termOf(request.kind ?? "");
  const add = () =>
    changeMembers(
      caller,
      own.map((tag) => ({ tag, kindTerm, add: [id], remove: [] })),
    );
  await orTakeBack(path, add, () => removeAt(caller, path));
}

/** These say nothing but what others are: templates, sizes, zones and pools depend on them. */
const ABSTRACT: readonly TypeId[] = [OS_TPL, RESOURCE_TPL, AVAILABILITY_ZONE, FLOATING_IP_POOL];

/** @throws OcciError INVALID_REQUEST for such a mixin without one that depends on it. */
function refuseAbstract({ registry }: Catalog, { mixins }: EntityRequest): void {
  const depended = mixins.flatMap((id) => registry.mixin(id)?.depends ?? []);
  const alone = mixins.find((id) => ABSTRACT.includes(id) && !depended.includes(id));
  if (alone === undefined) return;
  throw new OcciError("INVALID_REQUEST", `The mixin ${termOf(alone)} alone names no ${termOf(alone)}.`, {
    hint: "Name one that depends on it: the query interface lists them, also with the mixin as a filter.",
  });
}

/** Creates one. @returns its path. */
async function createOne(caller: Caller, catalog: Catalog, request: EntityRequest): Promise<string> {
  const path = await createOfKind(caller, request);
  await tagNew(caller, catalog, request, path);
  return path;
}

/**
 * Creates all of them, or none: what was made before one that fails is deleted again.
 * @returns their paths, in the order of the requests.
 * @throws what the failing one throws; OUTCOME_UNKNOWN naming what is still there.
 */
export async function createAll(
  caller: Caller,
  catalog: Catalog,
  requests: readonly EntityRequest[],
): Promise<readonly string[]> {
  for (const request of requests) refuseAbstract(catalog, request);
  const made: string[] = [];
  for (const request of requests) {
    try {
      made.push(await createOne(forNext(caller), catalog, request));
    } catch (failure) {
      const left = await takeBack(made.toReversed(), (path) => removeAt(caller, path));
      if (left.length === 0) throw failure;
      const reason = failure instanceof OcciError ? failure.sentence : [messageOf(failure)];
      const places = joined(
        left.map((place) => ({ place })),
        ", ",
      );
      throw new OcciError("OUTCOME_UNKNOWN", say`Number ${made.length + 1} of ${requests.length} failed: ${reason}`, {
        hint: say`Of those before it are still there: ${places}. GET or DELETE them.`,
        cause: failure,
      });
    }
  }
  return made;
}
