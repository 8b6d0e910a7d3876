/**
 * Live changes: one stream of events for the whole browser, whatever the number of its tabs. A lock of the browser elects
 * the tab that listens to the server; it tells the others what it hears. Without a stream the pages are read again and
 * again (`live.ts`), so that nothing depends on it but how soon a change is seen.
 * @see https://www.w3.org/TR/web-locks/
 */
import { signal } from "@preact/signals";
import { send } from "./api.ts";
import { refresh, type Topic } from "./live.ts";
import { API, BASE } from "./site.ts";

/** Another server's console may be below another path of the same origin. */
const NAME = `occi-events ${BASE}`;

/** Whether the browser hears of changes now. */
export const isListening = signal(false);

/** What the tab that listens says to the others. */
type Message =
  | { readonly says: "changed"; readonly topics: readonly Topic[] }
  | { readonly says: "listening"; readonly is: boolean }
  /** A new tab asks whether there is a stream. */
  | { readonly says: "asks" };

/** What is to be read again when something has changed: with a machine also what is left of quotas. */
const TOPICS: Readonly<Record<string, readonly Topic[]>> = {
  machine: ["machines", "me"],
  image: ["images", "me"],
  network: ["networks"],
};

/** Changes that come together are read together. Milliseconds. */
const GATHER_MS = 150;
/** Between two attempts, where the server says nothing else. Milliseconds. */
const RETRY_MS = 5_000;
/** A server without events is not asked again soon. Milliseconds. */
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
  readonly #isIn: () => boolean;
  #isElected = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(isIn: () => boolean) {
    this.#isIn = isIn;
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => this.#hear(data);
    this.#say({ says: "asks" });
    void navigator.locks.request(NAME, () => this.#listen());
  }

  #say(message: Message): void {
    this.#channel.postMessage(message);
  }

  #hear(message: Message): void {
    if (message.says === "changed") this.#readAgain(message.topics);
    else if (message.says === "listening") isListening.value = message.is;
    else if (this.#isElected) this.#say({ says: "listening", is: isListening.value });
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

  #setListening(is: boolean): void {
    isListening.value = is;
    this.#say({ says: "listening", is });
  }

  /** As long as this tab lives. */
  async #listen(): Promise<void> {
    this.#isElected = true;
    // The tab that listened before is gone, and its stream with it.
    this.#setListening(false);
    for (;;) {
      const pause = this.#isIn() ? await this.#once().catch(() => RETRY_MS) : RETRY_MS;
      this.#setListening(false);
      // Not all browsers at the same moment, after a restart of the server.
      await new Promise((resolve) => setTimeout(resolve, pause * (0.75 + Math.random() / 2)));
    }
  }

  /** One stream, to its end. @returns milliseconds until the next. */
  async #once(): Promise<number> {
    const response = await send(`${API}/events`, { headers: { Accept: "text/event-stream" } });
    if (response.status === 404) return WITHOUT_EVENTS_MS;
    if (!response.ok || response.body === null)
      return Number(response.headers.get("retry-after") ?? 0) * 1000 || RETRY_MS;
    this.#setListening(true);
    // What has changed before it began.
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
    this.#say({ says: "changed", topics });
  }
}

/** Begins to listen. @param isIn whether somebody is signed in now. */
export function startEvents(isIn: () => boolean): void {
  new Listener(isIn);
}
