/** Commands for what an administrator sets up: configuration, templates, and everything around the server. */
import { type Command, EXIT } from "../../terminal/command.ts";
import { CONFIG } from "./options.ts";

/** The built-in templates. */
const TEMPLATES = ["common", "custom", "large", "medium", "network", "small"];

export const SETUP_COMMANDS: readonly Command[] = [
  {
    name: "check",
    summary: "report every fault of the configuration and the templates",
    details: ["Each fault is one line with file, line, column and a hint. Exits with 1 if there is an error."],
    options: { config: CONFIG },
    words: [],
    examples: [["check --config new.conf", "try a configuration before it is used"]],
    load: async () => (await import("../check.ts")).run,
  },
  {
    name: "config show",
    summary: "print the effective configuration",
    details: [
      "Prints every option with its value, in the form of the configuration file. A faulty option is shown with its default; the\n" +
        "faults are printed as well.",
    ],
    options: {
      config: CONFIG,
      origin: { summary: "show where each value comes from: file and line, environment, default" },
      diff: { summary: "only options that differ from the defaults" },
    },
    words: [],
    examples: [["config show --diff --origin", "the options that differ from the defaults, and where they are set"]],
    exitCodes: { [EXIT.failed]: "the configuration has errors" },
    load: async () => (await import("../config-show.ts")).run,
  },
  {
    name: "config convert",
    summary: "convert the configuration and templates of OpenNebula 3.0 to 4.6",
    details: [
      "OLD is the old occi-server.conf (YAML); its templates (.erb) are read from occi_templates beside it. A part that must\n" +
        "be done by hand is an error, a part that should be checked a warning, each with its line. No file is overwritten.",
    ],
    options: {
      output: {
        value: "DIR",
        names: "directory",
        summary: "write occi-server.conf and occi_templates there instead of printing the configuration",
      },
    },
    words: [{ name: "OLD", names: "file" }],
    examples: [["config convert /etc/one.old/occi-server.conf --output /etc/one", "migrate an old installation"]],
    exitCodes: { [EXIT.failed]: "something must be done by hand" },
    load: async () => (await import("../config-convert.ts")).run,
  },
  {
    name: "template print",
    summary: "print a built-in template, or list them",
    details: [
      "A file of the same name in TEMPLATE_LOCATION replaces the built-in one. Its comments list the\n" +
        "values of the request that it gets. `occi-server check` finds faults in a changed one.",
    ],
    options: {},
    words: [{ name: "NAME", optional: true, suggested: TEMPLATES }],
    examples: [
      ["template print", "list them"],
      ["template print small > /etc/one/occi_templates/small.eta", "a copy to change"],
    ],
    load: async () => (await import("../template-print.ts")).run,
  },
  {
    name: "doctor",
    summary: "check what the server depends on: oned, certificates, disk, limits",
    details: [
      "Each line says ok, warning, error or unknown (the check was not possible), and what to do. The command changes nothing.",
      "With credentials of an OpenNebula user (a file with user:password, as OpenNebula's commands use) it also tries a\n" +
        "login and checks MAX_CONN, SAFE_DIRS, the ids in the configuration and the templates, and whether users can use\n" +
        "the objects with these ids; oneadmin sees the most.",
    ],
    options: {
      config: CONFIG,
      auth: { value: "FILE", names: "file", summary: "credentials; else $ONE_AUTH, else ~/.one/one_auth" },
      json: { summary: "as JSON" },
    },
    words: [],
    examples: [["doctor", "after the installation, and when something does not work"]],
    exitCodes: { [EXIT.failed]: "there is an error" },
    load: async () => (await import("../doctor.ts")).run,
  },
];
