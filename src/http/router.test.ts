import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { apiPlaces } from "./api/places.ts";
import { compiledRouter } from "./elysia.ts";
import type { Exchange } from "./exchange.ts";
import { OGF_ROUTES } from "./ogf/routes.ts";
import { answerAt, type Routed, type Router } from "./routed.ts";
import { COMPILES_AT, createRouter } from "./router.ts";
import { ROUTES as XML_ROUTES } from "./routes.ts";
import { recordedLog } from "./testing/recorded-log.ts";

const answered = (text: string) => new Response(text);
const ROUTES: readonly Routed[] = [
  ["/compute", ({ method, headers }) => answered(`${method} as ${headers.get("x-name")}`)],
  ["/compute/:id", async (_request, { target }, { id }) => answered(`${id} of ${target.path}?${target.query}`)],
  [
    "/faulty",
    () => {
      throw new OcciError("NOT_FOUND", "It is not there.");
    },
  ],
  [
    "/late",
    async () => {
      throw new OcciError("WRONG_STATE", "It cannot be done now.");
    },
  ],
  ["/*", () => answered("elsewhere")],
];

/** What is answered, the route that is noted, what is noted as a failure. */
async function answerOf(router: Router, method: string, path: string, query = ""): Promise<string> {
  const exchange = { id: "1", target: { path, query }, own: { prefix: "" }, dialect: "opennebula-xml" };
  const request = new Request(`https://any.example:1${path}`, { method, headers: { "x-name": "alice" } });
  const response = await router(request, exchange as unknown as Exchange);
  const { route, failure } = exchange as { route?: string; failure?: unknown };
  const failed = failure instanceof OcciError ? failure.code : failure;
  return `${method} ${path}: ${response.status} ${(await response.text()).split("\n")[0]} (${route}, ${failed})`;
}

/** Requests of all kinds. */
async function answers(router: Router): Promise<readonly string[]> {
  const sent = [
    ["GET", "/compute", ""],
    ["DELETE", "/compute", ""],
    ["GET", "/compute/", ""],
    ["HEAD", "/compute/7", ""],
    ["GET", "/compute/7", "verbose"],
    ["GET", "/compute/7/", ""],
    ["GET", "/compute/a%20b", ""],
    ["GET", "/compute/%zz", ""],
    ["GET", "/faulty", ""],
    ["GET", "/late", ""],
    ["PATCH", "/none/of/these", ""],
    ["GET", "/", ""],
  ] as const;
  return Promise.all(sent.map(([method, path, query]) => answerOf(router, method, path, query)));
}

const EXPECTED = [
  "GET /compute: 200 GET as alice (/compute, undefined)",
  "DELETE /compute: 200 DELETE as alice (/compute, undefined)",
  "GET /compute/: 200 GET as alice (/compute, undefined)",
  "HEAD /compute/7: 200 7 of /compute/7? (/compute/:id, undefined)",
  "GET /compute/7: 200 7 of /compute/7?verbose (/compute/:id, undefined)",
  "GET /compute/7/: 200 7 of /compute/7/? (/compute/:id, undefined)",
  "GET /compute/a%20b: 200 a b of /compute/a%20b? (/compute/:id, undefined)",
  "GET /compute/%zz: 200 null of /compute/%zz? (/compute/:id, undefined)",
  "GET /faulty: 404 NOT_FOUND: It is not there. (/faulty, NOT_FOUND)",
  "GET /late: 409 WRONG_STATE: It cannot be done now. (/late, WRONG_STATE)",
  "PATCH /none/of/these: 200 elsewhere (/*, undefined)",
  "GET /: 200 elsewhere (/*, undefined)",
];

describe("the router", () => {
  test("hands each request to the answer of its route, and makes answers of failures", async () => {
    expect(await answers(createRouter(ROUTES, recordedLog()))).toEqual(EXPECTED);
  });

  test("does the same when it has been compiled", async () => {
    expect(await answers(compiledRouter(ROUTES, answerAt))).toEqual(EXPECTED);
  });

  test("is compiled when many requests have come, which do not wait for it", async () => {
    const loading = Promise.withResolvers<typeof import("./elysia.ts")>();
    const compiled: string[] = [];
    let loads = 0;
    const router = createRouter([["/*", () => answered("by the tree")]], recordedLog(), () => {
      loads++;
      return loading.promise;
    });
    const ask = (): Promise<string> => answerOf(router, "GET", "/compute");
    for (let requests = 1; requests < COMPILES_AT; requests++) await ask();
    expect(loads).toBe(0);
    for (let requests = 0; requests < 3; requests++) expect(await ask()).toContain("200 by the tree (/*");
    expect(loads).toBe(1);
    loading.resolve({
      compiledRouter: (routes) => () => {
        compiled.push(...routes.map(([path]) => path));
        return answered("by Elysia");
      },
    });
    await loading.promise;
    expect(await ask()).toContain("200 by Elysia");
    expect(compiled).toEqual(["/*"]);
  });

  test("goes on without Elysia when it cannot be loaded, and the log says so once", async () => {
    const log = recordedLog();
    let loads = 0;
    const router = createRouter([["/*", () => answered("by the tree")]], log, async () => {
      loads++;
      throw new Error("no such module");
    });
    for (let requests = 0; requests < 2 * COMPILES_AT; requests++) {
      expect(await answerOf(router, "GET", "/compute")).toContain("200 by the tree (/*");
    }
    expect(loads).toBe(1);
    expect(log.lines).toEqual([
      expect.stringContaining(
        ' error   the routes cannot be compiled: the server finds them without Elysia cause="no such module"',
      ),
    ]);
  });

  test("that finds nothing says so, compiled or not", async () => {
    const routes: readonly Routed[] = [["/api", () => answered("the API")]];
    for (const router of [createRouter(routes, recordedLog()), compiledRouter(routes, answerAt)]) {
      expect(await answerOf(router, "GET", "/compute")).toStartWith("GET /compute: 500 ");
      expect(await answerOf(router, "GET", "/api/")).toContain("200 the API");
    }
  });

  const LANGUAGES = [
    ["OpenNebula's XML", XML_ROUTES],
    ["OCCI 1.2", OGF_ROUTES],
    ["the JSON API", apiPlaces()],
  ] as const;

  test.each(LANGUAGES)("finds the same at each path of %s, compiled or not", async (_language, places) => {
    const routes = nonEmpty(places.map(({ path }) => path)).map(
      (path): Routed => [
        path,
        // The rest of a path that a star stands for is read by nothing.
        (_request, _exchange, { "*": _rest, ...params }) => answered(`${path} ${JSON.stringify(params)}`),
      ],
    );
    const [tree, compiled] = [createRouter(routes, recordedLog()), compiledRouter(routes, answerAt)];
    const members = ["7", "a%20b", "%C3%A9", "%zz", "x:y", "*", "-"];
    for (const [path] of nonEmpty(routes)) {
      for (const member of nonEmpty(members)) {
        const asked = path.replace(/:\w+|\*/g, member);
        const sentAs = [asked, `${asked}/`, `${asked}/more`, asked.slice(0, -1) || "/"];
        // As requests have them: several slashes in a row are one.
        for (const sent of nonEmpty(sentAs.map((path) => path.replace(/\/+/g, "/")))) {
          expect(await answerOf(tree, "GET", sent)).toBe(await answerOf(compiled, "GET", sent));
        }
      }
    }
  });
});
