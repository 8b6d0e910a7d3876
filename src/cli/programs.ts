/** The programs in this executable. */
import { commandNamed } from "../terminal/arguments.ts";
import type { Program } from "../terminal/command.ts";
import { CLIENTS } from "./clients.ts";

/** All programs, the server first. */
export async function allPrograms(): Promise<readonly Program[]> {
  return Promise.all([server(), ...Object.values(CLIENTS).map((load) => load())]);
}

async function server(): Promise<Program> {
  return (await import("./occi-server.ts")).occiServer(allPrograms);
}

export interface Chosen {
  readonly program: Program;
  /** The rest of the command line. */
  readonly args: readonly string[];
}

/** @param name by which the executable was called; a name that is not a client's (a renamed copy) is the server. */
export async function chosenProgram(name: string, typed: readonly string[]): Promise<Chosen> {
  const [, linked = ""] = /^occi-(.+)$/.exec(name) ?? [];
  if (Object.hasOwn(CLIENTS, linked)) return { program: await load(linked), args: typed };
  const [first = "", ...rest] = typed;
  if (!Object.hasOwn(CLIENTS, first)) return { program: await server(), args: typed };
  const client = await load(first);
  const own = commandNamed(client, rest[0] ?? "") === undefined ? await serverWith(`${first} ${rest[0]}`) : undefined;
  return own === undefined ? { program: client, args: rest } : { program: own, args: typed };
}

/** The server, if it has the command: `template print` is one of its own, `template list` one of a client. */
async function serverWith(command: string): Promise<Program | undefined> {
  const program = await server();
  return commandNamed(program, command) === undefined ? undefined : program;
}

async function load(client: string): Promise<Program> {
  const program = await CLIENTS[client]?.();
  if (program === undefined) throw new Error(`there is no client ${client}`);
  return program;
}
