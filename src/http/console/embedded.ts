/** The console's files as scripts/build has embedded them. */
import { type ConsoleFiles, readPack } from "./pack.ts";

/** Undefined for a server that was started from its source. */
export async function embeddedConsole(): Promise<ConsoleFiles | undefined> {
  const pack = Bun.embeddedFiles.find((file) => /^console[^/]*\.pack$/.test((file as File).name));
  return pack === undefined ? undefined : readPack(await pack.bytes());
}
