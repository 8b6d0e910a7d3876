/**
 * Metrics whose library is loaded with the first reading: a server whose metrics nobody reads has 10 MB more without
 * it.
 */
import type { Metrics } from "./metrics.ts";

/** So much may happen before the library is loaded without a reading: what is kept until then must have an end. */
const MOST_KEPT = 1_000;

export interface LaterOptions {
  /** So much may happen before the library is loaded without a reading; 1,000 by default. */
  readonly most?: number;
  /** Hears of each call to oned at once. @param result its outcome, as metrics count it. */
  readonly onCalled?: (result: string) => void;
}

/**
 * Counts from now on.
 * @param load makes the metrics; called once, with the first reading or when much has happened. Whatever it throws is
 * thrown to
 *   those that read, and reported as an unhandled rejection where nobody does.
 */
export function metricsLater(load: () => Promise<Metrics>, options: LaterOptions = {}): Metrics {
  const { most = MOST_KEPT, onCalled = () => {} } = options;
  let loaded: Metrics | undefined;
  let loading: Promise<Metrics> | undefined;
  /** The events so far, in order. */
  let before: ((metrics: Metrics) => void)[] = [];

  async function handOver(): Promise<Metrics> {
    const made = await load();
    for (const happened of before) happened(made);
    before = [];
    loaded = made;
    return made;
  }
  function begin(): Promise<Metrics> {
    loading ??= handOver();
    return loading;
  }
  function tell(happened: (metrics: Metrics) => void): void {
    if (loaded !== undefined) {
      happened(loaded);
      return;
    }
    before.push(happened);
    if (before.length === most) void begin();
  }

  return {
    requestBegan: () => tell((metrics) => metrics.requestBegan()),
    requestEnded: (request) => tell((metrics) => metrics.requestEnded(request)),
    loginFailed: () => tell((metrics) => metrics.loginFailed()),
    browserRefused: (code) => tell((metrics) => metrics.browserRefused(code)),
    readerCut: () => tell((metrics) => metrics.readerCut()),
    uploadBegan: () => tell((metrics) => metrics.uploadBegan()),
    uploaded: (bytes) => tell((metrics) => metrics.uploaded(bytes)),
    uploadEnded: (result) => tell((metrics) => metrics.uploadEnded(result)),
    screenOpened: () => tell((metrics) => metrics.screenOpened()),
    screenClosed: (by) => tell((metrics) => metrics.screenClosed(by)),
    screenMoved: (toClient, toHost) => tell((metrics) => metrics.screenMoved(toClient, toHost)),
    onedCalled(method, milliseconds, result) {
      onCalled(result);
      tell((metrics) => metrics.onedCalled(method, milliseconds, result));
    },
    reloaded: (succeeded) => tell((metrics) => metrics.reloaded(succeeded)),
    unhandledError: () => tell((metrics) => metrics.unhandledError()),
    /** The values of the last reading. */
    get contentType() {
      return loaded?.contentType ?? "text/plain";
    },
    text: async () => (await begin()).text(),
  };
}
