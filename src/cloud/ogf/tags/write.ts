/** Changes of tags: each writes what it changes and nothing else, so that two writers lose nothing of each other's. */
import { type TypeId, typeId } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { template } from "../../../opennebula/template-writer.ts";
import { update } from "../../../opennebula/user-notes.ts";
import type { Caller } from "../caller.ts";
import {
  attributeOf,
  MOST_MEMBERS,
  memberAttribute,
  readTags,
  type Tag,
  type TagList,
  type Tags,
  tagOf,
} from "./tags.ts";

/** Requests of one user that read the tags before they write: one after the other. */
function inTurn<T>({ deps, session }: Caller, work: () => Promise<T>): Promise<T> {
  return deps.userTurns.take(session.slice(0, session.indexOf(":")), work);
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
export async function addTags(caller: Caller, choose: (tags: Tags) => readonly Omit<Tag, "members">[]): Promise<void> {
  await inTurn(caller, async () => {
    const present = await readTags(caller);
    const made = choose(present).map(entryOf);
    await update(caller.deps.oned, caller.session, present.userId, template(made));
  });
}

/** Takes tags back; they leave all entities. @param userId of the caller. */
export async function removeTags(caller: Caller, userId: number, tags: readonly Tag[]): Promise<void> {
  const names = tags.flatMap((tag) => [
    attributeOf(tag),
    ...[...tag.members].flatMap(([kind, ids]) => [...ids].map((id) => memberAttribute(tag, kind, id))),
  ]);
  await update(caller.deps.oned, caller.session, userId, template(names.map((name) => [name, ""] as const)));
}

/** One change of who carries a tag. */
export interface Membership {
  readonly tag: TypeId;
  readonly kindTerm: string;
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/**
 * Changes who carries tags (`one.user.update`). A membership that already exists is not written.
 * @param tags as they were read just before. @param changes do not add and remove the same member.
 * @returns the tags afterwards. @throws OcciError NOT_FOUND for a tag that is gone, TOO_LARGE for too many members.
 */
export async function changeMembers(caller: Caller, tags: Tags, changes: readonly Membership[]): Promise<Tags> {
  const entries = changes.flatMap(({ tag: id, kindTerm, add, remove }) => {
    const tag = tagOf(tags, id);
    if (tag === undefined) throw new OcciError("NOT_FOUND", `There is no mixin ${id.slice(0, 128)}.`);
    const now = tag.members.get(kindTerm) ?? new Set<string>();
    const entry = (member: string, value: string) => [memberAttribute(tag, kindTerm, member), value] as const;
    return [
      ...add.filter((member) => !now.has(member)).map((member) => entry(member, "1")),
      ...remove.filter((member) => now.has(member)).map((member) => entry(member, "")),
    ];
  });
  const added = entries.filter(([, value]) => value !== "").length;
  if (added > 0 && membersIn(tags) + added > MOST_MEMBERS) {
    throw new OcciError("TOO_LARGE", `A user's own mixins can apply to ${MOST_MEMBERS} entities in all.`, {
      hint: "Remove them from entities that no longer need them.",
    });
  }
  if (entries.length > 0) await update(caller.deps.oned, caller.session, tags.userId, template(entries));
  return { ...tags, list: tags.list.map((tag) => withMembers(tag, changes)) };
}

function withMembers(tag: Tag, changes: readonly Membership[]): Tag {
  const members = new Map(tag.members);
  for (const { kindTerm, add, remove } of changes.filter(({ tag: id }) => id === typeId(tag))) {
    const kept = [...(members.get(kindTerm) ?? [])].filter((id) => !remove.includes(id));
    members.set(kindTerm, new Set([...kept, ...add]));
  }
  return { ...tag, members };
}

/** All that carry a tag. */
function membersIn({ list }: TagList): number {
  const kinds = list.flatMap(({ members }) => [...members.values()]);
  return kinds.reduce((sum, ids) => sum + ids.size, 0);
}
