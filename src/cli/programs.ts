/** The programs in this executable. */
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
  if (Object.hasOwn(CLIENTS, first)) return { program: await load(first), args: rest };
  return { program: await server(), args: typed };
}

async function load(client: string): Promise<Program> {
  const program = await CLIENTS[client]?.();
  if (program === undefined) throw new Error(`there is no client ${client}`);
  return program;
}
