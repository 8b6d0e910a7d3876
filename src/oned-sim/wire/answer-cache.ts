/** Answers to reads, kept until something changes: a stand-in must not be the slow part of a measurement. */

import { type Call, readCall } from "./xmlrpc.ts";

const MAX_BYTES = 128 * 1024 * 1024;
const MAX_ENTRIES = 1024;
/** Bodies of calls that are longer are not worth remembering. */
const MAX_BODY = 2048;

/** Calls that were read before, by their body: a client that asks again is not parsed again. */
export class CallCache {
  readonly #calls = new Map<string, Call>();

  /** As `readCall`; the same body gives the same object. */
  read(body: Uint8Array): Call {
    if (body.length > MAX_BODY) return readCall(body);
    const key = Buffer.from(body.buffer, body.byteOffset, body.length).toString("latin1");
    const known = this.#calls.get(key);
    if (known !== undefined) return known;
    const call = readCall(body);
    if (this.#calls.size >= MAX_ENTRIES) this.#calls.clear();
    this.#calls.set(key, call);
    return call;
  }
}

export class AnswerCache {
  readonly #answers = new Map<Call, Uint8Array>();
  #revision = -1;
  #bytes = 0;

  /** The answer to a call (the very object), if nothing has changed since. */
  get(key: Call, revision: number): Uint8Array | undefined {
    return revision === this.#revision ? this.#answers.get(key) : undefined;
  }

  /** Keeps an answer; what is too much for the cache empties it. */
  set(key: Call, revision: number, answer: Uint8Array): void {
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
