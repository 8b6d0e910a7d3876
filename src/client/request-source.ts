/** What a creation is made of: an XML file, as ever, or options. */
import { OcciError } from "../errors.ts";
import { given } from "../terminal/arguments.ts";
import type { Arguments } from "../terminal/command.ts";
import { readXmlFile } from "./xml-file.ts";

/**
 * The text of the request.
 * @param names options that make a request.
 * @throws OcciError USAGE for both and for neither; FILE_FAULT, INVALID_XML.
 */
export function optionsOrFile(args: Arguments, names: readonly string[], fromOptions: () => string): string {
  const [path] = args.words;
  const options = names.filter((name) => given(args, name));
  if (path === undefined) {
    if (options.length > 0) return fromOptions();
    throw new OcciError("USAGE", "create needs options, or an XML file.", { hint: "--help has examples." });
  }
  const [first] = options;
  if (first !== undefined) {
    throw new OcciError("USAGE", `An XML file and --${first} exclude each other.`, {
      hint: "--dry-run prints the XML that options make.",
    });
  }
  return readXmlFile(path).text;
}
