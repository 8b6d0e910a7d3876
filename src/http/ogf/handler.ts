/** Answers requests of OCCI 1.2. */

import { CommonTypes } from "../../cloud/ogf/types/common-types.ts";
import { negotiate } from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import { say } from "../../wording.ts";
import type { Handler } from "../call.ts";
import type { Result } from "../result.ts";
import type { OgfCall } from "./request.ts";
import type { Method, Methods, OgfRoute } from "./routes.ts";

/** `Allow` of what is there. */
function allowOf(methods: Methods): string {
  return [...Object.keys(methods), "HEAD", "OPTIONS"].join(", ");
}

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
    throw new OcciError("NOT_FOUND", "There is nothing at this address.", {
      hint: say`GET ${{ place: "/-/" }} lists what there is.`,
    });
  }
  const allow = allowOf(methods);
  if (request.method === "OPTIONS") return { status: 204, headers: [["Allow", allow]] };
  const method = (request.method === "HEAD" ? "GET" : request.method) as Method;
  const run = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (run !== undefined) {
    call.concerns(route.resource(path));
    return run();
  }
  throw new OcciError("METHOD_NOT_ALLOWED", `${request.method} is not possible here.`, {
    allow,
    hint: `Possible: ${allow}.`,
  });
}
