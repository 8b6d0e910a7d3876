/** One entity: shown, replaced, updated, acted on, deleted. */
import type { ActionResult, Address } from "../../cloud/ogf/kind.ts";
import { notFound } from "../../cloud/ogf/not-found.ts";
import { readEntity } from "../../cloud/ogf/read.ts";
import { type Catalog, commonRegistry, ownCatalog } from "../../cloud/ogf/types/catalog.ts";
import { idNotChosen, updateEntity } from "../../cloud/ogf/update.ts";
import {
  type AnyEntity,
  checkAction,
  refuseUriList,
  renderCategories,
  renderEntity,
  renderOk,
  type Sent,
} from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import type { Result } from "../result.ts";
import { type OgfCall, sentOf } from "./request.ts";
import { rendered } from "./result.ts";

function shown(occi: OgfCall, entity: AnyEntity, { registry }: Catalog): Result {
  return rendered(200, renderEntity(occi.rendering, entity, registry, occi.call.own.prefix));
}

export async function show(occi: OgfCall, address: Address): Promise<Result> {
  refuseUriList(occi.rendering);
  const catalog = await ownCatalog(occi);
  return shown(occi, await readEntity(occi, address, catalog.tags), catalog);
}

export async function remove(occi: OgfCall, address: Address): Promise<Result> {
  await address.remove(occi);
  return rendered(200, renderOk(occi.rendering));
}

/** @throws OcciError INVALID_REQUEST for none or several. */
function single({ representations }: Sent) {
  const [first, ...more] = representations;
  if (first !== undefined && more.length === 0) return first;
  throw new OcciError("INVALID_REQUEST", "The request must contain one entity.");
}

async function change(occi: OgfCall, address: Address, isPut: boolean): Promise<Result> {
  occi.call.performs("change");
  refuseUriList(occi.rendering);
  const { entity, catalog } = await updateEntity(occi, address, single(await sentOf(occi)), isPut);
  return shown(occi, entity, catalog);
}

/** At an id that OpenNebula cannot have. @throws OcciError INVALID_REQUEST for a PUT, else NOT_FOUND. */
export async function absent(isPut: boolean): Promise<never> {
  throw isPut ? idNotChosen() : notFound();
}

export const replace = (occi: OgfCall, address: Address) => change(occi, address, true);
export const update = (occi: OgfCall, address: Address) => change(occi, address, false);

/** The answer to an action: OK alone, and for `save` the new template. */
function actionAnswer({ rendering, call }: OgfCall, result: ActionResult): Result {
  return rendered(
    200,
    result === undefined ? renderOk(rendering) : renderCategories(rendering, [result], call.own.prefix),
  );
}

export async function perform(occi: OgfCall, address: Address, term: string): Promise<Result> {
  refuseUriList(occi.rendering);
  occi.call.performs(term.slice(0, 32));
  const registry = commonRegistry(occi);
  const defined = registry.actionsOf(address.kind.type, []);
  const { action, attributes } = checkAction(registry, await sentOf(occi), term, defined);
  return actionAnswer(occi, await address.act(occi, action, attributes));
}
