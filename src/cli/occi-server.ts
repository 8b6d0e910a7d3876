/** The program `occi-server`: what it is told to do. */
import { EXPLAINED_ERRORS } from "../errors.ts";
import { TOPICS, type Topic } from "../manual/topics.ts";
import { type Command, EXIT, type Option, type Program } from "../terminal/command.ts";
import { SHELLS } from "../terminal/completion-script.ts";
import { helpCommand, type Pages } from "../terminal/help-command.ts";
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

const COMMANDS: readonly Command[] = [
  {
    name: "start",
    summary: "start the server in the background",
    details: [
      "Checks the configuration first and refuses what `check` refuses. Returns when the server is listening.",
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
    summary: "let requests under way finish, then end the server",
    details: [
      "Returns when the server has ended. What is not finished after the timeout, or after a minute, is cut off.",
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
      "Nothing that is under way is disturbed. When anything is faulty, everything stays as it was, and what is wrong is\n" +
        "printed. What only a restart can change (PORT, HOST, IMAGE_DIR, STATE_DIR) is named.",
      "Certificates and templates are also taken into use by themselves a few seconds after their files have changed, as soon\n" +
        "as they are without fault.",
      "The server reads the file again that it was started with; `restart --config FILE` makes it use another one.",
    ],
    options: { config: EXPECTED },
    words: [],
    examples: [["reload", "make a changed configuration effective"]],
    exitCodes: { [EXIT.failed]: "it was not running, or the configuration or the certificate is faulty" },
    load: async () => (await import("./reload.ts")).run,
  },
  {
    name: "status",
    summary: "tell whether the server runs, at which address and with which configuration",
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
        "SIGTERM and SIGINT let requests under way finish; a second one ends at once. Tells systemd when it is ready\n" +
        "(Type=notify).",
    ],
    options: {
      config: CONFIG,
      "log-file": { value: "FILE", names: "file", summary: "write the log there instead of to standard output" },
    },
    words: [],
    examples: [["run --config ./occi-server.conf", "run with a configuration of one's own"]],
    load: async () => (await import("./run.ts")).run,
  },
  {
    name: "check",
    summary: "report every fault of the configuration and the templates",
    details: ["Each fault is one line with file, line and column, and a hint. Exits with 1 when there is an error."],
    options: { config: CONFIG },
    words: [],
    examples: [["check --config new.conf", "try a configuration before it is used"]],
    load: async () => (await import("./check.ts")).run,
  },
  {
    name: "config show",
    summary: "print the configuration as it is in effect",
    details: [
      "Every option with its value, in the form of the configuration file. An option with a fault has its default: the\n" +
        "faults are printed as well.",
    ],
    options: {
      config: CONFIG,
      origin: { summary: "tell where each value comes from: file and line, environment, default" },
      diff: { summary: "only what differs from the defaults" },
    },
    words: [],
    examples: [["config show --diff --origin", "what was changed, and where"]],
    exitCodes: { [EXIT.failed]: "the configuration has errors" },
    load: async () => (await import("./config-show.ts")).run,
  },
  {
    name: "config convert",
    summary: "turn a configuration of OpenNebula 3.0 to 4.6 and its templates into ours",
    details: [
      "OLD is the old occi-server.conf (YAML); templates (.erb) are looked for in occi_templates beside it. What is to be\n" +
        "done by hand is an error, what is to be looked at a warning, each with its line. No file is overwritten.",
    ],
    options: {
      output: {
        value: "DIR",
        names: "directory",
        summary: "write occi-server.conf and occi_templates there; else the configuration is printed",
      },
    },
    words: [{ name: "OLD", names: "file" }],
    examples: [["config convert /etc/one.old/occi-server.conf --output /etc/one", "take over an old installation"]],
    exitCodes: { [EXIT.failed]: "something is left to be done by hand" },
    load: async () => (await import("./config-convert.ts")).run,
  },
  {
    name: "template print",
    summary: "print a built-in template, or list them",
    details: [
      "A file of the same name in TEMPLATE_LOCATION takes the place of the built-in one. Its comments say what it gets\n" +
        "of a request. `occi-server check` finds what is wrong with a changed one.",
    ],
    options: {},
    words: [{ name: "NAME", optional: true, suggested: TEMPLATES }],
    examples: [
      ["template print", "which there are"],
      ["template print small > /etc/one/occi_templates/small.eta", "a copy to change"],
    ],
    load: async () => (await import("./template-print.ts")).run,
  },
  {
    name: "doctor",
    summary: "look at everything around the server: oned, certificates, disk, limits",
    details: [
      "Each line says ok, warning, error or unknown (it could not be seen), and what to do. Nothing is changed.",
      "With credentials of an OpenNebula user (a file with user:password, as its own commands have it) it also tries a\n" +
        "login and looks at MAX_CONN, SAFE_DIRS, the ids in the configuration and the templates, and whether users may use\n" +
        "them; oneadmin's see most.",
    ],
    options: {
      config: CONFIG,
      auth: { value: "FILE", names: "file", summary: "credentials; else $ONE_AUTH, else ~/.one/one_auth" },
      json: { summary: "as JSON" },
    },
    words: [],
    examples: [["doctor", "after the installation, and whenever something is wrong"]],
    exitCodes: { [EXIT.failed]: "there is an error" },
    load: async () => (await import("./doctor.ts")).run,
  },
  {
    name: "demo",
    summary: "try it without OpenNebula: an OpenNebula in memory and the server in front of it",
    details: ["Prints users, passwords and command lines to try. Keeps nothing; Ctrl-C ends it."],
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
      "For occi-server and all clients, with the ids and names that the server has. Where it goes: bash\n" +
        "/etc/bash_completion.d/occi, or a line `source <(occi-server completion bash)` in ~/.bashrc; zsh a file _occi in\n" +
        "$fpath; fish ~/.config/fish/conf.d/occi.fish.",
    ],
    options: {},
    examples: [
      ["completion bash > /etc/bash_completion.d/occi", "for everybody on this machine"],
      ["completion zsh > ~/.zfunc/_occi", "for oneself, with ~/.zfunc in $fpath"],
      ["completion fish > ~/.config/fish/conf.d/occi.fish", "for oneself"],
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
      ["manpage occi-server.conf | man -l -", "read the one about the configuration"],
      ["manpage --directory /usr/local/share/man", "install them"],
    ],
    load: async () => (await import("./manpage.ts")).run,
  },
  helpCommand(
    () => OCCI_SERVER,
    {
      config: {
        summary: "every option of the configuration file, with its default, in short",
        load: async () => (await import("../config/documents.ts")).configHelp(),
      },
      ...MANUAL,
    },
    ERRORS,
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
  environment: [
    ["ONE_LOCATION", "of an OpenNebula in a directory of its own: where configuration, log and pid file are"],
  ],
  files: [
    ["/etc/one/occi-server.conf", "the configuration: see occi-server.conf(5), or `occi-server help config`"],
    ["/etc/one/occi_templates/", "templates that take the place of the built-in ones: `template print`"],
    ["/var/log/one/occi-server.log", "the log of a server started by `start`"],
    ["/var/run/one/occi-server.pid", "its process id"],
    ["/var/run/one/occi-server.running", "its address, configuration and log, for `status`"],
    ["/var/run/one/occi-server.lock", "locked while it runs; only its user can open it"],
  ],
  further:
    "Try `occi-server demo` first: it needs no OpenNebula. `occi-server help COMMAND` tells more about a command,\n" +
    "`occi-server help config` about the options of the configuration file, `occi-server help topics` lists the pages of\n" +
    "the manual, and `occi-server help NOT_FOUND` explains an error code. The clients are `occi-server compute`,\n" +
    "`network`, `storage`, `instance-type` and `user`, or links to this program named occi-compute and so on.",
  aliases: { "--help": "help", "-h": "help", "--version": "version" },
  report: (error) => reportError(error, "occi-server"),
};
