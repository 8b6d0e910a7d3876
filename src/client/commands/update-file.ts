/** `update FILE` */
import type { Arguments } from "../../terminal/command.ts";
import { type Context, change, openContext, pathOf, showReplies } from "../context.ts";
import { AT_REST, inState } from "../goal.ts";
import type { Kind } from "../kinds.ts";
import { waitForAll, wantedGoal } from "../waiting.ts";
import { childText, idIn, readXmlFile } from "../xml-file.ts";

/** States that words of PUT lead to. */
const LEADS_TO: Readonly<Record<string, string>> = {
  STOPPED: "STOPPED",
  SUSPENDED: "SUSPENDED",
  POWEROFF: "POWEROFF",
  RESUME: "RUNNING",
  DONE: "DONE",
  SHUTDOWN: "DONE",
  CANCEL: "DONE",
};

export async function compute(args: Arguments): Promise<number> {
  await updateFromFile(openContext(args), "compute");
  return 0;
}

/** PUT of what a file says to the resource whose id it holds. */
export async function updateFromFile(context: Context, kind: Kind): Promise<void> {
  const [path = ""] = context.args.words;
  const file = readXmlFile(path);
  const id = idIn(file, path);
  let reply = await change(context, "PUT", pathOf(kind, id), file.text);
  if (reply === undefined) return;
  if (kind === "compute") {
    const led = LEADS_TO[childText(file.root, "STATE")?.toUpperCase() ?? ""];
    const goal = wantedGoal(context, led === undefined ? AT_REST : inState(led));
    if (goal !== undefined) reply = (await waitForAll(context, kind, [id], goal))[0] ?? reply;
  }
  showReplies(context, kind, [reply]);
}
