/** Keeps the certificate of SSL=acme young: gets the first one, and another when a third of its life is left. */

import { type Challenges, challengesByListener, challengesInWebroot } from "../certificates/acme/challenges.ts";
import { FIRST_POLL_MS, orderCertificate } from "../certificates/acme/order.ts";
import { keptIdentity } from "../certificates/acme/store.ts";
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
  readonly look: number;
  /** After the first failure; each further one doubles it, up to the longest. */
  readonly retry: number;
  readonly longest: number;
  /** Between the first two polls of one attempt. */
  readonly poll: number;
}

const MINUTE = 60_000;
/** Five attempts in the first hour: more failures than that in an hour are refused by Let's Encrypt unheard. */
const PACE: Pace = { look: 10 * MINUTE, retry: 2 * MINUTE, longest: 12 * 60 * MINUTE, poll: FIRST_POLL_MS };

export interface Acme {
  /**
   * From now on by this configuration; with another SSL than acme nothing is done.
   * @throws OcciError SETUP_FAULT when it cannot listen: then everything is as it was.
   */
  use(config: Config): Promise<void>;
  /** Why the last attempt failed; undefined after one that did not. */
  readonly failure: string | undefined;
  stop(): Promise<void>;
}

export function createAcme({ log, now, onCertificate, pace = PACE }: AcmeOptions): Acme {
  let config: Config | undefined;
  let challenges: Challenges | undefined;
  let shownBy = "";
  let timer: Timer | undefined;
  let failures = 0;
  let failure: string | undefined;
  /** One attempt at a time, whatever is reloaded meanwhile. */
  let attempt: Promise<void> = Promise.resolve();

  async function tryOnce(wanted: Config, by: Challenges): Promise<void> {
    try {
      await orderCertificate(wanted, by, pace.poll);
      log.info("obtained a certificate", { server: wanted.server, from: wanted.acmeDirectory });
      if (wanted === config) await onCertificate(wanted);
      [failures, failure] = [0, undefined];
    } catch (error) {
      failures += 1;
      failure = messageOf(error);
      log.error("no certificate: the one in use stays", { cause: failure, again_s: retryAfter() / 1000 });
    }
  }

  function retryAfter(): number {
    return Math.min(pace.retry * 2 ** (failures - 1), pace.longest);
  }

  async function look(): Promise<void> {
    const wanted = config;
    if (wanted === undefined || challenges === undefined) return;
    if (due(wanted, now())) {
      attempt = tryOnce(wanted, challenges);
      await attempt;
    }
    // Else another configuration has begun a series of its own.
    if (wanted === config) timer = setTimeout(() => void look(), failures > 0 ? retryAfter() : pace.look);
  }

  return {
    get failure() {
      return failure;
    },
    async use(next) {
      const by = next.ssl === "acme" ? JSON.stringify([next.host, next.acmeHttpPort, next.acmeWebroot]) : "";
      if (by !== shownBy) {
        const old = challenges;
        challenges = by === "" ? undefined : showChallenges(next, () => (config ?? next).baseUrl);
        shownBy = by;
        await old?.stop();
      }
      clearTimeout(timer);
      config = next;
      [failures, failure] = [0, undefined];
      void attempt.then(look);
    },
    async stop() {
      clearTimeout(timer);
      config = undefined;
      await challenges?.stop();
    },
  };
}

function showChallenges(config: Config, base: () => string): Challenges {
  if (config.acmeWebroot !== undefined) return challengesInWebroot(config.acmeWebroot);
  try {
    return challengesByListener(config.host, config.acmeHttpPort, base);
  } catch (error) {
    throw listenError(config.host, config.acmeHttpPort, "ACME_HTTP_PORT, or ACME_WEBROOT", error);
  }
}

/** There is no certificate, or less than a third of its lifetime is left. */
function due(config: Config, now: Date): boolean {
  const kept = keptIdentity(config);
  if (kept === undefined) return true;
  const { validFromDate, validToDate } = kept.certificate;
  const life = validToDate.getTime() - validFromDate.getTime();
  return validToDate.getTime() - now.getTime() < life / 3;
}
