/** CORS: pages of the origins that are named may use the server, and read what it answers; no other may. */
import { expect, test } from "bun:test";
import { describeCloud, type Sending } from "./testing/cloud.ts";
import { expectCommon, expectError, SUCCESSES, split } from "./testing/requests.ts";

const PORTAL = "https://portal.example.org";
const TOOLS = "https://tools.example.org:8443";
const HOST = { host: "cloud.example.org" };
/** As a browser sends it for a page of the portal. */
const FROM_PORTAL = { ...HOST, origin: PORTAL, "sec-fetch-site": "same-site", "sec-fetch-mode": "cors" };

const corsOf = (headers: Headers): readonly string[] =>
  [...headers.keys()].filter((name) => name.startsWith("access-control-")).sort();
const READABLE = [
  "access-control-allow-credentials",
  "access-control-allow-origin",
  "access-control-expose-headers",
] as const;

function expectReadable(headers: Headers, origin = PORTAL): void {
  expect(headers.get("access-control-allow-origin")).toBe(origin);
  expect(headers.get("access-control-allow-credentials")).toBe("true");
  expect(headers.get("vary")).toBe("Origin");
}

describeCloud(
  "with CORS_ORIGINS",
  ({ request, oned }) => {
    test.each(SUCCESSES)("a page of a named origin may $line", async ({ line, sending, status }) => {
      const headers = { ...sending.headers, ...FROM_PORTAL };
      const answer = await request(...split(line), { user: "alice", ...sending, headers });
      expect([answer.status, corsOf(answer.headers)]).toEqual([status, READABLE]);
      expectReadable(answer.headers);
      expectCommon(answer);
    });

    test.each<[string, string, Sending, number]>([
      ["GET", "/compute", {}, 401],
      ["GET", "/compute", { user: "alice:wrong" }, 401],
      ["GET", "/nothing/here", { user: "alice" }, 404],
      ["PATCH", "/compute/7", { user: "alice" }, 405],
      ["POST", "/compute", { user: "alice", body: " ".repeat(100_000) }, 413],
      ["POST", "/-/", { user: "alice", body: "x", headers: { "content-type": "image/png" } }, 415],
      ["GET", "/-/", { user: "alice", headers: { accept: "image/png" } }, 406],
      ["GET", "/-/", { user: "alice", headers: { "user-agent": "x OCCI/1.9" } }, 501],
      ["GET", "/compute", { user: "alice", headers: { host: "evil.test" } }, 403],
    ])("and may read errors: %s %s %o", async (method, path, sending, status) => {
      const headers = { ...FROM_PORTAL, ...sending.headers };
      const answer = await request(method, path, { ...sending, headers });
      expect([answer.status, corsOf(answer.headers)]).toEqual([status, READABLE]);
      expectReadable(answer.headers);
    });

    test("it sees the headers of answers that a client needs", async () => {
      const { headers } = await request("POST", "/compute", {
        user: "alice",
        headers: FROM_PORTAL,
        body: "<COMPUTE><NAME>x</NAME><INSTANCE_TYPE>small</INSTANCE_TYPE></COMPUTE>",
      });
      const listed = await request("GET", "/compute/", {
        user: "alice",
        headers: { ...FROM_PORTAL, accept: "text/occi" },
      });
      const exposed = (headers.get("access-control-expose-headers") ?? "").toLowerCase().split(", ");
      for (const name of [
        "location",
        "x-request-id",
        "retry-after",
        "link",
        "category",
        "x-occi-attribute",
        "x-occi-skipped",
        "etag",
        "preference-applied",
      ]) {
        expect(exposed).toContain(name);
      }
      // What an answer has, and a page may read without being let (Fetch, CORS-safelisted), or has no use for.
      const known =
        /^(cache-control|content-|date|vary|access-control-|x-content-type|x-frame|cross-origin|connection|transfer-encoding)/;
      for (const answer of [headers, listed.headers]) {
        expect([...answer.keys()].filter((name) => !known.test(name) && !exposed.includes(name))).toEqual([]);
      }
    });

    const ASKED = ["GET", "POST", "PUT", "PATCH", "DELETE"].flatMap((method) =>
      ["/", "/compute/7", "/storage", "/-/", "/mixin/a/", "/nothing"].map((path) => [method, path] as const),
    );
    test.each(ASKED)("its preflight for %s %s is answered without a login", async (method, path) => {
      for (const origin of [PORTAL, TOOLS]) {
        const headers = {
          ...FROM_PORTAL,
          origin,
          "access-control-request-method": method,
          "access-control-request-headers": "authorization,content-type,x-occi-attribute",
        };
        const answer = await request("OPTIONS", path, { headers });
        expect([answer.status, answer.body]).toEqual([204, ""]);
        expectReadable(answer.headers, origin);
        expect(answer.headers.get("access-control-allow-methods")?.split(", ")).toContain(method);
        const allowed = answer.headers.get("access-control-allow-headers")?.toLowerCase().split(", ") ?? [];
        for (const name of [
          "accept",
          "authorization",
          "content-type",
          "category",
          "link",
          "x-occi-attribute",
          "x-occi-location",
          "idempotency-key",
          "if-none-match",
          "prefer",
        ]) {
          expect(allowed).toContain(name);
        }
        expect(allowed).not.toContain("*");
        expect(answer.headers.get("access-control-max-age")).toBe("600");
      }
      expect(oned.calls).toEqual([]);
    });

    test("OPTIONS that is no preflight says what there is", async () => {
      const { status, headers } = await request("OPTIONS", "/compute", { headers: FROM_PORTAL });
      expect([status, headers.get("allow"), headers.get("access-control-allow-methods")]).toEqual([
        204,
        "GET, POST, HEAD, OPTIONS",
        null,
      ]);
      expectReadable(headers);
    });

    const OTHERS = [
      "http://portal.example.org",
      "https://portal.example.org:443",
      "https://portal.example.org:8443",
      "https://portal.example.org/",
      "https://PORTAL.example.org",
      "https://a.portal.example.org",
      "https://portal.example.org.evil.test",
      "https://evil.test",
      "null",
      `${PORTAL}, ${PORTAL}`,
      "*",
      "",
    ];
    test.each(OTHERS)("a page of %p may nothing, and its preflight is refused", async (origin) => {
      const headers = { ...HOST, origin, "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors" };
      const asked = await request("OPTIONS", "/compute", {
        headers: { ...headers, "access-control-request-method": "DELETE" },
      });
      const read = await request("GET", "/compute", { user: "alice", headers });
      for (const answer of [asked, read]) {
        expectError(answer, 403, "CROSS_ORIGIN");
        expect(corsOf(answer.headers)).toEqual([]);
        expect(answer.headers.get("vary")).toBe("Origin");
      }
      expect(oned.calls).toEqual([]);
    });

    test("who says nothing of an origin gets no word of it, but caches are told", async () => {
      const answer = await request("GET", "/compute", { user: "alice" });
      expect([answer.status, corsOf(answer.headers), answer.headers.get("vary")]).toEqual([200, [], "Origin"]);
      // An image of a page that is named says only that it comes from elsewhere.
      const image = { ...HOST, "sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors" };
      expectError(await request("GET", "/compute", { user: "alice", headers: image }), 403, "CROSS_ORIGIN");
    });
  },
  { corsOrigins: [PORTAL, TOOLS] },
);

describeCloud("without CORS_ORIGINS", ({ request }) => {
  test("nothing is shared, not even with pages of the server's own", async () => {
    for (const origin of ["https://cloud.example.org", PORTAL]) {
      for (const method of ["GET", "OPTIONS"]) {
        const headers = { ...HOST, origin, "access-control-request-method": "GET" };
        const answer = await request(method, "/compute", { user: "alice", headers });
        expect(answer.status).toBe(origin === PORTAL ? 403 : method === "GET" ? 200 : 204);
        expect([corsOf(answer.headers), answer.headers.get("vary")]).toEqual([[], null]);
      }
    }
  });
});
