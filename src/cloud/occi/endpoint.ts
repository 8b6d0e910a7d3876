/** Paths and URIs of entities, as clients send them. */
import type { Config } from "../../config/config.ts";
import {
  COMPUTE,
  IP_RESERVATION,
  NETWORK,
  NETWORK_INTERFACE,
  SECURITY_GROUP,
  SECURITY_GROUP_LINK,
  STORAGE,
  STORAGE_LINK,
  type TypeId,
} from "../../dialects/occi/index.ts";
import { OcciError } from "../../errors.ts";
import { type LinkId, readLinkId } from "./link-ids.ts";

/** An entity that a path can lead to. */
export type Address =
  | { readonly kind: TypeId; readonly id: number; readonly link?: undefined }
  | { readonly kind: TypeId; readonly link: LinkId; readonly id?: undefined };

const KINDS: Readonly<Record<string, TypeId>> = {
  compute: COMPUTE,
  network: NETWORK,
  storage: STORAGE,
  ipreservation: IP_RESERVATION,
  securitygroup: SECURITY_GROUP,
};

const LINKS: Readonly<Record<string, { readonly kind: TypeId; readonly part: LinkId["part"] }>> = {
  networkinterface: { kind: NETWORK_INTERFACE, part: "nic" },
  storagelink: { kind: STORAGE_LINK, part: "disk" },
  securitygrouplink: { kind: SECURITY_GROUP_LINK, part: "sg" },
};

/** What a path means; undefined when no entity can be there. */
export function addressOf(path: string): Address | undefined {
  const [, word = "", digits = ""] = /^\/([a-z]+)\/(0|[1-9]\d{0,9})\/?$/.exec(path) ?? [];
  if (Object.hasOwn(KINDS, word)) {
    const id = Number(digits);
    return id < 2 ** 31 ? { kind: KINDS[word] as TypeId, id } : undefined;
  }
  const [, linkWord = "", id = ""] = /^\/link\/([a-z]+)\/([a-z0-9_]{1,64})\/?$/.exec(path) ?? [];
  const link = readLinkId(id);
  const known = Object.hasOwn(LINKS, linkWord) ? LINKS[linkWord] : undefined;
  return known !== undefined && link?.part === known.part ? { kind: known.kind, link } : undefined;
}

/** The path of a URI of this server, or of a path. Undefined for another server's. */
export function pathOf(location: string, { baseUrl }: Pick<Config, "baseUrl">): string | undefined {
  if (location.startsWith("/") && !location.startsWith("//")) return location.split("?")[0];
  const url = URL.parse(location);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  // Clients may know the server by another name, behind a proxy or an address: the path decides.
  const base = new URL(baseUrl).pathname.replace(/\/$/, "");
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
  const words = kinds.map((kind) => kind.slice(kind.indexOf("#") + 1)).join(" or ");
  throw new OcciError("INVALID_REQUEST", `${what} is no ${words} of this server: ${location.slice(0, 64)}`);
}
