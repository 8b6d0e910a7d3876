/** The program `occi-server`: its commands. */
import type { OptionName } from "../config/options.ts";
import { EXPLAINED_ERRORS } from "../errors.ts";
import { TOPICS, type Topic } from "../manual/topics.ts";
import { type Command, EXIT, type Option, type Program } from "../terminal/command.ts";
import { SHELLS } from "../terminal/completion-script.ts";
import { type FurtherPages, helpCommand, type Pages } from "../terminal/help-command.ts";
import { reportError } from "../terminal/output.ts";
import { CLIENT_NAMES } from "./clients.ts";

const CONFIG: Option = {
  value: "FILE",
  names: "file",
  short: "c",
  summary: "configuration; else $ONE_LOCATION/etc/occi-server.conf, else /etc/one/occi-server.conf",
};
/** For commands to the server that runs, which has a configuration already. */
const EXPECTED: Option = {
  value: "FILE",
  names: "file",
  short: "c",
  summary: "only if the server that runs uses this configuration",
};
/** The built-in templates. */
const TEMPLATES = ["common", "custom", "large", "medium", "network", "small"];
const TIMEOUT: Option = { value: "SECONDS", summary: "how long requests under way may take to finish (default: 60)" };

/** The pages of the manual. */
const MANUAL: Pages = Object.fromEntries(
  Object.entries(TOPICS).map(([topic, summary]) => [
    topic,
    {
      summary,
      paged: true,
      load: async (width) => (await import("../manual/pages.ts")).pageText(topic as Topic, width),
    },
  ]),
);
/** Each error code, as the manual explains it. */
const ERRORS: Pages = Object.fromEntries(
  Object.entries(EXPLAINED_ERRORS).map(([code, { meaning }]) => [
    code,
    { summary: meaning, load: async (width) => (await import("../manual/pages.ts")).errorText(code, width) },
  ]),
);

/** Each option of the configuration. */
const CONFIGURATION_OPTIONS: FurtherPages = {
  names: async () => (await import("../config/options.ts")).OPTION_NAMES,
  page: (name) => ({
    summary: `the option ${name} of the configuration file`,
    load: async () => (await import("../config/documents.ts")).optionHelp(name as OptionName),
  }),
};

const COMMANDS: readonly Command[] = [
  {
    name: "start",
    summary: "start the server in the background",
    details: [
      "Checks the configuration first and refuses a faulty one, as `check` does. Returns when the server is listening.",
      "The log is $ONE_LOCATION/var/occi-server.log, else /var/log/one/occi-server.log; the process id is kept in\n" +
        "$ONE_LOCATION/var/occi-server.pid, else /var/run/one/occi-server.pid.",
    ],
    options: { config: CONFIG },
    words: [],
    examples: [["start", "start with the configuration of this installation"]],
    load: async () => (await import("./start.ts")).run,
  },
  {
    name: "stop",
    summary: "let requests under way finish, then stop the server",
    details: [
      "Returns when the server has stopped. Requests that are not finished after the timeout, or after a minute, are cut off.",
    ],
    options: { config: EXPECTED, timeout: TIMEOUT },
    words: [],
    examples: [["stop --timeout 5", "wait five seconds for requests under way, not a minute"]],
    exitCodes: { [EXIT.failed]: "it was not running, or could not be stopped" },
    load: async () => (await import("./stop.ts")).run,
  },
  {
    name: "restart",
    summary: "stop the server if it runs, then start it",
    details: ["The configuration is checked before anything is stopped: a faulty one leaves the server running."],
    options: { config: CONFIG, timeout: TIMEOUT },
    words: [],
    examples: [["restart", "make a new version of the program effective"]],
    load: async () => (await import("./restart.ts")).run,
  },
  {
    name: "reload",
    summary: "take a changed configuration, certificate or template into use while the server runs",
    details: [
      "Requests under way are not disturbed. If anything is faulty, everything stays as it was, and the faults are printed.\n" +
        "Changed options that only a restart can apply (PORT, HOST, IMAGE_DIR, STATE_DIR) are named.",
      "The server also takes changed certificates and templates into use by itself, a few seconds after their files have\n" +
        "changed, as soon as they have no fault.",
      "The server reads the file that it was started with; `restart --config FILE` makes it use another one.",
    ],
    options: { config: EXPECTED },
    words: [],
    examples: [["reload", "make a changed configuration effective"]],
    exitCodes: { [EXIT.failed]: "it was not running, or the configuration or the certificate is faulty" },
    load: async () => (await import("./reload.ts")).run,
  },
  {
    name: "status",
    summary: "show whether the server runs, its address and its configuration",
    details: [],
    options: { config: EXPECTED },
    words: [],
    examples: [["status", "for people and for scripts: see the exit code"]],
    exitCodes: { [EXIT.failed]: "it uses another configuration than FILE", [EXIT.notRunning]: "it does not run" },
    load: async () => (await import("./status.ts")).run,
  },
  {
    name: "run",
    summary: "run in the foreground, for systemd and containers",
    details: [
      "Logs to standard output, or to the log file, which is opened again on SIGUSR1. SIGHUP reloads, as `reload` does.\n" +
        "SIGTERM and SIGINT let requests under way finish; a second one stops at once. Notifies systemd when it is ready\n" +
        "(Type=notify).",
    ],
    options: {
      config: CONFIG,
      "log-file": { value: "FILE", names: "file", summary: "write the log there instead of to standard output" },
    },
    words: [],
    examples: [["run --config ./occi-server.conf", "run with a configuration of your own"]],
    load: async () => (await import("./run.ts")).run,
  },
  {
    name: "check",
    summary: "report every fault of the configuration and the templates",
    details: ["Each fault is one line with file, line, column and a hint. Exits with 1 if there is an error."],
    options: { config: CONFIG },
    words: [],
    examples: [["check --config new.conf", "try a configuration before it is used"]],
    load: async () => (await import("./check.ts")).run,
  },
  {
    name: "config show",
    summary: "print the configuration as it is in effect",
    details: [
      "Prints every option with its value, in the form of the configuration file. A faulty option has its default; the\n" +
        "faults are printed as well.",
    ],
    options: {
      config: CONFIG,
      origin: { summary: "show where each value comes from: file and line, environment, default" },
      diff: { summary: "only options that differ from the defaults" },
    },
    words: [],
    examples: [["config show --diff --origin", "the options that were changed, and where"]],
    exitCodes: { [EXIT.failed]: "the configuration has errors" },
    load: async () => (await import("./config-show.ts")).run,
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
    examples: [["config convert /etc/one.old/occi-server.conf --output /etc/one", "take over an old installation"]],
    exitCodes: { [EXIT.failed]: "something must be done by hand" },
    load: async () => (await import("./config-convert.ts")).run,
  },
  {
    name: "template print",
    summary: "print a built-in template, or list them",
    details: [
      "A file of the same name in TEMPLATE_LOCATION takes the place of the built-in one. Its comments list the\n" +
        "values of the request that it gets. `occi-server check` finds faults in a changed one.",
    ],
    options: {},
    words: [{ name: "NAME", optional: true, suggested: TEMPLATES }],
    examples: [
      ["template print", "list them"],
      ["template print small > /etc/one/occi_templates/small.eta", "a copy to change"],
    ],
    load: async () => (await import("./template-print.ts")).run,
  },
  {
    name: "doctor",
    summary: "examine everything around the server: oned, certificates, disk, limits",
    details: [
      "Each line says ok, warning, error or unknown (the check was not possible), and what to do. Nothing is changed.",
      "With credentials of an OpenNebula user (a file with user:password, as OpenNebula's commands use) it also tries a\n" +
        "login and checks MAX_CONN, SAFE_DIRS, the ids in the configuration and the templates, and whether users can use\n" +
        "the objects with these ids; oneadmin can see most.",
    ],
    options: {
      config: CONFIG,
      auth: { value: "FILE", names: "file", summary: "credentials; else $ONE_AUTH, else ~/.one/one_auth" },
      json: { summary: "as JSON" },
    },
    words: [],
    examples: [["doctor", "after the installation, and when something does not work"]],
    exitCodes: { [EXIT.failed]: "there is an error" },
    load: async () => (await import("./doctor.ts")).run,
  },
  {
    name: "demo",
    summary: "try the server without OpenNebula, in front of an OpenNebula in memory",
    details: ["Prints users, passwords and command lines to try. Keeps nothing; Ctrl-C stops it."],
    options: { port: { value: "N", short: "p", summary: "port to listen on (default: 4567; 0: any free one)" } },
    words: [],
    examples: [["demo", "https://localhost:4567, user alice, password alicepass"]],
    load: async () => (await import("./demo.ts")).run,
  },
  {
    name: "version",
    summary: "print the version",
    details: [],
    options: { json: { summary: "as JSON" } },
    words: [],
    examples: [["version --json", "for scripts"]],
    load: async () => (await import("./version.ts")).run,
  },
  {
    name: "completion",
    words: [{ name: "SHELL", choices: SHELLS }],
    summary: "print the completion script for a shell",
    details: [
      "Completes occi-server and all clients, with the ids and names on the server. Save it for bash as\n" +
        "/etc/bash_completion.d/occi, or write `source <(occi-server completion bash)` in ~/.bashrc; for zsh as _occi in a\n" +
        "directory of $fpath; for fish as ~/.config/fish/conf.d/occi.fish.",
    ],
    options: {},
    examples: [
      ["completion bash > /etc/bash_completion.d/occi", "for all users of this machine"],
      ["completion zsh > ~/.zfunc/_occi", "for yourself, with ~/.zfunc in $fpath"],
      ["completion fish > ~/.config/fish/conf.d/occi.fish", "for yourself"],
    ],
    load: async () => (await import("./completion.ts")).run,
  },
  {
    name: "manpage",
    words: [{ name: "PAGE", optional: true, choices: ["occi-server", "occi-server.conf", ...CLIENT_NAMES] }],
    summary: "print a man page, or write all",
    details: [],
    options: {
      directory: {
        value: "DIR",
        names: "directory",
        summary: "write all pages into its man1, man5 and man8",
      },
    },
    examples: [
      ["manpage occi-compute | man -l -", "read one"],
      ["manpage occi-server.conf | man -l -", "read the page about the configuration"],
      ["manpage --directory /usr/local/share/man", "install them"],
    ],
    load: async () => (await import("./manpage.ts")).run,
  },
  helpCommand(
    () => OCCI_SERVER,
    {
      config: {
        summary: "every option of the configuration file with its default, in short",
        load: async () => (await import("../config/documents.ts")).configHelp(),
      },
      ...MANUAL,
    },
    ERRORS,
    CONFIGURATION_OPTIONS,
  ),
];

export const OCCI_SERVER: Program = {
  name: "occi-server",
  summary: "OCCI for OpenNebula over HTTPS",
  section: 8,
  details: [
    "The OCCI service of an OpenNebula cloud: its users create and manage compute, network and storage over HTTPS.",
    "Called as `occi-server compute`, `network`, `storage`, `instance-type` or `user` it is the client of that name,\n" +
      "see occi-compute(1) and the others.",
  ],
  commands: COMMANDS,
  options: {},
  examples: [],
  exitCodes: { [EXIT.ok]: "done", [EXIT.failed]: "failed", [EXIT.usage]: "wrong usage" },
  environment: [["ONE_LOCATION", "directory of a self-contained OpenNebula, with configuration, log and pid file"]],
  files: [
    ["/etc/one/occi-server.conf", "the configuration: see occi-server.conf(5), or `occi-server help config`"],
    ["/etc/one/occi_templates/", "templates that take the place of the built-in ones: `template print`"],
    ["/var/log/one/occi-server.log", "the log of a server started by `start`"],
    ["/var/run/one/occi-server.pid", "its process id"],
    ["/var/run/one/occi-server.running", "its address, configuration and log, for `status`"],
    ["/var/run/one/occi-server.lock", "locked while it runs; only its user can open it"],
  ],
  further:
    "Try `occi-server demo` first: it needs no OpenNebula. `occi-server help COMMAND` explains a command,\n" +
    "`occi-server help config` the options of the configuration file, `occi-server help NOT_FOUND` an error code, and\n" +
    "`occi-server help topics` lists the pages of the manual. The clients are `occi-server compute`,\n" +
    "`network`, `storage`, `instance-type` and `user`, or links to this program named occi-compute and so on.",
  aliases: { "--help": "help", "-h": "help", "--version": "version" },
  report: (error) => reportError(error, "occi-server"),
};
