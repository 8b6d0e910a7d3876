/**
 * Creations whose answer was lost on its way from oned: the object is looked for and answered as if nothing had
 * happened, or nothing was made and the creation is refused. Only what oned does not show stays OUTCOME_UNKNOWN.
 */
import { messageOf, OcciError } from "../errors.ts";
import type { OnedClient } from "../opennebula/client.ts";
import { type Creation, creationOf, type Sighting } from "../opennebula/marked-creation.ts";
import { ExchangeFailure } from "../opennebula/transport.ts";
import { type Clock, follow } from "./follow.ts";

export interface RecoveryOptions {
  readonly clock: Clock;
  /** WAIT, milliseconds: how long an object may take to show. */
  readonly wait: number;
  /** ONE_DRIVER_TIMEOUT, milliseconds, for creations that wait for a driver. */
  readonly driverTimeout: number;
  readonly strays: Strays;
}

/** What a request that was refused might still become. */
const STRAY_MS = 10 * 60_000;
/** Refused creations that are watched at a time; each holds a session and asks oned every half minute. */
const MOST_STRAYS = 64;

/** Deletes what oned makes of a creation after the creation was refused. */
export class Strays {
  readonly #clock: Clock;
  readonly #log: (line: string) => void;
  #watched = 0;

  /** @param log lines for the administrator; nothing secret is in them. */
  constructor(clock: Clock, log: (line: string) => void = () => {}) {
    this.#clock = clock;
    this.#log = log;
  }

  /** Whether one more can be watched. */
  get hasRoom(): boolean {
    return this.#watched < MOST_STRAYS;
  }

  /** Looks for the object for ten minutes and deletes it as soon as oned lets it go. */
  watch(creation: Creation): void {
    this.#watched++;
    const gone = () => this.#removeWhenSeen(creation);
    const options = { waitMs: STRAY_MS, clock: this.#clock, firstMs: 1_000, longestMs: 30_000 };
    void follow(gone, (removed) => removed, options)
      .catch((error: unknown) => this.#log(`a refused ${creation.kind} is no longer looked for: ${messageOf(error)}`))
      .finally(() => {
        this.#watched--;
      });
  }

  async #removeWhenSeen(creation: Creation): Promise<boolean> {
    try {
      const seen = await creation.find();
      if (seen.kind !== "found") return false;
      await creation.remove(seen.id);
      this.#log(`the ${creation.kind} ${seen.id} was made after its creation had been refused: it was deleted`);
      return true;
    } catch (error) {
      // It is locked while oned copies it, or oned is away: there is another try.
      if (error instanceof OcciError && error.status !== 401) return false;
      throw error;
    }
  }
}

function causeOf(error: OcciError): ExchangeFailure | undefined {
  return error.cause instanceof ExchangeFailure ? error.cause : undefined;
}

/** Looks once; undefined while oned does not show anything. */
async function sight(creation: Creation): Promise<Sighting | undefined> {
  try {
    return await creation.find();
  } catch (error) {
    if (error instanceof OcciError && error.status >= 500) return undefined;
    throw error;
  }
}

function notMade(creation: Creation, cause: OcciError): OcciError {
  return new OcciError("ONED_UNREACHABLE", "OpenNebula did not carry out the creation.", {
    hint: `There is no new ${creation.kind}: it can be tried again.`,
    retryAfter: 5,
    cause,
  });
}

function doubtful(creation: Creation, id: number, cause: OcciError): OcciError {
  return new OcciError("OUTCOME_UNKNOWN", cause.message, {
    hint: `GET /${creation.kind}/${id} has the name that was asked for: look whether it is the new one.`,
    cause,
  });
}

/** @returns the id. @throws OcciError ONED_UNREACHABLE when nothing was made, OUTCOME_UNKNOWN when oned does not show it. */
async function recover(
  creation: Creation,
  lost: OcciError,
  elapsed: number,
  { clock, wait, driverTimeout, strays }: RecoveryOptions,
): Promise<number> {
  const failed = causeOf(lost)?.kind;
  // oned may still be waiting for the driver when it is another server of the zone that has lost its patience.
  const slow = creation.waitsForDriver && (failed === "timeout" || failed === "lost-leader");
  const patience = slow ? Math.max(wait, driverTimeout - elapsed) : wait;
  const seen = await follow(
    () => sight(creation),
    (now) => now?.kind === "found",
    { waitMs: patience, clock, firstMs: 100 },
  );
  if (seen?.kind === "found") return seen.id;
  if (seen?.kind === "doubtful") throw doubtful(creation, seen.id, lost);
  // Where only the time was over, oned may carry it out at any time.
  const final = slow || failed === "broken" || failed === "not-oned";
  if (seen === undefined || !final || !strays.hasRoom) throw lost;
  strays.watch(creation);
  throw notMade(creation, lost);
}

/** The client, which finds out what became of a creation whose answer was lost. */
export function recovering(oned: OnedClient, options: RecoveryOptions): OnedClient {
  return {
    read: (session, method, ...parameters) => oned.read(session, method, ...parameters),
    readPool: (session, method, ...parameters) => oned.readPool(session, method, ...parameters),
    readMany: (session, calls) => oned.readMany(session, calls),
    async change(session, method, ...parameters) {
      const creation = creationOf(oned, session, method, parameters);
      if (creation === undefined) return oned.change(session, method, ...parameters);
      const begun = options.clock.now();
      try {
        return await oned.change(session, method, ...creation.parameters);
      } catch (error) {
        if (!(error instanceof OcciError) || error.code !== "OUTCOME_UNKNOWN") throw error;
        return recover(creation, error, options.clock.now() - begun, options);
      }
    },
  };
}
