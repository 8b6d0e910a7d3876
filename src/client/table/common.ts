/** The common parts of all clients: options, exit codes, environment. */

import type { Command, Options, Program } from "../../terminal/command.ts";
import { helpCommand } from "../../terminal/help-command.ts";
import { EXIT_CODES } from "../exit.ts";
import { FORMATS } from "../formats.ts";
import { KINDS, type Kind } from "../kinds.ts";
import { interruptibleCommand } from "../running-command.ts";
import { STATES } from "../states.ts";

export const OPTIONS: Options = {
  url: { value: "URL", short: "R", summary: "the server; else OCCI_URL, then the profile, then http://localhost:4567" },
  username: {
    value: "NAME",
    short: "U",
    summary: "user; else OCCI_USER, then the profile, then ONE_AUTH, then ~/.one/one_auth",
  },
  password: {
    value: "TEXT",
    short: "P",
    summary: "password, visible to everyone who can run ps: prefer OCCI_PASSWORD_FILE or the prompt",
  },
  profile: {
    value: "NAME",
    names: "profile",
    summary: "server and user of ~/.config/occi/config; overrides OCCI_URL and OCCI_USER",
  },
  output: { value: "FORMAT", short: "o", choices: FORMATS, summary: "table on a terminal, else xml" },
  timeout: {
    value: "TIME",
    short: "T",
    summary: "longest time to wait for an answer, or with --wait for the state: 30, 90s, 10m",
  },
  cacert: { value: "FILE", names: "file", summary: "trust this certificate or authority only (PEM); else OCCI_CACERT" },
  insecure: { summary: "do not check the server's certificate; else OCCI_INSECURE=1" },
  hash: { summary: "send the SHA-1 of the password, which OpenNebula's own servers require" },
  plain: { summary: "send the password in plain form (the default)" },
  "dry-run": { summary: "print the request of a change instead of sending it (read-only requests are still sent)" },
  debug: { short: "D", summary: "show requests and answers, without passwords" },
  verbose: { summary: "show lists in full" },
};

/** States in which machines and images stay: those that are worth waiting for. */
export const MACHINE_STATES = ["RUNNING", "POWEROFF", "STOPPED", "SUSPENDED", "UNDEPLOYED", "HOLD", "DONE"];
export const IMAGE_STATES = ["READY", "USED", "USED_PERS", "DISABLED"];

/**
 * Waiting for what OpenNebula does later. @param suggested states, for completions. @param kind of what is waited for.
 */
export function wait(goal: string, suggested: readonly string[] = [], kind: Kind = "compute"): Options {
  const accepts =
    kind === "compute" || kind === "storage" || kind === "network"
      ? { noun: `state of ${kind === "storage" ? "an" : "a"} ${KINDS[kind].noun}`, ...STATES[kind] }
      : undefined;
  return {
    wait: {
      value: "STATE",
      valueOptional: true,
      suggested,
      summary: `return when it is done (${goal})`,
      ...(accepts !== undefined && { accepts }),
    },
  };
}

export const YES: Options = { yes: { short: "y", summary: "do not ask for confirmation" } };

const ENVIRONMENT: Program["environment"] = [
  ["OCCI_URL", "the server, e.g. https://cloud.example.org:4567"],
  ["OCCI_USER, OCCI_PASSWORD_FILE", "user name, and a file with the password on its first line"],
  ["ONE_AUTH", "file with user:password; else ~/.one/one_auth"],
  ["OCCI_PROFILE", "the profile to use; not used when OCCI_URL names the server, and after OCCI_USER"],
  ["OCCI_CACERT, OCCI_INSECURE", "as --cacert; 1: as --insecure"],
  ["http_proxy, https_proxy, no_proxy", "a proxy between this machine and the server, as for curl"],
  ["NO_COLOR", "no colours"],
];

const FILES: Program["files"] = [
  [
    "~/.config/occi/config",
    "profiles, in bash syntax, read and never executed: DEFAULT_PROFILE=work, and for each " +
      "PROFILE=[NAME=work, URL=https://cloud.example.org:4567, USER=alice, PASSWORD_FILE=~/.occi-password, " +
      "CACERT=~/cloud.pem]; also ONE_AUTH=FILE, INSECURE=yes, HASH=yes",
  ],
  ["~/.one/one_auth", "user:password"],
];

type Own = Pick<Program, "name" | "summary" | "details" | "commands" | "examples" | "usual">;

/** A client's record: what is its own, and what all have. */
export function clientProgram(own: Own): Program {
  const program: Program = {
    ...own,
    commands: [...own.commands.map(interruptibleCommand), VERSION, helpCommand(() => program)],
    section: 1,
    options: OPTIONS,
    exitCodes: EXIT_CODES,
    environment: ENVIRONMENT,
    files: FILES,
    further: `\`${own.name} COMMAND --help\` explains a command, \`man ${own.name}\` all of them.`,
    aliases: { "-v": "version", "--version": "version" },
    abbreviable: [
      "username",
      "password",
      "url",
      "timeout",
      "debug",
      "multipart",
      "verbose",
      "plain",
      "help",
      "version",
    ],
    report: async (error, args) => (await import("../report.ts")).report(error, own.name, args),
  };
  return program;
}

const VERSION: Command = {
  name: "version",
  words: [],
  summary: "print the version",
  details: [],
  options: {},
  examples: [],
  load: async () => (await import("../commands/version.ts")).run,
};
