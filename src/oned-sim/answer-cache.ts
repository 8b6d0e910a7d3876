/** Answers to reads, kept until something changes: a stand-in must not be the slow part of a measurement. */

const MAX_BYTES = 128 * 1024 * 1024;
const MAX_ENTRIES = 1024;

export class AnswerCache {
  readonly #answers = new Map<string, Uint8Array>();
  #revision = -1;
  #bytes = 0;

  /** The answer to a call, if nothing has changed since. */
  get(key: string, revision: number): Uint8Array | undefined {
    return revision === this.#revision ? this.#answers.get(key) : undefined;
  }

  /** Keeps an answer; what is too much for the cache empties it. */
  set(key: string, revision: number, answer: Uint8Array): void {
    const full = this.#bytes + answer.length > MAX_BYTES || this.#answers.size >= MAX_ENTRIES;
    if (revision !== this.#revision || full) {
      this.#answers.clear();
      this.#bytes = 0;
      this.#revision = revision;
    }
    if (answer.length > MAX_BYTES) return;
    this.#answers.set(key, answer);
    this.#bytes += answer.length;
  }
}
