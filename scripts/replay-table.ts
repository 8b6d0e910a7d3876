/** Writes the counts of the replayed recordings into the README. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { allOutcomes, renderSummary, withSummary } from "../src/http/testing/replay/summary.ts";

const HELP = `Usage: bun scripts/replay-table.ts [--print]

Replays the recordings of OpenNebula's own OCCI servers and writes how many cases match, and why the others differ, into
README.md. With --print the table goes to the standard output instead.
`;
const readme = join(import.meta.dir, "..", "README.md");
const [option, ...rest] = process.argv.slice(2);
if ((option !== undefined && option !== "--print") || rest.length > 0) {
  (option === "--help" ? process.stdout : process.stderr).write(HELP);
  process.exit(option === "--help" ? 0 : 2);
}
const summary = renderSummary(await allOutcomes());
if (option === "--print") process.stdout.write(summary);
else {
  const text = withSummary(readFileSync(readme, "utf8"), summary);
  if (text === undefined) throw new Error("README.md has no place for it: <!-- replay:begin -->, <!-- replay:end -->");
  writeFileSync(readme, text);
}
