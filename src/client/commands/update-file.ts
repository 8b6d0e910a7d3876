/** `update FILE` */
import type { Arguments } from "../../terminal/command.ts";
import { firstChild } from "../../xml/element.ts";
import { type Context, change, openContext, pathOf } from "../context.ts";
import { AT_REST, inState } from "../goal.ts";
import { showWhenReached } from "../outcome.ts";
import { checkUpdate } from "../xml-check.ts";
import { idIn, readXmlFile } from "../xml-file.ts";

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

/** The changes that a file can ask for. */
export type Updated = "compute" | "network" | "storage";

export async function compute(args: Arguments): Promise<number> {
  await updateFromFile(openContext(args), "compute");
  return 0;
}

/** PUT of what a file says to the resource whose id it holds. */
export async function updateFromFile(context: Context, kind: Updated): Promise<void> {
  const [path = ""] = context.args.words;
  const file = readXmlFile(path);
  const id = idIn(file, path);
  checkUpdate(kind, file);
  const reply = await change(context, "PUT", pathOf(kind, id), file.text, { fromFile: true });
  if (reply === undefined) return;
  // Only machines have --wait.
  const led = LEADS_TO[firstChild(file.root, "STATE")?.text.toUpperCase() ?? ""];
  await showWhenReached(context, kind, reply, led === undefined ? AT_REST : inState(led), id);
}
