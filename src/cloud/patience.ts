/**
 * How long a request waits for OpenNebula: WAIT in all, whatever it waits for. A call that oned refuses only
 * because of a passing state is repeated meanwhile.
 */
import type { Clock } from "../clock.ts";
import { OcciError } from "../errors.ts";
import { follow } from "./follow.ts";
import { namesPassingState } from "./passing-states.ts";

const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 1000;
/** Seconds; as for other states that oned does not allow for the moment. */
const RETRY_AFTER = 5;

/** The patience of one request. */
export class Patience {
  readonly #clock: Clock;
  readonly #wait: number;
  readonly #signalOf: () => AbortSignal | undefined;
  #end: number | undefined;

  /**
   * @param wait WAIT, in milliseconds.
   * @param signalOf is asked when there is something to wait for: the signal is aborted when nobody waits any more.
   */
  constructor(clock: Clock, wait: number, signalOf: () => AbortSignal | undefined = () => undefined) {
    this.#clock = clock;
    this.#wait = wait;
    this.#signalOf = signalOf;
  }

  /** One of the same length, for the next of several things that a request asks for. */
  renewed(): Patience {
    return new Patience(this.#clock, this.#wait, this.#signalOf);
  }

  /** One of another length, in milliseconds. */
  lasting(wait: number): Patience {
    return new Patience(this.#clock, wait, this.#signalOf);
  }

  /** Milliseconds. They are counted from the first question on, for a body may take hours to arrive. */
  left(): number {
    this.#end ??= this.#clock.now() + this.#wait;
    return Math.max(0, this.#end - this.#clock.now());
  }

  /** Reads until `done`, or until nothing is left or `atMost` is over; even then there is one reading. See `follow`. */
  follow<T>(read: () => Promise<T>, done: (value: T) => boolean, atMost = Number.POSITIVE_INFINITY): Promise<T> {
    return follow(read, done, { waitMs: Math.min(this.left(), atMost), clock: this.#clock });
  }

  /**
   * Tries until it is done, or refused for a reason that stays. Between two tries there is one look, and a pause.
   * @param passes looks whether what stands in the way passes by itself. It may be over by the time of the look, when a
   *   look before or oned's words say that it was there: then there is one try more.
   * @throws what the last try threw, with Retry-After when it was refused for the moment only.
   */
  async retry<T>(attempt: () => Promise<T>, passes: (refusal: OcciError) => Promise<boolean>): Promise<T> {
    let pause = FIRST_PAUSE;
    let wasPassing = false;
    let tried = false;
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof OcciError) || error.status >= 500) throw error;
        if (this.left() === 0) throw wasPassing ? error.forTheMoment(RETRY_AFTER) : error;
        if (await passes(error)) {
          [wasPassing, tried] = [true, false];
          if (!(await this.#paused(pause))) throw error.forTheMoment(RETRY_AFTER);
          pause = Math.min(pause * 1.5, LONGEST_PAUSE);
        } else {
          if (tried || !(wasPassing || namesPassingState(error.message))) throw error;
          tried = true;
        }
      }
    }
  }

  /** False when the client is gone. */
  async #paused(ms: number): Promise<boolean> {
    try {
      await this.#clock.sleep(Math.min(ms, this.left()), this.#signalOf());
      return true;
    } catch {
      return false;
    }
  }
}
