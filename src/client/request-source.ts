/** The source of a creation: an XML file, as ever, or options. */
import { OcciError } from "../errors.ts";
import { given } from "../terminal/arguments.ts";
import type { Arguments } from "../terminal/command.ts";

/**
 * The file that holds the request; undefined when options make it.
 * @param names those options.
 * @throws OcciError USAGE for both and for neither.
 */
export function fileArgument(args: Arguments, names: readonly string[]): string | undefined {
  const [path] = args.words;
  const option = names.find((name) => given(args, name));
  if (path === undefined && option === undefined) {
    throw new OcciError("USAGE", "create requires options, or an XML file.", { hint: "--help has examples." });
  }
  if (path !== undefined && option !== undefined) {
    throw new OcciError("USAGE", `An XML file and --${option} exclude each other.`, {
      hint: "--dry-run prints the XML that options make.",
    });
  }
  return path;
}
