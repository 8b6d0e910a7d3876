/** `?page=P&number=N` of collections (GFD.223, 6). */
import { invalid, shown } from "./culprit.ts";

export interface Page {
  /** From 1: the document says "indexed" and not from where. */
  readonly page: number;
  /** Members of a page. */
  readonly number: number;
}

/** More are not looked at: a query has two or three. */
const MOST_PARAMETERS = 64;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    // Not ours then: our two names and their digits need no escapes.
    return text;
  }
}

function positive(name: string, text: string): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (value < 1) throw invalid(`${name}=${shown(text)} is not a whole number of 1 or more.`);
  return value;
}

/**
 * The page that a query string asks for, undefined where it asks for none. Parameters are separated by & or ;, others
 * than these two are left to others.
 * @param query with or without its question mark.
 * @param most members that a page may have.
 * @throws OcciError INVALID_REQUEST for one without the other, or for what is no number from 1; TOO_LARGE above `most`.
 */
export function parsePage(query: string, most: number): Page | undefined {
  const found = new Map<string, string>();
  const items = query.replace(/^\?/, "").split(/[&;]/, MOST_PARAMETERS + 1);
  if (items.length > MOST_PARAMETERS) throw invalid(`The query has more than ${MOST_PARAMETERS} parameters.`);
  for (const item of items) {
    const equals = item.indexOf("=");
    const name = decoded(equals < 0 ? item : item.slice(0, equals));
    if (name !== "page" && name !== "number") continue;
    if (found.has(name)) throw invalid(`The query has ${name} twice.`);
    found.set(name, equals < 0 ? "" : decoded(item.slice(equals + 1)));
  }
  const page = found.get("page");
  const number = found.get("number");
  if (page === undefined && number === undefined) return undefined;
  if (page === undefined || number === undefined) {
    throw invalid("page and number belong together; the query has only one of the two.");
  }
  const asked = { page: positive("page", page), number: positive("number", number) };
  if (asked.number > most) {
    throw invalid(`number=${asked.number} is too large: a page can have at most ${most}.`, undefined, "TOO_LARGE");
  }
  return asked;
}
