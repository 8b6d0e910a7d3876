/** `reload` */
import { askToReload } from "../daemon/ask-reload.ts";
import { daemonPaths } from "../daemon/paths.ts";
import { requireConfiguration } from "../daemon/running.ts";
import { type Arguments, EXIT } from "../terminal/command.ts";
import { complain, print } from "../terminal/output.ts";
import { typedFile } from "./configuration.ts";

export async function run(args: Arguments): Promise<number> {
  const paths = daemonPaths(process.env.ONE_LOCATION);
  requireConfiguration(paths, typedFile(args));
  const outcome = await askToReload(paths);
  if (outcome === undefined) {
    complain("occi-server is not running");
    return EXIT.failed;
  }
  for (const warning of outcome.warnings) complain(`warning: ${warning}`);
  if (outcome.failure !== undefined) {
    complain(outcome.failure);
    complain("occi-server: Nothing was reloaded: the previous configuration stays in effect.");
    return EXIT.failed;
  }
  print("occi-server reloaded");
  return EXIT.ok;
}
