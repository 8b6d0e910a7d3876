/** Names and labels that keep the number of time series small. */
import { isKnownMethod } from "../http-methods.ts";

/** The library's own metrics that are shown: those of the process, and the lag of the event loop. */
export const PROCESS_METRICS =
  /^(process_(cpu_(user_|system_)?seconds_total|start_time_seconds|resident_memory_bytes|open_fds|max_fds)|nodejs_eventloop_lag_(seconds|p50_seconds|p99_seconds|max_seconds))$/;

/** The label of a method. A client may write anything in a request line. */
export function asMethod(method: string): string {
  return isKnownMethod(method) ? method : "other";
}

/** Seconds: from an answer out of memory to the longest deadlines. */
export const BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
