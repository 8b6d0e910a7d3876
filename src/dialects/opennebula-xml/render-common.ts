/** The common elements of all resources. `base` is the configured base of all hrefs, without a slash at its end. */
import type { Reference, Summary } from "../../model.ts";
import { element, endTag, join, type Markup, startTag, textElement } from "../../xml/write.ts";

/** The collections of this dialect by the element of their members; the path is its name in lower case. */
export const KINDS = ["COMPUTE", "INSTANCE_TYPE", "NETWORK", "STORAGE", "USER"] as const;
export type Kind = (typeof KINDS)[number];

/** Where a resource is found. */
export function href(base: string, kind: Kind, id: number | string): string {
  return `${base}/${kind.toLowerCase()}/${typeof id === "number" ? id : encodeURIComponent(id.toWellFormed())}`;
}

/** An element that has no content but points at a resource. */
export function reference(base: string, kind: Kind, to: Reference): Markup {
  return element(kind, { href: href(base, kind, to.id), name: to.name });
}

/**
 * The same for a resource that might not exist (the image of a volatile disk, the network of a NIC that still waits for
 * one): it has no id and no name then, as in all versions from 2.0 to 4.6. Clients take the element for granted.
 */
export function optionalReference(base: string, kind: Kind, to: Reference | undefined): Markup {
  return to === undefined ? element(kind, { href: href(base, kind, ""), name: "" }) : reference(base, kind, to);
}

/** A text element for a text that oned may have or not: an empty one counts as none. */
export function optionalText(name: string, value: string | undefined): Markup[] {
  return value === undefined || value === "" ? [] : [textElement(name, value)];
}

export function yesNo(value: boolean): "YES" | "NO" {
  return value ? "YES" : "NO";
}

/**
 * A collection's start tag. Members and end tag follow, piece by piece, so that a large pool is never held as a whole.
 */
export function openCollection(kind: Kind): Markup {
  return startTag(`${kind}_COLLECTION`);
}

export function closeCollection(kind: Kind): Markup {
  return endTag(`${kind}_COLLECTION`);
}

/** A member of a plain collection. */
export function renderSummary(kind: Kind, summary: Summary, base: string): Markup {
  return reference(base, kind, summary);
}

/** `GET /`: the collections there are. */
export function renderRoot(base: string): Markup {
  const collections = KINDS.map((kind) => element(`${kind}_COLLECTION`, { href: `${base}/${kind.toLowerCase()}` }));
  return element("COLLECTIONS", {}, join(collections));
}
