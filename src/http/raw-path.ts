/**
 * Paths as they were sent. Bun removes `.` and `..` from `request.url`, encoded ones too, so that
 * `/compute/../network/0` looks like `/network/0`. Its table of routes is searched with the path as it came, though,
 * and tells what each segment of it was: hence a route for each shape of a path.
 */
import type { BunRequest, Server } from "bun";
import { isKnownMethod, METHODS } from "../http-methods.ts";
import type { Tunnel } from "../screen/tunnel.ts";
import { isDoubtfulSegment, splitUrl } from "./path.ts";

/** The path of a request, as it was sent. */
export interface SentPath {
  /** Whether it can be taken for another one. */
  readonly doubtful: boolean;
  /** Whether the table has too few shapes to say so. */
  readonly undecided: boolean;
}

const PLAIN: SentPath = { doubtful: false, undecided: false };
const DOUBTFUL: SentPath = { doubtful: true, undecided: false };
const UNDECIDED: SentPath = { doubtful: false, undecided: true };

/** Undefined when the connection has become a WebSocket. */
export type Answer = (request: Request, server: Server<Tunnel>, path: SentPath) => Promise<Response | undefined>;

type Handler = (request: BunRequest, server: Server<Tunnel>) => Promise<Response | undefined>;

/** Segments of the longest shape: more than any path of the server's own has, behind a prefix too. */
const LONGEST = 8;
/** Empty segments of a shape: those of slashes behind each other, and of one at the end. */
const MOST_EMPTY = 3;
/** The same of a table that is made in a quarter of the time. */
const FEW_EMPTY = 1;

/** Without functions in it that are called hundreds of times: the engine would compile them, at every start. */
function shapes(mostEmpty: number): readonly string[] {
  const found: string[] = [];
  let last = [{ shape: "", empty: 0 }];
  for (let length = 1; length <= LONGEST; length++) {
    const longer: typeof last = [];
    for (const { shape, empty } of last) {
      longer.push({ shape: `${shape}/:s${length}`, empty });
      if (empty < mostEmpty) longer.push({ shape: `${shape}/`, empty: empty + 1 });
    }
    for (const { shape } of longer) found.push(shape);
    last = longer;
  }
  return found;
}

/**
 * Whether a path that matches no shape is suspicious. Only Bun's version of it can be seen: either it is longer than
 * all shapes, or dots were removed from it. With empty segments in it, that cannot be decided.
 */
function isOddPath(segments: readonly string[]): boolean {
  return segments.length <= LONGEST || segments.slice(0, -1).includes("");
}

/** A path without a shape, about which no more is known. @param mostEmpty of the shapes. */
function shapeless(url: string, mostEmpty: number): SentPath {
  const segments = splitUrl(url).path.split("/").slice(1);
  const empty = segments.filter((segment) => segment === "").length;
  // A larger table may have a shape for it, which is Bun's version of it when nothing was removed.
  if (segments.length <= LONGEST && empty > mostEmpty && empty <= MOST_EMPTY) return UNDECIDED;
  return isOddPath(segments) ? DOUBTFUL : PLAIN;
}

function hasDoubtfulSegment(params: Readonly<Record<string, string>>): boolean {
  for (const name in params) if (isDoubtfulSegment(params[name] as string)) return true;
  return false;
}

/**
 * The handlers at a shape: for a handler of all methods, Bun would make a route for each of the 35 that it knows. The
 * paths of other methods do not matter: they are possible nowhere.
 */
type Shaped = Readonly<Record<(typeof METHODS)[number], Handler>>;

/** A table of routes for `Bun.serve`. */
export type RouteTable = Record<string, Shaped | Handler>;

/**
 * A route for each shape, and one for all other paths and methods.
 * @param few leaves out the shapes with several empty segments, most of the table: paths of these shapes are undecided.
 */
export function routesFor(answer: Answer, few = false): RouteTable {
  const mostEmpty = few ? FEW_EMPTY : MOST_EMPTY;
  const handler: Handler = (request, server) =>
    answer(request, server, hasDoubtfulSegment(request.params) ? DOUBTFUL : PLAIN);
  const shaped = Object.fromEntries(METHODS.map((method) => [method, handler])) as Shaped;
  const routes: RouteTable = {
    "/*": (request, server) =>
      answer(request, server, isKnownMethod(request.method) ? shapeless(request.url, mostEmpty) : PLAIN),
  };
  for (const shape of shapes(mostEmpty)) routes[shape] = shaped;
  return routes;
}
