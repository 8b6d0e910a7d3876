/** `occi-usage`: what machines took and cost. */
import type { Command } from "../../terminal/command.ts";
import { clientProgram } from "./common.ts";

const SHOW: Command = {
  name: "show",
  readOnly: true,
  words: [],
  summary: "show usage by day and by machine, and its cost",
  details: [
    "Counts CPU hours, GiB hours of memory and GiB hours of disk, including those of deleted machines. The cost covers whole\n" +
      "months, if the administrator has it calculated.",
  ],
  options: {
    from: { value: "DAY", summary: "the first day in UTC, such as 2026-11-01 (default: the first of this month)" },
    to: { value: "DAY", summary: "the last day, at most a year later (default: today)" },
  },
  examples: [
    ["show", "this month"],
    ["show --from 2026-10-01 --to 2026-10-31", "another one"],
    ["show -o json | jq .total", "the totals, for a script"],
  ],
  load: async () => (await import("../commands/usage.ts")).show,
};

export const OCCI_USAGE = clientProgram({
  name: "occi-usage",
  summary: "usage and cost of machines in an OpenNebula cloud",
  details: [
    "Shows how much your machines used, and what that cost. Without a command it is `occi-usage show`. The server must have\n" +
      "the JSON API. On a terminal it prints tables, otherwise the document of that API; -o selects the format.",
  ],
  commands: [SHOW],
  usual: "show",
  examples: [
    ["show", "this month"],
    ["show --from 2026-10-01 --to 2026-10-31", "another one"],
  ],
});
