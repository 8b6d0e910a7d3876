/** An answer's rendering, and what all renderings have in common. */
import { invalid } from "../culprit.ts";
import type { Rendering } from "../media-type.ts";

export interface Rendered {
  readonly contentType: Rendering;
  /** Besides Content-Type: those of text/occi. Characters are bytes. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** A type that uses the body and no headers: all but text/occi. */
export function inBody(contentType: Rendering, body: string): Rendered {
  return { contentType, headers: [], body };
}

/**
 * text/uri-list is for listings and nothing else (GFD.229, 8). For those who want to know before they do something.
 * @throws OcciError INVALID_REQUEST for text/uri-list.
 */
export function refuseUriList(rendering: Rendering): void {
  if (rendering !== "text/uri-list") return;
  throw invalid("text/uri-list is for listings only, and this is not a listing.", "Use Accept: text/plain.");
}

/**
 * A location as an absolute URI.
 * @param base `https://host`, without a slash at its end; a proxy's path is a part of it.
 */
export function absolute(location: string, base: string): string {
  return location.startsWith("/") ? base + location : location;
}

/**
 * A location as clients of the server know it, with everything escaped that no URI holds.
 * @param prefix the path below which the server is, such as `/occi`; "" for none.
 */
export function placed(location: string, prefix: string): string {
  return uri(absolute(location, prefix));
}

/** The characters that would end a `<target>`, a line, or an item of a list. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what no URI holds
const NOT_IN_URI = /[\u0000-\u0020"<>\\^`{|}\u007f-\uffff]+/g;

/** A location with everything escaped that no URI holds. */
export function uri(location: string): string {
  return location.replace(NOT_IN_URI, (text) => encodeURIComponent(text.toWellFormed()));
}
