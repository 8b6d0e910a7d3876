/** The paths of the JSON API as Elysia's patterns, each with the operations that are there. */
import { BASE_PATH, type Method, OPERATIONS, type Operation } from "../../dialects/json/index.ts";

export interface ApiPlace {
  /** A pattern of Elysia; also what metrics and the log call it. */
  readonly path: string;
  readonly operations: ReadonlyMap<Method, Operation>;
}

const patternOf = (path: string): string => BASE_PATH + path.replace(/\{(\w+)\}/g, ":$1");

/** Everything below /api is the API's: what is nowhere else is here, and nothing is there. */
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
