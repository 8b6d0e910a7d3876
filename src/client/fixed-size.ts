/** A size that was typed and that the instance type fixes: servers ignore it, so it is refused here. */
import { OcciError } from "../errors.ts";
import { tryDocument } from "./answer.ts";
import { type Context, pathOf, readList } from "./context.ts";
import { readResource } from "./resource.ts";

interface Typed {
  readonly type?: string;
  readonly cpu?: string;
  /** MiB. */
  readonly memory?: number;
}

/**
 * Looks, before anything is made, whether the instance type leaves open what was typed. A server without instance types, or
 * without that one, is left to answer for itself.
 * @throws OcciError USAGE with the types that leave it open.
 */
export async function checkChosenSize(context: Context, { type, cpu, memory }: Typed): Promise<void> {
  if (type === undefined || (cpu === undefined && memory === undefined)) return;
  const reply = await context.session.exchange("GET", pathOf("instance-type", type));
  const document = reply.status === 200 ? tryDocument(reply) : undefined;
  if (document === undefined) return;
  const size = readResource("instance-type", document);
  const fixed = [
    ...(differs(size.cpu, cpu) ? [{ option: "--cpu", is: `${size.cpu} CPU` }] : []),
    ...(differs(size.memory, memory) ? [{ option: "--memory", is: `${size.memory} MiB` }] : []),
  ];
  if (fixed.length === 0) return;
  const options = fixed.map(({ option }) => option).join(" and ");
  const sizes = fixed.map(({ is }) => is).join(" and ");
  throw new OcciError("USAGE", `${options} cannot be chosen: the instance type ${type} always has ${sizes}.`, {
    hint: `Leave ${options} out, or choose another --type. ${await openTypes(context)}`,
  });
}

/** What the type itself names, it fixes; what is typed all the same is no contradiction if it is the same. */
function differs(fixed: unknown, typed: string | number | undefined): boolean {
  return fixed !== undefined && fixed !== "" && typed !== undefined && Number(fixed) !== Number(typed);
}

async function openTypes(context: Context): Promise<string> {
  const types = await readList(context, "instance-type", true);
  const open = types.filter(({ cpu, memory }) => cpu === undefined && memory === undefined).map(({ name }) => name);
  if (open.length === 0) return "`occi-instance-type list` shows them with their sizes.";
  return `With ${open.join(", ")} you choose the size yourself.`;
}
