/** One entity: shown, replaced, updated, acted on, deleted. */
import { act } from "../../cloud/ogf/act.ts";
import type { Address } from "../../cloud/ogf/address.ts";
import { notFound } from "../../cloud/ogf/missing.ts";
import { readEntity } from "../../cloud/ogf/read.ts";
import { removeEntity } from "../../cloud/ogf/remove.ts";
import { type Catalog, catalogFor, ownCatalog } from "../../cloud/ogf/types/catalog.ts";
import { updateEntity } from "../../cloud/ogf/update.ts";
import {
  type AnyEntity,
  checkAction,
  checkEntity,
  type Mixin,
  refuseUriList,
  renderCategories,
  renderEntity,
  renderOk,
  type Sent,
} from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import type { Result } from "../result.ts";
import { namedTypes, type OcciCall, sentOf } from "./request.ts";
import { rendered } from "./result.ts";

function shown(occi: OcciCall, entity: AnyEntity, { registry }: Catalog): Result {
  return rendered(200, renderEntity(occi.rendering, entity, registry, occi.call.own.prefix));
}

export async function show(occi: OcciCall, address: Address): Promise<Result> {
  refuseUriList(occi.rendering);
  const catalog = await ownCatalog(occi);
  return shown(occi, await readEntity(occi, address, catalog.tags), catalog);
}

export async function remove(occi: OcciCall, address: Address): Promise<Result> {
  await removeEntity(occi, address);
  return rendered(200, renderOk(occi.rendering));
}

/** @throws OcciError INVALID_REQUEST for none or several. */
function single({ representations }: Sent) {
  const [first, ...more] = representations;
  if (first !== undefined && more.length === 0) return first;
  throw new OcciError("INVALID_REQUEST", "The request must hold one entity.");
}

async function change(occi: OcciCall, address: Address, replace: boolean): Promise<Result> {
  occi.call.performs("change");
  refuseUriList(occi.rendering);
  const sent = single(await sentOf(occi));
  const own = await ownCatalog(occi);
  const entity = await present(occi, address, own, replace);
  const catalog = await catalogFor(occi, own, namedTypes([sent]), entity.mixins);
  const request = checkEntity(catalog.registry, sent, { kind: entity.kind, partial: true, known: entity.mixins });
  if (request.attributes.size + request.mixins.length + request.links.length === 0 && sent.categories.length === 0) {
    throw new OcciError("INVALID_REQUEST", "The request changes nothing: it has neither attributes nor categories.");
  }
  await updateEntity(occi, catalog, address, entity, request, replace);
  const after = await ownCatalog(occi);
  return shown(occi, await readEntity(occi, address, after.tags), after);
}

/** The entity that is to be changed. Ids are oned's: nothing can be created at a place of the client's choice (E-6). */
async function present(occi: OcciCall, address: Address, { tags }: Catalog, replace: boolean): Promise<AnyEntity> {
  try {
    return await readEntity(occi, address, tags);
  } catch (error) {
    if (!replace || !(error instanceof OcciError) || error.code !== "NOT_FOUND") throw error;
    throw idNotChosen(error);
  }
}

function idNotChosen(cause?: OcciError): OcciError {
  return new OcciError("INVALID_REQUEST", "There is no such entity, and its id cannot be chosen.", {
    hint: "POST to the collection of the kind: the server names it.",
    cause,
  });
}

/** At an id that OpenNebula cannot have. @throws OcciError INVALID_REQUEST for a PUT, else NOT_FOUND. */
export async function absent(isPut: boolean): Promise<never> {
  throw isPut ? idNotChosen() : notFound();
}

export const replace = (occi: OcciCall, address: Address) => change(occi, address, true);
export const update = (occi: OcciCall, address: Address) => change(occi, address, false);

/** What an action answers: nothing but OK, and for `save` the new template. */
function acted(occi: OcciCall, made: Mixin | undefined): Result {
  const { rendering, call } = occi;
  return rendered(200, made === undefined ? renderOk(rendering) : renderCategories(rendering, [made], call.own.prefix));
}

export async function perform(occi: OcciCall, address: Address, term: string): Promise<Result> {
  refuseUriList(occi.rendering);
  occi.call.performs(term.slice(0, 32));
  const { registry } = await ownCatalog(occi);
  const { action, attributes } = checkAction(registry, await sentOf(occi), term, registry.actionsOf(address.kind, []));
  return acted(occi, await act(occi, address, action, attributes));
}
