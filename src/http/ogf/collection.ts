/** Collections of kinds, and of everything: listed, filled, acted on, emptied. */
import { actOnMembers, removeMembers } from "../../cloud/ogf/collection.ts";
import { createEntities } from "../../cloud/ogf/create.ts";
import { isLinkType } from "../../cloud/ogf/kinds.ts";
import { type Collected, entities, pathsOf, type Selection, shortListed } from "../../cloud/ogf/listing.ts";
import { plainPath } from "../../cloud/ogf/location.ts";
import { type Catalog, ownCatalog } from "../../cloud/ogf/types/catalog.ts";
import {
  CollectionWriter,
  checkAction,
  NO_FILTER,
  parsePage,
  renderLocations,
  renderOk,
  type TypeId,
} from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import type { Result } from "../result.ts";
import { filterOf, type OgfCall, pathIn, sentOf } from "./request.ts";
import { rendered } from "./result.ts";

const LONGEST_LOGGED = 4000;
/** Members of a page; 413 for more. */
const MOST = 1000;

/** `Link` headers with the pages before and after. */
function pageLinks({ path, deps }: OgfCall, { page }: Selection, isLast: boolean): [string, string][] {
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
  occi: OgfCall,
  catalog: Catalog | undefined,
  collected: Collected,
  selection: Selection,
): Promise<Result> {
  const { rendering, deps } = occi;
  const skipped: string[] = [];
  const skip = (object: string) => skipped.push(object);
  const onlyLinks = collected.kinds.length > 0 && collected.kinds.every(isLinkType);
  const list = onlyLinks ? "links" : "resources";
  const writer = new CollectionWriter(rendering, deps.config.baseUrl, list, occi.call.own.prefix);
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  let isLast = true;
  const more = () => {
    isLast = false;
  };
  const short = writer.wantsEntities ? undefined : shortListed(collected, selection);
  if (short !== undefined) {
    for await (const paths of pathsOf(occi, short, skip)) pieces.push(encoder.encode(writer.locations(paths)));
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

export function list(occi: OgfCall, collected: Collected, catalog?: Catalog): Promise<Result> {
  const page = parsePage(occi.call.target.query, MOST);
  return listed(occi, catalog, collected, { filter: filterOf(occi), ...(page !== undefined && { page }) });
}

/** The whole of a collection, after a change of it. */
export function listAll(occi: OgfCall, collected: Collected, catalog: Catalog): Promise<Result> {
  return listed(occi, catalog, collected, { filter: NO_FILTER });
}

/** The log names each of several: `compute/7+8`, `compute+storage/7+3`. */
function logPaths({ call }: OgfCall, paths: readonly string[]): void {
  const [kinds, ids] = [2, 1].map((fromEnd) => paths.map((path) => path.split("/").at(-fromEnd) ?? ""));
  call.concerns(`${[...new Set(kinds)].join("+")}/${(ids ?? []).join("+")}`.slice(0, LONGEST_LOGGED));
}

/** @param kind of the collection; undefined where entities of any may be sent. */
export async function create(occi: OgfCall, kind?: TypeId): Promise<Result> {
  const { rendering, deps } = occi;
  const { representations } = await sentOf(occi);
  const paths = await createEntities(occi, representations, kind);
  if (paths.length > 1) logPaths(occi, paths);
  const [first = ""] = paths;
  return rendered(201, renderLocations(rendering, paths, deps.config.baseUrl), deps.config.baseUrl + first);
}

/** Whether the headers are the message itself, and no filter beside it. */
function speaksInHeaders({ call }: OgfCall): boolean {
  const type = call.request.headers.get("content-type");
  return type === null || /^\s*text\/occi\s*(?:;|,|$)/i.test(type);
}

/**
 * Which members a DELETE means: those it names, else all that its filter selects. Any other body is refused: too
 * much would be deleted.
 */
async function namedMembers(occi: OgfCall): Promise<ReadonlySet<string> | undefined> {
  const { target, request } = occi.call;
  if (target.query !== "") {
    throw new OcciError("INVALID_REQUEST", "A DELETE of a collection must not have a query.", {
      hint: "Select the entities to delete with categories and attributes in headers.",
    });
  }
  const { locations, representations } = await sentOf(occi);
  const beside = (request.headers.get("x-occi-location") ?? "").split(",").filter((text) => text.trim() !== "");
  const says = representations.some(
    ({ categories, attributes, links }) => categories.length + attributes.size + links.length > 0,
  );
  if (says && !speaksInHeaders(occi)) {
    throw new OcciError("INVALID_REQUEST", "The body of a DELETE must list the entities to delete and nothing else.", {
      hint: "Send the categories and attributes that select them in headers.",
    });
  }
  const named = locations.length > 0 ? locations : beside.map((text) => text.trim());
  if (named.length === 0) return undefined;
  return new Set(named.map((location) => plainPath(pathIn(occi, location))));
}

/** Deletes of a collection what is the caller's own. @throws OcciError with what could not be deleted. */
export async function removeAll(occi: OgfCall, collected: Collected): Promise<Result> {
  const catalog = await ownCatalog(occi);
  const named = await namedMembers(occi);
  const members = { collected, filter: filterOf(occi), named };
  await removeMembers(occi, catalog, members, (paths) => logPaths(occi, paths));
  return rendered(200, renderOk(occi.rendering));
}

/** An action on all members that it is possible for. */
export async function performAll(occi: OgfCall, collected: Collected, term: string): Promise<Result> {
  occi.call.performs(term.slice(0, 32));
  const catalog = await ownCatalog(occi);
  const { registry } = catalog;
  const { action, attributes } = checkAction(
    registry,
    await sentOf(occi),
    term,
    registry.commonActions(collected.kinds),
  );
  // In text/occi the headers are the action and its attributes.
  const filter = speaksInHeaders(occi) ? NO_FILTER : filterOf(occi);
  await actOnMembers(occi, catalog, { collected, filter }, action, attributes, (paths) => logPaths(occi, paths));
  return rendered(200, renderOk(occi.rendering));
}
