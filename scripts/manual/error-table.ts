/** The manual's table of errors. */
import { CLIENT_ERRORS } from "../../src/errors.ts";
import { markdownTable, withSection } from "./markdown.ts";

/** The page with status, code and meaning of every error that a client may see; undefined when it has no place for it. */
export function withErrors(page: string): string | undefined {
  const rows = Object.entries(CLIENT_ERRORS)
    .sort(([, a], [, b]) => a.status - b.status)
    .map(([code, { status, meaning }]) => [String(status), `\`${code}\``, meaning]);
  return withSection(page, "errors", markdownTable(["status", "code", "meaning"], rows));
}
