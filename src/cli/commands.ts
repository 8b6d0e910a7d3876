/** The commands of occi-server. */
import { type Command, EXIT, type Option } from "./command.ts";

const CONFIG: Option = {
  value: "FILE",
  short: "c",
  summary: "configuration; else $ONE_LOCATION/etc/occi-server.conf, else /etc/one/occi-server.conf",
};
const TIMEOUT: Option = { value: "SECONDS", summary: "how long requests under way may take to finish (default: 60)" };

export const COMMANDS: readonly Command[] = [
  {
    name: "start",
    usage: "[--config FILE]",
    summary: "start the server in the background",
    details: [
      "Checks the configuration first and refuses what `check` refuses. Returns when the server is listening.",
      "The log is $ONE_LOCATION/var/occi-server.log, else /var/log/one/occi-server.log; the process id is kept in\n" +
        "$ONE_LOCATION/var/occi-server.pid, else /var/run/one/occi-server.pid.",
    ],
    options: { config: CONFIG },
    words: 0,
    examples: [["start", "start with the configuration of this installation"]],
    load: () => import("./start.ts"),
  },
  {
    name: "stop",
    usage: "[--timeout SECONDS]",
    summary: "let requests under way finish, then end the server",
    details: [
      "Returns when the server has ended. What is not finished after the timeout, or after a minute, is cut off.",
    ],
    options: { timeout: TIMEOUT },
    words: 0,
    examples: [["stop --timeout 5", "wait five seconds for requests under way, not a minute"]],
    exitCodes: { [EXIT.failed]: "it was not running, or could not be stopped" },
    load: () => import("./stop.ts"),
  },
  {
    name: "restart",
    usage: "[--config FILE] [--timeout SECONDS]",
    summary: "stop the server if it runs, then start it",
    details: ["The configuration is checked before anything is stopped: a faulty one leaves the server running."],
    options: { config: CONFIG, timeout: TIMEOUT },
    words: 0,
    examples: [["restart", "make a changed configuration effective"]],
    load: () => import("./restart.ts"),
  },
  {
    name: "status",
    usage: "",
    summary: "tell whether the server runs",
    details: [],
    options: {},
    words: 0,
    examples: [["status", "for people and for scripts: see the exit code"]],
    exitCodes: { [EXIT.notRunning]: "it does not run" },
    load: () => import("./status.ts"),
  },
  {
    name: "run",
    usage: "[--config FILE] [--log-file FILE]",
    summary: "run in the foreground, for systemd and containers",
    details: [
      "Logs to standard output, or to the log file, which is opened again on SIGHUP. SIGTERM and SIGINT let requests\n" +
        "under way finish; a second one ends at once. Tells systemd when it is ready (Type=notify).",
    ],
    options: {
      config: CONFIG,
      "log-file": { value: "FILE", summary: "write the log there instead of to standard output" },
    },
    words: 0,
    examples: [["run --config ./occi-server.conf", "run with a configuration of one's own"]],
    load: () => import("./run.ts"),
  },
  {
    name: "check",
    usage: "[--config FILE]",
    summary: "report every fault of the configuration and the templates",
    details: ["Each fault is one line with file, line and column, and a hint. Exits with 1 when there is an error."],
    options: { config: CONFIG },
    words: 0,
    examples: [["check --config new.conf", "try a configuration before it is used"]],
    load: () => import("./check.ts"),
  },
  {
    name: "demo",
    usage: "[--port N]",
    summary: "try it without OpenNebula: an OpenNebula in memory and the server in front of it",
    details: ["Prints users, passwords and command lines to try. Keeps nothing; Ctrl-C ends it."],
    options: { port: { value: "N", short: "p", summary: "port to listen on (default: 4567; 0: any free one)" } },
    words: 0,
    examples: [["demo", "https://localhost:4567, user alice, password alicepass"]],
    load: () => import("./demo.ts"),
  },
  {
    name: "version",
    usage: "[--json]",
    summary: "print the version",
    details: [],
    options: { json: { summary: "as JSON" } },
    words: 0,
    examples: [["version --json", "for scripts"]],
    load: () => import("./version.ts"),
  },
  {
    name: "help",
    usage: "[COMMAND | config]",
    summary: "print this, what a command does, or the options of the configuration",
    details: [],
    options: {},
    words: 1,
    examples: [
      ["help start", "the same as `start --help`"],
      ["help config", "every option of the configuration file, with its default"],
    ],
    load: () => import("./help.ts"),
  },
];
