/** The console's files as scripts/build has embedded them. */
import { type ConsoleFiles, readPack } from "./pack.ts";

/** What reads them: no start needs their 300 KB. Undefined for a server that was started from its source. */
export function embeddedConsole(): (() => Promise<ConsoleFiles>) | undefined {
  const pack = Bun.embeddedFiles.find((file) => /^console[^/]*\.pack$/.test((file as File).name));
  return pack === undefined ? undefined : async () => readPack(await pack.bytes());
}
