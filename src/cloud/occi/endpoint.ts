/** Paths and URIs of entities, as clients send them. */
import type { Config } from "../../config/config.ts";
import { type TypeId, termOf } from "../../dialects/occi/index.ts";
import { OcciError } from "../../errors.ts";
import { type LinkId, readLinkId } from "./link-ids.ts";
import { kindAt, partOf } from "./places.ts";

/** An entity that a path can lead to. */
export type Address =
  | { readonly kind: TypeId; readonly id: number; readonly link?: undefined }
  | { readonly kind: TypeId; readonly link: LinkId; readonly id?: undefined };

/** What a path means; undefined when no entity can be there. */
export function addressOf(path: string): Address | undefined {
  const [, collection = "", id = ""] = /^(.*)\/([a-z0-9_]{1,64})\/?$/.exec(path) ?? [];
  const kind = kindAt(collection);
  if (kind === undefined || collection.endsWith("/")) return undefined;
  const part = partOf(kind);
  if (part === undefined) {
    const number = /^(?:0|[1-9]\d{0,9})$/.test(id) ? Number(id) : 2 ** 31;
    return number < 2 ** 31 ? { kind, id: number } : undefined;
  }
  const link = readLinkId(id);
  return link?.part === part ? { kind, link } : undefined;
}

/** Characters of a location that is looked at: those of this server have fewer than a hundred, tags' up to a thousand. */
const LONGEST = 4_096;

/** The path below which the server's own begin: asked for with each of many locations. */
const basePaths = new Map<string, string>();

function basePathOf(baseUrl: string): string {
  const known = basePaths.get(baseUrl);
  if (known !== undefined) return known;
  const path = new URL(baseUrl).pathname.replace(/\/$/, "");
  basePaths.set(baseUrl, path);
  return path;
}

/** The path of a URI of this server, or of a path. Undefined for another server's, and where nothing of ours can be. */
export function pathOf(location: string, { baseUrl }: Pick<Config, "baseUrl">): string | undefined {
  if (location.length > LONGEST) return undefined;
  if (location.startsWith("/") && !location.startsWith("//")) return location.split("?")[0];
  const url = URL.parse(location);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  // Clients may know the server by another name, behind a proxy or an address: the path decides.
  const base = basePathOf(baseUrl);
  return url.pathname.startsWith(`${base}/`) ? url.pathname.slice(base.length) : url.pathname;
}

/**
 * The entity that a request means, of one of some kinds.
 * @param what the attribute, for the error.
 * @throws OcciError INVALID_REQUEST
 */
export function endpoint(location: string, config: Config, kinds: readonly TypeId[], what: string): Address {
  const found = addressOf(pathOf(location, config) ?? "");
  if (found !== undefined && kinds.includes(found.kind)) return found;
  const words = kinds.map(termOf).join(" or ");
  throw new OcciError("INVALID_REQUEST", `${what} is no ${words} of this server: ${location.slice(0, 64)}`);
}
