/** `create` of a network. */
import { OcciError } from "../../errors.ts";
import { given, text } from "../../terminal/arguments.ts";
import type { Arguments } from "../../terminal/command.ts";
import { element, join, type Markup, textElement } from "../../xml/write.ts";
import { change, openContext, showReplies } from "../context.ts";
import { optionsOrFile } from "../request-source.ts";

export async function run(args: Arguments): Promise<number> {
  const context = openContext(args);
  const body = optionsOrFile(args, ["name", "address", "size", "description", "public"], () => fromOptions(args));
  const reply = await change(context, "POST", "/network", body);
  if (reply !== undefined) showReplies(context, "network", [reply]);
  return 0;
}

function fromOptions(args: Arguments): Markup {
  const name = text(args, "name");
  if (name === undefined) throw new OcciError("USAGE", "create needs --name, or an XML file.");
  const optional = (element: string, value: string | undefined) =>
    value === undefined ? [] : [textElement(element, value)];
  const content = [
    textElement("NAME", name),
    ...optional("ADDRESS", text(args, "address")),
    ...optional("SIZE", text(args, "size")),
    ...optional("DESCRIPTION", text(args, "description")),
    ...(given(args, "public") ? [textElement("PUBLIC", "YES")] : []),
  ];
  return element("NETWORK", {}, join(content));
}
