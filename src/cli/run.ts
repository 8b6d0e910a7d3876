/** `run` */
import { accessSync, constants, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Config } from "../config/config.ts";
import type { Fault } from "../config/fault.ts";
import { renderFault } from "../config/report.ts";
import { announceReady } from "../daemon/launch.ts";
import { live } from "../daemon/lifetime.ts";
import { type DaemonPaths, daemonPaths } from "../daemon/paths.ts";
import { logFileError } from "../daemon/place-fault.ts";
import type { ReloadOutcome } from "../daemon/reload.ts";
import { writeReport } from "../daemon/reload-report.ts";
import { writeRunning } from "../daemon/running.ts";
import { lockServer, type ServerLock } from "../daemon/server-lock.ts";
import { messageOf, OcciError } from "../errors.ts";
import { isTerminal } from "../is-terminal.ts";
import { createLog, type Logger } from "../log/log.ts";
import { text } from "../terminal/arguments.ts";
import { type Arguments, EXIT } from "../terminal/command.ts";
import { checkFile, startableConfiguration, typedFile, type Usable } from "./configuration.ts";

/** Milliseconds after the start; the first answers do not wait for warnings. */
const FURTHER_AFTER_MS = 500;

export async function run(args: Arguments): Promise<number> {
  const typed = text(args, "log-file");
  const logFile = typed === undefined ? undefined : resolve(typed);
  const configFile = typedFile(args);
  const loaded = await startableConfiguration(args);
  // The directory of the start may be unmounted later or contain anything: nothing is read from it from here on.
  process.chdir("/");
  const log = openLog(loaded, logFile);
  let further: Timer | undefined;
  try {
    const paths = daemonPaths(process.env.ONE_LOCATION);
    const lock = takeLock(paths, log);
    logWarnings(loaded.faults, log);
    // SIGHUP of a terminal that closes stops a server that logs to it; otherwise SIGHUP means a reload.
    const ofTerminal = logFile === undefined && isTerminal(0);
    await live({
      config: loaded.config,
      templates: loaded.templates,
      log,
      reread: ofTerminal ? undefined : () => reread(configFile, log),
      onReloaded(outcome, config) {
        if (lock === undefined) return;
        report(paths, outcome, log);
        tellStatus(paths, config, logFile, log);
      },
      onReady(ready) {
        if (lock !== undefined) tellStatus(paths, loaded.config, logFile, log);
        announceReady(ready, logFile);
        further = setTimeout(() => logWarnings(loaded.more(), log), FURTHER_AFTER_MS);
      },
    });
    if (lock !== undefined) rmSync(paths.runningFile, { force: true });
    lock?.release();
    return EXIT.ok;
  } catch (error) {
    log.error("cannot run", { cause: messageOf(error) });
    throw error;
  } finally {
    clearTimeout(further);
    log.close();
  }
}

function openLog({ config }: Usable, file: string | undefined): Logger {
  try {
    const destination = file === undefined ? { fd: 1 } : { file };
    return createLog({ level: config.logLevel, format: config.logFormat, destination });
  } catch (cause) {
    throw logFileError(cause);
  }
}

/** A container, or a user's trial run, might have no place for a pid file: then none is written. */
function takeLock(paths: DaemonPaths, log: Logger): ServerLock | undefined {
  try {
    accessSync(dirname(paths.pidFile), constants.W_OK);
  } catch (error) {
    const message =
      "the pid file cannot be written: `occi-server status`, `reload` and `stop` will not find this process";
    log.info(message, { cause: messageOf(error) });
    return undefined;
  }
  const lock = lockServer(paths);
  // The report of an earlier process: its clock may be that of an earlier boot of the machine.
  rmSync(paths.reloadFile, { force: true });
  return lock;
}

function logWarnings(faults: readonly Fault[], log: Logger): void {
  for (const { file, line, message } of faults) log.warning(message, { file, line });
}

/** @throws OcciError SETUP_FAULT with every error of the configuration. */
async function reread(configFile: string | undefined, log: Logger): Promise<Config> {
  const checked = await checkFile(configFile);
  if (checked.config === undefined) {
    const errors = checked.faults.filter(({ severity }) => severity === "error");
    throw new OcciError("SETUP_FAULT", errors.map(renderFault).join("\n"));
  }
  logWarnings(checked.faults, log);
  return checked.config;
}

function tellStatus({ runningFile }: DaemonPaths, config: Config, logFile: string | undefined, log: Logger): void {
  const { baseUrl: url, file } = config;
  try {
    writeRunning(runningFile, { pid: process.pid, url, config: file ?? null, log: logFile ?? null });
  } catch (error) {
    log.error("the address and the configuration cannot be written for `occi-server status`", {
      cause: messageOf(error),
    });
  }
}

function report({ reloadFile }: DaemonPaths, outcome: ReloadOutcome, log: Logger): void {
  try {
    writeReport(reloadFile, outcome);
  } catch (error) {
    log.error("the outcome cannot be written for `occi-server reload`", { cause: messageOf(error) });
  }
}
