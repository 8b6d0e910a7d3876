/** One executable, several programs: which one is told by the name it is called by. */
import { basename } from "node:path";
import { occiServer } from "./cli/occi-server.ts";

type Program = (args: readonly string[]) => Promise<number>;

/** By name of the executable or of a link to it; any other name (a renamed copy, `bun src/main.ts`) is the server. */
const PROGRAMS: Readonly<Record<string, Program>> = {
  "occi-server": occiServer,
};

const program = PROGRAMS[basename(process.argv0)] ?? occiServer;
process.exitCode = await program(process.argv.slice(2));
