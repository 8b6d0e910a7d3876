/** A client that listens to events. */

export interface Heard {
  readonly event: string;
  readonly data: unknown;
}

export class Stream {
  readonly response: Response;
  /** Milliseconds of `retry:`. */
  retry: number | undefined;
  readonly heard: Heard[] = [];
  heartbeats = 0;
  /** Settles when the stream has ended. */
  readonly ended: Promise<void>;
  readonly #abort: AbortController;

  constructor(response: Response, abort: AbortController) {
    this.response = response;
    this.#abort = abort;
    this.ended = this.#read().catch(() => {});
  }

  async #read(): Promise<void> {
    let rest = "";
    const decoder = new TextDecoder();
    for await (const bytes of this.response.body ?? []) {
      const blocks = (rest + decoder.decode(bytes, { stream: true })).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) this.#block(block);
    }
  }

  #block(block: string): void {
    const field = (name: string): string | undefined => new RegExp(`^${name}: ?(.*)$`, "m").exec(block)?.[1];
    if (block === ":") this.heartbeats += 1;
    if (field("retry") !== undefined) this.retry = Number(field("retry"));
    const event = field("event");
    if (event !== undefined) this.heard.push({ event, data: JSON.parse(field("data") ?? "null") });
  }

  /** Waits until something is so. @throws when it is not for 5 s. */
  async until(isSo: () => boolean): Promise<void> {
    for (let waited = 0; !isSo(); waited += 10) {
      if (waited > 5_000) throw new Error(`not within 5 s; heard ${JSON.stringify(this.heard)}`);
      await Bun.sleep(10);
    }
  }

  /** Goes away. */
  leave(): void {
    this.#abort.abort();
  }
}
