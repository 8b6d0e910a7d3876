/** Commands for the life of the server. */
import { type Command, EXIT, type Option } from "../../terminal/command.ts";
import { CONFIG, EXPECTED } from "./options.ts";

const TIMEOUT: Option = { value: "SECONDS", summary: "how long requests under way may take to finish (default: 60)" };

export const SERVICE_COMMANDS: readonly Command[] = [
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
    load: async () => (await import("../start.ts")).run,
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
    load: async () => (await import("../stop.ts")).run,
  },
  {
    name: "restart",
    summary: "stop the server if it runs, then start it",
    details: ["The configuration is checked before anything is stopped: a faulty one leaves the server running."],
    options: { config: CONFIG, timeout: TIMEOUT },
    words: [],
    examples: [["restart", "make a new version of the program effective"]],
    load: async () => (await import("../restart.ts")).run,
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
    load: async () => (await import("../reload.ts")).run,
  },
  {
    name: "status",
    summary: "show whether the server runs, its address and its configuration",
    details: [],
    options: { config: EXPECTED },
    words: [],
    examples: [["status", "for people and for scripts: see the exit code"]],
    exitCodes: { [EXIT.failed]: "it uses another configuration than FILE", [EXIT.notRunning]: "it does not run" },
    load: async () => (await import("../status.ts")).run,
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
    load: async () => (await import("../run.ts")).run,
  },
];
