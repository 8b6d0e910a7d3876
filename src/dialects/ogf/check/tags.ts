/** Mixins of users: `POST` and `DELETE` on the query interface (GFD.223, 9). */
import { invalid, shown } from "../culprit.ts";
import { type Sent, type SentCategory, typeId } from "../model.ts";
import { OGF_BASE } from "../standard/ids.ts";

/** A URI that ends in its only `#`. */
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s"<>#]+#$/;
const TERM = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

function checkAdded(tag: SentCategory): void {
  const id = shown(typeId(tag));
  if (tag.scheme.toLowerCase().startsWith(OGF_BASE)) throw invalid(`The scheme of the mixin ${id} is reserved.`);
  const { location } = tag;
  if (location !== undefined && !/^(?:\/|[A-Za-z][A-Za-z0-9+.-]*:\/\/)[^\s"<>?#]*\/$|^\/$/.test(location)) {
    throw invalid(`The location ${shown(location)} of the mixin ${id} is not a path that ends in a slash.`);
  }
}

/**
 * The mixins of a request, each once. `depends` may name what nobody knows (1.1's test does).
 * @param adding whether they are to be made: then reserved schemes and odd locations are refused.
 * @throws OcciError INVALID_REQUEST for none, for a kind or action, and for what is no identifier.
 */
export function checkTags(sent: Sent, adding: boolean): readonly SentCategory[] {
  const tags = new Map<string, SentCategory>();
  for (const tag of sent.representations.flatMap(({ categories }) => categories)) {
    const id = typeId(tag);
    if (tag.class === "kind" || tag.class === "action") {
      throw invalid(`${shown(id)} is of class ${tag.class}; only mixins can be added and deleted.`);
    }
    if (!SCHEME.test(tag.scheme)) throw invalid(`The scheme ${shown(tag.scheme)} is not a URI that ends in #.`);
    if (!TERM.test(tag.term)) {
      throw invalid(
        `${shown(tag.term)} is not a valid term.`,
        "A term consists of letters, digits, -, _ and ., and begins with a letter or digit.",
      );
    }
    if (adding) checkAdded(tag);
    if (!tags.has(id)) tags.set(id, tag);
  }
  if (tags.size === 0) throw invalid("The request does not name a mixin.");
  return [...tags.values()];
}
