/** The README's table of errors. */
import { CLIENT_ERRORS } from "../errors.ts";

const BEGIN = "<!-- errors:begin -->";
const END = "<!-- errors:end -->";

/** Status, code and meaning of every error that a client may see, by status. */
function errorTable(): string {
  const rows = Object.entries(CLIENT_ERRORS)
    .sort(([, a], [, b]) => a.status - b.status)
    .map(([code, { status, meaning }]) => `| ${status} | \`${code}\` | ${meaning} |`);
  return ["| status | code | |", "| --- | --- | --- |", ...rows].join("\n");
}

/** The README with the table as it is now; undefined when it has no place for it. */
export function withErrors(readme: string): string | undefined {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END, begin);
  if (begin < 0 || end < 0) return undefined;
  return `${readme.slice(0, begin + BEGIN.length)}\n${errorTable()}\n${readme.slice(end)}`;
}
