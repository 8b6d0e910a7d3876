/** `occi-template`: VM templates, with the values that they ask for. */
import type { Command } from "../../terminal/command.ts";
import { clientProgram } from "./common.ts";

const LIST: Command = {
  name: "list",
  readOnly: true,
  words: [],
  summary: "list the templates that you can use",
  details: ["JSON and YAML are the documents of the server's JSON API."],
  options: {},
  examples: [
    ["list", "the templates with their sizes, and how many inputs they have"],
    ["list -o json | jq .", "with all details"],
  ],
  load: async () => (await import("../commands/template.ts")).list,
};

const SHOW: Command = {
  name: "show",
  readOnly: true,
  words: [{ name: "TEMPLATE", names: "template" }],
  summary: "show a template with its inputs",
  details: [
    "The table of inputs shows which ones are required, and the type, range and default of each.",
    "JSON and YAML are the document of the server's JSON API.",
  ],
  options: {},
  examples: [["show wordpress", "the inputs that a machine from it needs"]],
  load: async () => (await import("../commands/template.ts")).show,
};

export const OCCI_TEMPLATE = clientProgram({
  name: "occi-template",
  summary: "VM templates of an OpenNebula cloud",
  details: [
    "Shows the VM templates that machines can be created from, with their inputs: `occi-compute create --template NAME --input\n" +
      "KEY=VALUE` creates a machine. The server must have the JSON API. On a terminal it prints tables, else the documents of that\n" +
      "API; -o chooses.",
  ],
  commands: [LIST, SHOW],
  examples: [
    ["list", "the templates that you can use"],
    ["show wordpress", "one of them, with its inputs"],
  ],
});
