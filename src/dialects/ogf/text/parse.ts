/** Requests in text/plain and text/occi (GFD.229, 6 and 7) and in text/uri-list (RFC 2483). */
import { invalid, shown } from "../culprit.ts";
import { Counter } from "../limits.ts";
import type { Sent, SentCategory, SentLink, Value } from "../model.ts";
import { addAttribute } from "./attributes.ts";
import { parseCategory } from "./category.ts";
import { fromHeader } from "./encode.ts";
import { parseLink } from "./link.ts";
import { Items } from "./split.ts";
import { parseParameter } from "./value.ts";

/** The names that lines and headers of this rendering have, in lower case. */
export const HEADERS = ["category", "link", "x-occi-attribute", "x-occi-location"] as const;

type Header = (typeof HEADERS)[number];

function isHeader(name: string): name is Header {
  return (HEADERS as readonly string[]).includes(name);
}

/** @throws OcciError INVALID_REQUEST */
export function checkLocation(location: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no URI holds them
  if (location === "" || /[\s\u0000-\u001f\u007f"<>]/.test(location)) {
    throw invalid(`The location ${shown(location)} is not a URI.`);
  }
  return location;
}

/** Gathers the lines, or headers, of one request. */
class TextRequest {
  readonly #counter: Counter;
  readonly #categories: SentCategory[] = [];
  readonly #links: SentLink[] = [];
  readonly #attributes = new Map<string, Value>();
  readonly #locations: string[] = [];

  constructor(counter: Counter) {
    this.#counter = counter;
  }

  add(header: Header, content: string): void {
    const items = new Items(content, ",", this.#counter);
    for (let item = items.next(); item !== undefined; item = items.next()) this.#addItem(header, item);
  }

  #addItem(header: Header, item: string): void {
    if (header === "category") {
      this.#counter.count("categories");
      this.#categories.push(parseCategory(item, this.#counter));
    } else if (header === "link") {
      this.#counter.count("links");
      this.#links.push(parseLink(item, this.#counter));
    } else if (header === "x-occi-attribute") {
      this.#counter.count("attributes");
      const { name, value } = parseParameter(item);
      addAttribute(this.#attributes, name, value);
    } else {
      this.#counter.count("locations");
      this.#locations.push(checkLocation(item));
    }
  }

  sent(): Sent {
    const representation = { categories: this.#categories, attributes: this.#attributes, links: this.#links };
    return { representations: [representation], locations: this.#locations };
  }
}

/** The lines that are not blank, trimmed. @throws OcciError TOO_LARGE */
function* linesOf(body: string, counter: Counter): Generator<string> {
  for (let start = body.startsWith("\ufeff") ? 1 : 0; start < body.length; ) {
    counter.count("lines");
    const end = body.indexOf("\n", start);
    const line = (end < 0 ? body.slice(start) : body.slice(start, end)).trim();
    if (line !== "") yield line;
    start = end < 0 ? body.length : end + 1;
  }
}

/**
 * Reads `Name: value` lines; names in any case, several values of a line separated by commas.
 * @throws OcciError INVALID_REQUEST, TOO_LARGE.
 */
export function parseText(body: string): Sent {
  const counter = new Counter();
  const request = new TextRequest(counter);
  for (const text of linesOf(body, counter)) {
    const colon = text.indexOf(":");
    const name = text.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    if (!isHeader(name)) {
      throw invalid(
        `The line ${shown(text)} is not part of this rendering.`,
        "Begin each line with Category:, Link:, X-OCCI-Attribute: or X-OCCI-Location:.",
      );
    }
    request.add(name, text.slice(colon + 1));
  }
  return request.sent();
}

/** Whether there is anything for `parseHeaders` in a request. */
export function hasHeaders(headers: Headers): boolean {
  return HEADERS.some((name) => headers.has(name));
}

/**
 * Reads the rendering that is in headers; a body counts for nothing.
 * @throws OcciError INVALID_REQUEST, TOO_LARGE.
 */
export function parseHeaders(headers: Headers): Sent {
  const request = new TextRequest(new Counter());
  for (const name of HEADERS) {
    const content = headers.get(name);
    if (content !== null) request.add(name, fromHeader(content));
  }
  return request.sent();
}

/**
 * Reads one URI a line; lines that begin with # are comments.
 * @throws OcciError INVALID_REQUEST, TOO_LARGE.
 */
export function parseUriList(body: string): Sent {
  const counter = new Counter();
  const locations: string[] = [];
  for (const text of linesOf(body, counter)) {
    if (text.startsWith("#")) continue;
    counter.count("locations");
    locations.push(checkLocation(text));
  }
  return { representations: [], locations };
}
