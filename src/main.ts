/** One executable, several programs: which one is told by the name it is called by, or by the first word. */
import { basename } from "node:path";
import { chosenProgram } from "./cli/programs.ts";
import { runProgram } from "./terminal/program.ts";

const { program, args } = await chosenProgram(basename(process.argv0), process.argv.slice(2));
process.exitCode = await runProgram(program, args);
