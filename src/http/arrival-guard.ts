/**
 * Ends bodies whose client has gone silent without closing, or sends next to nothing to hold a connection: what counts
 * is the rate, not the pause. Only the time spent waiting for the client counts, not that of our own disk.
 */
import { OcciError } from "../errors.ts";
import { byteSize } from "../wording.ts";

export interface Pace {
  /** Bytes per second that must arrive at least, on the average of a window. */
  readonly rate: number;
  /** Milliseconds. */
  readonly window: number;
  /** The longest time for the whole body, milliseconds. */
  readonly longest: number;
}

/** An upload may pause: its user is known to oned. */
export const UPLOAD_WINDOW_MS = 60_000;
/** Any other body is read before oned was asked. */
export const BODY_WINDOW_MS = 10_000;

type Arrival = { readonly done: boolean; readonly value?: Uint8Array | undefined };

export class ArrivalGuard {
  readonly #pace: Pace;
  readonly #giveUp: () => void;
  readonly #now: () => number;
  readonly #timer: ReturnType<typeof setInterval>;
  #waitingSince: number | undefined;
  #waitedInAll = 0;
  /** In this window. */
  #waited = 0;
  #bytes = 0;
  #slow = false;

  /** @param giveUp ends the reading that is waited for. */
  constructor(pace: Pace, giveUp: () => void, now: () => number = () => performance.now()) {
    this.#pace = pace;
    this.#giveUp = giveUp;
    this.#now = now;
    this.#timer = setInterval(() => this.check(), pace.window / 10);
    this.#timer.unref();
  }

  /**
   * Waits for a reading.
   * @throws OcciError UPLOAD_STALLED when the client was too slow.
   */
  async arrival<A extends Arrival>(reading: Promise<A>): Promise<A> {
    this.#waitingSince = this.#now();
    try {
      const result = await reading;
      if (this.#slow) throw this.#error();
      this.#bytes += result.value?.length ?? 0;
      return result;
    } catch (error) {
      throw this.#slow ? this.#error() : error;
    } finally {
      this.#count();
      this.#waitingSince = undefined;
    }
  }

  /** Looks whether enough has arrived; called by the timer. */
  check(): void {
    this.#count();
    const { rate, window, longest } = this.#pace;
    const over = this.#waitedInAll >= longest;
    if (this.#waited < window && !over) return;
    if (over || this.#bytes * 1000 < rate * this.#waited) {
      this.#slow = true;
      this.#giveUp();
    }
    this.#waited = 0;
    this.#bytes = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #count(): void {
    if (this.#waitingSince === undefined) return;
    const now = this.#now();
    this.#waited += now - this.#waitingSince;
    this.#waitedInAll += now - this.#waitingSince;
    this.#waitingSince = now;
  }

  #error(): OcciError {
    const { rate, window, longest } = this.#pace;
    return new OcciError("UPLOAD_STALLED", "The body of the request came too slowly.", {
      hint: `Send at least ${byteSize(rate)} a second, averaged over ${window / 1000} seconds, and the whole body within ${longest / 1000} seconds.`,
    });
  }
}
