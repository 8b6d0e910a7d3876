/**
 * Mixins that a user has made, and who carries them. They are kept in his own template in oned: one attribute for each tag
 * and one more for each kind of entity that carries it, changed by append, so that every copy of the server sees them and
 * two writers change only what they write. Objects that are gone are passed over: oned never gives an id again.
 */
import type { Mixin, TypeId } from "../../dialects/occi/index.ts";
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

/** `_` before it, for the members of a kind. */
function membersAttribute(tag: Pick<Tag, "scheme" | "term">, kindTerm: string): string {
  return `${attributeOf(tag)}_${kindTerm.toUpperCase()}`;
}

function idsOf(text: string): Set<string> {
  return new Set(text.split(" ").filter((id) => id !== ""));
}

function tagsOf({ texts, vectors }: Notes): Tag[] {
  const tags: Tag[] = [];
  for (const [name, vector] of vectors) {
    const [scheme, term, location] = ["SCHEME", "TERM", "LOCATION"].map((key) => vector.get(key));
    if (!name.startsWith(PREFIX) || scheme === undefined || term === undefined || location === undefined) continue;
    const title = vector.get("TITLE");
    const members = new Map<string, ReadonlySet<string>>();
    for (const [other, text] of texts) {
      if (other.startsWith(`${name}_`)) members.set(other.slice(name.length + 1).toLowerCase(), idsOf(text));
    }
    const [depends = [], applies = []] = ["DEPENDS", "APPLIES"].map((key) => [...idsOf(vector.get(key) ?? "")]);
    tags.push({ scheme, term, location, depends, applies, members, ...(title !== undefined && { title }) });
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

/** The tags that an entity carries. */
export function tagsAt({ list }: Tags, kindTerm: string, id: string): readonly TypeId[] {
  return list.filter(({ members }) => members.get(kindTerm)?.has(id)).map(({ scheme, term }) => scheme + term);
}

/** Writes a user's template one after the other: members are read, changed and written. */
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

/** Makes tags. @param userId of the caller (`one.user.update`). */
export async function addTags(asking: Asking, userId: number, tags: readonly Omit<Tag, "members">[]): Promise<void> {
  const entries = tags.map((tag) => {
    const vector: [string, string][] = [
      ["SCHEME", tag.scheme],
      ["TERM", tag.term],
      ["LOCATION", tag.location],
    ];
    if (tag.title !== undefined && tag.title.trim() !== "") vector.push(["TITLE", tag.title]);
    if (tag.depends.length > 0) vector.push(["DEPENDS", tag.depends.join(" ")]);
    if (tag.applies.length > 0) vector.push(["APPLIES", tag.applies.join(" ")]);
    return [attributeOf(tag), vector] as const;
  });
  await inTurn(asking, () => update(asking.deps.oned, asking.session, userId, template(entries)));
}

/** Takes tags back; they leave all entities. */
export async function removeTags(asking: Asking, userId: number, tags: readonly Tag[]): Promise<void> {
  const entries = tags.flatMap((tag) =>
    [attributeOf(tag), ...[...tag.members.keys()].map((kind) => membersAttribute(tag, kind))].map(
      (name) => [name, ""] as const,
    ),
  );
  await inTurn(asking, () => update(asking.deps.oned, asking.session, userId, template(entries)));
}

/** One change of who carries a tag. */
export interface Membership {
  readonly tag: TypeId;
  readonly kindTerm: string;
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** How often a change is made again that another copy of the server has overwritten. */
const ATTEMPTS = 5;

/** Changes who carries tags: what is there is read, changed, written and looked at again. */
export async function changeMembers(asking: Asking, changes: readonly Membership[]): Promise<void> {
  if (changes.length === 0) return;
  await inTurn(asking, async () => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const tags = await readTags(asking);
      const entries = pending(tags, changes);
      if (entries.length === 0) return;
      await update(asking.deps.oned, asking.session, tags.userId, template(entries));
    }
  });
}

/** What has to be written for the changes to hold. */
function pending({ list }: Tags, changes: readonly Membership[]): (readonly [string, string])[] {
  const entries: (readonly [string, string])[] = [];
  for (const { tag: id, kindTerm, add, remove } of changes) {
    const tag = list.find(({ scheme, term }) => scheme + term === id);
    if (tag === undefined) continue;
    const now = tag.members.get(kindTerm) ?? new Set<string>();
    const wanted = new Set(now);
    for (const member of remove) wanted.delete(member);
    for (const member of add) wanted.add(member);
    const same = wanted.size === now.size && [...wanted].every((member) => now.has(member));
    if (!same) entries.push([membersAttribute(tag, kindTerm), [...wanted].join(" ")]);
  }
  return entries;
}
