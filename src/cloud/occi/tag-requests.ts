/** Requests for tags: their names must be free, and their collections must have a place of their own. */
import { type SentCategory, typeId } from "../../dialects/occi/index.ts";
import { OcciError } from "../../errors.ts";
import { checkCharacters } from "../../opennebula/template-writer.ts";
import type { Asking } from "./asking.ts";
import { type Catalog, catalogFor } from "./catalog.ts";
import { pathOf } from "./endpoint.ts";
import { addTags, type Tag } from "./tags.ts";

/** Below these are the server's own collections. */
const RESERVED =
  /^\/(?:$|(?:-|\.well-known|compute|network|storage|ipreservation|securitygroup|resource|link|instance_type|user)(?:\/|$)|mixin\/(?:os_tpl|resource_tpl|availability_zone|floatingippool|opennebula)(?:\/|$))/;
const LONGEST = 1024;

function taken(what: string): OcciError {
  return new OcciError("NAME_TAKEN", `${what.slice(0, 128)} is there already.`);
}

/** The path that a new tag's collection gets. */
function locationFor({ tags }: Catalog, { term }: SentCategory, used: ReadonlySet<string>): string {
  const base = `/mixin/${term.toLowerCase()}/`;
  if (!used.has(base) && !RESERVED.test(base)) return base;
  for (let number = 2; ; number++) {
    const location = `/mixin/${term.toLowerCase()}-${number}/`;
    if (!used.has(location) && !tags.list.some((tag) => tag.location === location)) return location;
  }
}

/**
 * Makes tags. @throws OcciError NAME_TAKEN (409) for an identifier or location that is there already,
 * INVALID_CHARACTER for a text that oned cannot keep.
 */
export async function addTag(asking: Asking, catalog: Catalog, sent: readonly SentCategory[]): Promise<void> {
  const used = new Set(
    catalog.registry.all.flatMap((category) =>
      "location" in category && category.location ? [category.location] : [],
    ),
  );
  const tags: Omit<Tag, "members">[] = [];
  for (const category of sent) {
    const id = typeId(category);
    if ((await catalogFor(asking, [id])).registry.find(id) !== undefined) throw taken(id);
    const { scheme, term, title, depends = [], applies = [] } = category;
    const asked = category.location === undefined ? undefined : pathOf(category.location, asking.deps.config);
    if (
      asked !== undefined &&
      (RESERVED.test(asked) || [...used].some((other) => other.startsWith(asked) || other === asked))
    )
      throw taken(asked);
    const location = asked ?? locationFor(catalog, category, used);
    const texts = [scheme, term, title ?? "", location, ...depends, ...applies];
    if (texts.some((text) => text.length > LONGEST)) {
      throw new OcciError("INVALID_REQUEST", `The mixin ${term.slice(0, 64)} says more than ${LONGEST} characters.`);
    }
    for (const text of texts) checkCharacters(text, `The mixin ${term.slice(0, 64)}`);
    used.add(location);
    tags.push({ scheme, term, depends, applies, location, ...(title !== undefined && { title }) });
  }
  await addTags(asking, catalog.tags.userId, tags);
}

/** The user's tags of a request. @throws OcciError FORBIDDEN for the server's own, NOT_FOUND for none. */
export async function findTags(
  asking: Asking,
  catalog: Catalog,
  sent: readonly SentCategory[],
): Promise<readonly Tag[]> {
  const found: Tag[] = [];
  for (const category of sent) {
    const id = typeId(category);
    const tag = catalog.tags.list.find(({ scheme, term }) => scheme + term === id);
    if (tag !== undefined) found.push(tag);
    else if ((await catalogFor(asking, [id])).registry.find(id) === undefined) {
      throw new OcciError("NOT_FOUND", `There is no mixin ${id.slice(0, 128)}.`);
    } else throw new OcciError("FORBIDDEN", `The mixin ${id.slice(0, 128)} is not yours to delete.`);
  }
  return found;
}
