/** `create` of a network. */
import { OcciError } from "../../errors.ts";
import { given, text } from "../../terminal/arguments.ts";
import type { Arguments } from "../../terminal/command.ts";
import { complain } from "../../terminal/output.ts";
import { firstChild } from "../../xml/element.ts";
import { element, join, type Markup, optionalElement, textElement } from "../../xml/write.ts";
import { documentOf, type Reply } from "../answer.ts";
import { change, openContext, showReplies } from "../context.ts";
import { fileArgument } from "../request-source.ts";
import { checkCreation } from "../xml-check.ts";
import { readXmlFile } from "../xml-file.ts";

export async function run(args: Arguments): Promise<number> {
  const context = openContext(args);
  const file = fileArgument(args, ["name", "address", "size", "description", "public"]);
  const body = file === undefined ? fromOptions(args) : fromFile(file);
  const reply = await change(context, "POST", "/network", body, { fromFile: file !== undefined });
  if (reply === undefined) return 0;
  showReplies(context, "network", [reply]);
  const remark = file === undefined ? rangeRemark(text(args, "address"), reply) : undefined;
  if (remark !== undefined) complain(remark);
  return 0;
}

/** A hint for users who gave an address for the first machine, and got the one after it. */
function rangeRemark(typed: string | undefined, reply: Reply): string | undefined {
  if (typed === undefined || !/^[\d.]+$/.test(typed) || typed.endsWith(".0")) return undefined;
  const first = firstChild(documentOf(reply, "the creation"), "ADDRESS")?.text;
  if (first === undefined || first === typed) return undefined;
  return `${typed} is the address of the network itself: machines get ${first} and the addresses after it. To begin with ${typed}, write --address ${typed}/24.`;
}

function fromFile(path: string): string {
  const file = readXmlFile(path);
  checkCreation("network", file);
  return file.text;
}

function fromOptions(args: Arguments): Markup {
  const name = text(args, "name");
  if (name === undefined) throw new OcciError("USAGE", "create requires --name, or an XML file.");
  const content = [
    textElement("NAME", name),
    ...optionalElement("ADDRESS", text(args, "address")),
    ...optionalElement("SIZE", text(args, "size")),
    ...optionalElement("DESCRIPTION", text(args, "description")),
    ...(given(args, "public") ? [textElement("PUBLIC", "YES")] : []),
  ];
  return element("NETWORK", {}, join(content));
}
