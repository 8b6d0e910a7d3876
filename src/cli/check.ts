/** `check` */
import { renderReport } from "../config/report.ts";
import { type Arguments, EXIT } from "../terminal/command.ts";
import { print } from "../terminal/output.ts";
import { checkConfiguration } from "./configuration.ts";

export async function run(args: Arguments): Promise<number> {
  const { config, faults } = await checkConfiguration(args);
  print(renderReport(faults));
  return config === undefined ? EXIT.failed : EXIT.ok;
}
