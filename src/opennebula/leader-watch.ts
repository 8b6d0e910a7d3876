/**
 * Whether oned makes changes, as the last calls have found: nobody can ask that without credentials. This state is
 * forgotten when nothing has been tried for a while.
 */
import type { Clock } from "../clock.ts";
import type { ExchangeFailure } from "./transport.ts";

/** Milliseconds that a finding counts without another one: some elections. */
const COUNTS = 30_000;

const REASONS: Partial<Record<ExchangeFailure["kind"], string>> = {
  "no-leader": "its servers have no leader",
  stopped: "its administrator has stopped them",
};

/** The outcome of a call that a leader must answer: an answer, a refusal of the session, or no answer. */
export type Sighting = "seen" | "refused" | ExchangeFailure;

export class LeaderWatch {
  readonly #clock: Clock;
  readonly #onChange: (reason: string | undefined) => void;
  #reason: string | undefined;
  #since = 0;
  #doubted = false;
  #search: Promise<Sighting> | undefined;

  /** @param onChange called when changes fail for a new reason, and with undefined when they succeed again. */
  constructor(clock: Clock, onChange: (reason: string | undefined) => void = () => {}) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** Why there are no changes; undefined when there are, or when nobody has tried lately. */
  get reason(): string | undefined {
    return this.#clock.now() < this.#since + COUNTS ? this.#reason : undefined;
  }

  /** Whether a change should not be sent before a leader has answered something that can be repeated. */
  get doubted(): boolean {
    return this.#doubted;
  }

  /** There may be no leader: an answer is late. */
  doubt(): void {
    this.#doubted = true;
  }

  /** A call that only the leader answers has failed. */
  failed({ kind }: ExchangeFailure): void {
    this.#doubted = true;
    const reason = REASONS[kind];
    if (reason === undefined) return;
    const news = reason !== this.#reason;
    this.#reason = reason;
    this.#since = this.#clock.now();
    if (news) this.#onChange(reason);
  }

  /** The leader has answered one. */
  answered(): void {
    this.#doubted = false;
    if (this.#reason === undefined) return;
    this.#reason = undefined;
    this.#onChange(undefined);
  }

  /**
   * Searches for the leader; callers that come meanwhile wait for the same search.
   * @param ask makes the call, unless another caller's search is already under way.
   */
  async search(ask: () => Promise<Sighting>): Promise<Sighting> {
    if (this.#search !== undefined) {
      const found = await this.#search;
      // Somebody else's session.
      if (found !== "refused") return found;
      return this.search(ask);
    }
    this.#search = ask().finally(() => {
      this.#search = undefined;
    });
    return this.#search;
  }
}
