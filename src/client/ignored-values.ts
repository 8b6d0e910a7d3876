/** Values of a request that the new machine does not have, because its instance type or the server has others. */
import { complain } from "../terminal/output.ts";
import { firstChild, fullText } from "../xml/element.ts";
import type { Reply } from "./answer.ts";
import { type Context, machineIn } from "./context.ts";
import { openTypes } from "./fixed-size.ts";
import { harmless } from "./format/terminal-text.ts";
import type { Resource } from "./resource.ts";
import type { Warn } from "./secret-file.ts";
import type { XmlFile } from "./xml-file.ts";
import { linesOf } from "./xml-lines.ts";

type Variables = readonly (readonly [name: string, value: string])[];

/** Warns, by the server's answer, of what an XML file has asked for in vain. */
export async function warnOfIgnoredElements(
  context: Context,
  { text, root, shown }: XmlFile,
  reply: Reply,
  warn: Warn = complain,
): Promise<void> {
  const machine = machineIn(reply);
  if (machine === undefined) return;
  const lines = linesOf(text, root);
  for (const [name, unit] of [
    ["CPU", "CPU"],
    ["MEMORY", "MiB"],
  ] as const) {
    const element = firstChild(root, name);
    const has = machine[name.toLowerCase()];
    const asked = element === undefined ? Number.NaN : Number(fullText(element).trim() || Number.NaN);
    if (element === undefined || typeof has !== "number" || Number.isNaN(asked) || asked === has) continue;
    const place = `${shown}:${lines.get(element) ?? 1}`;
    const type =
      typeof machine.instance_type === "string" ? `the instance type ${machine.instance_type}` : "the server";
    const others = await openTypes(context);
    warn(harmless(`warning: ${place}: ${name} cannot be chosen: ${type} always has ${has} ${unit}. ${others}`));
  }
  const written = firstChild(root, "CONTEXT")?.children ?? [];
  warnOfVariables(
    machine,
    written.map((variable) => [variable.name, fullText(variable)] as const),
    (name) => `${shown}: the variable ${name} of CONTEXT`,
    warn,
  );
}

/** Warns, by the server's answer, of variables of --context that the machine has with another value. */
export function warnOfIgnoredVariables(variables: Variables, reply: Reply, warn: Warn = complain): void {
  const machine = machineIn(reply);
  if (machine !== undefined) warnOfVariables(machine, variables, (name) => `--context ${name}`, warn);
}

/** OpenNebula 7.4 takes blanks off both ends, and a $ may stand for a variable of OpenNebula. */
function isOther(typed: string, has: unknown): boolean {
  const plain = (text: string) => text.replaceAll("\r\n", "\n").replaceAll('\\"', '"').trim();
  return typeof has === "string" && !typed.includes("$") && plain(typed) !== plain(has);
}

function warnOfVariables(
  { context }: Resource,
  variables: Variables,
  shown: (name: string) => string,
  warn: Warn,
): void {
  if (typeof context !== "object" || Array.isArray(context)) return;
  const has = context as Readonly<Record<string, unknown>>;
  for (const [name, value] of variables) {
    if (!Object.hasOwn(has, name) || !isOther(value, has[name])) continue;
    warn(
      harmless(`warning: ${shown(name)} has no effect: the machine has another value, which its instance type fixes.`),
    );
  }
}
