/** The stream of one client: the changes that it has not read yet, and the bytes that it receives. */
import * as json from "../../../dialects/json/index.ts";
import type { ResourceChange } from "../../../model.ts";

const encoder = new TextEncoder();
/** A client with more unread changes is cut off: it reads everything again when it reconnects. */
const MOST_PENDING = 1_000;
/** The most heartbeats that may be due to a client that reads nothing. */
const MOST_BEATS = 4;

export interface ListenerOptions {
  /** Milliseconds after which the client is to connect again when the stream has ended. */
  readonly retry: number;
  /** The signal of the request: it is aborted when the client has gone. */
  readonly signal: AbortSignal;
}

export class EventListener {
  readonly body: ReadableStream<Uint8Array>;
  /** Settles when the stream has ended. */
  readonly ended: Promise<void>;
  readonly #pending = new Map<string, ResourceChange>();
  readonly #end: () => void;
  #beats = 0;
  #isOver = false;
  #wake: () => void = () => {};

  constructor({ retry, signal }: ListenerOptions) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    this.#end = () => {
      this.#isOver = true;
      this.#pending.clear();
      signal.removeEventListener("abort", this.#end);
      resolve();
      this.#wake();
    };
    signal.addEventListener("abort", this.#end, { once: true });
    if (signal.aborted) this.#end();
    let head: string | undefined = json.renderStreamHead(retry);
    this.body = new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          if (head !== undefined) {
            controller.enqueue(encoder.encode(head));
            head = undefined;
            return;
          }
          while (!this.#isOver && this.#pending.size === 0 && this.#beats === 0) await this.#news();
          if (this.#isOver) controller.close();
          else controller.enqueue(encoder.encode(this.#take()));
        },
        cancel: this.#end,
      },
      { highWaterMark: 0 },
    );
  }

  /** Adds changes; a later change of a resource replaces an earlier one. */
  push(changes: readonly ResourceChange[]): void {
    for (const one of changes) {
      const key = `${one.kind} ${one.id}`;
      this.#pending.delete(key);
      this.#pending.set(key, one);
    }
    if (this.#pending.size > MOST_PENDING) this.end();
    else if (changes.length > 0) this.#wake();
  }

  /** Keeps the connection open. */
  beat(): void {
    this.#beats += 1;
    if (this.#beats > MOST_BEATS) this.end();
    else this.#wake();
  }

  end(): void {
    this.#end();
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #take(): string {
    const text = this.#pending.size > 0 ? json.renderEvents(this.#pending.values()) : json.HEARTBEAT;
    this.#pending.clear();
    this.#beats = 0;
    return text;
  }
}
