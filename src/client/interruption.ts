/** Ctrl-C (and SIGTERM) while the server works: what goes on there is told, and the program exits by itself. */
import { OcciError } from "../errors.ts";

/** Longest wait for the answer to what was sent already, which names what was made. Milliseconds. */
export const ANSWER_GRACE = 5_000;

/** Does something while signals go to a listener of its own, which reports what they mean. */
export async function hearing<T>(listener: () => void, work: () => Promise<T>): Promise<T> {
  process.on("SIGINT", listener);
  process.on("SIGTERM", listener);
  try {
    return await work();
  } finally {
    process.off("SIGINT", listener);
    process.off("SIGTERM", listener);
  }
}

/** Runs something with a signal that the first Ctrl-C aborts; a second one ends the command at once. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  return await hearing(
    () => controller.abort(),
    () => work(controller.signal),
  );
}

/** @throws OcciError INTERRUPTED. */
export function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new OcciError("INTERRUPTED", "Interrupted.");
}

/**
 * The result of a promise.
 * @param grace how long it is waited for after the interruption. Milliseconds.
 * @throws OcciError INTERRUPTED when the signal is aborted before.
 */
export async function unlessInterrupted<T>(
  signal: AbortSignal | undefined,
  promise: Promise<T>,
  grace = 0,
): Promise<T> {
  if (signal === undefined) return await promise;
  const interrupted = Promise.withResolvers<never>();
  let timer: Timer | undefined;
  const abort = (): void => {
    timer = setTimeout(() => interrupted.reject(new OcciError("INTERRUPTED", "Interrupted.")), grace);
  };
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([promise, interrupted.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  }
}

/**
 * A signal that is aborted some time after another, which may be at once.
 * @param grace asked when that one is aborted. Milliseconds.
 */
export function afterGrace(
  signal: AbortSignal,
  grace: () => number,
): { readonly signal: AbortSignal; release(): void } {
  const late = new AbortController();
  let timer: Timer | undefined;
  const abort = (): void => {
    const time = grace();
    if (time === 0) late.abort();
    else timer = setTimeout(() => late.abort(), time);
  };
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort, { once: true });
  return {
    signal: late.signal,
    release() {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    },
  };
}

export function isInterruption(error: unknown): error is OcciError {
  return error instanceof OcciError && error.code === "INTERRUPTED";
}
