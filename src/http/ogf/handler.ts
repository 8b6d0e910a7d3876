/** Answers requests of OCCI 1.2. */

import { CommonTypes } from "../../cloud/ogf/types/common-types.ts";
import { negotiate } from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import { say } from "../../wording.ts";
import type { Handler } from "../call.ts";
import { allowOf, methodNotAllowed } from "../methods.ts";
import type { Result } from "../result.ts";
import type { OgfCall } from "./request.ts";
import type { Method, OgfRoute } from "./routes.ts";

/** Makes the handlers of routes. Made once: it keeps what all requests share. */
export function ogfHandlers(): (route: OgfRoute) => Handler {
  const commonTypes = new CommonTypes();
  return (route) => async (call) => {
    const { request, deps, session, target } = call;
    const rendering = negotiate(request.headers.get("accept"));
    return answer(route, { call, deps, session, commonTypes, rendering, path: target.path });
  };
}

async function answer(route: OgfRoute, occi: OgfCall): Promise<Result> {
  const { call, path } = occi;
  const { request } = call;
  const methods = await route.methods(occi);
  if (methods === undefined) {
    throw new OcciError("NOT_FOUND", "Nothing exists at this address.", {
      hint: say`GET ${{ place: "/-/" }} lists the addresses that exist.`,
    });
  }
  if (request.method === "OPTIONS") return { status: 204, headers: [["Allow", allowOf(Object.keys(methods))]] };
  const method = (request.method === "HEAD" ? "GET" : request.method) as Method;
  const run = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (run !== undefined) {
    call.concerns(route.resource(path));
    return run();
  }
  throw methodNotAllowed(request.method, Object.keys(methods));
}
