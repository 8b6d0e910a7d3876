/** `reload` */
import { askToReload } from "../daemon/ask-reload.ts";
import { daemonPaths } from "../daemon/paths.ts";
import { EXIT } from "../terminal/command.ts";
import { complain, print } from "../terminal/output.ts";

export async function run(): Promise<number> {
  const outcome = await askToReload(daemonPaths(process.env.ONE_LOCATION));
  if (outcome === undefined) {
    complain("occi-server is not running");
    return EXIT.failed;
  }
  for (const warning of outcome.warnings) complain(`warning: ${warning}`);
  if (outcome.failure !== undefined) {
    complain(outcome.failure);
    complain("occi-server: Nothing was reloaded: everything is as it was.");
    return EXIT.failed;
  }
  print("occi-server reloaded");
  return EXIT.ok;
}
