/** The server as seen from outside: its metrics, whether it is ready, and the listener that answers for both. */
import { type AdminListener, listenAdmin } from "../admin/listener.ts";
import { watchReadiness } from "../admin/readiness.ts";
import type { AdminAddress, Config } from "../config/config.ts";
import { messageOf } from "../errors.ts";
import type { Logger } from "../log/log.ts";
import { metricsLater } from "../metrics/later.ts";
import type { BuildLabels, Metrics, Sources } from "../metrics/metrics.ts";
import { probe } from "../opennebula/probe.ts";
import { authorities } from "./assemble.ts";
import { type Caps, limitConnections } from "./connection-limit.ts";
import { listenError, unixError } from "./listen-error.ts";

/** From the end of one check of oned to the beginning of the next, milliseconds. */
const PROBE_EVERY_MS = 3_000;
/** Longest wait for oned's answer to it. */
const PROBE_TIMEOUT_MS = 3_000;

export interface OutsideOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly build: BuildLabels;
  readonly sources: Omit<Sources, "notReady" | "lostLines">;
  /** Milliseconds; PROBE_EVERY_MS by default. */
  readonly probeEvery?: number | undefined;
}

export interface Outside {
  /** The metrics; undefined with ADMIN=off, where nobody could see them. */
  readonly metrics: Metrics | undefined;
  /**
   * Begins to poll oned and to answer.
   * @throws OcciError SETUP_FAULT when the address that ADMIN sets cannot be had.
   */
  listen(): Promise<void>;
  /** From now on the oned of this configuration is polled. */
  use(config: Config): void;
  /** Tells that the server is not ready: it is about to end. */
  drain(): void;
  stop(): Promise<void>;
}

/** Collectors and load balancers are few; other clients that hold connections must not use up the descriptors. */
const CAPS: Caps = { inAll: 64, perAddress: 64, isExempt: () => false };

export function createOutside({ log, build, sources, ...options }: OutsideOptions): Outside {
  let { config } = options;
  let notReady: () => string | undefined = () => "the server is starting";
  let stopLooking = (): void => {};
  let stopLimiting = (): void => {};
  let drain = (): void => {};
  let listener: AdminListener | undefined;
  let ask = asking(config);
  const metrics = config.admin === undefined ? undefined : metricsLater(makeMetrics);

  async function makeMetrics(): Promise<Metrics> {
    const { createMetrics } = await import("../metrics/metrics.ts");
    return createMetrics(build, { ...sources, notReady: () => notReady(), lostLines: () => log.lost });
  }

  async function open(address: AdminAddress, metrics: Metrics): Promise<void> {
    try {
      const onError = (cause: string): void => log.error("the listener of ADMIN failed", { cause });
      const note = () => noteOf(sources.oned().readOnly);
      listener = await listenAdmin({ address, notReady: () => notReady(), note, metrics, onError });
      log.info("health and metrics", { address: listener.url });
      if (listener.port !== undefined) stopLimiting = limitConnections(listener.port, () => CAPS, log);
    } catch (error) {
      const fault =
        "unix" in address ? unixError(address.unix, error) : listenError(address.host, address.port, "ADMIN", error);
      if (config.adminChosen) throw fault;
      log.warning("no health and metrics: set ADMIN", { cause: messageOf(fault) });
    }
  }

  return {
    metrics,
    async listen() {
      if (config.admin !== undefined && metrics !== undefined) await open(config.admin, metrics);
      if (listener === undefined) return;
      const readiness = watchReadiness({
        probe: () => ask(),
        every: options.probeEvery ?? PROBE_EVERY_MS,
        onChange: (reason) =>
          reason === undefined
            ? log.info("ready: OpenNebula answers")
            : log.warning("not ready", { cause: reason, oned: config.onedUrls.join(" ") }),
      });
      notReady = () => readiness.reason;
      stopLooking = readiness.stop;
      drain = readiness.drain;
    },
    use(next) {
      config = next;
      ask = asking(next);
    },
    drain: () => drain(),
    async stop() {
      stopLooking();
      stopLimiting();
      await listener?.stop();
    },
  };
}

/** Reads go on: a load balancer must not take the server out for it. */
function noteOf(readOnly: string | undefined): string | undefined {
  return readOnly === undefined ? undefined : `OpenNebula makes no changes: ${readOnly}`;
}

/** Why no oned of the configuration answers now; undefined when one does. */
export function onedTrouble(config: Config): Promise<string | undefined> {
  return asking(config)();
}

function asking(config: Config): () => Promise<string | undefined> {
  const ca = authorities(config);
  const timeout = Math.min(config.oneTimeout, PROBE_TIMEOUT_MS);
  return () => probe({ urls: config.onedUrls, ca, timeout });
}
