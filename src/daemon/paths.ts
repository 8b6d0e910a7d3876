/** Where the daemon keeps its process id and its log: OpenNebula's own places, as the guide says. */
import { isAbsolute, join } from "node:path";

export interface DaemonPaths {
  /** For people and their tools: everybody may read it. */
  readonly pidFile: string;
  /** The lock of the running server; only its user can open it. */
  readonly lockFile: string;
  readonly logFile: string;
  /** The outcome of the last reload. */
  readonly reloadFile: string;
  /** Facts about the running server. */
  readonly runningFile: string;
}

/** @param oneLocation ONE_LOCATION of the environment; unset or empty for a system-wide installation. */
export function daemonPaths(oneLocation: string | undefined): DaemonPaths {
  const own = oneLocation !== undefined && isAbsolute(oneLocation) ? join(oneLocation, "var") : undefined;
  const run = own ?? "/var/run/one";
  return {
    pidFile: join(run, "occi-server.pid"),
    lockFile: join(run, "occi-server.lock"),
    logFile: join(own ?? "/var/log/one", "occi-server.log"),
    reloadFile: join(run, "occi-server.reload"),
    runningFile: join(run, "occi-server.running"),
  };
}
