/**
 * Creations that happen once for a key of the client (draft-ietf-httpapi-idempotency-key-header). The key is searched for
 * before an object is created and again afterwards, because another server might have created the same object meanwhile.
 * Then the newer one is deleted.
 */
import { OcciError } from "../../errors.ts";
import { isOutcomeUnknown } from "../../opennebula/call-error.ts";
import {
  type CreationKey,
  type KeyedKind,
  type KeyedObject,
  type KeyMark,
  keyed,
  mark,
  marking,
  newMark,
  remove,
  rename,
} from "../../opennebula/keyed-creation.ts";
import type { Creation } from "../../opennebula/marked-creation.ts";
import type { CloudDeps } from "../deps.ts";
import type { Requester } from "./requester.ts";

export type { CreationKey } from "../../opennebula/keyed-creation.ts";

/** Milliseconds to wait for another server to finish a rename. */
const RENAMING = 5_000;

/** Seconds for which a key is valid at least. */
export const KEY_LIFE = 24 * 3600;

const PATHS: Readonly<Record<KeyedKind, string>> = { machine: "compute", image: "storage", network: "network" };

function reused(): OcciError {
  return new OcciError("IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key was already used for another request.", {
    hint: "Repeat the original request, or use another key.",
  });
}

/** The error for a lost answer, with a hint that is right whether the request was carried out or not. */
function repeatable(lost: OcciError): OcciError {
  return new OcciError("OUTCOME_UNKNOWN", lost.sentence, {
    hint: "Send the request again with the same Idempotency-Key: the server finds the resource, or creates it.",
    cause: lost,
  });
}

/** Ignores errors of a search, which is made again when the client repeats the request. */
function unlessReused(error: unknown): undefined {
  if (error instanceof OcciError && error.code === "IDEMPOTENCY_KEY_REUSED") throw error;
}

/** The oldest object of a key for each part. @throws OcciError IDEMPOTENCY_KEY_REUSED. */
async function found(
  { deps, session }: Requester,
  kind: KeyedKind,
  { key, content }: CreationKey,
): Promise<Map<number, KeyedObject>> {
  const since = Math.floor(Date.now() / 1000) - KEY_LIFE;
  const byPart = new Map<number, KeyedObject>();
  for (const one of await keyed(deps.oned, session, kind, { key, since })) {
    if (one.mark === undefined) continue;
    if (one.mark.content !== content) throw reused();
    if (!byPart.has(one.mark.part)) byPart.set(one.mark.part, one);
  }
  return byPart;
}

/** Deletes a superfluous object, or has it deleted later when oned refuses now. */
async function discard({ deps, session }: Requester, kind: KeyedKind, id: number): Promise<void> {
  try {
    await remove(deps.oned, session, kind, id);
  } catch (error) {
    const isGone = error instanceof OcciError && error.code === "NOT_FOUND";
    if (isGone) return;
    if (deps.strays?.hasRoom !== true) throw error;
    deps.strays.watch({
      ...strayOf(kind),
      find: async () => ({ kind: "found", id }),
      remove: (stray) => remove(deps.oned, session, kind, stray),
    });
  }
}

function strayOf(kind: KeyedKind): Pick<Creation, "parameters" | "waitsForDriver" | "kind"> {
  return { parameters: [], waitsForDriver: false, kind: PATHS[kind] };
}

/** Watches for the object of an attempt whose answer was lost: it is superfluous when another attempt has created it too. */
function watchLate({ deps, session }: Requester, kind: KeyedKind, lost: KeyMark): void {
  if (deps.strays?.hasRoom !== true) return;
  deps.strays.watch({
    ...strayOf(kind),
    async find() {
      const all = await keyed(deps.oned, session, kind, { key: lost.key, since: lost.time - KEY_LIFE });
      const same = all.filter((one) => one.mark?.part === lost.part);
      const late = same.find((one) => one.mark?.attempt === lost.attempt);
      return late === undefined || late === same[0] ? { kind: "absent" } : { kind: "found", id: late.id };
    },
    remove: (id) => remove(deps.oned, session, kind, id),
  });
}

/** Creates an object. @returns its id. */
type Make = (requester: Requester, part: number) => Promise<number>;

function withMark(requester: Requester, value: KeyMark): Requester {
  const deps: CloudDeps = {
    ...requester.deps,
    oned: marking(requester.deps.oned, value),
    onceOned: marking(requester.deps.onceOned, value),
  };
  return { ...requester, deps };
}

async function makeMarked(requester: Requester, kind: KeyedKind, value: KeyMark, make: Make): Promise<number> {
  try {
    return await make(withMark(requester, value), value.part);
  } catch (error) {
    const isLost = isOutcomeUnknown(error);
    if (isLost) watchLate(requester, kind, value);
    // Another server may have created it meanwhile, and taken the name or the rest of a quota with it.
    const isRefused = error instanceof OcciError && error.status < 500;
    const others = isLost || isRefused ? await found(requester, kind, value).catch(unlessReused) : undefined;
    const other = others?.get(value.part);
    if (other !== undefined) return other.id;
    throw isLost ? repeatable(error) : error;
  }
}

/** Deletes an object that must not stay. Its key is removed first, because oned still lists machines that are gone. */
async function takeBack(requester: Requester, kind: KeyedKind, id: number, isMarked: boolean): Promise<void> {
  const { deps, session } = requester;
  if (isMarked) await mark(deps.oned, session, kind, id, undefined);
  await discard(requester, kind, id);
}

/** Deletes all objects. @returns the error for the client: that of the failure, or one that names what is left. */
async function takeAllBack(
  requester: Requester,
  kind: KeyedKind,
  ids: readonly number[],
  isMarked: boolean,
  failure: unknown,
): Promise<unknown> {
  const left: number[] = [];
  for (const id of ids) await takeBack(requester, kind, id, isMarked).catch(() => left.push(id));
  if (left.length === 0) return failure;
  const which = `${left.length === 1 ? kind : `${kind}s`} ${left.join(", ")}`;
  return new OcciError(
    "OUTCOME_UNKNOWN",
    `Not all resources could be created, and the ${which} could not be deleted again.`,
    {
      hint: `Delete the ${which} before you try again.`,
      cause: failure,
    },
  );
}

/** After all parts were created: keeps the oldest object of each part. @throws OcciError IDEMPOTENCY_KEY_REUSED, OUTCOME_UNKNOWN. */
async function settleRace(
  requester: Requester,
  kind: KeyedKind,
  key: CreationKey,
  made: ReadonlyMap<number, number>,
): Promise<Map<number, number>> {
  const all = await found(requester, kind, key).catch(async (error: unknown) => {
    if (error instanceof OcciError && error.code === "IDEMPOTENCY_KEY_REUSED") return error;
    throw new OcciError("OUTCOME_UNKNOWN", "The resource was created, but OpenNebula does not show it yet.", {
      hint: "Send the request again with the same Idempotency-Key: the server finds the resource.",
      cause: error,
    });
  });
  if (all instanceof OcciError) throw await takeAllBack(requester, kind, [...made.values()], true, all);
  const stay = new Map<number, number>();
  for (const [part, id] of made) {
    const oldest = all.get(part)?.id ?? id;
    stay.set(part, Math.min(oldest, id));
    if (oldest < id) await takeBack(requester, kind, id, true);
  }
  return stay;
}

/** The objects that a request creates. */
export interface Wanted {
  readonly kind: KeyedKind;
  /** Undefined for a request that is carried out each time it is sent. */
  readonly key?: CreationKey;
  /** How many objects. */
  readonly parts?: number;
  /** Checks made before the first object is created; skipped when the key was used before. */
  readonly before?: () => Promise<void>;
}

/**
 * Makes the parts of a request, all or none.
 * @returns the ids by part: of a key that was used before those that were made then.
 * @throws OcciError IDEMPOTENCY_KEY_REUSED for a key that came with another request; what `make` throws, with all that was
 *   made taken back. After OUTCOME_UNKNOWN of a request with a key nothing is: a repetition makes what is missing.
 */
export async function makeOnce(
  requester: Requester,
  { kind, key, parts = 1, before }: Wanted,
  make: Make,
): Promise<number[]> {
  const known = key === undefined ? new Map<number, KeyedObject>() : await found(requester, kind, key);
  if (known.size === 0) await before?.();
  const made = new Map<number, number>();
  for (let part = 0; part < parts; part++) {
    if (known.has(part)) continue;
    try {
      const id =
        key === undefined ? await make(requester, part) : await makeMarked(requester, kind, newMark(key, part), make);
      made.set(part, id);
    } catch (error) {
      if (key !== undefined && isOutcomeUnknown(error)) throw error;
      const ids = [...known.values(), ...[...made.values()].map((id) => ({ id }))].map(({ id }) => id);
      throw await takeAllBack(requester, kind, ids, key !== undefined, error);
    }
  }
  const stay = key === undefined || made.size === 0 ? made : await settleRace(requester, kind, key, made);
  return Array.from({ length: parts }, (_, part) => {
    const id = stay.get(part) ?? known.get(part)?.id;
    if (id === undefined) throw new Error(`part ${part} was neither made nor found`);
    return id;
  });
}

/** The same for one object. @returns its id. */
export async function makeOneOnce(
  requester: Requester,
  kind: KeyedKind,
  key: CreationKey | undefined,
  make: Make,
): Promise<number> {
  const [id] = await makeOnce(requester, { kind, ...(key !== undefined && { key }) }, make);
  if (id === undefined) throw new Error(`no ${kind} was made`);
  return id;
}

/**
 * The same for what oned makes without a template (a copy of an image, a reservation): it is made under a name that stands
 * for the key, then marked, then renamed. oned refuses a second object of that name, so no two can be made.
 * @param make gets the name. @returns the id.
 * @throws as `makeOnce`; NAME_TAKEN when the name that it is to have is taken: it is taken back then.
 */
export async function makeNamedOnce(
  requester: Requester,
  kind: KeyedKind,
  key: CreationKey,
  wanted: string,
  make: (name: string) => Promise<number>,
): Promise<number> {
  const { deps, session } = requester;
  const name = `occi-${key.key}-${key.content}`;
  const look = async (): Promise<KeyedObject | undefined> => {
    const since = Math.floor(Date.now() / 1000) - KEY_LIFE;
    const all = await keyed(deps.oned, session, kind, { key: key.key, since, names: [name, wanted] });
    if (all.some((one) => one.mark !== undefined && one.mark.content !== key.content)) throw reused();
    return all.find((one) => one.mark !== undefined) ?? all.find((one) => one.name === name) ?? all[0];
  };
  const begin = async (): Promise<KeyedObject> => {
    try {
      return { id: await make(name), name, mark: undefined };
    } catch (error) {
      // Another server is at it, or was; in a race oned may also give no reason at all.
      const mayBeThere = isOutcomeUnknown(error) || (error instanceof OcciError && error.code === "NAME_TAKEN");
      const other = mayBeThere ? await look().catch(unlessReused) : undefined;
      if (other !== undefined) return other;
      throw isOutcomeUnknown(error) ? repeatable(error) : error;
    }
  };
  const one = (await look()) ?? (await begin());
  if (one.mark === undefined && one.name !== name) {
    throw new OcciError("NAME_TAKEN", `You have another ${kind} of this name: ${one.id}.`, {
      hint: "Choose another name.",
    });
  }
  if (one.mark === undefined) await mark(deps.oned, session, kind, one.id, newMark(key, 0));
  // The name that stands for the key is free again as soon as another server has renamed what it made.
  const first = (await look()) ?? one;
  if (first.id < one.id) {
    await takeBack(requester, kind, one.id, true);
    return first.id;
  }
  if (one.name !== name) return one.id;
  try {
    await rename(deps.oned, session, kind, one.id, wanted);
  } catch (error) {
    if (!(error instanceof OcciError)) throw error;
    // oned refuses to rename what another server is renaming just now.
    const wait = /being renamed/i.test(error.message) ? RENAMING : 0;
    const seen = await deps.patience.lasting(wait).follow(look, (now) => now?.name === wanted);
    if (seen?.name === wanted && seen.id === one.id) return one.id;
    if (error.status >= 500) throw error;
    throw await takeAllBack(requester, kind, [one.id], true, error);
  }
  return one.id;
}
