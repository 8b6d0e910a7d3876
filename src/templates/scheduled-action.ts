/** SCHED_ACTION, which oned 6.10 and 7.4 read when a machine is made: `sam/ScheduledAction.cc`. */
import type { TemplateAttribute } from "./syntax.ts";

const ACTIONS = [
  ...["terminate", "terminate-hard", "undeploy", "undeploy-hard", "hold", "release", "stop", "suspend", "resume"],
  ...["reboot", "reboot-hard", "poweroff", "poweroff-hard", "snapshot-create", "snapshot-revert", "snapshot-delete"],
  ...["disk-snapshot-create", "disk-snapshot-revert", "disk-snapshot-delete", "backup"],
];
/** Words of OpenNebula up to 4.14 and what does the same today. */
const TODAY: Readonly<Record<string, string>> = {
  shutdown: "terminate",
  "shutdown-hard": "terminate-hard",
  cancel: "terminate-hard",
  delete: "terminate-hard",
};
const TIME = /^\s*(?:\+\s*)?-?\d+$/;

interface Refused {
  readonly severity: "error";
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint: string;
}

/** The parts of a scheduled action that oned refuses. */
export function scheduledActionFaults(at: TemplateAttribute, members: readonly TemplateAttribute[]): Refused[] {
  const member = (name: string): TemplateAttribute | undefined => members.find((one) => one.name === name);
  const [action, time] = [member("ACTION"), member("TIME")];
  const [word, when] = [String(action?.value ?? ""), String(time?.value ?? "")];
  const faults: Refused[] = [];
  if (word === "") {
    faults.push(refused(action ?? at, "SCHED_ACTION does not name an ACTION", 'write ACTION = "suspend"'));
  } else if (!ACTIONS.includes(word)) {
    faults.push(refused(action ?? at, `OpenNebula does not accept the action ${word}`, hintFor(word)));
  }
  if (when === "") faults.push(refused(time ?? at, "SCHED_ACTION does not have a TIME", HOW));
  else if (!TIME.test(when)) faults.push(refused(time ?? at, `OpenNebula does not accept TIME = "${when}"`, HOW));
  return faults;
}

const HOW = "write seconds since 1970 (`date +%s -d ..`), or +seconds after the start";

function hintFor(word: string): string {
  const lower = word.toLowerCase();
  const now = TODAY[lower] ?? (ACTIONS.includes(lower) ? lower : undefined);
  return now === undefined ? "remove it, or choose another action" : `write ACTION = "${now}"`;
}

function refused({ line, column }: TemplateAttribute, message: string, hint: string): Refused {
  return { severity: "error", line, column, message, hint };
}
