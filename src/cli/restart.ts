/** `restart` */
import { type Arguments, EXIT } from "../terminal/command.ts";
import { usableConfiguration } from "./configuration.ts";
import { startAndTell } from "./start.ts";
import { stopAndTell } from "./stop.ts";

export async function run(args: Arguments): Promise<number> {
  // First: a faulty configuration leaves the running server alone.
  const loaded = await usableConfiguration(args);
  await stopAndTell(args);
  await startAndTell(loaded);
  return EXIT.ok;
}
