/** Commands for the life of the server. */
import { type Command, EXIT, type Option } from "../../terminal/command.ts";
import { CONFIG, EXPECTED } from "./options.ts";

const TIMEOUT: Option = { value: "SECONDS", summary: "how long requests in progress may take to finish (default: 60)" };

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
    summary: "let requests in progress finish, then stop the server",
    details: [
      "Returns when the server has stopped. Requests that have not finished when the timeout expires are cut off.",
    ],
    options: { config: EXPECTED, timeout: TIMEOUT },
    words: [],
    examples: [["stop --timeout 5", "wait five seconds for requests in progress, not a minute"]],
    exitCodes: { [EXIT.failed]: "it was not running, or could not be stopped" },
    load: async () => (await import("../stop.ts")).run,
  },
  {
    name: "restart",
    summary: "stop the server if it is running, then start it",
    details: ["The configuration is checked before anything is stopped: a faulty one leaves the server running."],
    options: { config: CONFIG, timeout: TIMEOUT },
    words: [],
    examples: [["restart", "run a new version of the program"]],
    load: async () => (await import("../restart.ts")).run,
  },
  {
    name: "reload",
    summary: "apply a changed configuration, certificate or template while the server runs",
    details: [
      "Requests in progress are not disturbed. If anything is faulty, nothing is changed, and the faults are printed.\n" +
        "Changed options that only a restart can apply (such as PORT and STATE_DIR) are named.",
      "The server also applies changed certificates and templates by itself, a few seconds after their files have\n" +
        "changed, provided that they are valid.",
      "The server reads the file that it was started with; `restart --config FILE` makes it use another one.",
    ],
    options: { config: EXPECTED },
    words: [],
    examples: [["reload", "apply a changed configuration"]],
    exitCodes: { [EXIT.failed]: "it was not running, or the configuration or the certificate is faulty" },
    load: async () => (await import("../reload.ts")).run,
  },
  {
    name: "status",
    summary: "show whether the server is running, its address and its configuration",
    details: [],
    options: { config: EXPECTED },
    words: [],
    examples: [["status", "for people and for scripts: see the exit code"]],
    exitCodes: { [EXIT.failed]: "it uses another configuration than FILE", [EXIT.notRunning]: "it is not running" },
    load: async () => (await import("../status.ts")).run,
  },
  {
    name: "run",
    summary: "run in the foreground, as under systemd and in containers",
    details: [
      "Logs to standard output, or to the log file, which is opened again on SIGUSR1. SIGHUP reloads, as `reload` does.\n" +
        "SIGTERM and SIGINT let requests in progress finish; a second one stops the server at once. Notifies systemd when it is ready\n" +
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
