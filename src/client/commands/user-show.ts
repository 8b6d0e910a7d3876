/** `show` of a user. */
import type { Arguments } from "../../terminal/command.ts";
import { openContext, pathOf, showReplies } from "../context.ts";
import { idOf } from "../lookup.ts";
import { ownId } from "../own-user.ts";

export async function run(args: Arguments): Promise<number> {
  const context = openContext(args);
  const [typed] = args.words;
  const id = typed === undefined ? await ownId(context) : await idOf(context, "user", typed);
  showReplies(context, "user", [await context.session.request("GET", pathOf("user", id))]);
  return 0;
}
