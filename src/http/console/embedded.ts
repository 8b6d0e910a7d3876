/** The console's files as scripts/build has embedded them. */
import { type ConsoleFiles, readPack } from "./pack.ts";

/** For the first request of the console: no start needs its 300 KB. Only where scripts/build has made the executable. */
export async function embeddedConsole(): Promise<ConsoleFiles> {
  const pack = Bun.embeddedFiles.find((file) => /^console[^/]*\.pack$/.test((file as File).name));
  if (pack === undefined) throw new Error("the executable was made without the files of the console");
  return readPack(await pack.bytes());
}
