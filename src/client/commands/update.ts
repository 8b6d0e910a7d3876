/** `update` of networks and images, and the commands that switch one of their properties. */
import { existsSync } from "node:fs";
import { OcciError } from "../../errors.ts";
import { given, text } from "../../terminal/arguments.ts";
import type { Arguments } from "../../terminal/command.ts";
import { element, join, textElement } from "../../xml/write.ts";
import type { Reply } from "../answer.ts";
import { openContext, pathOf, change as send, showReplies } from "../context.ts";
import { KINDS, type Kind } from "../kinds.ts";
import { idsOf } from "../lookup.ts";
import { updateFromFile } from "./update-file.ts";

/** Element and value. */
type Field = readonly [string, string];

/** @param options those whose values become elements of the same name. */
export async function update(
  kind: "network" | "storage",
  options: readonly string[],
  args: Arguments,
): Promise<number> {
  const fields = options
    .filter((name) => given(args, name))
    .map((name): Field => [name.toUpperCase(), text(args, name) ?? ""]);
  if (fields.length === 0) {
    checkIsFile(kind, options, args);
    await updateFromFile(openContext(args), kind);
    return 0;
  }
  return await change(kind, fields, args);
}

/** @throws OcciError USAGE for the name of a resource, which needs an option that says what is to be changed. */
function checkIsFile(kind: Kind, options: readonly string[], { words: [word = ""] }: Arguments): void {
  // Standard input, and what can only be meant as a file.
  if (word === "-" || /\/|\.xml$/i.test(word) || existsSync(word)) return;
  const listed = options.map((name) => `--${name}`).join(" or ");
  throw new OcciError(
    "USAGE",
    `update requires ${listed}, or an XML file: there is no file ${JSON.stringify(word)} here.`,
    {
      hint: `To change ${KINDS[kind].noun} ${word}, say what: \`occi-${kind} update ${word} --description TEXT\`.`,
    },
  );
}

/** Changes fields of each resource that the command line names. */
export async function change(kind: Kind, fields: readonly Field[], args: Arguments): Promise<number> {
  const context = openContext(args);
  const replies: Reply[] = [];
  for (const id of await idsOf(context, kind, args.words)) {
    const content = [textElement("ID", id), ...fields.map(([name, value]) => textElement(name, value))];
    const reply = await send(context, "PUT", pathOf(kind, id), element(KINDS[kind].element, {}, join(content)));
    if (reply !== undefined) replies.push(reply);
  }
  if (replies.length > 0) showReplies(context, kind, replies);
  return 0;
}
