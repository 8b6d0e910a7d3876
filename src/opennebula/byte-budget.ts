/** A number of bytes shared by all answers that are in memory at once. */
import { OcciError } from "../errors.ts";
import { byteSize } from "../wording.ts";

export class ByteBudget {
  /** Bytes in all. */
  readonly limit: number;
  #used = 0;
  readonly #waiting: { bytes: number; start(): void }[] = [];

  /** @param limit bytes in all. */
  constructor(limit: number) {
    this.limit = limit;
  }

  get used(): number {
    return this.#used;
  }

  /** The error for one answer that is over the limit by itself. */
  tooLarge(bytes: number): OcciError {
    return new OcciError(
      "ONED_FAILED",
      `OpenNebula's answer of ${byteSize(bytes)} is larger than this server accepts.`,
      {
        hint: `The administrator can raise ANSWER_LIMIT, now ${byteSize(this.limit)}.`,
      },
    );
  }

  /**
   * Takes bytes, waiting in line until others have given theirs back.
   * @returns gives them back, all but `keep` of them: for what turned out to be smaller. Called again, it gives the
   * rest.
   * @throws OcciError ONED_FAILED when one answer alone is over the limit; the signal's reason when given up.
   */
  async take(bytes: number, signal: AbortSignal): Promise<(keep?: number) => void> {
    if (bytes > this.limit) throw this.tooLarge(bytes);
    if (this.#waiting.length === 0 && this.#used + bytes <= this.limit) this.#used += bytes;
    else await this.#wait(bytes, signal);
    let held = bytes;
    return (keep = 0) => {
      const kept = Math.min(keep, held);
      this.#used -= held - kept;
      held = kept;
      this.#next();
    };
  }

  #wait(bytes: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    return new Promise<void>((resolve, reject) => {
      const entry = {
        bytes,
        start: () => {
          signal.removeEventListener("abort", abort);
          resolve();
        },
      };
      const abort = () => {
        // A caller that starts no longer listens for the abort.
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        reject(signal.reason);
        this.#next();
      };
      signal.addEventListener("abort", abort, { once: true });
      this.#waiting.push(entry);
    });
  }

  #next(): void {
    for (;;) {
      const first = this.#waiting[0];
      if (first === undefined || this.#used + first.bytes > this.limit) return;
      this.#waiting.shift();
      this.#used += first.bytes;
      first.start();
    }
  }
}
