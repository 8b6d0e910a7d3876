/** The actions of GFD.224 and, marked so, of 1.1's GFD.184. Parameters need no prefix (GFD.221, Action). */
import type { Action } from "../model.ts";
import { action, mutable } from "./define.ts";
import { ACTIONS } from "./ids.ts";

const method = (...values: readonly string[]) => mutable("method", "string", "How it is done", { values });

export const STANDARD_ACTIONS: readonly Action[] = [
  action(ACTIONS.START, "Start"),
  action(ACTIONS.STOP, "Stop", [method("graceful", "acpioff", "poweroff")]),
  action(ACTIONS.RESTART, "Restart", [method("graceful", "warm", "cold")]),
  action(ACTIONS.SUSPEND, "Suspend", [method("hibernate", "suspend")]),
  action(ACTIONS.SAVE, "Save as a template", [
    method("hot", "deferred"),
    mutable("name", "string", "Name of the new template"),
  ]),
  action(ACTIONS.UP, "Activate"),
  action(ACTIONS.DOWN, "Deactivate"),
  action(ACTIONS.ONLINE, "Bring online"),
  action(ACTIONS.OFFLINE, "Take offline"),
  // 1.1 only; its test looks for them.
  action(ACTIONS.BACKUP, "Back up"),
  action(ACTIONS.SNAPSHOT, "Snapshot"),
  action(ACTIONS.RESIZE, "Resize", [mutable("size", "number", "New size in GiB", { required: true, minimum: 0 })]),
];
