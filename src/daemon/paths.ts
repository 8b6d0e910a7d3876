/** Where the daemon keeps its process id and its log: OpenNebula's own places, as the guide says. */
import { isAbsolute, join } from "node:path";

export interface DaemonPaths {
  readonly pidFile: string;
  readonly logFile: string;
}

/** @param oneLocation ONE_LOCATION of the environment; unset or empty for a system-wide installation. */
export function daemonPaths(oneLocation: string | undefined): DaemonPaths {
  if (oneLocation !== undefined && isAbsolute(oneLocation)) {
    return {
      pidFile: join(oneLocation, "var", "occi-server.pid"),
      logFile: join(oneLocation, "var", "occi-server.log"),
    };
  }
  return { pidFile: "/var/run/one/occi-server.pid", logFile: "/var/log/one/occi-server.log" };
}
