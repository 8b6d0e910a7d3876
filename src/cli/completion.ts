/** `completion`, and what its scripts ask for. */
import { type Arguments, EXIT, type Program } from "../terminal/command.ts";
import { complete, protocol } from "../terminal/completion.ts";
import { completionScript, SHELLS } from "../terminal/completion-script.ts";
import { print } from "../terminal/output.ts";
import { CLIENT_NAMES } from "./clients.ts";

/** Prints the script for a shell. */
export function run(args: Arguments): number {
  const shell = SHELLS.find((known) => known === args.words[0]);
  if (shell !== undefined) print(completionScript(shell, ["occi-server", ...CLIENT_NAMES]));
  return shell === undefined ? EXIT.usage : EXIT.ok;
}

/**
 * Answers a shell.
 * @param args the words after the program's name; the last one is completed.
 */
export async function answerShell(program: Program, args: readonly string[]): Promise<number> {
  const isServer = program.name === "occi-server";
  const lookUp = isServer ? async () => [] : (await import("../client/live-names.ts")).liveNames;
  const completion = await complete(program, args, lookUp);
  const clients = isServer && args.length <= 1 ? CLIENT_NAMES.map((client) => client.replace("occi-", "")) : [];
  const typed = args[0] ?? "";
  const offered = clients
    .filter((client) => client.startsWith(typed))
    .map((client) => [client, `occi-${client}`] as const);
  print(protocol({ ...completion, candidates: [...completion.candidates, ...offered] }));
  return EXIT.ok;
}
