/** `help`: the pages are made of the commands' records. */
import { HELP_OPTION } from "./arguments.ts";
import { type Arguments, type Command, EXIT } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { unknownCommand } from "./occi-server.ts";
import { print } from "./output.ts";

const PROGRAM = "occi-server";
/** The one page that is not about a command. */
const CONFIG_PAGE = "config";

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + 3;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`.trimEnd()).join("\n");
}

/** The page of `occi-server help`. */
export function overview(): string {
  return [
    `${PROGRAM}: OCCI for OpenNebula over HTTPS`,
    `Usage: ${PROGRAM} COMMAND [OPTIONS]`,
    `Commands:\n${columns(COMMANDS.map(({ name, summary }) => [name, summary]))}`,
    `Try \`${PROGRAM} demo\` first: it needs no OpenNebula. \`${PROGRAM} help COMMAND\` tells more about a command,\n` +
      `\`${PROGRAM} help ${CONFIG_PAGE}\` about the options of the configuration file.`,
  ]
    .join("\n\n")
    .concat("\n");
}

/** The page of `occi-server help COMMAND`. */
export function page(command: Command): string {
  const options = Object.entries({ ...command.options, help: HELP_OPTION }).map(([name, option]) => {
    const short = option.short === undefined ? "    " : `-${option.short}, `;
    const value = option.value === undefined ? "" : ` ${option.value}`;
    return [`${short}--${name}${value}`, option.summary] as const;
  });
  const codes = { [EXIT.ok]: "done", [EXIT.failed]: "failed", [EXIT.usage]: "wrong usage", ...command.exitCodes };
  return [
    `${PROGRAM} ${command.name}: ${command.summary}`,
    `Usage: ${PROGRAM} ${command.name} ${command.usage}`.trimEnd(),
    ...command.details,
    `Options:\n${columns(options)}`,
    `Examples:\n${columns(command.examples.map(([line, effect]) => [`${PROGRAM} ${line}`, effect]))}`,
    `Exit codes:\n${columns(Object.entries(codes))}`,
  ]
    .join("\n\n")
    .concat("\n");
}

/** @throws OcciError USAGE for an unknown command. */
export async function run(args: Arguments): Promise<number> {
  const [name] = args.words;
  if (name === undefined) {
    print(overview());
    return EXIT.ok;
  }
  if (name === CONFIG_PAGE) {
    print((await import("../config/documents.ts")).configHelp());
    return EXIT.ok;
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) throw await unknownCommand(name, [CONFIG_PAGE]);
  print(page(command));
  return EXIT.ok;
}
