/** Commands about the program itself. */
import type { Command, Program } from "../../terminal/command.ts";
import { SHELLS } from "../../terminal/completion-script.ts";
import { CLIENT_NAMES } from "../clients.ts";

/** @param programs all programs of the executable, for their man pages. */
export const programCommands = (programs: () => Promise<readonly Program[]>): readonly Command[] => [
  {
    name: "demo",
    summary: "try the server in front of a simulated OpenNebula",
    details: ["Prints users, passwords and commands to try. Keeps no data; Ctrl-C stops it."],
    options: { port: { value: "N", short: "p", summary: "port to listen on (default: 4567; 0: any free one)" } },
    words: [],
    examples: [["demo", "https://localhost:4567, user alice, password alicepass"]],
    load: async () => (await import("../demo.ts")).run,
  },
  {
    name: "version",
    summary: "print the version",
    details: [],
    options: { json: { summary: "as JSON" } },
    words: [],
    examples: [["version --json", "for scripts"]],
    load: async () => (await import("../version.ts")).run,
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
    load: async () => (await import("../completion.ts")).run,
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
    load: async () => {
      const { printOrWrite } = await import("../manpage.ts");
      return async (args) => printOrWrite(await programs(), args);
    },
  },
];
