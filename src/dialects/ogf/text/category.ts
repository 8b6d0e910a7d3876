/** A Category line or header item (GFD.229, 5.2). */
import { invalid, shown } from "../culprit.ts";
import type { Counter } from "../limits.ts";
import type { SentCategory, TypeId } from "../model.ts";
import { Items } from "./split.ts";
import { parseParameter } from "./value.ts";

type Class = NonNullable<SentCategory["class"]>;

/** 1.1 allows any token of HTTP; 1.2's terms are among them. */
const TERM = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** @throws OcciError INVALID_REQUEST */
export function checkTerm(term: string): string {
  if (!TERM.test(term)) throw invalid(`${shown(term)} is not a term of a category.`);
  return term;
}

/** @throws OcciError INVALID_REQUEST */
export function checkScheme(scheme: string, term: string): string {
  if (scheme === "" || /[\s"<>]/.test(scheme)) {
    throw invalid(`The scheme ${shown(scheme)} of the category ${shown(term)} is not a URI.`);
  }
  return scheme;
}

function checkClass(value: string, term: string): Class {
  const name = value.toLowerCase();
  if (name === "kind" || name === "mixin" || name === "action") return name;
  throw invalid(`The class ${shown(value)} of the category ${shown(term)} is not kind, mixin or action.`);
}

/**
 * Identifiers separated by blanks.
 * @throws OcciError TOO_LARGE
 */
export function words(text: string, counter: Counter): TypeId[] {
  const found: TypeId[] = [];
  const word = /\S+/g;
  for (let match = word.exec(text); match !== null; match = word.exec(text)) {
    counter.count("type identifiers");
    found.push(match[0]);
  }
  return found;
}

/**
 * Reads `term; scheme="..."; class="..."` and what a full rendering adds. Attributes and actions are left out: nobody but
 * the server defines any. `class` may be absent (1.1's test deletes a mixin without it).
 * @throws OcciError INVALID_REQUEST, TOO_LARGE.
 */
export function parseCategory(item: string, counter: Counter): SentCategory {
  const items = new Items(item, ";", counter);
  const term = checkTerm(items.next() ?? "");
  const sent = new Map<string, string>();
  for (let text = items.next(); text !== undefined; text = items.next()) {
    const { name, value } = parseParameter(text);
    const key = name.toLowerCase();
    if (sent.has(key)) throw invalid(`The category ${shown(term)} has ${shown(name)} twice.`);
    sent.set(key, String(value));
  }
  const scheme = sent.get("scheme");
  if (scheme === undefined) throw invalid(`The category ${shown(term)} has no scheme.`);
  const className = sent.get("class");
  const title = sent.get("title");
  const location = sent.get("location");
  const depends = words(sent.get("rel") ?? sent.get("depends") ?? "", counter);
  const applies = words(sent.get("applies") ?? "", counter);
  return {
    scheme: checkScheme(scheme, term),
    term,
    ...(className === undefined ? {} : { class: checkClass(className, term) }),
    ...(title === undefined ? {} : { title }),
    ...(depends.length === 0 ? {} : { depends }),
    ...(applies.length === 0 ? {} : { applies }),
    ...(location === undefined ? {} : { location }),
  };
}
