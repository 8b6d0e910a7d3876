/** The manual's page of errors: a table of all codes, and a section for each, whose anchor is the code in lower case. */
import { exitCodeOf } from "../../src/client/exit.ts";
import { CLIENT_ERRORS, type ErrorCode, OcciError, TERMINAL_ERRORS } from "../../src/errors.ts";
import { REMEDIES } from "./error-remedies.ts";
import { markdownTable, withSection } from "./markdown.ts";

type Explained = readonly [code: ErrorCode, { readonly status: number; readonly meaning: string }];

/** The page with every error that a user may see; undefined when it has no place for them. */
export function withErrors(page: string): string | undefined {
  const server = Object.entries(CLIENT_ERRORS) as Explained[];
  const commands = Object.entries(TERMINAL_ERRORS) as Explained[];
  const byStatus = server.toSorted(([, a], [, b]) => a.status - b.status);
  const ofServer = byStatus.map(([code, { status, meaning }]) => [String(status), link(code), meaning]);
  const ofCommands = commands.map(([code, { meaning }]) => [link(code), meaning]);
  const content = [
    markdownTable(["status", "code", "meaning"], ofServer),
    "The commands have codes of their own, which they show with `-o json` and the other formats:",
    markdownTable(["code", "meaning"], ofCommands),
    ...byStatus.map((error) => section(error, `HTTP status ${error[1].status}; the`)),
    ...commands.map((error) => section(error, "The")),
  ];
  return withSection(page, "errors", content.join("\n\n"));
}

function link(code: ErrorCode): string {
  return `[\`${code}\`](#${code.toLowerCase()})`;
}

function section([code, { meaning }]: Explained, begin: string): string {
  const exit = exitCodeOf(new OcciError(code, meaning));
  return `## ${code}\n\n${meaning} ${REMEDIES[code]}\n\n${begin} exit code of the commands is ${exit}.`;
}
