/** Keeps the certificate of SSL=acme young: gets the first one, and another when a third of its life is left. */

import { type Challenges, challengesByListener, challengesInWebroot } from "../certificates/acme/challenges.ts";
import { FIRST_POLL_MS, orderCertificate } from "../certificates/acme/order.ts";
import { storedIdentity } from "../certificates/acme/store.ts";
import type { Config } from "../config/config.ts";
import { messageOf } from "../errors.ts";
import type { Logger } from "../log/log.ts";
import { listenError } from "./listen-error.ts";

export interface AcmeOptions {
  readonly log: Logger;
  readonly now: () => Date;
  /** Takes a new certificate into use. */
  readonly onCertificate: (config: Config) => Promise<void>;
  /** Milliseconds; PACE by default. */
  readonly pace?: Pace;
}

export interface Pace {
  /** Between two checks of the certificate's age. */
  readonly check: number;
  /** After the first failure; each further one doubles it, up to the longest. */
  readonly retry: number;
  readonly longest: number;
  /** Between the first two polls of one attempt. */
  readonly poll: number;
}

const MINUTE = 60_000;
/** Five attempts in the first hour: more failures than that in an hour are refused by Let's Encrypt unheard. */
const PACE: Pace = { check: 10 * MINUTE, retry: 2 * MINUTE, longest: 12 * 60 * MINUTE, poll: FIRST_POLL_MS };

export class Acme {
  readonly #log: Logger;
  readonly #now: () => Date;
  readonly #onCertificate: AcmeOptions["onCertificate"];
  readonly #pace: Pace;
  #config: Config | undefined;
  #challenges: Challenges | undefined;
  /** The settings that decide where challenges are answered. */
  #answeredBy = "";
  #timer: Timer | undefined;
  #failures = 0;
  #failure: string | undefined;
  /** One attempt at a time, whatever is reloaded meanwhile. */
  #attempt: Promise<void> = Promise.resolve();

  constructor({ log, now, onCertificate, pace = PACE }: AcmeOptions) {
    this.#log = log;
    this.#now = now;
    this.#onCertificate = onCertificate;
    this.#pace = pace;
  }

  /** Why the last attempt failed; undefined after one that did not. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /**
   * Follows this configuration from now on; with another SSL than acme nothing is done.
   * @throws OcciError SETUP_FAULT when it cannot listen: then everything is as it was.
   */
  async use(config: Config): Promise<void> {
    const by = config.ssl === "acme" ? JSON.stringify([config.host, config.acmeHttpPort, config.acmeWebroot]) : "";
    if (by !== this.#answeredBy) {
      const old = this.#challenges;
      this.#challenges = by === "" ? undefined : answerChallenges(config, () => (this.#config ?? config).baseUrl);
      this.#answeredBy = by;
      await old?.stop();
    }
    clearTimeout(this.#timer);
    this.#config = config;
    [this.#failures, this.#failure] = [0, undefined];
    void this.#attempt.then(() => this.#check());
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#config = undefined;
    await this.#challenges?.stop();
  }

  /** Orders a certificate if one is due, and checks again later. */
  async #check(): Promise<void> {
    const config = this.#config;
    if (config === undefined || this.#challenges === undefined) return;
    if (due(config, this.#now())) {
      this.#attempt = this.#order(config, this.#challenges);
      await this.#attempt;
    }
    // Else another configuration has begun a series of its own.
    if (config !== this.#config) return;
    const wait = this.#failures > 0 ? this.#retryAfter() : this.#pace.check;
    this.#timer = setTimeout(() => void this.#check(), wait);
  }

  async #order(config: Config, challenges: Challenges): Promise<void> {
    try {
      await orderCertificate(config, challenges, this.#pace.poll);
      this.#log.info("obtained a certificate", { server: config.server, from: config.acmeDirectory });
      if (config === this.#config) await this.#onCertificate(config);
      [this.#failures, this.#failure] = [0, undefined];
    } catch (error) {
      this.#failures += 1;
      this.#failure = messageOf(error);
      const again = this.#retryAfter() / 1000;
      this.#log.error("the certificate could not be obtained: the current one stays in use", {
        cause: this.#failure,
        again_s: again,
      });
    }
  }

  #retryAfter(): number {
    return Math.min(this.#pace.retry * 2 ** (this.#failures - 1), this.#pace.longest);
  }
}

function answerChallenges(config: Config, base: () => string): Challenges {
  if (config.acmeWebroot !== undefined) return challengesInWebroot(config.acmeWebroot);
  try {
    return challengesByListener(config.host, config.acmeHttpPort, base);
  } catch (error) {
    throw listenError(config.host, config.acmeHttpPort, "ACME_HTTP_PORT, or ACME_WEBROOT", error);
  }
}

/** There is no certificate, or less than a third of its lifetime is left. */
function due(config: Config, now: Date): boolean {
  const kept = storedIdentity(config);
  if (kept === undefined) return true;
  const { validFromDate, validToDate } = kept.certificate;
  const life = validToDate.getTime() - validFromDate.getTime();
  return validToDate.getTime() - now.getTime() < life / 3;
}
