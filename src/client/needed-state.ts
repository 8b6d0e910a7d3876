/** From which states a machine can be changed: said where a server refuses and does not say it. */
import { OcciError } from "../errors.ts";
import { tryDocument } from "./answer.ts";
import { type Context, pathOf, resourceIn } from "./context.ts";
import { harmless } from "./format/terminal-text.ts";
import { stateOf } from "./goal.ts";

/** By command. Source: RequestManagerVirtualMachine.cc and LifeCycleActions.cc of oned 6.10. */
const NEEDED: Readonly<Record<string, string>> = {
  stop: "RUNNING",
  suspend: "RUNNING",
  reboot: "RUNNING",
  reset: "RUNNING",
  poweroff: "RUNNING",
  undeploy: "RUNNING, POWEROFF or UNKNOWN",
  resume: "STOPPED, SUSPENDED, POWEROFF, UNDEPLOYED or UNKNOWN",
  hold: "PENDING",
  release: "HOLD",
  restart: "UNKNOWN, or from a state of failure such as FAILED or BOOT_FAILURE",
};

/**
 * The error of a change of state, with a hint that names the states from which it is possible. Other errors, and those that
 * have such a hint, stay as they are.
 */
export async function withNeededState(context: Context, name: string, id: string, error: unknown): Promise<unknown> {
  const needed = Object.hasOwn(NEEDED, name) ? NEEDED[name] : undefined;
  if (needed === undefined || !(error instanceof OcciError) || error.hint !== undefined) return error;
  if (error.code !== "WRONG_STATE" && error.code !== "STATE_NOT_ALLOWED") return error;
  const reply = await context.session.exchange("GET", pathOf("compute", id));
  if (reply.status !== 200 || tryDocument(reply) === undefined) return error;
  const state = harmless(stateOf(resourceIn("compute", reply)));
  // The machine has reached one of them meanwhile, or it is not about its state.
  if (needed.split(/,? (?:or )?/).includes(state)) return error;
  const instead =
    name === "restart" && state === "RUNNING" ? ` \`occi-compute reboot ${id}\` restarts the guest system.` : "";
  const { httpStatus, requestId, retryAfter } = error;
  return new OcciError(error.code, error.message, {
    hint: `The machine is ${state}, and \`occi-compute ${name}\` is possible from ${needed}.${instead}`,
    ...(httpStatus !== undefined && { httpStatus }),
    ...(requestId !== undefined && { requestId }),
    ...(retryAfter !== undefined && { retryAfter }),
    cause: error,
  });
}
