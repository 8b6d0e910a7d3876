/** `completion`, and what its scripts ask for. */
import { type Arguments, EXIT } from "../terminal/command.ts";
import { complete, protocol } from "../terminal/completion.ts";
import { completionScript, SHELLS } from "../terminal/completion-script.ts";
import { print } from "../terminal/output.ts";
import { CLIENT_NAMES } from "./clients.ts";
import { chosenProgram } from "./programs.ts";

/** Prints the script for a shell. */
export function run(args: Arguments): number {
  const shell = SHELLS.find((known) => known === args.words[0]);
  if (shell !== undefined) print(completionScript(shell, ["occi-server", ...CLIENT_NAMES]));
  return shell === undefined ? EXIT.usage : EXIT.ok;
}

/**
 * Answers a shell.
 * @param name by which the executable was called.
 * @param line the words after it; the last one is completed.
 */
export async function answerShell(name: string, line: readonly string[]): Promise<number> {
  const { program, args } = await chosenProgram(name, line);
  const isServer = program.name === "occi-server";
  const lookUp = isServer ? async () => [] : (await import("../client/live-names.ts")).liveNames;
  const completion = await complete(program, args, lookUp);
  const clients = isServer && line.length <= 1 ? CLIENT_NAMES.map((client) => client.replace("occi-", "")) : [];
  const typed = line[0] ?? "";
  const offered = clients
    .filter((client) => client.startsWith(typed))
    .map((client) => [client, `occi-${client}`] as const);
  print(protocol({ ...completion, candidates: [...completion.candidates, ...offered] }));
  return EXIT.ok;
}
