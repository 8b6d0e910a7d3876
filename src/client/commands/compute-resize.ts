/** `resize` */
import { OcciError } from "../../errors.ts";
import { text } from "../../terminal/arguments.ts";
import type { Arguments } from "../../terminal/command.ts";
import { element, textElement } from "../../xml/write.ts";
import { perform } from "../action.ts";
import { openContext, pathOf, showReplies } from "../context.ts";
import { AT_REST } from "../goal.ts";
import { idOf } from "../lookup.ts";
import { mebibytes } from "../memory.ts";
import { waitForAll, wantedGoal } from "../waiting.ts";

export async function run(args: Arguments): Promise<number> {
  const context = openContext(args);
  const [type, cpu, memory] = ["type", "cpu", "memory"].map((option) => text(args, option));
  if (type === undefined && cpu === undefined && memory === undefined) {
    throw new OcciError("USAGE", "resize needs --type, --cpu or --memory.");
  }
  const params = [
    ...(type === undefined ? [] : [element("INSTANCE_TYPE", { href: pathOf("instance-type", type) })]),
    ...(cpu === undefined ? [] : [textElement("CPU", cpu)]),
    ...(memory === undefined ? [] : [textElement("MEMORY", mebibytes("memory", memory))]),
  ];
  const id = await idOf(context, "compute", args.words[0] ?? "");
  const reply = await perform(context, "compute", id, "resize", params);
  if (reply === undefined) return 0;
  const goal = wantedGoal(context, AT_REST);
  const waited = goal && (await waitForAll(context, "compute", [id], goal))[0];
  showReplies(context, "compute", [waited ?? reply]);
  return 0;
}
