/** Writes the counts of the replayed recordings into the manual. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { allOutcomes, renderSummary } from "../src/http/testing/replay/summary.ts";
import { withSection } from "./manual/markdown.ts";

const HELP = `Usage: bun scripts/replay-table.ts [--print]

Replays the recordings of OpenNebula's own OCCI servers and writes how many cases match, and why the others differ, into
etc/manual/moving-over.md. With --print the table goes to the standard output instead.
`;
const page = join(import.meta.dir, "..", "etc/manual/moving-over.md");
const [option, ...rest] = process.argv.slice(2);
if ((option !== undefined && option !== "--print") || rest.length > 0) {
  (option === "--help" ? process.stdout : process.stderr).write(HELP);
  process.exit(option === "--help" ? 0 : 2);
}
const summary = renderSummary(await allOutcomes());
if (option === "--print") process.stdout.write(summary);
else {
  const text = withSection(readFileSync(page, "utf8"), "replay", summary.trimEnd());
  if (text === undefined) throw new Error("the page has no place for it: <!-- replay:begin -->, <!-- replay:end -->");
  writeFileSync(page, text);
}
