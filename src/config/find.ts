/** Which configuration file is read, and what it says: the only place of this folder's reading part that opens a file. */
import { isAbsolute, join } from "node:path";
import embedded from "../../etc/occi-server.conf" with { type: "text" };
import { messageOf } from "../errors.ts";
import { readRegular } from "../read-file.ts";
import type { Fault } from "./fault.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** OpenNebula's directory for configuration when it is installed system-wide. */
export const SYSTEM_DIRECTORY = "/etc/one";
const FILE = "occi-server.conf";
/** Bytes; the reader itself counts characters. */
const MOST = 4 * 1024 * 1024;
/** For `check --config <(command)`, milliseconds. */
const PATIENCE_MS = 10_000;
/** The name of the embedded default in messages. */
export const EMBEDDED_NAME = "occi-server.conf (embedded)";

export interface ConfigText {
  /** Undefined for the embedded default. */
  readonly file: string | undefined;
  readonly text: string;
}

/** ONE_LOCATION of the environment, when it is set to an absolute path. */
export function oneLocation(environment: Environment): string | undefined {
  const { ONE_LOCATION } = environment;
  return ONE_LOCATION !== undefined && isAbsolute(ONE_LOCATION) ? ONE_LOCATION : undefined;
}

/** Where the configuration of this installation belongs. */
export function configDirectory(environment: Environment): string {
  const location = oneLocation(environment);
  return location === undefined ? SYSTEM_DIRECTORY : join(location, "etc");
}

/**
 * The file of `--config`, else `$ONE_LOCATION/etc/occi-server.conf`, else `/etc/one/occi-server.conf`, else the embedded
 * default. A file that is there but cannot be read is a fault: none takes its place.
 */
export function findConfig(
  environment: Environment,
  flag: string | undefined,
  systemDirectory: string = SYSTEM_DIRECTORY,
): ConfigText | Fault {
  if (flag !== undefined) return readConfig(flag) ?? unreadable(flag, "the file does not exist", "check --config");
  for (const directory of new Set([configDirectory(environment), systemDirectory])) {
    const found = readConfig(join(directory, FILE));
    if (found !== undefined) return found;
  }
  return { file: undefined, text: embedded };
}

const NOT_A_FILE: ReadonlySet<string> = new Set(["EINVAL", "EFBIG", "ETIMEDOUT"]);

/** Undefined when the file does not exist. */
function readConfig(file: string): ConfigText | Fault | undefined {
  try {
    return {
      file,
      text: new TextDecoder().decode(readRegular(file, { most: MOST, pipes: true, patience: PATIENCE_MS })),
    };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    if (code === "EISDIR") return unreadable(file, "this is a directory", `name the file in it, ${join(file, FILE)}`);
    const hint = NOT_A_FILE.has(code ?? "")
      ? `a configuration is a file of at most ${MOST / 1024 / 1024} MiB`
      : "the user that the server runs as must be able to read it";
    return unreadable(file, `cannot be read: ${messageOf(error)}`, hint);
  }
}

function unreadable(file: string, message: string, hint: string): Fault {
  return { severity: "error", file, message, hint };
}
