/**
 * Documents that pages show. Each is read when a page shows it, and polled as long as it is shown. Nothing is shown
 * before the server has sent it.
 */
import { type Signal, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type ApiError, asApiError } from "./problem.ts";

/** Kinds of documents that change together. */
export type Topic = "me" | "machines" | "images" | "networks" | "templates";

export interface Live<T> {
  readonly topic: Topic;
  /** Undefined before the first answer. */
  readonly data: Signal<T | undefined>;
  /** Why the last reading failed; undefined when it did not. */
  readonly error: Signal<ApiError | undefined>;
  /** Reads it now. Calls while it is being read cause one more reading. */
  refresh(): Promise<void>;
  /** Uses what the server has said in another answer. */
  take(value: T): void;
  /** Forgets everything, before another user signs in. */
  forget(): void;
  /** How many pages show it. */
  watchers: number;
  /** Whether it is time to read it again. */
  isDue(): boolean;
}

const all: Live<unknown>[] = [];

/** Milliseconds between two readings of what changes often. */
const OFTEN_MS = 5_000;
/** The same while the server sends events: it finds changes whose events were lost. */
const LISTENING_MS = 60_000;
/** Milliseconds between two checks for documents that are due. */
const TICK_MS = 1_000;

/** Whether the server sends events of changes now; `events.ts` knows it. */
export const push: { isOn: () => boolean } = { isOn: () => false };

/**
 * Makes a document that is read and polled.
 * @param read must return the same object when nothing has changed.
 * @param every milliseconds between two readings while the server sends no events.
 * @param urgentEvery milliseconds between two readings now, even while the server sends events; undefined when it is not urgent.
 */
export function live<T>(
  topic: Topic,
  read: () => Promise<T>,
  every = OFTEN_MS,
  urgentEvery: () => number | undefined = () => undefined,
): Live<T> {
  const data = signal<T | undefined>(undefined);
  const error = signal<ApiError | undefined>(undefined);
  let running: Promise<void> | undefined;
  let again = false;
  let era = 0;
  let readAt = Number.NEGATIVE_INFINITY;

  async function once(): Promise<void> {
    const began = era;
    readAt = performance.now();
    try {
      const value = await read();
      if (era !== began) return;
      data.value = value;
      error.value = undefined;
    } catch (thrown) {
      if (era === began) error.value = asApiError(thrown);
    }
  }
  const made: Live<T> = {
    topic,
    data,
    error,
    watchers: 0,
    isDue() {
      const pause = urgentEvery() ?? (push.isOn() ? Math.max(every, LISTENING_MS) : every);
      return performance.now() - readAt > pause - TICK_MS / 2;
    },
    refresh() {
      if (running !== undefined) {
        again = true;
        return running;
      }
      running = (async () => {
        do {
          again = false;
          await once();
        } while (again);
      })().finally(() => {
        running = undefined;
      });
      return running;
    },
    take(value) {
      era += 1;
      readAt = performance.now();
      data.value = value;
      error.value = undefined;
    },
    forget() {
      era += 1;
      data.value = undefined;
      error.value = undefined;
    },
  };
  all.push(made as Live<unknown>);
  return made;
}

/** Reads it as long as the component is shown. */
export function useLive<T>(live: Live<T>): Live<T> {
  useEffect(() => {
    live.watchers += 1;
    if (live.data.peek() === undefined || live.isDue()) void live.refresh();
    return () => {
      live.watchers -= 1;
    };
  }, [live]);
  return live;
}

/** Reads the documents of some topics that are shown. @returns when all of them have come. */
export async function refresh(...topics: readonly Topic[]): Promise<void> {
  const shown = all.filter(({ topic, watchers }) => watchers > 0 && (topics.length === 0 || topics.includes(topic)));
  await Promise.all(shown.map((live) => live.refresh()));
}

/** Forgets everylive, before another user signs in. */
export function forgetAll(): void {
  for (const live of all) live.forget();
}

/** Reads the documents that are due. */
function tick(): void {
  if (document.visibilityState !== "visible") return;
  for (const live of all) if (live.watchers > 0 && live.isDue()) void live.refresh();
}

/** Polls the documents that are shown, as long as the page is visible. */
export function startPolling(): void {
  setInterval(tick, TICK_MS);
  document.addEventListener("visibilitychange", tick);
  addEventListener("online", () => void refresh());
}
