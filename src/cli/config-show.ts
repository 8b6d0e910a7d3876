/** `config show` */
import { effectiveOptions, renderEffective } from "../config/effective.ts";
import { loadConfig } from "../config/load.ts";
import { renderFault } from "../config/report.ts";
import { given } from "../terminal/arguments.ts";
import { type Arguments, EXIT } from "../terminal/command.ts";
import { complain, print } from "../terminal/output.ts";
import { typedFile } from "./configuration.ts";

export function run(args: Arguments): number {
  const file = typedFile(args);
  const loaded = loadConfig(file === undefined ? {} : { file });
  for (const fault of loaded.faults) complain(renderFault(fault));
  const all = effectiveOptions(loaded);
  const shown = given(args, "diff") ? all.filter(({ isDefault }) => !isDefault) : all;
  if (shown.length > 0) print(renderEffective(shown, given(args, "origin")));
  return loaded.config === undefined ? EXIT.failed : EXIT.ok;
}
