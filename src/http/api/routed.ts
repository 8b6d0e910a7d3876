/** The paths of the JSON API, and what answers there. */
import { dispatch } from "../dispatch.ts";
import type { DispatchDeps } from "../dispatch-deps.ts";
import { answeringOf, resultResponse } from "../respond.ts";
import type { Routed } from "../routed.ts";
import { apiHandler, openAnswer } from "./handler.ts";
import { apiPlaces } from "./places.ts";

export function apiRoutes(within: DispatchDeps): readonly Routed[] {
  return apiPlaces().map((place) => [
    place.path,
    (request, exchange, params) => {
      const open = openAnswer(place, request, exchange, within);
      if (open !== undefined) return resultResponse(answeringOf(request.headers, exchange), open);
      return dispatch(apiHandler(place, params), request, exchange, within);
    },
  ]);
}
