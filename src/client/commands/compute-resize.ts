/** `resize` */
import { OcciError } from "../../errors.ts";
import { text } from "../../terminal/arguments.ts";
import type { Arguments } from "../../terminal/command.ts";
import { element, optionalElement } from "../../xml/write.ts";
import { perform } from "../action.ts";
import type { Reply } from "../answer.ts";
import { openContext, pathOf } from "../context.ts";
import { AT_REST } from "../goal.ts";
import { idOf } from "../lookup.ts";
import { cpus, mebibytes } from "../memory.ts";
import { withMissing } from "../named-resources.ts";
import { showWhenReached } from "../outcome.ts";
import { machineInWords, withQuotaFigures } from "../quota.ts";

export async function run(args: Arguments): Promise<number> {
  const context = openContext(args);
  const [type, cpu, memory] = ["type", "cpu", "memory"].map((option) => text(args, option));
  if (type === undefined && cpu === undefined && memory === undefined) {
    throw new OcciError("USAGE", "resize requires --type, --cpu or --memory.");
  }
  const params = [
    ...(type === undefined ? [] : [element("INSTANCE_TYPE", { href: pathOf("instance-type", type) })]),
    ...optionalElement("CPU", cpu === undefined ? undefined : cpus(cpu)),
    ...optionalElement("MEMORY", memory === undefined ? undefined : mebibytes("memory", memory)),
  ];
  const id = await idOf(context, "compute", args.words[0] ?? "");
  let reply: Reply | undefined;
  try {
    reply = await perform(context, "compute", id, "resize", params);
  } catch (error) {
    const mib = memory === undefined ? undefined : mebibytes("memory", memory);
    const size = { ...(type !== undefined && { type }), ...(cpu !== undefined && { cpu }) };
    const refusal = await withQuotaFigures(context, error, () =>
      machineInWords(context, { ...size, ...(mib !== undefined && { memory: mib }) }),
    );
    throw await withMissing(
      context,
      type === undefined ? [] : [{ kind: "instance-type", id: type, option: "--type" }],
      refusal,
    );
  }
  if (reply !== undefined) await showWhenReached(context, "compute", reply, AT_REST, id);
  return 0;
}
