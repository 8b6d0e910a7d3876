/** The paths of OCCI 1.2, and what answers there. */
import { dispatch } from "../dispatch.ts";
import type { DispatchDeps } from "../dispatch-deps.ts";
import type { Routed } from "../routed.ts";
import { ogfHandlers } from "./handler.ts";
import { OGF_ROUTES } from "./routes.ts";

export function ogfRoutes(within: DispatchDeps): readonly Routed[] {
  const handlerOf = ogfHandlers();
  return OGF_ROUTES.map((route) => {
    const handler = handlerOf(route);
    return [
      route.path,
      (request, exchange) => {
        exchange.route = route.name;
        return dispatch(handler, request, exchange, within);
      },
    ];
  });
}
