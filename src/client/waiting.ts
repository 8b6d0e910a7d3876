/** `--wait`: looks until a goal is reached, fails at once when it cannot be any more, and never hangs. */
import { OcciError } from "../errors.ts";
import { given, text } from "../terminal/arguments.ts";
import { complain } from "../terminal/output.ts";
import { isOurs, type Reply } from "./answer.ts";
import { type Context, pathOf, resourceIn } from "./context.ts";
import { exitCodeOf } from "./exit.ts";
import { harmless } from "./format/terminal-text.ts";
import { type Goal, hasFailed, inState, isAtRest, stateOf } from "./goal.ts";
import { throwIfInterrupted, unlessInterrupted } from "./interruption.ts";
import { KINDS, type Kind } from "./kinds.ts";
import type { Resource } from "./resource.ts";
import { StatusLine } from "./status-line.ts";

/** Milliseconds. */
const DEFAULT_TIMEOUT = 600_000;
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 3_000;
/** The last look gets that much time at least. */
const LAST_LOOK = 2_000;

/** The state that the command line waits for: the goal of the command, or the state that --wait names. */
export function wantedGoal({ args }: Context, usual: Goal): Goal | undefined {
  if (!given(args, "wait")) return undefined;
  const named = text(args, "wait");
  return named === undefined ? usual : inState(named);
}

/** A resource that is waited for. */
interface Waited {
  readonly id: number | string;
  /** It was seen doing something. */
  moved: boolean;
  /** The state seen last. */
  last: string;
  /** Undefined as long as the goal is not reached. */
  end?: Reply | "gone";
}

export interface Waiting {
  /** Ends the wait when it is aborted. */
  readonly signal?: AbortSignal;
  /** Called with each answer; undefined means that the resource is gone. */
  readonly onLook?: (id: number | string, reply: Reply | undefined) => void;
}

/**
 * Waits for several resources at once.
 * @returns the last answer for each; undefined for one that is gone.
 * @throws OcciError WAIT_FAILED with the server's reason as soon as one fails, WAIT_TIMED_OUT, INTERRUPTED.
 */
export async function waitForAll(
  context: Context,
  kind: Kind,
  ids: readonly (number | string)[],
  goal: Goal,
  { signal, onLook }: Waiting = {},
): Promise<(Reply | undefined)[]> {
  const { clock, session } = context;
  const timeout = session.settings.timeout ?? DEFAULT_TIMEOUT;
  const status = new StatusLine();
  const begun = clock.now();
  const left = (): number => begun + timeout - clock.now();
  const all = ids.map((id): Waited => ({ id, moved: false, last: "not seen yet" }));
  try {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
      const open = all.filter(({ end }) => end === undefined);
      const before = open.map(({ last }) => last);
      const looks = open.map((one) => lookOnce(context, kind, one, goal, Math.max(left(), LAST_LOOK), onLook));
      await unlessInterrupted(signal, Promise.all(looks));
      const waiting = open.filter(({ end }) => end === undefined);
      if (waiting.length === 0) return all.map(({ end }) => (end === "gone" ? undefined : end));
      if (status.redraws) {
        const waited = Math.round((clock.now() - begun) / 1000);
        status.show(`${progressText(kind, waiting)}; waiting for ${goal.name} (${waited} s)`);
      } else {
        const changed = open.filter(({ end, last }, index) => end === undefined && last !== before[index]);
        if (changed.length > 0) status.show(progressText(kind, changed));
      }
      if (left() <= 0) throw timedOut(kind, waiting, goal, timeout);
      await clock.sleep(Math.min(pause, left()), signal);
      throwIfInterrupted(signal);
    }
  } finally {
    status.clear();
  }
}

/** `machine 3 is PROLOG, machine 4 is PENDING` */
function progressText(kind: Kind, all: readonly Waited[]): string {
  return all.map(({ id, last }) => `${KINDS[kind].noun} ${id} is ${last}`).join(", ");
}

const UNANSWERED = ", but the server is not answering at the moment";

/** @throws OcciError WAIT_FAILED. */
async function lookOnce(
  context: Context,
  kind: Kind,
  one: Waited,
  goal: Goal,
  within: number,
  onLook?: Waiting["onLook"],
): Promise<void> {
  const look = await lookAt(context, kind, one.id, goal, within);
  if (look === "unreachable") {
    if (!one.last.endsWith(UNANSWERED)) one.last += UNANSWERED;
    return;
  }
  if (look === "gone") {
    onLook?.(one.id, undefined);
    one.end = look;
    return;
  }
  const { reply, resource } = look;
  onLook?.(one.id, reply);
  one.last = harmless(stateOf(resource));
  if (goal.reached(resource)) {
    one.end = reply;
    return;
  }
  throwIfHopeless(kind, resource, goal, one.moved);
  one.moved ||= kind === "compute" && !isAtRest(resource);
}

type Look = { readonly reply: Reply; readonly resource: Resource } | "gone" | "unreachable";

async function lookAt(
  { session }: Context,
  kind: Kind,
  id: number | string,
  goal: Goal,
  within: number,
): Promise<Look> {
  try {
    const reply = await session.request("GET", pathOf(kind, id), undefined, { within });
    return { reply, resource: resourceIn(kind, reply) };
  } catch (error) {
    if (goal.gone && error instanceof OcciError && exitCodeOf(error) === 3) return "gone";
    // A server that restarts, a cloud that is busy: the wait has its own end.
    if (exitCodeOf(error) === 5) return "unreachable";
    throw error;
  }
}

function throwIfHopeless(kind: Kind, resource: Resource, goal: Goal, moved: boolean): void {
  const { noun } = KINDS[kind];
  const state = stateOf(resource);
  const bounced = moved && kind === "compute" && isAtRest(resource);
  if (!hasFailed(resource) && !bounced && state !== "DONE") return;
  const what = harmless(`The ${noun} ${resource.id} (${resource.name}) is ${state}, not ${goal.name}.`);
  const show = `\`occi-${kind} show ${resource.id}\` shows the ${noun}.`;
  if (typeof resource.error === "string") {
    throw new OcciError("WAIT_FAILED", `${what} ${harmless(resource.error)}`, { hint: show });
  }
  throw new OcciError("WAIT_FAILED", what, {
    hint: `The server does not report the reason (OpenNebula's own servers never did): its administrator can find it in OpenNebula's log. ${show}`,
  });
}

function timedOut(kind: Kind, waiting: readonly Waited[], goal: Goal, timeout: number): OcciError {
  const message = `After ${timeout / 1000} s ${progressText(kind, waiting)}, not ${goal.name}.`;
  return new OcciError("WAIT_TIMED_OUT", message, {
    hint: "The operation continues on the server: `show` shows its progress. Use --timeout to wait longer.",
  });
}

/**
 * A refusal that time can mend. This project's server says with Retry-After that what stands in the way is on its way
 * out; of other servers' refusals, and where a user names a --timeout, nobody knows better than to try.
 */
function mayPass(error: unknown, isTimeoutNamed: boolean): error is OcciError {
  if (!(error instanceof OcciError) || (error.httpStatus ?? error.status) !== 409) return false;
  return isTimeoutNamed || !isOurs(error) || error.retryAfter !== undefined;
}

/**
 * Deletes: what is 409 for the moment is tried again until the timeout.
 * @param patience how long when there is no --timeout. Milliseconds. @throws OcciError.
 */
export async function retryWhileBusy<T>(
  { session, clock }: Context,
  kind: Kind,
  patience: number,
  attempt: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const { timeout } = session.settings;
  const until = clock.now() + (timeout ?? patience);
  let hasComplained = false;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
    try {
      return await attempt();
    } catch (error) {
      const left = until - clock.now();
      if (!mayPass(error, timeout !== undefined) || left <= 0) throw error;
      if (!hasComplained) {
        const reason = error.message.replace(/(?<![.!?])$/, ".");
        complain(`occi-${kind}: ${reason} Retrying for ${Math.ceil(left / 1000)} s.`);
      }
      hasComplained = true;
      await clock.sleep(Math.min(pause, left), signal);
      throwIfInterrupted(signal);
    }
  }
}
