/**
 * Mixins that a user has made, and who carries them. They are kept in his own template in oned: one attribute for each tag
 * and one more for each entity that carries it, changed by append, so that every copy of the server sees them and two
 * writers, of one server or of two, change only what they write. Objects that are gone are passed over: oned never gives
 * an id again.
 */
import { type Mixin, type TypeId, typeId } from "../../dialects/occi/index.ts";
import { OcciError } from "../../errors.ts";
import { template } from "../../opennebula/template-writer.ts";
import { type Notes, SELF, update, userNotes } from "../../opennebula/user-notes.ts";
import type { Asking } from "./asking.ts";

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

export interface Tags {
  readonly userId: number;
  readonly userName: string;
  readonly list: readonly Tag[];
}

const PREFIX = "OCCI_TAG_";

/** The attribute of a tag: its identifier can be of any length and hold anything. */
function attributeOf({ scheme, term }: Pick<Tag, "scheme" | "term">): string {
  const hash = new Bun.CryptoHasher("sha256").update(scheme + term).digest("hex");
  return `${PREFIX}${hash.slice(0, 16).toUpperCase()}`;
}

/** The attribute that says that an entity carries a tag: `OCCI_TAG_..._COMPUTE_7`. */
function memberAttribute(tag: Pick<Tag, "scheme" | "term">, kindTerm: string, id: string): string {
  return `${attributeOf(tag)}_${kindTerm}_${id}`.toUpperCase();
}

/** Schemes whose mixins mean something to the server: nobody can make his own in them. */
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

/** A user can write to his template whatever he likes: what this server would not have made is none of its tags. */
function isTag({ scheme, term, location }: Pick<Tag, "scheme" | "term" | "location">): boolean {
  return SCHEME.test(scheme) && !isReservedScheme(scheme) && TERM.test(term) && isLocation(location);
}

function wordsOf(text: string): string[] {
  return [...new Set(text.split(" ").filter((word) => word !== ""))];
}

/** Who carries each tag: by the tag's attribute, then by the term of the kind. */
function membersOf(texts: Notes["texts"]): ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>> {
  const members = new Map<string, Map<string, Set<string>>>();
  for (const [name, text] of texts) {
    const [, tag = "", kind = "", id = ""] = /^(OCCI_TAG_[0-9A-F]{16})_([A-Z]+)_([A-Z0-9_]+)$/.exec(name) ?? [];
    if (tag === "" || text.trim() === "") continue;
    const kinds = members.get(tag) ?? new Map<string, Set<string>>();
    members.set(tag, kinds);
    const ids = kinds.get(kind.toLowerCase()) ?? new Set<string>();
    kinds.set(kind.toLowerCase(), ids.add(id.toLowerCase()));
  }
  return members;
}

function tagsOf({ texts, vectors }: Notes): Tag[] {
  const tags: Tag[] = [];
  const members = membersOf(texts);
  for (const [name, vector] of vectors) {
    const [scheme = "", term = "", location = ""] = ["SCHEME", "TERM", "LOCATION"].map((key) => vector.get(key));
    if (!name.startsWith(PREFIX) || !isTag({ scheme, term, location })) continue;
    const title = vector.get("TITLE");
    const [depends = [], applies = []] = ["DEPENDS", "APPLIES"].map((key) => wordsOf(vector.get(key) ?? ""));
    const carried = members.get(name) ?? new Map<string, ReadonlySet<string>>();
    tags.push({ scheme, term, location, depends, applies, members: carried, ...(title !== undefined && { title }) });
  }
  return tags;
}

/** The caller's tags (`one.user.info`). */
export async function readTags({ deps, session }: Asking): Promise<Tags> {
  const notes = await userNotes(deps.oned, session, SELF);
  return fromNotes(notes);
}

/** The same of what was read already. */
export function fromNotes(notes: Notes): Tags {
  return { userId: notes.id, userName: notes.name, list: tagsOf(notes) };
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

/** The user's tag of an identifier; undefined for a type that is none of his. */
export function tagOf({ list }: Tags, id: TypeId): Tag | undefined {
  return list.find((tag) => typeId(tag) === id);
}

/** The tags that an entity carries. */
export function tagsAt({ list }: Tags, kindTerm: string, id: string): readonly TypeId[] {
  return list.filter(({ members }) => members.get(kindTerm)?.has(id)).map(typeId);
}

/** Requests of one user that look at his tags before they write: one after the other. */
const turns = new Map<string, Promise<unknown>>();

async function inTurn<T>({ session }: Asking, work: () => Promise<T>): Promise<T> {
  const user = session.slice(0, session.indexOf(":"));
  const before = turns.get(user) ?? Promise.resolve();
  const mine = before.then(work, work);
  const settled = mine.catch(() => {}); // whoever asked is told
  turns.set(user, settled);
  try {
    return await mine;
  } finally {
    if (turns.get(user) === settled) turns.delete(user);
  }
}

function entryOf(tag: Omit<Tag, "members">) {
  const vector: [string, string][] = [
    ["SCHEME", tag.scheme],
    ["TERM", tag.term],
    ["LOCATION", tag.location],
  ];
  if (tag.title !== undefined && tag.title.trim() !== "") vector.push(["TITLE", tag.title]);
  if (tag.depends.length > 0) vector.push(["DEPENDS", tag.depends.join(" ")]);
  if (tag.applies.length > 0) vector.push(["APPLIES", tag.applies.join(" ")]);
  return [attributeOf(tag), vector] as const;
}

/**
 * Makes tags (`one.user.update`).
 * @param choose makes them, with those before its eyes that are there at the moment.
 */
export async function addTags(asking: Asking, choose: (tags: Tags) => readonly Omit<Tag, "members">[]): Promise<void> {
  await inTurn(asking, async () => {
    const present = await readTags(asking);
    const made = choose(present).map(entryOf);
    await update(asking.deps.oned, asking.session, present.userId, template(made));
  });
}

/** Takes tags back; they leave all entities. @param userId of the caller. */
export async function removeTags(asking: Asking, userId: number, tags: readonly Tag[]): Promise<void> {
  const names = tags.flatMap((tag) => [
    attributeOf(tag),
    ...[...tag.members].flatMap(([kind, ids]) => [...ids].map((id) => memberAttribute(tag, kind, id))),
  ]);
  await update(asking.deps.oned, asking.session, userId, template(names.map((name) => [name, ""] as const)));
}

/** One change of who carries a tag. */
export interface Membership {
  readonly tag: TypeId;
  readonly kindTerm: string;
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** Changes who carries tags. What holds already is not written. @throws OcciError NOT_FOUND for a tag that is gone. */
export async function changeMembers(asking: Asking, changes: readonly Membership[]): Promise<void> {
  if (changes.length === 0) return;
  const tags = await readTags(asking);
  const entries = changes.flatMap(({ tag: id, kindTerm, add, remove }) => {
    const tag = tagOf(tags, id);
    if (tag === undefined) throw new OcciError("NOT_FOUND", `There is no mixin ${id.slice(0, 128)}.`);
    const now = tag.members.get(kindTerm) ?? new Set<string>();
    const added = new Set(add);
    const entry = (member: string, value: string) => [memberAttribute(tag, kindTerm, member), value] as const;
    return [
      ...add.filter((member) => !now.has(member)).map((member) => entry(member, "1")),
      ...remove.filter((member) => now.has(member) && !added.has(member)).map((member) => entry(member, "")),
    ];
  });
  if (entries.length > 0) await update(asking.deps.oned, asking.session, tags.userId, template(entries));
}
