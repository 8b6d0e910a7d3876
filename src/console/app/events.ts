/**
 * Live changes: one stream of events for the whole browser, whatever the number of its tabs. A Web Lock elects the
 * tab that listens to the server; it forwards what it receives to the other tabs. Without a stream the documents are
 * polled (`live.ts`), so that a change is only seen later.
 * @see https://www.w3.org/TR/web-locks/
 */
import { signal } from "@preact/signals";
import { send } from "./api.ts";
import { refresh, type Topic } from "./live.ts";
import { API, BASE } from "./site.ts";

/** Another server's console may be below another path of the same origin. */
const NAME = `occi-events ${BASE}`;

/** Whether the browser receives events now. */
export const isListening = signal(false);

/** A message from the tab that listens to the others. */
type Message =
  | { readonly type: "changed"; readonly topics: readonly Topic[] }
  | { readonly type: "listening"; readonly isListening: boolean }
  /** A new tab asks whether there is a stream. */
  | { readonly type: "question" };

/** The topics to read again after an event: a machine also changes what is left of quotas. */
const TOPICS: Readonly<Record<string, readonly Topic[]>> = {
  machine: ["machines", "me"],
  image: ["images", "me"],
  network: ["networks"],
};

/** Milliseconds for which topics are gathered, so that changes at one time cause one reading. */
const GATHER_MS = 150;
/** Milliseconds between two attempts, unless the server sends Retry-After. */
const RETRY_MS = 5_000;
/** Milliseconds until a server without events is asked again. */
const WITHOUT_EVENTS_MS = 600_000;

/** The names of events in a piece of a stream, and what is left of it (HTML Living Standard, 9.2.6). */
export function eventNames(text: string): { readonly names: readonly string[]; readonly rest: string } {
  const blocks = text.split(/\r?\n\r?\n/);
  const rest = blocks.pop() ?? "";
  const names = blocks.flatMap((block) => /^event: ?(\w+)/m.exec(block)?.[1] ?? []);
  return { names, rest };
}

class Listener {
  readonly #channel = new BroadcastChannel(NAME);
  readonly #waiting = new Set<Topic>();
  readonly #isSignedIn: () => boolean;
  #isElected = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(isSignedIn: () => boolean) {
    this.#isSignedIn = isSignedIn;
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => this.#receive(data);
    this.#post({ type: "question" });
    void navigator.locks.request(NAME, () => this.#listen());
  }

  #post(message: Message): void {
    this.#channel.postMessage(message);
  }

  #receive(message: Message): void {
    if (message.type === "changed") this.#readAgain(message.topics);
    else if (message.type === "listening") isListening.value = message.isListening;
    else if (this.#isElected) this.#post({ type: "listening", isListening: isListening.value });
  }

  #readAgain(topics: readonly Topic[]): void {
    for (const topic of topics) this.#waiting.add(topic);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const all = [...this.#waiting];
      this.#waiting.clear();
      void refresh(...all);
    }, GATHER_MS);
  }

  #setListening(value: boolean): void {
    isListening.value = value;
    this.#post({ type: "listening", isListening: value });
  }

  /** Listens as long as this tab lives. */
  async #listen(): Promise<void> {
    this.#isElected = true;
    // The tab that listened before is gone, and its stream with it.
    this.#setListening(false);
    for (;;) {
      const pause = this.#isSignedIn() ? await this.#once().catch(() => RETRY_MS) : RETRY_MS;
      this.#setListening(false);
      // After a restart of the server, browsers must not all connect at the same moment.
      await new Promise((resolve) => setTimeout(resolve, pause * (0.75 + Math.random() / 2)));
    }
  }

  /** Reads one stream to its end. @returns milliseconds until the next. */
  async #once(): Promise<number> {
    const response = await send(`${API}/events`, { headers: { Accept: "text/event-stream" } });
    if (response.status === 404) return WITHOUT_EVENTS_MS;
    if (!response.ok || response.body === null)
      return Number(response.headers.get("retry-after") ?? 0) * 1000 || RETRY_MS;
    this.#setListening(true);
    // Something may have changed before the stream began.
    this.#changed(["machines", "me", "images", "networks"]);
    let text = "";
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const { names, rest } = eventNames(text + part.value);
      text = rest;
      const topics = new Set(names.flatMap((name) => TOPICS[name] ?? []));
      if (topics.size > 0) this.#changed([...topics]);
    }
    return RETRY_MS / 5;
  }

  #changed(topics: readonly Topic[]): void {
    this.#readAgain(topics);
    this.#post({ type: "changed", topics });
  }
}

/** Begins to listen. @param isSignedIn whether somebody is signed in now. */
export function startEvents(isSignedIn: () => boolean): void {
  new Listener(isSignedIn);
}
