/** `clone` of an image. */
import type { Arguments } from "../../terminal/command.ts";
import { textElement } from "../../xml/write.ts";
import { perform } from "../action.ts";
import { openContext } from "../context.ts";
import { USABLE } from "../goal.ts";
import { idOf } from "../lookup.ts";
import { showWhenReached } from "../outcome.ts";

export async function run(args: Arguments): Promise<number> {
  const context = openContext(args);
  const [typed = "", name = ""] = args.words;
  const id = await idOf(context, "storage", typed);
  const reply = await perform(context, "storage", id, "clone", [textElement("NAME", name)]);
  if (reply !== undefined) await showWhenReached(context, "storage", reply, USABLE);
  return 0;
}
