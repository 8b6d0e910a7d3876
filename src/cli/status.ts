/** `status` */
import { daemonPaths } from "../daemon/paths.ts";
import { serverStatus } from "../daemon/server-lock.ts";
import { EXIT } from "../terminal/command.ts";
import { print } from "../terminal/output.ts";

export function run(): number {
  const paths = daemonPaths(process.env.ONE_LOCATION);
  const status = serverStatus(paths);
  if (!status.running) {
    print("occi-server is not running");
    return EXIT.notRunning;
  }
  print(`occi-server is running (pid ${status.pid ?? "not known yet"}, log ${paths.logFile})`);
  return EXIT.ok;
}
