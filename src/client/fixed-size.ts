/** A size that was typed and that the instance type fixes: servers ignore it, so it is refused here. */
import { OcciError } from "../errors.ts";
import { tryDocument } from "./answer.ts";
import { type Context, pathOf, readList } from "./context.ts";
import { readResource } from "./resource.ts";

interface Typed {
  readonly type?: string | undefined;
  readonly cpu?: string | undefined;
  /** MiB. */
  readonly memory?: number | string | undefined;
}

/** A value that the instance type fixes, and that differs from the typed one. */
interface FixedSize {
  /** The name of the element; the option has the same name. */
  readonly name: "CPU" | "MEMORY";
  /** `1024 MiB` */
  readonly is: string;
}

/**
 * The typed values that the instance type does not leave open. Nothing is known about a server without instance types,
 * or without that one: it answers for itself.
 */
async function fixedSizes(context: Context, { type, cpu, memory }: Typed): Promise<readonly FixedSize[]> {
  if (!type || (cpu === undefined && memory === undefined)) return [];
  const reply = await context.session.exchange("GET", pathOf("instance-type", type));
  const document = reply.status === 200 ? tryDocument(reply) : undefined;
  if (document === undefined) return [];
  const size = readResource("instance-type", document);
  return [
    ...(differs(size.cpu, cpu) ? [{ name: "CPU", is: `${size.cpu} CPU` } as const] : []),
    ...(differs(size.memory, memory) ? [{ name: "MEMORY", is: `${size.memory} MiB` } as const] : []),
  ];
}

/**
 * Looks, before anything is made, whether the instance type leaves open what was typed.
 * @throws OcciError USAGE with the types that leave it open.
 */
export async function checkChosenSize(context: Context, typed: Typed): Promise<void> {
  const fixed = await fixedSizes(context, typed);
  if (fixed.length === 0) return;
  const options = fixed.map(({ name }) => `--${name.toLowerCase()}`).join(" and ");
  const sizes = fixed.map(({ is }) => is).join(" and ");
  throw new OcciError("USAGE", `${options} cannot be chosen: the instance type ${typed.type} always has ${sizes}.`, {
    hint: `Leave ${options} out, or choose another --type. ${await openTypes(context)}`,
  });
}

/** The type fixes the values that it names; a typed value does not contradict it if it is the same. */
function differs(fixed: unknown, typed: string | number | undefined): boolean {
  return fixed !== undefined && fixed !== "" && typed !== undefined && Number(fixed) !== Number(typed);
}

/** The types that leave the size open, in a sentence. */
export async function openTypes(context: Context): Promise<string> {
  const types = await readList(context, "instance-type", true);
  const open = types.filter(({ cpu, memory }) => cpu === undefined && memory === undefined).map(({ name }) => name);
  if (open.length === 0) return "`occi-instance-type list` shows them with their sizes.";
  return `With ${open.join(", ")} you choose the size yourself.`;
}
