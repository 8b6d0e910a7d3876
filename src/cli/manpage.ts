/** `manpage` */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf, OcciError } from "../errors.ts";
import { text } from "../terminal/arguments.ts";
import { buildInfo } from "../terminal/build-info.ts";
import { type Arguments, EXIT } from "../terminal/command.ts";
import { manualFile, manualPage } from "../terminal/manual.ts";
import { print } from "../terminal/output.ts";
import { allPrograms } from "./programs.ts";

/** Prints one page, or writes all into a directory. @throws OcciError USAGE, SETUP_FAULT. */
export async function run(args: Arguments): Promise<number> {
  const programs = await allPrograms();
  const { version, date = "" } = buildInfo();
  const page = (program: (typeof programs)[number]) =>
    manualPage(program, { version, date, others: programs.filter((other) => other !== program) });
  const directory = text(args, "directory");
  const [name = "occi-server"] = args.words;
  if (directory === undefined) {
    const program = programs.find((known) => known.name === name);
    if (program === undefined) {
      const names = programs.map((known) => known.name).join(", ");
      throw new OcciError("USAGE", `There is no program ${JSON.stringify(name)}: there are ${names}.`);
    }
    print(page(program));
    return EXIT.ok;
  }
  try {
    mkdirSync(directory, { recursive: true });
    for (const program of programs) writeFileSync(join(directory, manualFile(program)), page(program));
  } catch (cause) {
    throw new OcciError("SETUP_FAULT", `The man pages cannot be written: ${messageOf(cause)}.`, { cause });
  }
  return EXIT.ok;
}
