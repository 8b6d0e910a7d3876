/** The process of `OneProcess`: runs each line that it is sent, as `main.ts` does. */
import { writeSync } from "node:fs";
import { chosenProgram } from "../../cli/programs.ts";
import { runProgram } from "../../terminal/program.ts";
import { type Line, MARK } from "./one-process.ts";

process.on("message", async ({ words: [name = "", ...typed] }: Line) => {
  const { program, args } = await chosenProgram(name, typed);
  const code = await runProgram(program, args);
  for (const fd of [1, 2]) writeSync(fd, MARK);
  process.send?.(code);
});
