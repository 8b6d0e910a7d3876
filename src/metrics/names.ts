/** Names and labels that keep the number of time series small. */

/** The library's own metrics that are shown: those of the process, and the lag of the event loop. */
export const PROCESS_METRICS =
  /^(process_(cpu_(user_|system_)?seconds_total|start_time_seconds|resident_memory_bytes|open_fds|max_fds)|nodejs_eventloop_lag_(seconds|p50_seconds|p99_seconds|max_seconds))$/;

const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]);

/** A client may write anything in a request line. */
export function asMethod(method: string): string {
  return METHODS.has(method) ? method : "other";
}
