/** Sources of metrics at a server that does nothing, for tests. */
import type { Sources } from "../gauges.ts";

export const IDLE_SOURCES: Sources = {
  oned: () => ({ running: 0, waiting: 0, readOnly: undefined }),
  notReady: () => undefined,
  certificates: () => [],
  certificateFailure: () => undefined,
  templatesFailure: () => undefined,
  screens: () => 0,
  lostLines: () => 0,
};
