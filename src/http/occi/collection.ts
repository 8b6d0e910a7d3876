/** Collections of kinds, and of everything: listed, filled, acted on, emptied. */
import { act } from "../../cloud/occi/act.ts";
import { type Catalog, catalogFor, ownCatalog } from "../../cloud/occi/catalog.ts";
import { createAll } from "../../cloud/occi/create.ts";
import { addressOf } from "../../cloud/occi/endpoint.ts";
import { type Collected, computePaths, entities, isPlainComputes, type Selection } from "../../cloud/occi/listing.ts";
import { removeEntity } from "../../cloud/occi/remove.ts";
import {
  CollectionWriter,
  checkAction,
  checkEntity,
  isLink,
  parsePage,
  Registry,
  refuseImmutable,
  renderLocations,
  renderOk,
  type TypeId,
} from "../../dialects/occi/index.ts";
import { OcciError } from "../../errors.ts";
import type { Result } from "../result.ts";
import { filterOf, namedTypes, type OcciCall, sentOf } from "./request.ts";
import { rendered } from "./result.ts";

/** Members of a page; 413 for more. */
const MOST = 1000;
const LINK_KIND = /#(?:networkinterface|storagelink|securitygrouplink)$/;

/** `Link` headers with the pages before and after. */
function pageLinks({ path, deps }: OcciCall, { page }: Selection, count: number): [string, string][] {
  if (page === undefined) return [];
  const at = (number: number, rel: string) =>
    `<${deps.config.baseUrl}${path}?page=${number}&number=${page.number}>; rel="${rel}"`;
  const links = [
    ...(page.page > 1 ? [at(1, "first"), at(page.page - 1, "prev")] : []),
    ...(count >= page.number ? [at(page.page + 1, "next")] : []),
  ];
  return links.length === 0 ? [] : [["Link", links.join(", ")]];
}

/** The members, piece by piece; sent when it is whole. */
async function listed(
  occi: OcciCall,
  catalog: Catalog | undefined,
  collected: Collected,
  selection: Selection,
): Promise<Result> {
  const { rendering, deps } = occi;
  const skipped: string[] = [];
  const skip = (id: number | undefined) => skipped.push(`object ${id ?? "?"}`);
  const onlyLinks = collected.kinds.length > 0 && collected.kinds.every((kind) => LINK_KIND.test(kind));
  const writer = new CollectionWriter(
    rendering,
    catalog?.registry ?? new Registry([]),
    deps.config.baseUrl,
    onlyLinks ? "links" : "resources",
  );
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  let count = 0;
  if (!writer.wantsEntities && isPlainComputes(collected, selection)) {
    for await (const paths of computePaths(occi, skip)) pieces.push(encoder.encode(writer.locations(paths)));
  } else {
    const known = catalog ?? (await ownCatalog(occi));
    for await (const batch of entities(occi, known, collected, selection, skip)) {
      count += batch.length;
      const piece = writer.wantsEntities
        ? writer.entities(batch)
        : writer.locations(batch.map(({ location }) => location));
      pieces.push(encoder.encode(piece));
    }
  }
  const { body, headers } = writer.end();
  pieces.push(encoder.encode(body));
  return {
    status: 200,
    contentType: rendering,
    headers: [...headers, ...pageLinks(occi, selection, count + skipped.length)],
    body: pieces,
    skipped,
  };
}

export function list(occi: OcciCall, collected: Collected, catalog?: Catalog): Promise<Result> {
  const page = parsePage(occi.call.target.query, MOST);
  return listed(occi, catalog, collected, { filter: filterOf(occi), ...(page !== undefined && { page }) });
}

/** The whole of a collection, after a change of it. */
export function listAll(occi: OcciCall, collected: Collected, catalog: Catalog): Promise<Result> {
  return listed(occi, catalog, collected, { filter: { categories: [], attributes: new Map() } });
}

/** Resources before links, which may lead to them. */
export async function create(occi: OcciCall, kind?: TypeId): Promise<Result> {
  const { rendering, deps } = occi;
  const { representations } = await sentOf(occi);
  if (representations.length === 0) throw new OcciError("INVALID_REQUEST", "The request holds no entity.");
  const catalog = await catalogFor(occi, namedTypes(representations));
  const requests = representations.map((sent) =>
    checkEntity(catalog.registry, sent, kind === undefined ? {} : { kind }),
  );
  // Clients of 1.1 say of a new link what only the server sets: it is not looked at.
  for (const { kind: id = "", mixins, attributes } of requests.filter((one) => !LINK_KIND.test(one.kind ?? ""))) {
    refuseImmutable(catalog.registry.definitions(id, mixins), attributes, new Map());
  }
  const ordered = [...requests].sort(
    (a, b) => Number(LINK_KIND.test(a.kind ?? "")) - Number(LINK_KIND.test(b.kind ?? "")),
  );
  const made = await createAll(occi, catalog, ordered);
  const [first = ""] = made;
  return rendered(201, renderLocations(rendering, made, deps.config.baseUrl), deps.config.baseUrl + first);
}

/** What the caller owns of it, as far as the request selects it. */
async function owned(occi: OcciCall, catalog: Catalog, collected: Collected, filtered: boolean) {
  const filter = filtered ? filterOf(occi) : { categories: [], attributes: new Map() };
  const found = [];
  const unread = (id: number | undefined): void => {
    throw new OcciError("ONED_FAILED", `The object ${id ?? "?"} cannot be read: nothing was done.`);
  };
  for await (const batch of entities(occi, catalog, collected, { filter, own: true }, unread)) found.push(...batch);
  return found;
}

/** Deletes of a collection what is the caller's own. @throws OcciError with what could not be deleted. */
export async function removeAll(occi: OcciCall, collected: Collected, catalog: Catalog): Promise<Result> {
  const found = await owned(occi, catalog, collected, true);
  // Links go with their machine.
  const resources = found.filter((entity) => !isLink(entity));
  const machines = new Set(resources.map(({ location }) => location));
  const links = found.filter((entity) => isLink(entity) && !machines.has(entity.source.location));
  const failures: string[] = [];
  const removeOne = async (location: string): Promise<void> => {
    const address = addressOf(location);
    if (address === undefined) return;
    try {
      await removeEntity(occi, address);
    } catch (error) {
      if (!(error instanceof OcciError)) throw error;
      failures.push(`${location}: ${error.message}`);
    }
  };
  for (const { location } of links) await removeOne(location);
  // Machines first: what they use can go only when they are gone.
  const isMachine = (location: string) => location.startsWith("/compute/");
  const paths = resources.map(({ location }) => location);
  await Promise.all(paths.filter(isMachine).map(removeOne));
  for (const location of paths.filter((path) => !isMachine(path))) await removeOne(location);
  if (failures.length === 0) return rendered(200, renderOk(occi.rendering));
  const done = found.length - failures.length;
  throw new OcciError(
    "WRONG_STATE",
    `${done} of ${found.length} were deleted. ${failures.slice(0, 5).join(" ")}`.slice(0, 1000),
  );
}

/** An action on all members that it is possible for; those whose state does not allow it are passed over. */
export async function performAll(occi: OcciCall, collected: Collected, term: string): Promise<Result> {
  occi.call.performs(term.slice(0, 32));
  const catalog = await ownCatalog(occi);
  const { registry } = catalog;
  const defined = collected.kinds.map((kind) => registry.actionsOf(kind, []));
  const common = (defined[0] ?? []).filter((action) => defined.every((actions) => actions.includes(action)));
  const sent = await sentOf(occi);
  const { action, attributes } = checkAction(registry, sent, term, common);
  for (const entity of await owned(occi, catalog, collected, false)) {
    const address = addressOf(entity.location);
    if (address === undefined || !entity.actions.includes(action)) continue;
    try {
      await act(occi, address, action, attributes);
    } catch (error) {
      // The state may have changed since it was read.
      if (!(error instanceof OcciError) || error.code !== "WRONG_STATE") throw error;
    }
  }
  return rendered(200, renderOk(occi.rendering));
}
