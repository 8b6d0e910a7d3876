/**
 * Mixins that users have made, and which entities carry them. They are kept in the template of their user in oned: one
 * attribute for each tag and one more for each entity that carries it. They are changed by append, so that every copy
 * of the server sees them, and two writers, of one server or of two, change only what they write. Objects that are gone
 * are passed over: oned never gives an id again.
 */
import { type Mixin, type TypeId, typeId } from "../../../dialects/ogf/index.ts";
import { type Notes, SELF, userNotes } from "../../../opennebula/user-notes.ts";
import type { Caller } from "../caller.ts";

export interface Tag {
  readonly scheme: string;
  readonly term: string;
  readonly title?: string;
  readonly depends: readonly TypeId[];
  /** Kinds that it can go with; none means all. */
  readonly applies: readonly TypeId[];
  /** Path of its collection. */
  readonly location: string;
  /** Ids of entities, by the term of their kind. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface TagList {
  readonly list: readonly Tag[];
}

/** The tags of a user. */
export interface Tags extends TagList {
  readonly userId: number;
  /** How many there are beyond MOST_TAGS, which are not accepted. */
  readonly ignored: number;
}

/** The limit for a user: all their tags are read with almost every request of theirs. */
export const MOST_TAGS = 200;
/** The limit for the entities that carry them, all together. */
export const MOST_MEMBERS = 2_000;
/** Types that a tag depends on, and that it applies to. */
export const MOST_RELATED = 50;
/** Characters of each text. */
export const LONGEST_TEXT = 1024;

const PREFIX = "OCCI_TAG_";

/** The attribute of a tag: its identifier can be of any length and hold anything. */
export function attributeOf({ scheme, term }: Pick<Tag, "scheme" | "term">): string {
  const hash = new Bun.CryptoHasher("sha256").update(scheme + term).digest("hex");
  return `${PREFIX}${hash.slice(0, 16).toUpperCase()}`;
}

/** The attribute that says that an entity carries a tag: `OCCI_TAG_..._COMPUTE_7`. */
export function memberAttribute(tag: Pick<Tag, "scheme" | "term">, kindTerm: string, id: string): string {
  return `${attributeOf(tag)}_${kindTerm}_${id}`.toUpperCase();
}

/** Schemes whose mixins mean something to the server: users cannot make their own in them. */
const RESERVED_SCHEME =
  /^https?:\/\/(?:schemas\.ogf\.org|schemas\.openstack\.org|opennebula\.org)\/|\/(?:os_tpl|resource_tpl|availability_zone|floatingippool)#$/i;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s"<>#]+#$/;
const TERM = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const LOCATION = /^\/(?:(?!\.{1,2}\/)[A-Za-z0-9._~-]+\/)+$/;

export function isReservedScheme(scheme: string): boolean {
  return RESERVED_SCHEME.test(scheme);
}

/** Whether a path can be that of a collection: plain segments, none of them `.` or `..`. */
export function isLocation(path: string): boolean {
  return LOCATION.test(path);
}

/**
 * The tag of a vector. Users can write anything to their templates in oned itself: a vector that this server would
 * not have made is not a tag.
 */
function tagIn(vector: ReadonlyMap<string, string>): Omit<Tag, "members"> | undefined {
  const [scheme = "", term = "", location = ""] = ["SCHEME", "TERM", "LOCATION"].map((key) => vector.get(key));
  const title = vector.get("TITLE");
  if ([scheme, term, location, title ?? ""].some((text) => text.length > LONGEST_TEXT)) return undefined;
  if (!SCHEME.test(scheme) || isReservedScheme(scheme) || !TERM.test(term) || !isLocation(location)) return undefined;
  const [depends = [], applies = []] = ["DEPENDS", "APPLIES"].map((key) => wordsOf(vector.get(key) ?? ""));
  return { scheme, term, location, depends, applies, ...(title !== undefined && { title }) };
}

/** Those that a tag of this server's would have. */
function wordsOf(text: string): string[] {
  const words = text.slice(0, MOST_RELATED * (LONGEST_TEXT + 1)).split(" ");
  const possible = words.filter((word) => word !== "" && word.length <= LONGEST_TEXT);
  return [...new Set(possible)].slice(0, MOST_RELATED);
}

/** The entities that carry each tag: by the tag's attribute, then by the term of the kind. */
function membersOf(texts: Notes["texts"]): ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>> {
  const members = new Map<string, Map<string, Set<string>>>();
  let left = MOST_MEMBERS;
  for (const [name, text] of texts) {
    if (name.length > LONGEST_TEXT || !name.startsWith(PREFIX)) continue;
    const [, tag = "", kind = "", id = ""] = /^(OCCI_TAG_[0-9A-F]{16})_([A-Z]+)_([A-Z0-9_]+)$/.exec(name) ?? [];
    if (tag === "" || text.trim() === "") continue;
    if (left-- <= 0) break;
    const kinds = members.get(tag) ?? new Map<string, Set<string>>();
    members.set(tag, kinds);
    const ids = kinds.get(kind.toLowerCase()) ?? new Set<string>();
    kinds.set(kind.toLowerCase(), ids.add(id.toLowerCase()));
  }
  return members;
}

function tagsOf({ texts, vectors }: Notes): Pick<Tags, "list" | "ignored"> {
  const list: Tag[] = [];
  let ignored = 0;
  const members = membersOf(texts);
  for (const [name, vector] of vectors) {
    const tag = name.startsWith(PREFIX) ? tagIn(vector) : undefined;
    if (tag === undefined) continue;
    if (list.length < MOST_TAGS) list.push({ ...tag, members: members.get(name) ?? new Map() });
    else ignored++;
  }
  return { list, ignored };
}

/** The caller's tags (`one.user.info`). */
export async function readTags({ deps, session }: Caller): Promise<Tags> {
  const notes = await userNotes(deps.oned, session, SELF);
  return fromNotes(notes);
}

/** The same of what was read already. */
export function fromNotes(notes: Notes): Tags {
  return { userId: notes.id, ...tagsOf(notes) };
}

/** The category that a tag is. */
export function tagMixin({ scheme, term, title, depends, applies, location }: Tag): Mixin {
  return {
    class: "mixin",
    scheme,
    term,
    ...(title !== undefined && { title }),
    attributes: [],
    depends,
    applies,
    location,
    actions: [],
    tag: true,
  };
}

/** The user's tag of an identifier; undefined for every other type. */
export function tagOf({ list }: TagList, id: TypeId): Tag | undefined {
  return list.find((tag) => typeId(tag) === id);
}

/** The tags that an entity carries. */
export function tagsAt({ list }: TagList, kindTerm: string, id: string): readonly TypeId[] {
  return list.filter(({ members }) => members.get(kindTerm)?.has(id)).map(typeId);
}
