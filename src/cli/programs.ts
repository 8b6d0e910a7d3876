/** The programs in this executable. */
import type { Program } from "../terminal/command.ts";

/** The clients by the word behind `occi-server`; a link named `occi-WORD` is the same. */
const CLIENTS: Readonly<Record<string, () => Promise<Program>>> = {
  compute: async () => (await import("../client/table/compute.ts")).OCCI_COMPUTE,
  network: async () => (await import("../client/table/network.ts")).OCCI_NETWORK,
  storage: async () => (await import("../client/table/storage.ts")).OCCI_STORAGE,
  "instance-type": async () => (await import("../client/table/instance-type.ts")).OCCI_INSTANCE_TYPE,
  user: async () => (await import("../client/table/user.ts")).OCCI_USER,
};

/** The clients as they are called. */
export const CLIENT_NAMES: readonly string[] = Object.keys(CLIENTS).map((word) => `occi-${word}`);

/** All programs, the server first. */
export async function allPrograms(): Promise<readonly Program[]> {
  const { OCCI_SERVER } = await import("./occi-server.ts");
  return [OCCI_SERVER, ...(await Promise.all(Object.values(CLIENTS).map((load) => load())))];
}

export interface Chosen {
  readonly program: Program;
  /** What is left of the command line. */
  readonly args: readonly string[];
}

/** @param name by which the executable was called; any that is no client's (a renamed copy) is the server. */
export async function chosenProgram(name: string, typed: readonly string[]): Promise<Chosen> {
  const [, linked = ""] = /^occi-(.+)$/.exec(name) ?? [];
  if (Object.hasOwn(CLIENTS, linked)) return { program: await load(linked), args: typed };
  const [first = "", ...rest] = typed;
  if (Object.hasOwn(CLIENTS, first)) return { program: await load(first), args: rest };
  return { program: (await import("./occi-server.ts")).OCCI_SERVER, args: typed };
}

async function load(client: string): Promise<Program> {
  const program = await CLIENTS[client]?.();
  if (program === undefined) throw new Error(`there is no client ${client}`);
  return program;
}
