/**
 * Ends uploads whose client has gone silent without closing, or sends next to nothing to hold a connection. Only the
 * time spent waiting for the client counts, not that of our own disk.
 */
import { OcciError } from "../errors.ts";

/** At least so many bytes must arrive in so much waiting. */
export const SLOWEST = { bytes: 16 * 1024, waitedMs: 60_000 } as const;

type Arrival = { readonly done: boolean; readonly value?: Uint8Array | undefined };

export class ArrivalGuard {
  readonly #giveUp: () => void;
  readonly #now: () => number;
  readonly #timer: ReturnType<typeof setInterval>;
  #waitingSince: number | undefined;
  #waited = 0;
  #bytes = 0;
  #slow = false;

  /** @param giveUp ends the reading that is waited for. */
  constructor(giveUp: () => void, now: () => number = () => performance.now()) {
    this.#giveUp = giveUp;
    this.#now = now;
    this.#timer = setInterval(() => this.check(), 5_000);
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
    if (this.#waited < SLOWEST.waitedMs) return;
    if (this.#bytes < SLOWEST.bytes) {
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
    this.#waitingSince = now;
  }

  #error(): OcciError {
    return new OcciError("UPLOAD_STALLED", "The upload came to a standstill.", {
      hint: `Less than ${SLOWEST.bytes} bytes arrived in ${SLOWEST.waitedMs / 1000} seconds.`,
    });
  }
}
