/** The server as seen from outside: its metrics, whether it is ready, and the listener that answers for both. */
import { type AdminListener, listenAdmin } from "../admin/listener.ts";
import { type Readiness, watchReadiness } from "../admin/readiness.ts";
import type { AdminAddress, Config } from "../config/config.ts";
import { messageOf } from "../errors.ts";
import type { Logger } from "../log/log.ts";
import type { Sources } from "../metrics/gauges.ts";
import { metricsLater } from "../metrics/later.ts";
import type { BuildLabels, Metrics } from "../metrics/metrics.ts";
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

/** Collectors and load balancers are few; other clients that hold connections must not use up the descriptors. */
const CAPS: Caps = { inAll: 64, perAddress: 64, isExempt: () => false };

export class Outside {
  /** The metrics; undefined with ADMIN=off, where nobody could see them. */
  readonly metrics: Metrics | undefined;
  readonly #log: Logger;
  readonly #sources: OutsideOptions["sources"];
  readonly #probeEvery: number;
  #config: Config;
  #probe: () => Promise<string | undefined>;
  /** When a call of users was answered last. */
  #answeredAt = Number.NEGATIVE_INFINITY;
  #readiness: Readiness | undefined;
  #listener: AdminListener | undefined;
  #stopLimiting: () => void = () => {};

  constructor({ config, log, build, sources, probeEvery = PROBE_EVERY_MS }: OutsideOptions) {
    this.#log = log;
    this.#sources = sources;
    this.#probeEvery = probeEvery;
    this.#config = config;
    this.#probe = probeOf(config);
    const all = { ...sources, notReady: () => this.#notReady, lostLines: () => log.lost };
    this.metrics =
      config.admin === undefined
        ? undefined
        : metricsLater(async () => (await import("../metrics/metrics.ts")).createMetrics(build, all), {
            onCalled: (result) => {
              if (result === "answered") this.#answeredAt = performance.now();
            },
          });
  }

  /**
   * Begins to poll oned and to answer.
   * @throws OcciError SETUP_FAULT when the address that ADMIN sets cannot be had.
   */
  async listen(): Promise<void> {
    const { admin } = this.#config;
    if (admin !== undefined && this.metrics !== undefined) await this.#open(admin, this.metrics);
    if (this.#listener === undefined) return;
    this.#readiness = watchReadiness({
      // The answers of oned to users show as much, so it is not asked on top of that.
      probe: () => (this.#isAnswering ? Promise.resolve(undefined) : this.#probe()),
      every: this.#probeEvery,
      onChange: (reason) =>
        reason === undefined
          ? this.#log.info("ready: OpenNebula answers")
          : this.#log.warning("not ready", { cause: reason, oned: this.#config.onedUrls.join(" ") }),
    });
  }

  /** From now on the oned of this configuration is polled. */
  use(config: Config): void {
    this.#config = config;
    this.#probe = probeOf(config);
    this.#answeredAt = Number.NEGATIVE_INFINITY;
  }

  /** Whether oned has answered a call since the last check. */
  get #isAnswering(): boolean {
    return performance.now() - this.#answeredAt < this.#probeEvery;
  }

  /** Reports that the server is not ready: it is about to stop. */
  drain(): void {
    this.#readiness?.drain();
  }

  async stop(): Promise<void> {
    this.#readiness?.stop();
    this.#stopLimiting();
    await this.#listener?.stop();
  }

  get #notReady(): string | undefined {
    return this.#readiness === undefined ? "the server is starting" : this.#readiness.reason;
  }

  async #open(address: AdminAddress, metrics: Metrics): Promise<void> {
    const log = this.#log;
    try {
      const onError = (cause: string): void => log.error("the listener of ADMIN failed", { cause });
      const note = () => noteOf(this.#sources.oned().readOnly);
      const listener = await listenAdmin({ address, notReady: () => this.#notReady, note, metrics, onError });
      this.#listener = listener;
      log.info("health and metrics", { address: listener.url });
      if (listener.port !== undefined) this.#stopLimiting = limitConnections(listener.port, () => CAPS, log);
    } catch (error) {
      const fault =
        "unix" in address ? unixError(address.unix, error) : listenError(address.host, address.port, "ADMIN", error);
      if (this.#config.adminChosen) throw fault;
      log.warning("health and metrics are not available: set ADMIN", { cause: messageOf(fault) });
    }
  }
}

/** Reads go on: a load balancer must not take the server out for it. */
function noteOf(readOnly: string | undefined): string | undefined {
  return readOnly === undefined ? undefined : `OpenNebula does not accept changes: ${readOnly}`;
}

/** Why no oned of the configuration answers now; undefined when one does. */
export function onedTrouble(config: Config): Promise<string | undefined> {
  return probeOf(config)();
}

function probeOf(config: Config): () => Promise<string | undefined> {
  const ca = authorities(config);
  const timeout = Math.min(config.oneTimeout, PROBE_TIMEOUT_MS);
  return () => probe({ urls: config.onedUrls, ca, timeout });
}
