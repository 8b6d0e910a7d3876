/** `clone` of an image. */
import type { Arguments } from "../../terminal/command.ts";
import { textElement } from "../../xml/write.ts";
import { perform } from "../action.ts";
import { openContext, resourceIn, showReplies } from "../context.ts";
import { USABLE } from "../goal.ts";
import { idOf } from "../lookup.ts";
import { waitForAll, wantedGoal } from "../waiting.ts";

export async function run(args: Arguments): Promise<number> {
  const context = openContext(args);
  const [typed = "", name = ""] = args.words;
  const id = await idOf(context, "storage", typed);
  const reply = await perform(context, "storage", id, "clone", [textElement("NAME", name)]);
  if (reply === undefined) return 0;
  const goal = wantedGoal(context, USABLE);
  const waited = goal && (await waitForAll(context, "storage", [resourceIn("storage", reply).id], goal))[0];
  showReplies(context, "storage", [waited ?? reply]);
  return 0;
}
