/** `show` */
import type { Arguments } from "../../terminal/command.ts";
import { openContext, pathOf, showReplies } from "../context.ts";
import type { Kind } from "../kinds.ts";
import { idOf } from "../lookup.ts";

export async function show(kind: Kind, args: Arguments): Promise<number> {
  const context = openContext(args);
  const id = await idOf(context, kind, args.words[0] ?? "");
  showReplies(context, kind, [await context.session.request("GET", pathOf(kind, id))]);
  return 0;
}
