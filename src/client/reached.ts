/** Changes of state of machines that are where the change leads to already. */
import { OcciError } from "../errors.ts";
import { complain } from "../terminal/output.ts";
import type { Reply } from "./answer.ts";
import { type Context, machineIn, pathOf } from "./context.ts";
import { harmless } from "./format/terminal-text.ts";
import { type Goal, RELEASED, stateOf } from "./goal.ts";
import type { Resource } from "./resource.ts";

/** Answers of the servers of 2.0 to 4.6, and of this project's, when the machine's state does not allow a change. */
const REFUSALS: readonly number[] = [400, 403, 409, 500];

/**
 * Asks for a change of state; a machine that is where it leads to already is no failure, whether the server says so
 * (`stop`) or refuses (`resume`). @returns the machine; undefined for --dry-run. @throws OcciError for all other
 * refusals.
 */
export async function unlessReached(
  context: Context,
  id: string,
  goal: Goal,
  ask: () => Promise<Reply | undefined>,
): Promise<Reply | undefined> {
  let reply: Reply | undefined;
  try {
    reply = await ask();
    // The status 202 means a change, 200 means that nothing has changed.
    if (reply?.status === 200) tellIfReached(id, goal, machineIn(reply));
    return reply;
  } catch (error) {
    if (!(error instanceof OcciError) || !REFUSALS.includes(error.httpStatus ?? 0)) throw error;
    const now = await replyOf(context, id);
    if (now === undefined || !tellIfReached(id, goal, machineIn(now))) throw error;
    return now;
  }
}

function tellIfReached(id: string, goal: Goal, machine: Resource | undefined): boolean {
  if (machine === undefined || !goal.reached(machine)) return false;
  complain(`machine ${id} is already ${goal === RELEASED ? harmless(stateOf(machine)) : goal.name}`);
  return true;
}

async function replyOf({ session }: Context, id: string): Promise<Reply | undefined> {
  const reply = await session.exchange("GET", pathOf("compute", id));
  return reply.status === 200 ? reply : undefined;
}
