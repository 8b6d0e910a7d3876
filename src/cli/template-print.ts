/** `template print` */

import { nearestName } from "../config/nearest-name.ts";
import { OcciError } from "../errors.ts";
import { EMBEDDED } from "../templates/embedded.ts";
import { type Arguments, EXIT } from "../terminal/command.ts";
import { print } from "../terminal/output.ts";

/** The first sentence of a template's own comment. */
function purpose(template: string): string {
  return /^(?:<%\/\*|#)\s*(.+?)[.:](?:\s|$)/.exec(template)?.[1] ?? "";
}

/** Prints a built-in template as it is, or without a name the list of them. @throws OcciError USAGE. */
export function run(args: Arguments): number {
  const [typed] = args.words;
  if (typed === undefined) {
    for (const [name, text] of EMBEDDED) print(`${`${name}.eta`.padEnd(14)}${purpose(text)}`);
    return EXIT.ok;
  }
  const name = typed.replace(/\.eta$/, "");
  const template = EMBEDDED.get(name);
  if (template === undefined) {
    const near = nearestName(name, [...EMBEDDED.keys()]);
    throw new OcciError("USAGE", `There is no built-in template ${JSON.stringify(typed)}.`, {
      hint: near === undefined ? `There are ${[...EMBEDDED.keys()].join(", ")}.` : `Did you mean ${near}?`,
    });
  }
  print(template);
  return EXIT.ok;
}
