/** The program `occi-server`: finds the command, reads its arguments, runs it, and turns errors into exit codes. */
import { OcciError } from "../errors.ts";
import { readArguments } from "./arguments.ts";
import { EXIT } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { complain, print, reportError } from "./output.ts";

const PROGRAM = "occi-server";

/** What people try besides the commands' own names. */
const ALIASES: Readonly<Record<string, string>> = { "--help": "help", "-h": "help", "--version": "version" };

/** Runs a command line (without the program's name). @returns the exit code. */
export async function occiServer(args: readonly string[]): Promise<number> {
  const [typed, ...rest] = args;
  try {
    if (typed === undefined) {
      complain((await import("./help.ts")).overview());
      return EXIT.usage;
    }
    const name = ALIASES[typed] ?? typed;
    const command = COMMANDS.find((candidate) => candidate.name === name);
    if (command === undefined) throw await unknownCommand(typed);
    const parsed = await readArguments(command, rest);
    if (parsed.options.help !== undefined) {
      print((await import("./help.ts")).page(command));
      return EXIT.ok;
    }
    return await (await command.load()).run(parsed);
  } catch (error) {
    return reportError(error, PROGRAM);
  }
}

/** The error for a command that does not exist, with the nearest that does. @param others what else could be meant. */
export async function unknownCommand(typed: string, others: readonly string[] = []): Promise<OcciError> {
  const { nearestName } = await import("../config/nearest-name.ts");
  const near = nearestName(typed, [...COMMANDS.map(({ name }) => name), ...others]);
  return new OcciError("USAGE", `There is no command ${JSON.stringify(typed)}.`, {
    hint: near === undefined ? `Try: ${PROGRAM} help` : `Did you mean ${near}?`,
  });
}
