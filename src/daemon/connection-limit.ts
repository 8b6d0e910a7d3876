/**
 * The caps on connections. Bun's server has no event for a new connection, so the kernel is asked again and again for
 * the list of connections, and the newest of those over a cap are closed; older connections go on.
 */
import { readFileSync } from "node:fs";
import type { Config } from "../config/config.ts";
import { clientNetwork, inNetworks, isLoopbackAddress } from "../ip-address.ts";
import type { Logger } from "../log/log.ts";
import { connectionsTo, endConnection, openDescriptors, type Peer } from "./libc.ts";

/** Milliseconds between two polls; with thousands of connections they take a tenth of the time at most. */
const POLL_INTERVAL = 100;
const SHARE = 10;
/** Milliseconds between two lines of the log. */
const LOG_INTERVAL = 60_000;

export interface Caps {
  readonly inAll: number;
  readonly perAddress: number;
  /** Addresses that may have any number. */
  readonly isExempt: (address: string) => boolean;
}

export interface Connection {
  readonly fd: number;
  readonly peer: Peer;
  /** Whether it was there at the last look. */
  readonly old: boolean;
}

/** Which connections have to end: the new ones that are over a cap. */
export function excess(connections: readonly Connection[], caps: Caps): Connection[] {
  const counts = new Map<string, number>();
  let inAll = 0;
  const over: Connection[] = [];
  for (const connection of [...connections.filter(({ old }) => old), ...connections.filter(({ old }) => !old)]) {
    const { address } = connection.peer;
    const network = clientNetwork(address);
    const count = counts.get(network) ?? 0;
    const full = inAll >= caps.inAll || (count >= caps.perAddress && !caps.isExempt(address));
    if (full && !connection.old) {
      over.push(connection);
      continue;
    }
    counts.set(network, count + 1);
    inAll++;
  }
  return over;
}

/** Descriptors for all else: the log, calls to oned, uploads, the runtime's own. */
const RESERVED = 48;
const FEWEST = 8;

/**
 * How many files this process may have open. Without one that is free Bun would try to accept a connection again and
 * again, for as long as it waits.
 * @param limits text of /proc/self/limits.
 */
export function descriptorLimit(limits: string): number {
  const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
  return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
}

/** The caps of a configuration. A proxy makes the connections of all its clients: on this machine with SSL=off. */
export function capsOf(config: Config, descriptors = descriptorLimit(readFileSync("/proc/self/limits", "utf8"))): Caps {
  const isProxy = inNetworks(config.trustedProxies);
  return {
    inAll: Math.min(config.connections, Math.max(FEWEST, descriptors - RESERVED)),
    perAddress: config.connectionsPerAddress,
    isExempt: (address) => isProxy(address) || (config.ssl === "off" && isLoopbackAddress(address)),
  };
}

/**
 * Polls from now on.
 * @param port where clients connect. @param caps is called at each poll.
 * @returns a function that stops it.
 */
export function limitConnections(port: number, caps: () => Caps, log: Logger): () => void {
  let before = new Map<number, number>();
  let closed = 0;
  let loggedAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** The number of open descriptors when there was no connection; none may have come while it is the same. */
  let quiet = 0;

  function look(): void {
    const started = performance.now();
    try {
      const open = openDescriptors();
      // An idle server looks at no descriptor: at hundreds, ten times a second, the engine would compile the loop, which
      // takes megabytes for good.
      if (open === 0 || open !== quiet) count(open);
      quiet = before.size === 0 ? open : 0;
    } finally {
      // A fault is reported by those that watch over the process, and the next poll comes all the same.
      timer = setTimeout(look, Math.max(POLL_INTERVAL, (performance.now() - started) * SHARE));
      timer.unref();
    }
  }

  function count(open: number): void {
    const now = new Map<number, number>();
    const connections: Connection[] = [];
    const note = (fd: number, peer: Peer): void => {
      now.set(fd, peer.port);
      connections.push({ fd, peer, old: before.get(fd) === peer.port });
    };
    connectionsTo(port, note, open);
    const over = excess(connections, caps());
    for (const { fd } of over) {
      endConnection(fd);
      now.delete(fd);
    }
    before = now;
    closed += over.length;
    const ended = performance.now();
    if (closed > 0 && ended - loggedAt >= LOG_INTERVAL) {
      log.warning("closed connections over the limit", { count: closed, client: over[0]?.peer.address });
      [closed, loggedAt] = [0, ended];
    }
  }

  timer = setTimeout(look, POLL_INTERVAL);
  timer.unref();
  return () => clearTimeout(timer);
}
