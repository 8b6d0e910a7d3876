/** systemd's watchdog (sd_watchdog_enabled(3)): a server whose event loop is stuck is stopped and started anew. */

export interface Watchdog {
  stop(): void;
}

/** The environment, in which systemd sets WATCHDOG_USEC and WATCHDOG_PID. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Pings twice in the time that systemd waits, as it advises; never when it does not wait for this process.
 * The pings come from the event loop, which is what a request needs too.
 */
export function startWatchdog(environment: Environment, ping: () => void, pid = process.pid): Watchdog {
  const every = pingEvery(environment, pid);
  if (every === undefined) return { stop() {} };
  ping();
  const timer = setInterval(ping, every);
  return { stop: () => clearInterval(timer) };
}

/** Milliseconds between two pings; undefined without a watchdog. */
export function pingEvery({ WATCHDOG_USEC, WATCHDOG_PID }: Environment, pid: number): number | undefined {
  if (WATCHDOG_USEC === undefined || !/^[1-9]\d{0,15}$/.test(WATCHDOG_USEC)) return undefined;
  if (WATCHDOG_PID !== undefined && WATCHDOG_PID !== String(pid)) return undefined;
  // A timer of Bun takes no more than 2^31 - 1.
  return Math.min(Math.max(1, Math.floor(Number(WATCHDOG_USEC) / 2000)), 2 ** 31 - 1);
}
