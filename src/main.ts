/** One executable, several programs: which one is told by the name it is called by, or by the first word. */
import { basename } from "node:path";
import { chosenProgram } from "./cli/programs.ts";
import { COMPLETE } from "./terminal/completion-script.ts";
import { runProgram } from "./terminal/program.ts";

const name = basename(process.argv0);
const [first, ...rest] = process.argv.slice(2);
if (first === COMPLETE) {
  // Whatever is still under way is of no use to the shell.
  process.exit(await (await import("./cli/completion.ts")).answerShell(name, rest));
} else {
  const { program, args } = await chosenProgram(name, process.argv.slice(2));
  process.exitCode = await runProgram(program, args);
  // What an interruption left behind (a question, a request) must not hold the program.
  if (process.exitCode === 130) process.exit();
}
