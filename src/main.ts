/** One executable, several programs: the name by which it is called, or the first word, selects one. */
import { basename } from "node:path";
import { chosenProgram } from "./cli/programs.ts";
import { COMPLETE } from "./terminal/completion-script.ts";
import { runProgram } from "./terminal/program.ts";

const name = basename(process.argv0);
const [first, ...rest] = process.argv.slice(2);
const { program, args } = await chosenProgram(name, first === COMPLETE ? rest : process.argv.slice(2));
if (first === COMPLETE) {
  // Whatever is still under way is of no use to the shell.
  process.exit(await (await import("./cli/completion.ts")).answerShell(program, args));
} else {
  process.exitCode = await runProgram(program, args);
  // A question or request that an interruption left open must not keep the program running.
  if (process.exitCode === 130) process.exit();
}
