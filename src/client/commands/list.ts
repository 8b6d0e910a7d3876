/** `list` */
import { given } from "../../terminal/arguments.ts";
import type { Arguments } from "../../terminal/command.ts";
import { complain, print } from "../../terminal/output.ts";
import { openContext } from "../context.ts";
import { isTable } from "../formats.ts";
import { KINDS, type Kind } from "../kinds.ts";
import { showList } from "../show-list.ts";

export async function list(kind: Kind, args: Arguments): Promise<number> {
  const context = openContext(args);
  const { text, count } = await showList(context, kind, given(args, "verbose"));
  if (text !== "") print(text, isTable(context.format));
  if (count === 0 && context.format !== "xml" && process.stderr.isTTY) complain(`There is no ${KINDS[kind].noun}.`);
  return 0;
}
