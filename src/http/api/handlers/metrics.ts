/** Plots of a machine. */
import { metricsOf, readMetrics } from "../../../cloud/self-service/metrics.ts";
import * as json from "../../../dialects/json/index.ts";
import type { MetricsRange } from "../../../model.ts";
import { readResult } from "../answers.ts";
import { idIn } from "../request.ts";
import { type Handlers, headersOf } from "./shared.ts";

export const metricsHandlers: Handlers = {
  getMachineMetrics: async (request) => {
    const id = idIn(request);
    const { range = "30m" } = request.query as { range?: MetricsRange };
    // All ranges are made of the same answer of oned.
    const measured = await request.call.shared(`metrics ${id}`, () => readMetrics(request, id));
    return readResult(
      headersOf(request),
      json.renderMetrics(metricsOf(measured, range, Math.floor(Date.now() / 1000))),
    );
  },
};
