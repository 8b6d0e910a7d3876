/** The addresses of oned: which is asked first, and when the next one is. */
import { forwardingFailureOf } from "./forwarding.ts";
import { ExchangeFailure, exchange, type Received, type TransportOptions } from "./transport.ts";

/** An answer, and the index of the address that gave it. */
export interface Answered extends Received {
  readonly from: number;
}

export class Addresses {
  readonly #urls: readonly string[];
  readonly #transport: Omit<TransportOptions, "timeout">;
  /** Index of the URL that answered last, or that follows one which was silent: the first to be tried. */
  #preferred = 0;

  /** @param urls at least one. */
  constructor(urls: readonly string[], transport: Omit<TransportOptions, "timeout">) {
    this.#urls = urls;
    this.#transport = transport;
  }

  /**
   * Sends a call to each address in turn, from the preferred one on, until one has carried it out.
   * @param repeatable whether it may be sent again after it may have been carried out.
   * @param timeout milliseconds, for each of them. @param at index of the only one to be asked.
   * @throws ExchangeFailure of the last one; one of no leader before others, as that is worth waiting for.
   */
  async ask(body: string, repeatable: boolean, timeout: number, at?: number): Promise<Answered> {
    if (at !== undefined) return this.#exchange(at, body, timeout);
    const first = this.#preferred;
    let last: unknown;
    for (let i = 0; i < this.#urls.length; i++) {
      const index = (first + i) % this.#urls.length;
      try {
        const received = await this.#exchange(index, body, timeout);
        // Another call may have found a better one meanwhile.
        if (this.#preferred === first) this.#preferred = index;
        return received;
      } catch (error) {
        const failed = error instanceof ExchangeFailure ? error : undefined;
        const leaderless = last instanceof ExchangeFailure && last.kind === "no-leader" && failed?.sent === false;
        if (!leaderless) last = error;
        // A host that is gone refuses nothing, it is silent: no later call shall wait for it again.
        if (failed?.kind === "timeout" && this.#preferred === index) this.#preferred = (index + 1) % this.#urls.length;
        if (failed === undefined || (failed.sent && !repeatable)) break;
      }
    }
    throw last;
  }

  get count(): number {
    return this.#urls.length;
  }

  async #exchange(index: number, body: string, timeout: number): Promise<Answered> {
    const received = await exchange(this.#urls[index] as string, body, { ...this.#transport, timeout });
    const failure = forwardingFailureOf(received.body);
    if (failure === undefined) return { ...received, from: index };
    received.release();
    throw failure;
  }
}
