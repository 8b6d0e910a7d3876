/** Facts about the running server for people: in a file beside the pid file, replaced whole. */
import { OcciError } from "../errors.ts";
import { readRegular } from "../read-file.ts";
import { replaceFile } from "../replace-file.ts";
import type { DaemonPaths } from "./paths.ts";
import { serverStatus } from "./server-lock.ts";

export interface Running {
  readonly pid: number;
  /** Base of all hrefs, as clients see it. */
  readonly url: string;
  /** The configuration that it reads; null for the built-in values. */
  readonly config: string | null;
  /** Null when it logs to its standard output. */
  readonly log: string | null;
}

/** @throws the system's error. */
export function writeRunning(file: string, running: Running): void {
  replaceFile(file, `${JSON.stringify(running)}\n`, 0o644);
}

/**
 * The facts that the server of this process id has written.
 * @returns undefined while it has written nothing: it starts, or is of an older version.
 */
export function readRunning(file: string, pid: number | undefined): Running | undefined {
  let told: Partial<Running> | null;
  try {
    told = JSON.parse(readRegular(file).toString()) as Partial<Running> | null;
  } catch {
    // It only adds to what the lock says.
    return undefined;
  }
  const { url, config = null, log = null } = told ?? {};
  return pid !== undefined && told?.pid === pid && typeof url === "string" ? { pid, url, config, log } : undefined;
}

/**
 * Makes sure that a command is for the server that runs.
 * @param file the configuration that was typed, as an absolute path; undefined for any.
 * @throws OcciError SETUP_FAULT when the server that runs reads another one.
 */
export function requireConfiguration(paths: DaemonPaths, file: string | undefined): void {
  if (file === undefined) return;
  const status = serverStatus(paths);
  if (!status.running) return;
  const running = readRunning(paths.runningFile, status.pid);
  if (running === undefined || running.config === file) return;
  const own = running.config ?? "the built-in values";
  throw new OcciError("SETUP_FAULT", `The running server (pid ${running.pid}) uses ${own}, not ${file}.`, {
    hint: `\`occi-server restart --config ${file}\` makes it use that file; leave --config out to address the running server.`,
  });
}
