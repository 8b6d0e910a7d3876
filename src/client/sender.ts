/** Sending a long request: no faster than it is taken, and no further than until it is answered. */
import type { Reply } from "./answer.ts";
import { AnswerReader } from "./answer-reader.ts";
import type { Wire } from "./wire.ts";

export class Sender {
  /** @throws Error with `code`. */
  readonly answer: Promise<Reply>;
  readonly #wire: Wire;
  readonly #taken: () => void;
  #over = false;
  #wake = (): void => {};

  /** @param onDrained is called whenever the socket has accepted bytes. */
  constructor(wire: Wire, onDrained: () => void) {
    this.#wire = wire;
    this.#taken = onDrained;
    const { answer, refused } = new AnswerReader(wire);
    this.answer = answer;
    const end = (): void => {
      this.#over = true;
      this.#wake();
    };
    answer.then(end, end);
    // A server may send the end of a refusal only when the client has stopped sending.
    refused.then(end);
    wire.on("drain", () => this.#wake());
  }

  /** The answer is there, or begins with a refusal, or there will be none: nothing more need be sent. */
  get over(): boolean {
    return this.#over;
  }

  /** Returns when the bytes were taken, or need not be any more. They must not be changed afterwards. */
  async send(bytes: Uint8Array): Promise<void> {
    if (this.#over) return;
    if (!this.#wire.write(bytes)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#taken();
  }

  /** Waits for an answer that may come at once. Milliseconds. */
  async answeredWithin(time: number): Promise<void> {
    if (this.#over) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, time);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
