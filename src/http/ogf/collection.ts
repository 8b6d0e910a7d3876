/** Collections of kinds, and of everything: listed, filled, acted on, emptied. */
import { act } from "../../cloud/ogf/act.ts";
import { addressOf, plainPath, shownLocation } from "../../cloud/ogf/address.ts";
import { forNext } from "../../cloud/ogf/caller.ts";
import { createAll } from "../../cloud/ogf/create.ts";
import { isLinkKind } from "../../cloud/ogf/kind-paths.ts";
import { type Collected, computePaths, entities, isPlainComputes, type Selection } from "../../cloud/ogf/listing.ts";
import { removeEntity } from "../../cloud/ogf/remove.ts";
import { type Catalog, catalogFor, ownCatalog } from "../../cloud/ogf/types/catalog.ts";
import {
  type AnyEntity,
  CollectionWriter,
  checkAction,
  checkEntity,
  type Filter,
  isLink,
  NO_FILTER,
  parsePage,
  refuseImmutable,
  renderLocations,
  renderOk,
  type TypeId,
} from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import { joined, type Sentence, say } from "../../wording.ts";
import type { Result } from "../result.ts";
import { filterOf, namedTypes, type OcciCall, pathIn, sentOf } from "./request.ts";
import { rendered } from "./result.ts";

/** New entities of one request. */
const MOST_NEW = 100;
const LONGEST_LOGGED = 4000;
/** Members of a page; 413 for more. */
const MOST = 1000;

/** `Link` headers with the pages before and after. */
function pageLinks({ path, deps }: OcciCall, { page }: Selection, isLast: boolean): [string, string][] {
  if (page === undefined) return [];
  const at = (number: number, rel: string) =>
    `<${deps.config.baseUrl}${path}?page=${number}&number=${page.number}>; rel="${rel}"`;
  const links = [
    ...(page.page > 1 ? [at(1, "first"), at(page.page - 1, "prev")] : []),
    ...(isLast ? [] : [at(page.page + 1, "next")]),
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
  const skip = (object: string) => skipped.push(object);
  const onlyLinks = collected.kinds.length > 0 && collected.kinds.every(isLinkKind);
  const list = onlyLinks ? "links" : "resources";
  const writer = new CollectionWriter(rendering, deps.config.baseUrl, list, occi.call.own.prefix);
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  let isLast = true;
  const more = () => {
    isLast = false;
  };
  if (!writer.wantsEntities && isPlainComputes(collected, selection)) {
    for await (const paths of computePaths(occi, skip)) pieces.push(encoder.encode(writer.locations(paths)));
  } else {
    const known = catalog ?? (await ownCatalog(occi));
    for await (const batch of entities(occi, known, collected, { ...selection, more }, skip)) {
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
    headers: [...headers, ...pageLinks(occi, selection, isLast)],
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
  return listed(occi, catalog, collected, { filter: NO_FILTER });
}

/** Of several the log tells each: `compute/7+8`, `compute+storage/7+3`. */
function tellOf({ call }: OcciCall, paths: readonly string[]): void {
  const [kinds, ids] = [2, 1].map((fromEnd) => paths.map((path) => path.split("/").at(-fromEnd) ?? ""));
  call.concerns(`${[...new Set(kinds)].join("+")}/${(ids ?? []).join("+")}`.slice(0, LONGEST_LOGGED));
}

/** Resources before links, which may lead to them. */
export async function create(occi: OcciCall, kind?: TypeId): Promise<Result> {
  const { rendering, deps } = occi;
  const { representations } = await sentOf(occi);
  if (representations.length === 0) throw new OcciError("INVALID_REQUEST", "The request holds no entity.");
  if (representations.length > MOST_NEW) {
    throw new OcciError(
      "TOO_LARGE",
      `A request can make ${MOST_NEW} entities; this one has ${representations.length}.`,
    );
  }
  const catalog = await catalogFor(occi, await ownCatalog(occi), namedTypes(representations));
  const requests = representations.map((sent) =>
    checkEntity(catalog.registry, sent, kind === undefined ? {} : { kind }),
  );
  // Clients of 1.1 say of a new link what only the server sets: it is not looked at.
  for (const { kind: id = "", mixins, attributes } of requests.filter((one) => !isLinkKind(one.kind ?? ""))) {
    refuseImmutable(catalog.registry.definitions(id, mixins), attributes, new Map());
  }
  const ordered = [...requests].sort((a, b) => Number(isLinkKind(a.kind ?? "")) - Number(isLinkKind(b.kind ?? "")));
  const made = await createAll(occi, catalog, ordered);
  if (made.length > 1) tellOf(occi, made);
  const [first = ""] = made;
  return rendered(201, renderLocations(rendering, made, deps.config.baseUrl), deps.config.baseUrl + first);
}

/** Whether the headers are the message itself, and no filter beside it. */
function speaksInHeaders({ call }: OcciCall): boolean {
  const type = call.request.headers.get("content-type");
  return type === null || /^\s*text\/occi\s*(?:;|,|$)/i.test(type);
}

/** What the caller owns of it, as far as it is selected. */
async function owned(occi: OcciCall, catalog: Catalog, collected: Collected, filter: Filter): Promise<AnyEntity[]> {
  const found: AnyEntity[] = [];
  const unread = (object: string): void => {
    throw new OcciError("ONED_FAILED", `The ${object} cannot be read: nothing was done.`);
  };
  for await (const batch of entities(occi, catalog, collected, { filter, own: true }, unread)) found.push(...batch);
  return found;
}

/**
 * Which members a DELETE means: those it names, else all that its filter selects. What it says otherwise is refused: too
 * much would be deleted.
 */
async function namedMembers(occi: OcciCall): Promise<ReadonlySet<string> | undefined> {
  const { target, request } = occi.call;
  if (target.query !== "") {
    throw new OcciError("INVALID_REQUEST", "A DELETE of a collection has no query.", {
      hint: "Categories and attributes in headers select what is deleted.",
    });
  }
  const { locations, representations } = await sentOf(occi);
  const beside = (request.headers.get("x-occi-location") ?? "").split(",").filter((text) => text.trim() !== "");
  const says = representations.some(
    ({ categories, attributes, links }) => categories.length + attributes.size + links.length > 0,
  );
  if (says && !speaksInHeaders(occi)) {
    throw new OcciError("INVALID_REQUEST", "The body of a DELETE can only name the entities that are meant.", {
      hint: "Categories and attributes that select them stand in headers.",
    });
  }
  const named = locations.length > 0 ? locations : beside.map((text) => text.trim());
  if (named.length === 0) return undefined;
  return new Set(named.map((location) => plainPath(pathIn(occi, location))));
}

/** Deletes of a collection what is the caller's own. @throws OcciError with what could not be deleted. */
export async function removeAll(occi: OcciCall, collected: Collected): Promise<Result> {
  const catalog = await ownCatalog(occi);
  const named = await namedMembers(occi);
  const selected = await owned(occi, catalog, collected, filterOf(occi));
  const found = named === undefined ? selected : selected.filter(({ location }) => named.has(location));
  if (named !== undefined && found.length < named.size) {
    const there = new Set(found.map(({ location }) => location));
    const missing = [...named].find((path) => !there.has(path)) ?? "";
    throw new OcciError("INVALID_REQUEST", say`${shownLocation(missing)} is none of yours in this collection.`);
  }
  if (found.length > 0)
    tellOf(
      occi,
      found.map(({ location }) => location),
    );
  // Links go with their machine.
  const resources = found.filter((entity) => !isLink(entity));
  const machines = new Set(resources.map(({ location }) => location));
  const links = found.filter((entity) => isLink(entity) && !machines.has(entity.source.location));
  const failures: Sentence[] = [];
  const removeOne = async (location: string): Promise<void> => {
    const address = addressOf(location);
    if (address === undefined) return;
    try {
      await removeEntity(forNext(occi), address);
    } catch (error) {
      if (!(error instanceof OcciError)) throw error;
      // Somebody else was faster: it is gone, as it should be.
      if (error.code !== "NOT_FOUND") failures.push(say`${{ place: location }}: ${error.sentence}`);
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
    say`${done} of ${found.length} were deleted. ${joined(failures.slice(0, 5), " ")}`,
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
  // In text/occi the headers are the action and its attributes.
  const filter = speaksInHeaders(occi) ? NO_FILTER : filterOf(occi);
  const able = (await owned(occi, catalog, collected, filter)).filter(({ actions }) => actions.includes(action));
  if (able.length > 0)
    tellOf(
      occi,
      able.map(({ location }) => location),
    );
  for (const { location } of able) {
    const address = addressOf(location);
    if (address === undefined) continue;
    try {
      await act(occi, address, action, attributes);
    } catch (error) {
      // The state may have changed since it was read.
      if (!(error instanceof OcciError) || error.code !== "WRONG_STATE") throw error;
    }
  }
  return rendered(200, renderOk(occi.rendering));
}
