/** Notices that nothing moves any more. */

export class Stall {
  /** Milliseconds. */
  allowed: number;
  readonly #controller = new AbortController();
  #timer: Timer | undefined;

  /** @param allowed longest time without a move. Milliseconds. */
  constructor(allowed: number) {
    this.allowed = allowed;
    this.moved();
  }

  /** Aborted when it took too long. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  moved(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(), this.allowed);
  }

  /** From now on that time. */
  allow(time: number): void {
    this.allowed = time;
    this.moved();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
