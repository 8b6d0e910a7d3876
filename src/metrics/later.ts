/** Metrics whose library is loaded after the start: nobody reads them before, and it takes a fifth of the time of one. */
import type { Metrics } from "./metrics.ts";

/** Milliseconds after the start; a reading does not wait for it. */
const LOAD_AFTER_MS = 500;

/**
 * Counts from now on.
 * @param load makes the metrics; called once, after a while or with the first reading. Whatever it throws is thrown to
 *   those that read, and reported as an unhandled rejection where nobody does.
 */
export function metricsLater(load: () => Promise<Metrics>, after = LOAD_AFTER_MS): Metrics {
  let loaded: Metrics | undefined;
  let loading: Promise<Metrics> | undefined;
  /** What has happened so far, in order. */
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
    if (loaded === undefined) before.push(happened);
    else happened(loaded);
  }
  setTimeout(begin, after).unref();

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
    onedCalled: (method, milliseconds, result) => tell((metrics) => metrics.onedCalled(method, milliseconds, result)),
    reloaded: (succeeded) => tell((metrics) => metrics.reloaded(succeeded)),
    unhandledError: () => tell((metrics) => metrics.unhandledError()),
    /** Of the last reading. */
    get contentType() {
      return loaded?.contentType ?? "text/plain";
    },
    text: async () => (await begin()).text(),
  };
}
