/**
 * Creations and deletions whose answer was lost on its way from oned: the object is looked for. A change that was
 * carried out is answered as if nothing had happened; one that was not is refused. Only what oned does not show stays
 * OUTCOME_UNKNOWN.
 */
import { OcciError } from "../errors.ts";
import { isOutcomeUnknown } from "../opennebula/call-error.ts";
import { ChangeView } from "../opennebula/change-view.ts";
import type { OnedClient, Parameter, Session } from "../opennebula/client.ts";
import { goneAfter } from "../opennebula/deletion.ts";
import { type Creation, creationOf, type Sighting } from "../opennebula/marked-creation.ts";
import { ExchangeFailure } from "../opennebula/transport.ts";
import { say } from "../wording.ts";
import { type Clock, follow } from "./follow.ts";
import type { Strays } from "./strays.ts";

export interface RecoveryOptions {
  readonly clock: Clock;
  /** WAIT, milliseconds: how long an object may take to show. */
  readonly wait: number;
  /** ONE_DRIVER_TIMEOUT, milliseconds, for creations that wait for a driver. */
  readonly driverTimeout: number;
  readonly strays: Strays;
}

function causeOf(error: OcciError): ExchangeFailure | undefined {
  return error.cause instanceof ExchangeFailure ? error.cause : undefined;
}

/** Looks once; undefined while oned does not show anything. */
async function sight<T extends Sighting | boolean>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof OcciError && error.status >= 500) return undefined;
    throw error;
  }
}

function notMade(creation: Creation, cause: OcciError): OcciError {
  return new OcciError("ONED_UNREACHABLE", "OpenNebula did not create the resource.", {
    hint: `No ${creation.kind} was created: send the request again.`,
    retryAfter: 5,
    cause,
  });
}

function doubtful(creation: Creation, id: number, cause: OcciError): OcciError {
  return new OcciError("OUTCOME_UNKNOWN", cause.sentence, {
    hint: say`Check whether ${creation.kind} ${id}, which has the requested name, is the new one: ${{ look: `/${creation.kind}/${id}` }}.`,
    cause,
  });
}

/**
 * @returns the id.
 * @throws OcciError ONED_UNREACHABLE when nothing was made, OUTCOME_UNKNOWN when oned does not show it.
 */
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
  const sighting = await follow(
    () => sight(creation.find),
    (now) => now?.kind === "found",
    { waitMs: patience, clock, firstMs: 100 },
  );
  if (sighting?.kind === "found") return sighting.id;
  if (sighting?.kind === "doubtful") throw doubtful(creation, sighting.id, lost);
  // Where only the time was over, oned may carry it out at any time.
  const final = slow || failed === "broken" || failed === "not-oned";
  if (sighting === undefined || !final || !strays.hasRoom) throw lost;
  strays.watch(creation);
  throw notMade(creation, lost);
}

/**
 * Returns when the object is gone.
 * @throws OcciError ONED_UNREACHABLE when it is still there after WAIT: to delete it again does no harm.
 */
async function recoverDeletion(
  isGone: () => Promise<boolean>,
  lost: OcciError,
  options: RecoveryOptions,
): Promise<void> {
  const { clock, wait } = options;
  const look = { waitMs: wait, clock, firstMs: 100 };
  const gone = await follow(
    () => sight(isGone),
    (now) => now === true,
    look,
  );
  if (gone === true) return;
  if (gone === undefined || causeOf(lost)?.kind !== "broken") throw lost;
  throw new OcciError("ONED_UNREACHABLE", "OpenNebula did not delete the resource.", {
    hint: "Send the request again.",
    retryAfter: 5,
    cause: lost,
  });
}

/** The client, which finds out what became of a creation or a deletion whose answer was lost. */
export function recovering(oned: OnedClient, options: RecoveryOptions): OnedClient {
  return new Recovering(oned, options);
}

class Recovering extends ChangeView {
  readonly #options: RecoveryOptions;

  constructor(oned: OnedClient, options: RecoveryOptions) {
    super(oned);
    this.#options = options;
  }

  override async change(session: Session, method: string, ...parameters: Parameter[]): Promise<string | number> {
    const { clock } = this.#options;
    const creation = creationOf(this.oned, session, method, parameters);
    const begun = clock.now();
    try {
      return await this.oned.change(session, method, ...(creation?.parameters ?? parameters));
    } catch (error) {
      if (!isOutcomeUnknown(error)) throw error;
      if (creation !== undefined) return recover(creation, error, clock.now() - begun, this.#options);
      const isGone = goneAfter(this.oned, session, method, parameters);
      if (isGone === undefined) throw error;
      await recoverDeletion(isGone, error, this.#options);
      return "";
    }
  }
}
