/** The changes of an update: the values sent, compared with the current ones. */
import {
  type AnyEntity,
  type Attributes,
  type EntityRequest,
  isLink,
  type Registry,
  refuseImmutable,
  sameValue,
  type TypeId,
  type Value,
} from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import { isSameUserData, USERDATA } from "./compute/context-attributes.ts";

/** All attributes of an entity, those of its core too. */
export function allAttributes(entity: AnyEntity): Attributes {
  const all = new Map<string, Value>([["occi.core.id", entity.id]]);
  if (entity.title !== undefined) all.set("occi.core.title", entity.title);
  if (isLink(entity)) {
    all.set("occi.core.source", entity.source.location);
    all.set("occi.core.target", entity.target.location);
    if (entity.target.kind !== undefined) all.set("occi.core.target.kind", entity.target.kind);
    if (entity.source.kind !== undefined) all.set("occi.core.source.kind", entity.source.kind);
  } else if (entity.summary !== undefined) all.set("occi.core.summary", entity.summary);
  for (const [name, value] of entity.attributes) all.set(name, value);
  return all;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these have no place in a line
const CONTROL = /[\u0000-\u001f\u007f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const flat = (text: string) => text.replace(/[\s\u0000-\u001f\u007f]+/g, " ").trim();

/**
 * Whether a value is as it was. A text of several lines comes back from the text renderings on one: that is no change
 * of it.
 */
function same(name: string, sent: Value, present: Value | undefined): boolean {
  if (present === undefined) return false;
  if (name === USERDATA && typeof sent === "string" && typeof present === "string" && isSameUserData(sent, present)) {
    return true;
  }
  if (typeof sent === "string" && typeof present === "string" && CONTROL.test(present) && !CONTROL.test(sent)) {
    return flat(sent) === flat(present);
  }
  return sameValue(sent, present);
}

export interface Difference {
  /** Attributes that are to be another value. */
  readonly changed: ReadonlyMap<string, Value>;
  /** Those that a replacing request leaves out; each kind drops what it can. */
  readonly dropped: ReadonlySet<string>;
  readonly addedMixins: readonly TypeId[];
  readonly droppedMixins: readonly TypeId[];
}

/**
 * @param replace whether what is not sent is to go (PUT).
 * @throws OcciError INVALID_REQUEST for another value of an immutable attribute.
 */
export function differenceOf(
  registry: Registry,
  entity: AnyEntity,
  { attributes, mixins }: EntityRequest,
  replace: boolean,
): Difference {
  const definitions = registry.definitions(entity.kind, [...entity.mixins, ...mixins]);
  const present = allAttributes(entity);
  const wanted = attributes;
  refuseImmutable(definitions, wanted, present);
  const changed = new Map(
    [...wanted].filter(([name, value]) => name !== "occi.core.id" && !same(name, value, present.get(name))),
  );
  const dropped = new Set(replace ? [...present.keys()].filter((name) => !wanted.has(name)) : []);
  return {
    changed,
    dropped,
    addedMixins: mixins.filter((id) => !entity.mixins.includes(id)),
    droppedMixins: replace ? entity.mixins.filter((id) => !mixins.includes(id)) : [],
  };
}

/** Refuses what no setter takes. @throws OcciError NOT_SUPPORTED naming the attribute. */
export function refuseOthers({ changed }: Difference, known: readonly string[], hint: string): void {
  const other = [...changed.keys()].find((name) => !known.includes(name));
  if (other === undefined) return;
  throw new OcciError("NOT_SUPPORTED", `OpenNebula cannot change ${other.slice(0, 64)} of an existing entity.`, {
    hint,
  });
}
