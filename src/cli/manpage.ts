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

/** Prints one page, or writes all below a directory for manuals, as man(1) looks for them. @throws OcciError SETUP_FAULT. */
export async function run(args: Arguments): Promise<number> {
  const programs = await allPrograms();
  const { version, date = "" } = buildInfo();
  const page = (program: (typeof programs)[number]) =>
    manualPage(program, { version, date, others: programs.filter((other) => other !== program) });
  const directory = text(args, "directory");
  const [name = "occi-server"] = args.words;
  if (directory === undefined) {
    print(programs.filter((program) => program.name === name).map(page)[0] ?? "");
    return EXIT.ok;
  }
  try {
    for (const program of programs) {
      const section = join(directory, `man${program.section}`);
      mkdirSync(section, { recursive: true });
      writeFileSync(join(section, manualFile(program)), page(program));
    }
  } catch (cause) {
    throw new OcciError("SETUP_FAULT", `The man pages cannot be written: ${messageOf(cause)}.`, { cause });
  }
  return EXIT.ok;
}
