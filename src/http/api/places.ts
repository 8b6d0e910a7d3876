/** The paths of the JSON API as patterns of Elysia, each with its operations. */
import { BASE_PATH, type Method, OPERATIONS, type Operation } from "../../dialects/json/index.ts";

export interface ApiPlace {
  /** A pattern of Elysia; also its name in metrics and the log. */
  readonly path: string;
  readonly operations: ReadonlyMap<Method, Operation>;
}

const patternOf = (path: string): string => BASE_PATH + path.replace(/\{(\w+)\}/g, ":$1");

/** All other paths below /api, so that the API answers for them too: they have no operations. */
const NOTHING: readonly ApiPlace[] = ["/api", "/api/*"].map((path) => ({ path, operations: new Map() }));

/** All of them. */
export function apiPlaces(): readonly ApiPlace[] {
  const paths = [...new Set(OPERATIONS.map(({ path }) => path))];
  const places = paths.map((path) => ({
    path: patternOf(path),
    operations: new Map(OPERATIONS.filter((one) => one.path === path).map((one) => [one.method, one] as const)),
  }));
  return [...places, ...NOTHING];
}
