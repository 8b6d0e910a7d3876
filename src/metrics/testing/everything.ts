/** What can be counted, for tests. */
import type { Metrics } from "../metrics.ts";

/** Lets all of it happen once, and lets a second request begin. */
export function everything(metrics: Metrics): void {
  metrics.requestBegan();
  metrics.requestBegan();
  metrics.requestEnded({ route: "/compute/:id", dialect: "d", method: "GET", status: 200, milliseconds: 12 });
  metrics.loginFailed();
  metrics.browserRefused("CROSS_ORIGIN");
  metrics.readerCut();
  metrics.uploadBegan();
  metrics.uploaded(1000);
  metrics.uploadEnded("stored");
  metrics.screenOpened();
  metrics.screenMoved(2000, 300);
  metrics.screenClosed("host_closed");
  metrics.onedCalled("one.vm.info", 3, "answered");
  metrics.reloaded(false);
  metrics.unhandledError();
}
