/** The program `occi-server`: its commands. */
import { EXIT, type Program } from "../terminal/command.ts";
import { helpCommand } from "../terminal/help-command.ts";
import { reportError } from "../terminal/output.ts";
import { CONFIGURATION_OPTIONS, ERRORS, MANUAL } from "./table/pages.ts";
import { programCommands } from "./table/program.ts";
import { SERVICE_COMMANDS } from "./table/service.ts";
import { SETUP_COMMANDS } from "./table/setup.ts";

/** @param programs all programs of the executable, this one among them: its man pages tell of the others. */
export function occiServer(programs: () => Promise<readonly Program[]>): Program {
  const help = helpCommand(
    () => server,
    {
      config: {
        summary: "every option of the configuration file with its default, in brief",
        load: async () => (await import("../config/documents.ts")).configHelp(),
      },
      ...MANUAL,
    },
    [ERRORS, CONFIGURATION_OPTIONS],
  );
  const commands = [...SERVICE_COMMANDS, ...SETUP_COMMANDS, ...programCommands(programs), help];
  const server: Program = { ...OCCI_SERVER, commands };
  return server;
}

const OCCI_SERVER: Omit<Program, "commands"> = {
  name: "occi-server",
  summary: "OCCI for OpenNebula over HTTPS",
  section: 8,
  details: [
    "The OCCI service of an OpenNebula cloud: its users create and manage compute, network and storage over HTTPS.",
    "Called as `occi-server compute`, `network`, `storage`, `instance-type`, `template`, `usage` or `user` it is the client\n" +
      "of that name, see occi-compute(1) and the others.",
  ],
  options: {},
  examples: [],
  exitCodes: { [EXIT.ok]: "done", [EXIT.failed]: "failed", [EXIT.usage]: "wrong usage" },
  environment: [["ONE_LOCATION", "directory of a self-contained OpenNebula, with configuration, log and pid file"]],
  files: [
    ["/etc/one/occi-server.conf", "the configuration: see occi-server.conf(5), or `occi-server help config`"],
    ["/etc/one/occi_templates/", "templates that replace the built-in ones: `template print`"],
    ["/var/log/one/occi-server.log", "the log of a server started by `start`"],
    ["/var/run/one/occi-server.pid", "its process id"],
    ["/var/run/one/occi-server.running", "its address, configuration and log, for `status`"],
    ["/var/run/one/occi-server.lock", "locked while it runs; only its user can open it"],
  ],
  further:
    "Try `occi-server demo` first: it needs no OpenNebula. `occi-server help COMMAND` explains a command,\n" +
    "`occi-server help config` the options of the configuration file, `occi-server help NOT_FOUND` an error code, and\n" +
    "`occi-server help topics` lists the pages of the manual. The clients are `occi-server compute`,\n" +
    "`network`, `storage`, `instance-type`, `template`, `usage` and `user`, or links to this program named occi-compute and\n" +
    "so on.",
  aliases: { "--help": "help", "-h": "help", "--version": "version" },
  report: (error) => reportError(error, "occi-server"),
};
