/** Usage and costs of machines. */
import { periodOf, usageOf } from "../../../cloud/self-service/usage.ts";
import * as json from "../../../dialects/json/index.ts";
import { readResult } from "../answers.ts";
import { type Handlers, headersOf } from "./shared.ts";

export const usageHandlers: Handlers = {
  getUsage: async (request) => {
    const { machine, ...wanted } = request.query as { from?: string; to?: string; machine?: number };
    const period = periodOf(wanted, Math.floor(Date.now() / 1000));
    return readResult(headersOf(request), json.renderUsage(await usageOf(request, period, machine)));
  },
};
