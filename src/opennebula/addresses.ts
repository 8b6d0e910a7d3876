/** The addresses of oned: which is asked first, and when the next one is. */
import { forwardingFailureOf } from "./forwarding.ts";
import { look } from "./probe.ts";
import { ExchangeFailure, exchange, type Received, type TransportOptions } from "./transport.ts";

/** An answer, and the index of the address that gave it. */
export interface Answered extends Received {
  readonly from: number;
}

/** Milliseconds for which an address that was silent comes last. */
const SILENT_FOR = 10_000;

export interface AddressOptions extends Omit<TransportOptions, "timeout" | "signal"> {
  /** At least one. */
  readonly urls: readonly string[];
  /** Milliseconds after which an address that has not answered is asked for a sign of life; where there are several. */
  readonly silence: number;
}

/** A call to one of the addresses, or to any. */
export interface Sending {
  readonly body: string;
  /** Whether it may be sent again after it may have been carried out. */
  readonly repeatable: boolean;
  /** Milliseconds, for each address. */
  readonly timeout: number;
  /** Index of the only one to be asked. */
  readonly at?: number | undefined;
  /** Whether an address that does not answer in time may be as good as before: it waits for another. */
  readonly patient?: boolean | undefined;
  /** Called when an answer is late. */
  readonly onLate?: (() => void) | undefined;
}

/** How much a failure at one of several addresses explains, compared with those at the others. */
function weight({ kind, sent }: ExchangeFailure): number {
  if (kind === "no-leader") return 3;
  if (kind === "stopped") return 2;
  return sent ? 1 : 0;
}

export class Addresses {
  readonly #options: AddressOptions;
  /** Index of the URL that answered last, or that follows one which was silent: the first to be tried. */
  #preferred = 0;
  /** Until when each of them comes last, as it was silent: of the monotonic clock, milliseconds. */
  readonly #last: number[];

  constructor(options: AddressOptions) {
    this.#options = options;
    this.#last = options.urls.map(() => 0);
  }

  get count(): number {
    return this.#options.urls.length;
  }

  /**
   * Sends a call to each address in turn, from the preferred one on, until one has carried it out.
   * @throws ExchangeFailure of the one that explains most: a missing leader is worth waiting for, a late answer explains
   *   more than no answer.
   */
  ask(sending: Sending): Promise<Answered> {
    if (this.count === 1) return this.#exchange(0, sending);
    return sending.at === undefined ? this.#askInTurn(sending) : this.#exchange(sending.at, sending);
  }

  async #askInTurn(sending: Sending): Promise<Answered> {
    const order = this.#order();
    const [first] = order;
    let worst: ExchangeFailure | undefined;
    for (const index of order) {
      try {
        const received = await this.#exchange(index, sending);
        this.#last[index] = 0;
        // Another call may have found a better one meanwhile.
        if (this.#preferred === first) this.#preferred = index;
        return received;
      } catch (error) {
        if (!(error instanceof ExchangeFailure)) throw error;
        // A host that is gone refuses nothing, it is silent: no later call shall wait for it again.
        if (error.kind === "timeout" && sending.patient !== true) this.#leave(index);
        if (error.sent && !sending.repeatable) throw error;
        if (worst === undefined || weight(error) >= weight(worst)) worst = error;
      }
    }
    throw worst;
  }

  /** All of them, from the preferred one on; those that were silent lately behind the others. */
  #order(): readonly number[] {
    const now = performance.now();
    const all = this.#last.map((_, step) => (this.#preferred + step) % this.count);
    const isSilent = (index: number): boolean => (this.#last[index] ?? 0) > now;
    return [...all.filter((index) => !isSilent(index)), ...all.filter(isSilent)];
  }

  /** No later call begins with that address, as long as there is another one. */
  #leave(index: number): void {
    this.#last[index] = performance.now() + SILENT_FOR;
    if (this.#preferred === index) this.#preferred = (index + 1) % this.count;
  }

  async #exchange(index: number, { body, repeatable, timeout, onLate }: Sending): Promise<Answered> {
    const { urls, ca, budget } = this.#options;
    const url = urls[index] as string;
    if (urls.length === 1) return this.#answerOf(index, await exchange(url, body, { ca, budget, timeout }));
    const given = new AbortController();
    const forget = this.#watch(index, () => {
      onLate?.();
      return repeatable ? given : undefined;
    });
    try {
      return this.#answerOf(index, await exchange(url, body, { ca, budget, timeout, signal: given.signal }));
    } finally {
      forget();
    }
  }

  /** @throws ExchangeFailure when it is not an answer to the call, but says why there is none. */
  #answerOf(from: number, { body, date, release }: Received): Answered {
    const failure = forwardingFailureOf(body);
    if (failure === undefined) return { body, date, release, from };
    release();
    throw failure;
  }

  /**
   * Looks after a while, and again and again, whether an address from which no answer comes lives at all: a process that
   * is frozen, and a host that is gone, take calls and answer none. Then it is left, and a read is asked elsewhere.
   * @param late called each time. @returns ends the looking.
   */
  #watch(index: number, late: () => AbortController | undefined): () => void {
    const { urls, ca, silence } = this.#options;
    let over = false;
    const again = () => setTimeout(() => void see(), silence);
    const see = async (): Promise<void> => {
      const given = late();
      const { reason } = await look(urls[index] as string, { ca, timeout: silence / 2 });
      if (over) return;
      if (reason === undefined) timer = again();
      else {
        this.#leave(index);
        given?.abort();
      }
    };
    let timer = again();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }
}
