/** `manpage` */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf, OcciError } from "../errors.ts";
import { text } from "../terminal/arguments.ts";
import { buildInfo } from "../terminal/build-info.ts";
import { type Arguments, EXIT, type Program } from "../terminal/command.ts";
import { manualFile, manualPage } from "../terminal/manual.ts";
import { print } from "../terminal/output.ts";
import { CONFIG_PAGE, configManual } from "./config-manual.ts";

interface Page {
  readonly name: string;
  readonly section: 1 | 5 | 8;
  text(): string;
}

/** Those of the programs, and that of the configuration. */
function pagesOf(programs: readonly Program[]): readonly Page[] {
  const { version, date = "" } = buildInfo();
  const ofPrograms = programs.map((program): Page => {
    const others = programs.filter((other) => other !== program);
    const page = { version, date, others: program.section === 8 ? [CONFIG_PAGE, ...others] : others };
    return { name: program.name, section: program.section, text: () => manualPage(program, page) };
  });
  return [...ofPrograms, { ...CONFIG_PAGE, text: () => configManual({ version, date }) }];
}

/**
 * Prints one page, or writes all below a directory for manuals, where man(1) expects them.
 * @throws OcciError SETUP_FAULT.
 */
export function printOrWrite(programs: readonly Program[], args: Arguments): number {
  const all = pagesOf(programs);
  const directory = text(args, "directory");
  const [wanted = "occi-server"] = args.words;
  if (directory === undefined) {
    print(all.find(({ name }) => name === wanted)?.text() ?? "");
    return EXIT.ok;
  }
  try {
    for (const page of all) {
      const section = join(directory, `man${page.section}`);
      mkdirSync(section, { recursive: true });
      writeFileSync(join(section, manualFile(page)), page.text());
    }
  } catch (cause) {
    throw new OcciError("SETUP_FAULT", `The man pages cannot be written: ${messageOf(cause)}.`, { cause });
  }
  return EXIT.ok;
}
