import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import type { Exchange } from "./exchange.ts";
import { COMPILES_AT, createRouter, type Routed } from "./router.ts";

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

/** Requests of all kinds: what is answered, the route that is noted, what is noted as a failure. */
async function answers(router: ReturnType<typeof createRouter>) {
  const sent = [
    ["GET", "/compute", ""],
    ["DELETE", "/compute", ""],
    ["HEAD", "/compute/7", ""],
    ["GET", "/compute/7", "verbose"],
    ["GET", "/compute/a%20b", ""],
    ["GET", "/faulty", ""],
    ["GET", "/late", ""],
    ["PATCH", "/none/of/these", ""],
  ] as const;
  return Promise.all(
    sent.map(async ([method, path, query]) => {
      const exchange = { id: "1", target: { path, query }, own: { prefix: "" }, dialect: "opennebula-xml" };
      const request = new Request(`https://any.example:1${path}`, { method, headers: { "x-name": "alice" } });
      const response = await router(request, exchange as unknown as Exchange);
      const { route, failure } = exchange as { route?: string; failure?: unknown };
      const failed = failure instanceof OcciError ? failure.code : failure;
      return `${method} ${path}: ${response.status} ${(await response.text()).split("\n")[0]} (${route}, ${failed})`;
    }),
  );
}

const EXPECTED = [
  "GET /compute: 200 GET as alice (/compute, undefined)",
  "DELETE /compute: 200 DELETE as alice (/compute, undefined)",
  "HEAD /compute/7: 200 7 of /compute/7? (/compute/:id, undefined)",
  "GET /compute/7: 200 7 of /compute/7?verbose (/compute/:id, undefined)",
  "GET /compute/a%20b: 200 a b of /compute/a%20b? (/compute/:id, undefined)",
  "GET /faulty: 404 NOT_FOUND: It is not there. (/faulty, NOT_FOUND)",
  "GET /late: 409 WRONG_STATE: It cannot be done now. (/late, WRONG_STATE)",
  "PATCH /none/of/these: 200 elsewhere (/*, undefined)",
];

describe("the router", () => {
  test("hands each request to the answer of its route, and makes answers of failures", async () => {
    expect(await answers(createRouter(ROUTES))).toEqual(EXPECTED);
  });

  test("does the same when it has been compiled", async () => {
    const router = createRouter(ROUTES);
    for (let requests = 0; requests < COMPILES_AT; requests += EXPECTED.length) await answers(router);
    expect(await answers(router)).toEqual(EXPECTED);
  });
});
