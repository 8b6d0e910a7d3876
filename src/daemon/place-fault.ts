/** The directories of the pid file and the log, examined before a start and with its words. Nothing is made. */
import { accessSync, constants, existsSync } from "node:fs";
import { dirname } from "node:path";
import { messageOf, OcciError } from "../errors.ts";
import type { DaemonPaths } from "./paths.ts";
import { unusable } from "./pid-file.ts";
import { unsafeLockDirectory } from "./private-lock.ts";

type Places = Pick<DaemonPaths, "lockFile" | "logFile">;

/** Why `start` could not keep its pid file or its log; empty when it could. */
export function placeFaults({ lockFile, logFile }: Places): readonly OcciError[] {
  const pid = accessFault(dirname(lockFile), constants.W_OK | constants.X_OK);
  if (pid !== undefined) return [unusable(lockFile, pid)];
  const unsafe = unsafeLockDirectory(lockFile);
  const log = existsSync(logFile)
    ? accessFault(logFile, constants.W_OK)
    : accessFault(dirname(logFile), constants.W_OK | constants.X_OK);
  return [...(unsafe === undefined ? [] : [unsafe]), ...(log === undefined ? [] : [logFileError(log)])];
}

/** The error for a log file that cannot be opened. */
export function logFileError(cause: unknown): OcciError {
  return new OcciError("SETUP_FAULT", `The log file cannot be opened: ${messageOf(cause)}.`, {
    hint: "Its directory must exist and be writable for the user of the server (oneadmin).",
    cause,
  });
}

function accessFault(path: string, mode: number): unknown {
  try {
    accessSync(path, mode);
    return undefined;
  } catch (error) {
    return error;
  }
}
