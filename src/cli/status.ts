/** `status` */
import { daemonPaths } from "../daemon/paths.ts";
import { readRunning, requireConfiguration } from "../daemon/running.ts";
import { serverStatus } from "../daemon/server-lock.ts";
import { type Arguments, EXIT } from "../terminal/command.ts";
import { print } from "../terminal/output.ts";
import { typedFile } from "./configuration.ts";

export function run(args: Arguments): number {
  const paths = daemonPaths(process.env.ONE_LOCATION);
  const status = serverStatus(paths);
  if (!status.running) {
    print("occi-server is not running");
    return EXIT.notRunning;
  }
  requireConfiguration(paths, typedFile(args));
  const { pid } = status;
  const running = readRunning(paths.runningFile, pid);
  const process_ = `pid ${pid ?? "not known yet"}`;
  if (running === undefined) {
    print(`occi-server is running (${process_}, log ${paths.logFile})`);
    return EXIT.ok;
  }
  const { url, config, log } = running;
  const details = [process_, `configuration ${config ?? "built in"}`, `log ${log ?? "on its standard output"}`];
  print(`occi-server is running: ${url} (${details.join(", ")})`);
  return EXIT.ok;
}
