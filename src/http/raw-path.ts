/**
 * Paths as they were sent. Bun removes `.` and `..` from `request.url`, encoded ones too, so that `/compute/../network/0`
 * looks like `/network/0`. Its table of routes is searched with the path as it came, though, and tells what each segment
 * of it was: hence a route for each shape of a path.
 */
import type { BunRequest, Server } from "bun";
import { isKnownMethod, METHODS } from "../http-methods.ts";
import type { Tunnel } from "../screen/tunnel.ts";
import { isDoubtfulSegment, splitUrl } from "./path.ts";

/** Undefined when the connection has become a WebSocket. @param doubtful whether the path, as it was sent, can be taken for another one. */
export type Answer = (request: Request, server: Server<Tunnel>, doubtful: boolean) => Promise<Response | undefined>;

type Handler = (request: BunRequest, server: Server<Tunnel>) => Promise<Response | undefined>;

/** Segments of the longest shape: more than any path of the server's own has, behind a prefix too. */
const LONGEST = 8;
/** Empty segments of a shape: those of slashes behind each other, and of one at the end. */
const MOST_EMPTY = 3;

/** Without functions in it that are called hundreds of times: the engine would compile them, at every start. */
function shapes(): readonly string[] {
  const found: string[] = [];
  let last = [{ shape: "", empty: 0 }];
  for (let length = 1; length <= LONGEST; length++) {
    const longer: typeof last = [];
    for (const { shape, empty } of last) {
      longer.push({ shape: `${shape}/:s${length}`, empty });
      if (empty < MOST_EMPTY) longer.push({ shape: `${shape}/`, empty: empty + 1 });
    }
    for (const { shape } of longer) found.push(shape);
    last = longer;
  }
  return found;
}

const SHAPES = shapes();

/**
 * Whether a path that matches no shape is suspicious. Only Bun's version of it can be seen: either it is longer than all
 * shapes, or dots were removed from it. With empty segments in it, that cannot be decided.
 */
function isOddPath(url: string): boolean {
  const segments = splitUrl(url).path.split("/").slice(1);
  return segments.length <= LONGEST || segments.slice(0, -1).includes("");
}

function hasDoubtfulSegment(params: Readonly<Record<string, string>>): boolean {
  for (const name in params) if (isDoubtfulSegment(params[name] as string)) return true;
  return false;
}

/** What answers at a shape: of a handler for all methods Bun makes a route for each of the 35 that it knows. The paths of other methods do not matter: they are possible nowhere. */
type Shaped = Readonly<Record<(typeof METHODS)[number], Handler>>;

/** For `Bun.serve`: a route for each shape, and one for all other paths and methods. */
export function routesFor(answer: Answer): Record<string, Shaped | Handler> {
  const handler: Handler = (request, server) => answer(request, server, hasDoubtfulSegment(request.params));
  const shaped = Object.fromEntries(METHODS.map((method) => [method, handler])) as Shaped;
  const routes: Record<string, Shaped | Handler> = {
    "/*": (request, server) => answer(request, server, isKnownMethod(request.method) && isOddPath(request.url)),
  };
  for (const shape of SHAPES) routes[shape] = shaped;
  return routes;
}
