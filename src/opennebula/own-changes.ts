/**
 * Users' readings after their own changes, where oned has several servers: a server that is not the leader shows a
 * change up to half a second late, and accepts a new token so much later. Users who have changed something see it in
 * their next reading, or wait until they do; nobody else waits.
 */
import type { Clock } from "../clock.ts";
import { OcciError } from "../errors.ts";
import { readRecord } from "../xml/record.ts";
import { readOnlyError } from "./call-error.ts";
import { ASK_LEADER } from "./calls.ts";
import { type Proof, proofOf } from "./change-proof.ts";
import type { CallOf, Parameter, Session } from "./client.ts";
import { CREDENTIALS_AFTER, type RecentChange, RecentChanges, SHOWN_AFTER } from "./recent-changes.ts";
import { userOf } from "./server-session.ts";
import { ExchangeFailure } from "./transport.ts";

export interface OwnChangesOptions {
  /** Asks one address, or any. @returns the payload and the index of the address that gave it. */
  readonly ask: (session: Session, call: CallOf, at?: number) => Promise<{ payload: string; from: number }>;
  /** How many addresses there are. */
  readonly addresses: number;
  /** Milliseconds that a reading waits, at most, for a leader. */
  readonly wait: number;
  readonly clock: Clock;
}

/** Between two looks, milliseconds: the first, and the longest. */
const FIRST_PAUSE = 20;
const LONGEST_PAUSE = 250;

/** Milliseconds after which an answer is one of a server that may have been frozen meanwhile. */
const LATE = 2_000;
/** Milliseconds more in which oned takes up what it has answered; then a driver may have failed at once. */
const TAKEN_UP = 2_000;

const codeOf = (error: unknown) => (error instanceof OcciError ? error.code : undefined);

export class OwnChanges {
  readonly #options: OwnChangesOptions;
  readonly #recent: RecentChanges;

  constructor(options: OwnChangesOptions) {
    this.#options = options;
    this.#recent = new RecentChanges(SHOWN_AFTER + options.wait);
  }

  /**
   * Reads what is no older than the user's last change.
   * @param run asks the address of that index, or any.
   * @throws OcciError ONED_READ_ONLY when a change of the user can not be seen yet for want of a leader; as `run` does.
   */
  async read<T>(session: Session, run: (at?: number) => Promise<T>): Promise<T> {
    for (;;) {
      const change = await this.#settled(session);
      const at = change?.shownAt;
      try {
        return await this.accepted(session, () => run(at));
      } catch (error) {
        const lost = error instanceof OcciError && error.cause instanceof ExchangeFailure;
        if (change === undefined || !lost) throw error;
        this.#recent.shown(userOf(session), change, undefined);
      }
    }
  }

  /** Asks again while a refusal of the user's credentials may be out of date. */
  async accepted<T>(session: Session, run: () => Promise<T>): Promise<T> {
    const { clock } = this.#options;
    for (let pause = 2 * FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      try {
        return await run();
      } catch (error) {
        const doubtful = this.#recent.doubtRefusal(userOf(session), clock.now());
        if (codeOf(error) !== "BAD_CREDENTIALS" || !doubtful) throw error;
        await clock.sleep(pause);
      }
    }
  }

  /**
   * Sends a change, and again, once, when it was refused by what may be a server that is the leader no more: it knows
   * only what was. Refused means that nothing was done.
   * @param waits whether oned waits for a driver before it answers: then a late answer says nothing.
   */
  async believed<T>(session: Session, waits: boolean, run: () => Promise<T>): Promise<T> {
    const { clock, wait } = this.#options;
    const begun = clock.now();
    try {
      return await this.accepted(session, run);
    } catch (error) {
      const isLate = !waits && clock.now() >= begun + LATE;
      if (!this.#mayBeOutdated(session, error, isLate)) throw error;
      await clock.sleep(SHOWN_AFTER);
      await this.#leaderBefore(session, clock.now() + wait);
      return this.accepted(session, run);
    }
  }

  #mayBeOutdated(session: Session, error: unknown, isLate: boolean): boolean {
    if (!(error instanceof OcciError) || error.status >= 500 || error.code === "BAD_CREDENTIALS") return false;
    const madeSomething = this.#recent.last(userOf(session), this.#options.clock.now()) !== undefined;
    return isLate || (error.code === "NOT_FOUND" && madeSomething);
  }

  /** Notes a change whose answer was lost: it may show late as well. */
  unknown(session: Session): void {
    this.#recent.changed(userOf(session), this.#options.clock.now());
  }

  /**
   * Notes a change and, where one reading tells, waits until it is seen; a login token until all addresses take it.
   * @param payload of oned's answer. @param from index of the address that gave it.
   * @throws OcciError OUTCOME_UNKNOWN when oned does not show what it said it had done.
   */
  async changed(
    session: Session,
    method: string,
    parameters: readonly Parameter[],
    payload: string | number,
    from: number,
  ): Promise<void> {
    const change = this.#recent.changed(userOf(session), this.#options.clock.now());
    if (method === "one.user.login") return this.#tokenChanged(session, parameters, String(payload), change);
    const proof = proofOf(method, parameters, payload);
    if (proof === undefined) return;
    const isVisible = await this.#seenSoon(session, proof, from, change);
    if (isVisible && proof.isLast) this.#recent.shown(userOf(session), change, from);
    if (!isVisible && !(await this.#seenAtLast(session, proof, change))) throw notShown(method, payload);
  }

  /** Waits until the user's last change is shown. @returns it while it is shown by one address only. */
  async #settled(session: Session): Promise<RecentChange | undefined> {
    const { clock, wait } = this.#options;
    const user = userOf(session);
    for (;;) {
      const change = this.#recent.last(user, clock.now());
      if (change === undefined) return undefined;
      const left = change.at + SHOWN_AFTER - clock.now();
      if (left > 0 && change.shownAt !== undefined) return change;
      if (left > 0) await clock.sleep(left);
      else if ((await this.#leaderBefore(session, change.at + SHOWN_AFTER + wait)) !== undefined) {
        this.#recent.forget(user, change);
      } else return undefined;
    }
  }

  /**
   * Waits for an address that has a leader: it, and who hears of it, shows what was done half a second ago.
   * @returns its index; undefined when the credentials are refused. @throws OcciError ONED_READ_ONLY after `end`.
   */
  async #leaderBefore(session: Session, end: number): Promise<number | undefined> {
    const { ask, clock } = this.#options;
    for (;;) {
      try {
        return (await ask(session, ASK_LEADER)).from;
      } catch (error) {
        if (!(error instanceof OcciError)) throw error;
        if (error.code === "BAD_CREDENTIALS") return undefined;
        if (error.status < 500 || error.code === "OVERLOADED") throw error;
        if (clock.now() >= end) throw readOnlyError(error);
        await clock.sleep(Math.min(LONGEST_PAUSE, end - clock.now()));
      }
    }
  }

  /** Looks where the change was made, until every address that hears of the leader must show it. */
  async #seenSoon(session: Session, proof: Proof, at: number, change: RecentChange): Promise<boolean> {
    return this.#until(change.at + SHOWN_AFTER, async () => this.#sees(session, proof, at));
  }

  /** Looks where there is a leader, for as long as the wait. */
  async #seenAtLast(session: Session, proof: Proof, change: RecentChange): Promise<boolean> {
    const { clock, wait } = this.#options;
    const end = change.at + SHOWN_AFTER + wait;
    return this.#until(proof.mayPass ? clock.now() + TAKEN_UP : end, async () => {
      const at = await this.#leaderBefore(session, end);
      return at === undefined || (await this.#sees(session, proof, at));
    });
  }

  /** Whether an address shows a change. A user who must not see the object any more does not get another answer. */
  async #sees(session: Session, proof: Proof, at: number): Promise<boolean> {
    try {
      const { payload } = await this.#options.ask(session, proof.read, at);
      return proof.shows({ record: readRecord(payload, proof.root) });
    } catch (error) {
      if (!(error instanceof OcciError)) throw error;
      if (error.code === "BAD_CREDENTIALS" || error.code === "ONED_DAMAGED_ANSWER") return true;
      return proof.shows({ code: error.code });
    }
  }

  /** Waits until every address that can be asked takes a new token, or none takes one that was revoked. */
  async #tokenChanged(
    session: Session,
    [user, given, seconds]: readonly Parameter[],
    newToken: string,
    change: RecentChange,
  ): Promise<void> {
    const { addresses, clock } = this.#options;
    this.#recent.credentialsChanged(String(user), clock.now());
    const secret = seconds === 0 ? String(given) : newToken;
    // All of them were revoked, and the call does not name them.
    if (secret === "") return clock.sleep(SHOWN_AFTER);
    const end = clock.now() + CREDENTIALS_AFTER;
    const taken = (at: number) => this.#takes(`${user}:${secret}`, at);
    const outcomes = Array.from({ length: addresses }, (_, at) =>
      this.#until(end, async () => (await taken(at)) !== (seconds === 0)),
    );
    const settled = await Promise.all(outcomes);
    if (!settled.includes(true)) throw notShown("one.user.login");
    if (!settled.includes(false)) this.#recent.forget(userOf(session), change);
  }

  /** Whether an address takes a session; undefined when it cannot be asked. */
  async #takes(session: Session, at: number): Promise<boolean | undefined> {
    try {
      await this.#options.ask(session, ["one.user.info", -1], at);
      return true;
    } catch (error) {
      if (!(error instanceof OcciError)) throw error;
      return error.code === "BAD_CREDENTIALS" ? false : undefined;
    }
  }

  /** Looks until it is so, or until `end`, with a last look right then. */
  async #until(end: number, look: () => Promise<boolean>): Promise<boolean> {
    const { clock } = this.#options;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      if (await look()) return true;
      const left = end - clock.now();
      if (left <= 0) return false;
      await clock.sleep(Math.min(pause, left));
    }
  }
}

function notShown(method: string, payload?: string | number): OcciError {
  const createdId = typeof payload === "number" ? `, ${payload}` : "";
  return new OcciError("OUTCOME_UNKNOWN", "OpenNebula reported success, but does not show the change.", {
    hint: `It might have been carried out (${method}${createdId}): check the resource or its list before you repeat it.`,
  });
}
