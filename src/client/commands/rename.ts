/** `rename` */
import type { Arguments } from "../../terminal/command.ts";
import { textElement } from "../../xml/write.ts";
import { perform } from "../action.ts";
import { openContext, showReplies } from "../context.ts";
import type { Kind } from "../kinds.ts";
import { idOf } from "../lookup.ts";

export async function rename(kind: Kind, args: Arguments): Promise<number> {
  const context = openContext(args);
  const [typed = "", name = ""] = args.words;
  const id = await idOf(context, kind, typed);
  const reply = await perform(context, kind, id, "rename", [textElement("NAME", name)]);
  if (reply !== undefined) showReplies(context, kind, [reply]);
  return 0;
}
