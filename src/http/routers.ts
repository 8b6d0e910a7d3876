/** The router of a request: the console, or the language that the request speaks. */
import { CONSOLE_PATH, isConsolePath, SESSION_PATH } from "./console/places.ts";
import type { Dialect } from "./dialect.ts";
import { dispatch } from "./dispatch.ts";
import type { DispatchDeps } from "./dispatch-deps.ts";
import { answeringOf, resultResponse } from "./respond.ts";
import type { Routed, Router } from "./routed.ts";
import { createRouter, lateRouter } from "./router.ts";
import { ROUTES } from "./routes.ts";

function xmlRoutes(within: DispatchDeps): readonly Routed[] {
  return ROUTES.map((route) => [
    route.path,
    (request, exchange, params) => dispatch({ route, params }, request, exchange, within),
  ]);
}

async function consoleRoutes(within: DispatchDeps): Promise<readonly Routed[]> {
  const [{ answerSession }, { createServe }] = await Promise.all([
    import("./console/session.ts"),
    import("./console/serve.ts"),
  ]);
  const serve = await createServe(within.config, within.console);
  const session: Routed = [SESSION_PATH, (request, exchange) => answerSession(request, exchange, within)];
  const files = [CONSOLE_PATH, `${CONSOLE_PATH}/`, `${CONSOLE_PATH}/*`].map(
    (path): Routed => [
      path,
      (request, exchange) => resultResponse(answeringOf(request.headers, exchange), serve(request, exchange)),
    ],
  );
  return [session, ...files];
}

/** The router for all: those of the languages that are not every client's are made when they are needed. */
export function createRouters(within: DispatchDeps): Router {
  const { log } = within;
  const console = lateRouter(() => consoleRoutes(within), log);
  const languages: Readonly<Record<Dialect, Router>> = {
    "opennebula-xml": createRouter(xmlRoutes(within), log),
    ogf: lateRouter(async () => (await import("./ogf/routed.ts")).ogfRoutes(within), log),
    json: lateRouter(async () => (await import("./api/routed.ts")).apiRoutes(within), log),
  };
  return (request, exchange) => {
    const router = isConsolePath(exchange.target.path) ? console : languages[exchange.dialect];
    return router(request, exchange);
  };
}
