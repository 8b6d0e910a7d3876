/**
 * The outcome of changes on the server: shown when it is reached, or as far as it is known when the wait is cut off.
 */
import { OcciError } from "../errors.ts";
import { type Reply, tryDocument } from "./answer.ts";
import { type Context, resourceIn, showReplies } from "./context.ts";
import { harmless } from "./format/terminal-text.ts";
import type { Goal } from "./goal.ts";
import { interruptible, isInterruption } from "./interruption.ts";
import { KINDS, type Kind } from "./kinds.ts";
import { waitForAll, wantedGoal } from "./waiting.ts";

/** Changes that the server has taken. */
export interface Changes {
  readonly kind: Kind;
  /** Ids of what is waited for. */
  readonly ids: readonly (number | string)[];
  /** The answers to the changes, in the order of the ids; none of a deletion. */
  readonly replies: readonly Reply[];
  /** How an interruption names what goes on without this program: `Created and still in progress`. */
  readonly goingOn: string;
  /** Whether they made something new: it exists, and is shown, whatever becomes of the wait. */
  readonly isCreation?: boolean;
  /** Shown as one, not as a list. */
  readonly single?: boolean;
}

/** The text of a creation, before the ids. */
export const CREATED = "Created and still in progress";

/**
 * Waits for changes and shows what they have come to, when there is something to show.
 * @throws OcciError as `waitForAll`; INTERRUPTED with the ids and names of what goes on, after they were printed.
 */
export async function showOutcome(
  context: Context,
  changes: Changes,
  goal: Goal | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { kind, ids, replies, single = false } = changes;
  const show = (shown: readonly Reply[]): void => {
    if (shown.length > 0) showReplies(context, kind, shown, single);
  };
  if (goal === undefined) return show(replies);
  const latest = new Map(replies.map((reply, index) => [String(ids[index]), reply] as const));
  const gone = new Set<string>();
  try {
    const waited = await waitForAll(context, kind, ids, goal, {
      signal,
      onLook: (id, reply) => {
        if (reply !== undefined) latest.set(String(id), reply);
        else {
          latest.delete(String(id));
          gone.add(String(id));
        }
      },
    });
    show(replies.map((reply, index) => waited[index] ?? reply));
  } catch (error) {
    const interrupted = isInterruption(error);
    if (interrupted || changes.isCreation) show([...latest.values()].filter(isResource));
    if (!interrupted) throw error;
    const left = ids.map(String).filter((id) => !gone.has(id));
    throw interruptedAt(kind, changes.goingOn, left, latest);
  }
}

/**
 * Shows the answer to a change; with --wait what it has come to.
 * @param usual the goal that --wait alone means. @param id of what is waited for; without one the change has made it.
 * @throws OcciError as `showOutcome`.
 */
export async function showWhenReached(
  context: Context,
  kind: Kind,
  reply: Reply,
  usual: Goal,
  id?: string,
): Promise<void> {
  const goal = wantedGoal(context, usual);
  const ids = goal === undefined ? [] : [id ?? resourceIn(kind, reply).id];
  const isCreation = id === undefined;
  const goingOn = isCreation ? CREATED : "Still in progress";
  await interruptible((signal) =>
    showOutcome(context, { kind, ids, replies: [reply], goingOn, isCreation, single: true }, goal, signal),
  );
}

/** The error for an interruption that says what goes on all the same. */
export function interruptedAt(
  kind: Kind,
  goingOn: string,
  ids: readonly (number | string)[],
  latest: ReadonlyMap<string, Reply>,
  more = "",
): OcciError {
  const names = ids.map((id) => {
    const reply = latest.get(String(id));
    const name = reply !== undefined && isResource(reply) ? resourceIn(kind, reply).name : "";
    return harmless(name === "" ? String(id) : `${id} ${name}`);
  });
  const what = names.length === 0 ? "" : ` ${goingOn}: ${names.join(", ")}.`;
  return new OcciError("INTERRUPTED", `Interrupted.${what}${more}`);
}

/**
 * The sentence for a change that was sent and not answered before an interruption.
 * @param id undefined: there is no such change.
 */
export function withoutAnswer(kind: Kind, id: string | undefined): string {
  if (id === undefined) return "";
  return ` The server has not answered about ${KINDS[kind].noun} ${id} yet: check with \`occi-${kind} show ${id}\`.`;
}

function isResource(reply: Reply): boolean {
  return tryDocument(reply) !== undefined;
}
