/** Requests for tags: their names must be free, and their collections must have a place of their own. */
import { type SentCategory, typeId } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { checkCharacters } from "../../../opennebula/template-writer.ts";
import { say } from "../../../wording.ts";
import type { Caller } from "../caller.ts";
import { shownLocation } from "../location.ts";
import { type Catalog, commonRegistry } from "../types/catalog.ts";
import { isLocation, isReservedScheme, LONGEST_TEXT, MOST_RELATED, MOST_TAGS, type Tag, tagOf } from "./tags.ts";
import { addTags } from "./write.ts";

/** Below these are the other interfaces of the server, now or later. */
const RESERVED_WORDS = /^\/(?:api|ui|events)(?:\/|$)/;
/** Below these are the server's own collections. */
const RESERVED =
  /^\/(?:$|(?:-|\.well-known|compute|network|storage|ipreservation|securitygroup|resource|link|instance_type|user)(?:\/|$)|mixin\/(?:os_tpl|resource_tpl|availability_zone|floatingippool|opennebula)(?:\/|$))/;
function taken(what: string): OcciError {
  return new OcciError("NAME_TAKEN", `${what.slice(0, 128)} already exists.`);
}

/** The path that a new tag's collection gets. */
function freeLocation(term: string, used: ReadonlySet<string>): string {
  const base = `/mixin/${term.toLowerCase()}`;
  if (!used.has(`${base}/`) && !RESERVED.test(`${base}/`)) return `${base}/`;
  let number = 2;
  while (used.has(`${base}-${number}/`)) number++;
  return `${base}-${number}/`;
}

/** @throws OcciError INVALID_REQUEST for no plain path, NAME_TAKEN for one that is, or has something below it. */
function wantedLocation(path: string, used: ReadonlySet<string>): string {
  if (path !== "/" && !isLocation(path)) {
    throw new OcciError("INVALID_REQUEST", say`The location of a mixin must be a plain path: ${shownLocation(path)}`);
  }
  if (RESERVED_WORDS.test(path)) {
    throw new OcciError("INVALID_REQUEST", say`The server reserves this location: ${shownLocation(path)}`, {
      hint: "Choose another location, such as /tags/NAME/.",
    });
  }
  if (RESERVED.test(path) || [...used].some((other) => other.startsWith(path))) throw taken(path);
  return path;
}

/** Users must not name the schemes of the server as theirs. */
function refuseReserved({ scheme, term }: SentCategory): void {
  if (!isReservedScheme(scheme)) return;
  throw new OcciError("INVALID_REQUEST", `The scheme of the mixin ${term.slice(0, 64)} is reserved for the server.`, {
    hint: "Use a scheme of your own, such as http://example.org/occi/NAME#.",
  });
}

function checkTexts({ term }: SentCategory, texts: readonly string[]): void {
  if (texts.some((text) => text.length > LONGEST_TEXT)) {
    throw new OcciError(
      "INVALID_REQUEST",
      `A text of the mixin ${term.slice(0, 64)} has more than ${LONGEST_TEXT} characters.`,
    );
  }
  for (const text of texts) checkCharacters(text, `The mixin ${term.slice(0, 64)}`);
}

/**
 * Makes tags.
 * @throws OcciError NAME_TAKEN (409) for an identifier or location that is there already, INVALID_REQUEST for a scheme of
 *   the server's, INVALID_CHARACTER for a text that oned cannot keep, TOO_LARGE for too many.
 */
export async function addTag(caller: Caller, sent: readonly SentCategory[]): Promise<void> {
  const registry = commonRegistry(caller);
  for (const category of sent) {
    if (registry.find(typeId(category)) !== undefined) throw taken(typeId(category));
    refuseReserved(category);
  }
  const fixed = registry.all.flatMap((category) =>
    "location" in category && category.location ? [category.location] : [],
  );
  await addTags(caller, ({ list }) => {
    if (list.length + sent.length > MOST_TAGS) {
      throw new OcciError("TOO_LARGE", `A user can have ${MOST_TAGS} mixins of their own; you have ${list.length}.`);
    }
    const used = new Set([...fixed, ...list.map(({ location }) => location)]);
    return sent.map((category) => {
      const { scheme, term, title, depends = [], applies = [] } = category;
      if (list.some((tag) => tag.scheme === scheme && tag.term === term)) throw taken(typeId(category));
      const location =
        category.location === undefined ? freeLocation(term, used) : wantedLocation(category.location, used);
      if (depends.length > MOST_RELATED || applies.length > MOST_RELATED) {
        throw new OcciError("TOO_LARGE", `A mixin can depend on ${MOST_RELATED} types, and apply to as many.`);
      }
      checkTexts(category, [scheme, term, title ?? "", location, ...depends, ...applies]);
      used.add(location);
      return { scheme, term, depends, applies, location, ...(title !== undefined && { title }) };
    });
  });
}

/** The user's tags of a request. @throws OcciError FORBIDDEN for the server's own, NOT_FOUND for none. */
export function findTags({ registry, tags }: Catalog, sent: readonly SentCategory[]): readonly Tag[] {
  return sent.map((category) => {
    const id = typeId(category);
    const tag = tagOf(tags, id);
    if (tag !== undefined) return tag;
    if (registry.find(id) === undefined && !isReservedScheme(category.scheme)) {
      throw new OcciError("NOT_FOUND", `There is no mixin ${id.slice(0, 128)}.`);
    }
    throw new OcciError("FORBIDDEN", `The mixin ${id.slice(0, 128)} does not belong to you, so you cannot delete it.`);
  });
}
