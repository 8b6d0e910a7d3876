/** `--wait`: looks until a goal is reached, fails at once when it cannot be any more, and never hangs. */
import { OcciError } from "../errors.ts";
import { given, text } from "../terminal/arguments.ts";
import { complain } from "../terminal/output.ts";
import type { Reply } from "./answer.ts";
import { type Context, pathOf, resourceIn } from "./context.ts";
import { exitCodeOf } from "./exit.ts";
import { type Goal, hasFailed, inState, isAtRest, stateOf } from "./goal.ts";
import { KINDS, type Kind } from "./kinds.ts";
import type { Resource } from "./resource.ts";
import { StatusLine } from "./status-line.ts";

/** Milliseconds. */
const DEFAULT_TIMEOUT = 600_000;
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 3_000;

/** What the command line wants waited for: the goal of the command, or the state that --wait names. */
export function wantedGoal({ args }: Context, usual: Goal): Goal | undefined {
  if (!given(args, "wait")) return undefined;
  const named = text(args, "wait");
  return named === undefined ? usual : inState(named);
}

/**
 * Waits for several resources at once.
 * @returns the last answer for each; undefined for one that is gone.
 * @throws OcciError WAIT_FAILED with the server's reason, WAIT_TIMED_OUT.
 */
export async function waitForAll(
  context: Context,
  kind: Kind,
  ids: readonly (number | string)[],
  goal: Goal,
): Promise<(Reply | undefined)[]> {
  const { clock, session } = context;
  const timeout = session.settings.timeout ?? DEFAULT_TIMEOUT;
  const status = new StatusLine();
  const begun = clock.now();
  const states = new Map<number | string, string>();
  const note = (id: number | string, state: string) => {
    if (states.get(id) === state && !status.redraws) return;
    states.set(id, state);
    const told = (each: number | string, now: string) => `${KINDS[kind].noun} ${each} is ${now}`;
    if (!status.redraws) {
      status.show(told(id, state));
      return;
    }
    const all = [...states].map(([each, now]) => told(each, now)).join(", ");
    const waited = Math.round((clock.now() - begun) / 1000);
    status.show(`${all}; waiting for ${goal.name} (${waited} s)`);
  };
  try {
    return await Promise.all(ids.map((id) => waitForOne(context, kind, id, goal, begun + timeout, timeout, note)));
  } finally {
    status.clear();
  }
}

async function waitForOne(
  context: Context,
  kind: Kind,
  id: number | string,
  goal: Goal,
  until: number,
  timeout: number,
  note: (id: number | string, state: string) => void,
): Promise<Reply | undefined> {
  const { clock } = context;
  let moved = false;
  let last = "not seen yet";
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
    const look = await lookAt(context, kind, id, goal);
    if (look === "gone") return undefined;
    if (look !== "unreachable") {
      const { reply, resource } = look;
      last = stateOf(resource);
      if (goal.reached(resource)) return reply;
      throwIfHopeless(kind, resource, goal, moved);
      moved ||= kind === "compute" && !isAtRest(resource);
    }
    note(id, look === "unreachable" ? `${last}, but the server does not answer now` : last);
    const left = until - clock.now();
    if (left <= 0) throw timedOut(kind, id, goal, last, timeout);
    await clock.sleep(Math.min(pause, left));
  }
}

type Look = { readonly reply: Reply; readonly resource: Resource } | "gone" | "unreachable";

async function lookAt({ session }: Context, kind: Kind, id: number | string, goal: Goal): Promise<Look> {
  try {
    const reply = await session.request("GET", pathOf(kind, id));
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
  if (!hasFailed(resource) && !bounced) return;
  const what = `The ${noun} ${resource.id} (${resource.name}) is ${state}, not ${goal.name}.`;
  if (typeof resource.error === "string") throw new OcciError("WAIT_FAILED", `${what} ${resource.error}`);
  throw new OcciError("WAIT_FAILED", what, {
    hint: "The server tells no reason (servers of OpenNebula never did): its administrator finds it in OpenNebula's log.",
  });
}

function timedOut(kind: Kind, id: number | string, goal: Goal, last: string, timeout: number): OcciError {
  const { noun } = KINDS[kind];
  return new OcciError("WAIT_TIMED_OUT", `The ${noun} ${id} is ${last}, not ${goal.name}, after ${timeout / 1000} s.`, {
    hint: "It goes on without you: `show` tells how far it is; --timeout waits longer.",
  });
}

/** A change that is 409 for the moment is tried again until the timeout. @throws OcciError. */
export async function retryWhileBusy<T>(
  { session, clock }: Context,
  fallback: number,
  attempt: () => Promise<T>,
): Promise<T> {
  const until = clock.now() + (session.settings.timeout ?? fallback);
  let told = false;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
    try {
      return await attempt();
    } catch (error) {
      const left = until - clock.now();
      if (!(error instanceof OcciError) || (error.httpStatus ?? error.status) !== 409 || left <= 0) throw error;
      if (!told) complain(`${error.message} Trying again for ${Math.ceil(left / 1000)} s.`);
      told = true;
      await clock.sleep(Math.min(pause, left));
    }
  }
}
