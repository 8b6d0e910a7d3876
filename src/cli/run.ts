/** `run` */
import { accessSync, constants } from "node:fs";
import { dirname, resolve } from "node:path";
import { announceReady } from "../daemon/launch.ts";
import { live } from "../daemon/lifetime.ts";
import { daemonPaths } from "../daemon/paths.ts";
import { lockPidFile } from "../daemon/pid-file.ts";
import { messageOf, OcciError } from "../errors.ts";
import { createLog, type Logger } from "../log/log.ts";
import { text } from "../terminal/arguments.ts";
import { type Arguments, EXIT } from "../terminal/command.ts";
import { type Usable, usableConfiguration } from "./configuration.ts";

export async function run(args: Arguments): Promise<number> {
  const typed = text(args, "log-file");
  const logFile = typed === undefined ? undefined : resolve(typed);
  const loaded = await usableConfiguration(args, false);
  // The directory it was started in may be unmounted or hold anything: nothing is looked for in it from here on.
  process.chdir("/");
  const log = openLog(loaded, logFile);
  try {
    const lock = takeLock(log);
    for (const { file, line, message } of loaded.faults) log.warning(message, { file, line });
    await live({
      config: loaded.config,
      log,
      rotates: logFile !== undefined,
      onReady: (ready) => announceReady(ready, logFile),
    });
    lock?.release();
    return EXIT.ok;
  } catch (error) {
    log.error("cannot run", { cause: messageOf(error) });
    throw error;
  } finally {
    log.close();
  }
}

function openLog({ config }: Usable, file: string | undefined): Logger {
  try {
    const destination = file === undefined ? { fd: 1 } : { file };
    return createLog({ level: config.logLevel, format: config.logFormat, destination });
  } catch (cause) {
    throw new OcciError("SETUP_FAULT", `The log file cannot be opened: ${messageOf(cause)}.`, {
      hint: "Its directory must exist and be writable for the user of the server (oneadmin).",
      cause,
    });
  }
}

/** In a container, or for a trial of one's own, there is no place for a pid file: then there is none. */
function takeLock(log: Logger): ReturnType<typeof lockPidFile> | undefined {
  const { pidFile } = daemonPaths(process.env.ONE_LOCATION);
  try {
    accessSync(dirname(pidFile), constants.W_OK);
  } catch (error) {
    log.info("no pid file: `occi-server status` and `stop` do not see this process", { cause: messageOf(error) });
    return undefined;
  }
  return lockPidFile(pidFile);
}
