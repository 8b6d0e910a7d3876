/**
 * Whether oned makes changes, as the last calls have found: nobody can ask that without credentials. It is forgotten when
 * nothing has been tried for a while.
 */
import type { Clock } from "../clock.ts";
import type { ExchangeFailure } from "./transport.ts";

/** Milliseconds that a finding counts without another one: some elections. */
const COUNTS = 30_000;

const REASONS: Partial<Record<ExchangeFailure["kind"], string>> = {
  "no-leader": "its servers have no leader",
  stopped: "its administrator has stopped them",
};

export class LeaderWatch {
  readonly #clock: Clock;
  readonly #onChange: (reason: string | undefined) => void;
  #reason: string | undefined;
  #since = 0;

  /** @param onChange told when changes fail for a reason that is new, and with undefined when they go again. */
  constructor(clock: Clock, onChange: (reason: string | undefined) => void = () => {}) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** Why there are no changes; undefined when there are, or when nobody has tried lately. */
  get reason(): string | undefined {
    return this.#clock.now() < this.#since + COUNTS ? this.#reason : undefined;
  }

  /** A call that only the leader answers has failed. */
  failed({ kind }: ExchangeFailure): void {
    const reason = REASONS[kind];
    if (reason === undefined) return;
    const news = reason !== this.#reason;
    this.#reason = reason;
    this.#since = this.#clock.now();
    if (news) this.#onChange(reason);
  }

  /** The leader has answered one. */
  answered(): void {
    if (this.#reason === undefined) return;
    this.#reason = undefined;
    this.#onChange(undefined);
  }
}
