/** `check` */
import { renderReport } from "../config/report.ts";
import { type Arguments, EXIT } from "../terminal/command.ts";
import { report } from "../terminal/output.ts";
import { checkConfiguration } from "./configuration.ts";

export async function run(args: Arguments): Promise<number> {
  const { config, faults, file } = await checkConfiguration(args);
  report(renderReport(faults, file ?? "no configuration file; the defaults are in effect"));
  return config === undefined ? EXIT.failed : EXIT.ok;
}
