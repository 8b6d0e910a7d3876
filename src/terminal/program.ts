/** Runs a program: finds the command, reads its arguments, runs it, and turns errors into exit codes. */
import { given, readCommandLine } from "./arguments.ts";
import { EXIT, type Program } from "./command.ts";
import { complain, print } from "./output.ts";

/** Runs a command line (without the program's name). @returns the exit code. */
export async function runProgram(program: Program, typed: readonly string[]): Promise<number> {
  const [first = "", ...rest] = typed;
  const args = Object.hasOwn(program.aliases, first) ? [program.aliases[first] ?? "", ...rest] : typed;
  try {
    if (args.length === 0 && program.usual === undefined) {
      complain((await import("./help.ts")).overview(program));
      return EXIT.usage;
    }
    const parsed = await readCommandLine(program, args);
    if (given(parsed.args, "help")) {
      const { overview, commandPage } = await import("./help.ts");
      print(parsed.command === undefined ? overview(program) : commandPage(program, parsed.command));
      return EXIT.ok;
    }
    if (parsed.command === undefined) {
      complain((await import("./help.ts")).overview(program));
      return EXIT.usage;
    }
    return await (await parsed.command.load())(parsed.args);
  } catch (error) {
    return await program.report(error, args);
  }
}
