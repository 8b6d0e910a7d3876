/** The latest changes of users, for servers of oned that show a change later than they answer it. */

/** A user's last change. */
export interface RecentChange {
  /** When it was answered, milliseconds. */
  readonly at: number;
  /** Index of an address that shows it already. */
  readonly shownAt?: number;
}

/**
 * Milliseconds after which every server that hears of the leader shows a change: the leader tells its followers every
 * half second (RAFT/BROADCAST_TIMEOUT_MS of oned.conf), and they were seen up to 0.51 s late.
 */
export const SHOWN_AFTER = 750;
/** Milliseconds after a change of credentials in which a refusal of them says nothing. */
export const CREDENTIALS_AFTER = 1_000;
const SWEEP_EVERY = 1_000;

export class RecentChanges {
  readonly #kept: number;
  readonly #changes = new Map<string, RecentChange>();
  readonly #credentials = new Map<string, number>();
  #swept = 0;

  /** @param kept milliseconds after which a change is forgotten in any case. */
  constructor(kept: number) {
    this.#kept = kept;
  }

  /** Notes a change of a user. */
  changed(user: string, now: number): RecentChange {
    this.#sweep(now);
    const change = { at: now };
    // To the end: the oldest come first.
    this.#changes.delete(user);
    this.#changes.set(user, change);
    return change;
  }

  /** The user's last change, while it is remembered. */
  last(user: string, now: number): RecentChange | undefined {
    const change = this.#changes.get(user);
    return change === undefined || change.at + this.#kept <= now ? undefined : change;
  }

  /** Notes that an address shows a change, unless there is a later one; with undefined that none is known to. */
  shown(user: string, change: RecentChange, address: number | undefined): void {
    if (this.#changes.get(user) !== change) return;
    this.#changes.set(user, { at: change.at, ...(address !== undefined && { shownAt: address }) });
  }

  /** Every address shows a change: it is remembered no longer, unless there is a later one. */
  forget(user: string, change: RecentChange): void {
    if (this.#changes.get(user) === change) this.#changes.delete(user);
  }

  /** Notes a change of a user's password or tokens. */
  credentialsChanged(user: string, now: number): void {
    this.#sweep(now);
    this.#credentials.delete(user);
    this.#credentials.set(user, now);
  }

  /** Whether a refusal of a user's credentials may be out of date. */
  doubtRefusal(user: string, now: number): boolean {
    const at = this.#credentials.get(user);
    return at !== undefined && now < at + CREDENTIALS_AFTER;
  }

  /** How many are remembered: no more than oned carries out in that time. */
  get size(): number {
    return this.#changes.size + this.#credentials.size;
  }

  #sweep(now: number): void {
    if (now < this.#swept + SWEEP_EVERY) return;
    this.#swept = now;
    for (const [user, { at }] of this.#changes) {
      if (at + this.#kept > now) break;
      this.#changes.delete(user);
    }
    for (const [user, at] of this.#credentials) {
      if (at + CREDENTIALS_AFTER > now) break;
      this.#credentials.delete(user);
    }
  }
}
