/** The names that this server's calls had in oned 2.0 and 4.6. For tests. */
import type { Parameter } from "../../../opennebula/client.ts";

/** Names of `one.vm.action` up to 4.6, by those of 5.x to 7.x. */
const OLD_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  terminate: ["shutdown"],
  "terminate-hard": ["shutdown-hard", "cancel", "delete", "finalize"],
  resume: ["resume", "boot"],
};
const RECREATE = 4;

const OLD_METHODS: Readonly<Record<string, string>> = {
  "one.vm.disksaveas": "one.vm.savedisk",
  "one.vm.recover": "one.vm.action",
  "one.vmpool.infoextended": "one.vmpool.info",
};

export function oldMethod(method: string): string {
  return OLD_METHODS[method] ?? method;
}

/** Whether a recorded call does what a call of ours asks for, whatever object it is about. */
export function doesTheSame(
  ours: { readonly method: string; readonly params: readonly Parameter[] },
  recorded: { readonly method: string | null; readonly params: readonly Parameter[] },
): boolean {
  if (recorded.method !== oldMethod(ours.method)) return false;
  const [first, second] = ours.params;
  if (ours.method === "one.vm.recover") return second === RECREATE && recorded.params[0] === "delete-recreate";
  if (ours.method !== "one.vm.action") return true;
  return (OLD_ACTIONS[String(first)] ?? [String(first)]).includes(String(recorded.params[0]));
}

/** The id of the object that a call changes; undefined for what creates one. */
export function changedId(method: string, params: readonly Parameter[]): number | undefined {
  if (/\.allocate$/.test(method)) return undefined;
  return Number(method === "one.vm.action" ? params[1] : params[0]);
}
