/** `create` of a network. */
import { OcciError } from "../../errors.ts";
import { given, text } from "../../terminal/arguments.ts";
import type { Arguments } from "../../terminal/command.ts";
import { element, join, type Markup, optionalElement, textElement } from "../../xml/write.ts";
import { change, openContext, showReplies } from "../context.ts";
import { fileArgument } from "../request-source.ts";
import { readXmlFile } from "../xml-file.ts";

export async function run(args: Arguments): Promise<number> {
  const context = openContext(args);
  const file = fileArgument(args, ["name", "address", "size", "description", "public"]);
  const body = file === undefined ? fromOptions(args) : readXmlFile(file).text;
  const reply = await change(context, "POST", "/network", body, { fromFile: file !== undefined });
  if (reply !== undefined) showReplies(context, "network", [reply]);
  return 0;
}

function fromOptions(args: Arguments): Markup {
  const name = text(args, "name");
  if (name === undefined) throw new OcciError("USAGE", "create needs --name, or an XML file.");
  const content = [
    textElement("NAME", name),
    ...optionalElement("ADDRESS", text(args, "address")),
    ...optionalElement("SIZE", text(args, "size")),
    ...optionalElement("DESCRIPTION", text(args, "description")),
    ...(given(args, "public") ? [textElement("PUBLIC", "YES")] : []),
  ];
  return element("NETWORK", {}, join(content));
}
