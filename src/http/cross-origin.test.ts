/** What web pages make browsers send: nothing foreign is done, whatever the way, the dialect and the credentials. */
import { describe, expect, test } from "bun:test";
import type { Config } from "../config/config.ts";
import { createApp } from "./app.ts";
import { browserRules, isForeign } from "./cross-origin.ts";
import { authorization, describeCloud, makeParts } from "./testing/cloud.ts";
import { testConfig } from "./testing/config.ts";
import { expectCommon, expectError, ROUTES, SUCCESSES, split } from "./testing/requests.ts";
import { SmallOned } from "./testing/small-oned.ts";

type Headers_ = Readonly<Record<string, string>>;

const titled = (headers: Headers_) => [JSON.stringify(headers), headers] as const;

const HOST = { host: "cloud.example.org" };
const BASE = "https://cloud.example.org";
const FOREIGN: readonly Headers_[] = [
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
  { "sec-fetch-site": "" },
  { "sec-fetch-site": "Same-Origin" },
  { "sec-fetch-site": "same-origin, cross-site" },
  { "sec-fetch-site": "cross-site", origin: BASE },
  { "sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" },
  { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" },
  { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "embed" },
  { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "object" },
  { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" },
  { "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors", "sec-fetch-dest": "document" },
  { "sec-fetch-site": "none", origin: "https://evil.test" },
  { "sec-fetch-site": "same-origin", origin: "https://evil.test" },
  { "sec-fetch-site": "same-origin", origin: "null" },
  { "sec-fetch-site": "same-origin", origin: "http://cloud.example.org:8080" },
  { origin: "https://evil.test" },
  { origin: "null" },
  { origin: "" },
  { origin: "http://cloud.example.org" },
  { origin: "https://cloud.example.org:8443" },
  { origin: "https://cloud.example.org/" },
  { origin: "https://cloud.example.org.evil.test" },
  { origin: "https://a.cloud.example.org" },
  { origin: "https://example.org" },
  { origin: `${BASE}, ${BASE}` },
  { origin: `${BASE} https://evil.test` },
  { origin: "https://user@cloud.example.org" },
  { origin: "file://" },
  { origin: "moz-extension://0123" },
  { origin: "https://127.0.0.1" },
  { origin: "http://localhost:1" },
];

const FOLLOWED = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
const OWN: readonly Headers_[] = [
  {},
  { "sec-fetch-site": "same-origin" },
  { "sec-fetch-site": "none", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
  { origin: BASE },
  { origin: `${BASE}:443`, "sec-fetch-site": "same-origin" },
  { origin: "HTTPS://CLOUD.example.org" },
  // What node's fetch adds to everything.
  { "sec-fetch-mode": "cors", "accept-language": "*", "user-agent": "node" },
];

describeCloud("a foreign page", ({ request, oned, log }) => {
  const OCCI: readonly (readonly [line: string, headers: Headers_, body?: string])[] = [
    ["GET /-/", { accept: "text/plain" }],
    ["GET /compute/", { accept: "text/occi" }],
    ["GET /compute/7", { accept: "application/occi+json" }],
    ["HEAD /network/5", { accept: "text/plain" }],
    ["POST /compute/", { "content-type": "text/plain" }, 'Category: compute; scheme="x#"; class="kind"'],
    ["POST /compute/7?action=stop", { "content-type": "text/plain" }, 'Category: stop; scheme="x#"'],
    ["POST /storage/", { "content-type": "application/occi+json" }, "{}"],
    ["PUT /compute/7", { "content-type": "text/occi", category: 'compute; scheme="x#"' }, ""],
    ["DELETE /-/", { "content-type": "text/plain" }, 'Category: t; scheme="x#"'],
    ["DELETE /compute/", { accept: "text/plain" }],
    ["OPTIONS /-/", {}],
  ];

  test.each(FOREIGN.map(titled))("can do nothing: %s", async (_, headers) => {
    for (const line of [
      "GET /compute",
      "HEAD /user/-1",
      "POST /storage",
      "PUT /compute/7",
      "DELETE /-/",
      "OPTIONS /",
    ]) {
      const [method, path] = split(line);
      const body = method === "POST" || method === "PUT" ? { body: "<X/>" } : {};
      const answer = await request(method, path, { user: "alice", headers: { ...HOST, ...headers }, ...body });
      expect([line, answer.status, method === "HEAD" || answer.body.split(":")[0]]).toEqual([
        line,
        403,
        method === "HEAD" || "CROSS_ORIGIN",
      ]);
    }
    expect(oned.calls).toEqual([]);
    expect(log.accesses.every(({ user, status }) => user === undefined && status === 403)).toBe(true);
  });

  test.each([{ origin: "https://evil.test" }, { "sec-fetch-site": "same-site" }].map(titled))(
    "can use no route, no method and no rendering: %s",
    async (_, headers) => {
      const all = { ...HOST, ...headers };
      for (const { line, sending } of SUCCESSES) {
        const asking = { user: "alice", ...sending, headers: { ...sending.headers, ...all } } as const;
        expectError(await request(...split(line), asking), 403, "CROSS_ORIGIN");
      }
      for (const [path] of ROUTES) {
        expectError(await request("OPTIONS", path, { headers: all }), 403, "CROSS_ORIGIN");
      }
      for (const [line, own, body] of OCCI) {
        const sending = { user: "alice", headers: { ...own, ...all }, ...(body !== undefined && { body }) } as const;
        const answer = await request(...split(line), sending);
        expect([line, answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([line, 403, null]);
      }
      expect(oned.calls).toEqual([]);
    },
  );

  test.each(["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])("cannot make a person's click a %s", async (method) => {
    const answer = await request(method, "/compute/7", { user: "alice", headers: { ...HOST, ...FOLLOWED } });
    expectError(answer, 403, "CROSS_ORIGIN");
    expect(oned.calls).toEqual([]);
  });

  test("is refused before credentials are asked for, and in the form that the dialect has", async () => {
    const foreign = { ...HOST, origin: "https://evil.test" };
    expectError(await request("GET", "/compute", { headers: foreign }), 403, "CROSS_ORIGIN");
    expectError(await request("GET", "/compute", { headers: foreign, user: "alice:wrong" }), 403, "CROSS_ORIGIN");
    const xml = await request("GET", "/compute", {
      headers: { ...foreign, accept: "text/html,application/xml;q=0.9" },
    });
    expect(xml.body).toContain("<ERROR><CODE>CROSS_ORIGIN</CODE><MESSAGE>A web page of another origin made");
    const json = await request("POST", "/compute/", { headers: { ...foreign, accept: "application/occi+json" } });
    expect(JSON.parse(json.body)).toMatchObject({ error: { code: "CROSS_ORIGIN" } });
    expect([xml.status, json.status]).toEqual([403, 403]);
  });

  test("is one warning that says where it is", async () => {
    const headers = { ...HOST, origin: `https://evil.test/${"x".repeat(1000)}`, "sec-fetch-site": "cross-site" };
    await request("POST", "/storage", { user: "alice", headers: { ...headers, "x-request-id": "r1" }, body: "x" });
    const [warning = "", ...others] = log.lines.filter((line) => line.includes(" warning "));
    expect(others).toEqual([]);
    expect(warning).toMatch(/ warning refused a request from a browser code=CROSS_ORIGIN client=127\.0\.0\.1 /);
    expect(warning).toMatch(
      / origin=https:\/\/evil\.test\/x{182} site=cross-site host=cloud\.example\.org request=r1\n$/,
    );
  });
});

describeCloud("who comes from here", ({ request, oned }) => {
  test.each(OWN.map((headers) => [JSON.stringify(headers), headers] as const))(
    "may do everything: %s",
    async (_, headers) => {
      for (const { line, sending, status } of SUCCESSES) {
        const all = { ...HOST, ...sending.headers, ...headers };
        const answer = await request(...split(line), { user: "alice", ...sending, headers: all });
        expect([line, answer.status]).toEqual([line, status]);
      }
    },
  );

  test("and a person who follows a link may read", async () => {
    for (const { line, sending, status } of SUCCESSES.filter((success) => success.line.startsWith("GET"))) {
      for (const method of ["GET", "HEAD"]) {
        const [, path] = split(line);
        const answer = await request(method, path, { user: "alice", ...sending, headers: { ...HOST, ...FOLLOWED } });
        expect([line, answer.status]).toEqual([line, status]);
      }
    }
  });

  test("and no read changes anything, whatever is added to it", async () => {
    const tricks = ["?action=stop", "?_method=DELETE", "?method=DELETE", ";action=stop", "?a&action=stop", "/action"];
    const headers = { ...HOST, ...FOLLOWED, "x-http-method-override": "DELETE", "x-http-method": "PUT" };
    for (const path of ["/compute/7", "/compute/", "/storage/3", "/network/5", "/user/-1"]) {
      for (const trick of tricks) await request("GET", path + trick, { user: "alice", headers });
    }
    expect(oned.calls.length).toBeGreaterThan(20);
    expect(oned.calls.filter((call) => !/ one\.\w+\.(info|show)\b/.test(call))).toEqual([]);
  });

  test("and no page can show an answer inside of itself", async () => {
    for (const [path, user] of [
      ["/compute", "alice"],
      ["/compute", "alice:wrong"],
      ["/-/", "alice"],
    ] as const) {
      const answer = await request("GET", path, { user });
      expect(answer.headers.get("x-frame-options")).toBe("DENY");
      expect(answer.headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(answer.headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(answer.headers.get("vary")).toBeNull();
      if (path === "/compute") expectCommon(answer);
    }
  });
});

describeCloud(
  "under another name",
  ({ request, oned, log }) => {
    const BROWSERS: readonly Headers_[] = [
      { "sec-fetch-site": "same-origin" },
      { "sec-fetch-site": "none", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
      { "upgrade-insecure-requests": "1" },
      { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/128.0", "accept-language": "en" },
    ];
    const NAMES = ["evil.test", "evil.test:4567", "192.0.2.1", "cloud.example.org.evil.test", "[2001:db8::1]", "a"];
    const PROGRAMS: readonly Headers_[] = [
      {},
      { "user-agent": "curl/8.0" },
      { "user-agent": "Mozilla/5.0 (Windows NT 10.0; en-US) WindowsPowerShell/5.1" },
      { "user-agent": "node", "accept-language": "*", "sec-fetch-mode": "cors" },
    ];

    test.each(NAMES)("%s nothing is done for a browser, and everything for a program", async (host) => {
      for (const browser of BROWSERS) {
        for (const [method, path] of [
          ["GET", "/compute"],
          ["POST", "/compute"],
          ["OPTIONS", "/"],
          ["GET", "/-/"],
        ] as const) {
          const answer = await request(method, path, { user: "alice", headers: { host, ...browser } });
          expectError(answer, 403, "HOST_NOT_ALLOWED");
        }
      }
      // The page's own origin is that name.
      const origin = `https://${host}`;
      const posted = await request("POST", "/compute", {
        user: "alice",
        headers: { host, origin, "sec-fetch-site": "same-origin" },
      });
      expectError(posted, 403, "HOST_NOT_ALLOWED");
      expect(oned.calls).toEqual([]);
      expect(log.lines.join("")).toContain(" warning refused a request from a browser code=HOST_NOT_ALLOWED ");
      for (const program of PROGRAMS) {
        expect((await request("GET", "/compute", { user: "alice", headers: { host, ...program } })).status).toBe(200);
      }
    });

    const OWN_NAMES = [
      "cloud.example.org",
      "CLOUD.example.org:4567",
      "localhost:4567",
      "127.0.0.1",
      "[::1]:1",
      "front.example.org",
    ];
    test.each(OWN_NAMES)("%s is one of its own", async (host) => {
      for (const browser of BROWSERS) {
        expect((await request("GET", "/compute", { user: "alice", headers: { host, ...browser } })).status).toBe(200);
      }
    });

    test("that a proxy hands on, nothing is done either", async () => {
      const browser = { host: "127.0.0.1:4567", "sec-fetch-site": "same-origin" };
      for (const [forwarded, status] of [
        ["evil.test", 403],
        ["cloud.example.org, evil.test", 403],
        ["cloud.example.org", 200],
      ] as const) {
        const headers = { ...browser, "x-forwarded-host": forwarded };
        expect((await request("GET", "/compute", { user: "alice", headers })).status).toBe(status);
      }
    });
  },
  { server: "front.example.org" },
);

describeCloud(
  "any name will do",
  ({ request }) => {
    test("where the check is off, but no other origin", async () => {
      const headers = { host: "any.example.org:4567", "sec-fetch-site": "same-origin" };
      expect((await request("GET", "/compute", { user: "alice", headers })).status).toBe(200);
      const foreign = { ...headers, origin: "https://evil.test" };
      expectError(await request("GET", "/compute", { user: "alice", headers: foreign }), 403, "CROSS_ORIGIN");
    });
  },
  { allowedHosts: undefined },
);

describe("the server's own origin", () => {
  const own = (different: Partial<Config>, headers: Headers_): boolean =>
    !isForeign({ method: "POST", headers: new Headers(headers) }, browserRules(testConfig("/nowhere", different)));
  const DIRECT = {
    ssl: "self-signed",
    server: "cloud.example.org",
    port: 4567,
    baseUrl: "https://cloud.example.org:4567",
  } as const;
  const BEHIND = {
    ssl: "off",
    server: "front.example.org",
    port: 4567,
    baseUrl: "https://cloud.example.org/occi",
  } as const;
  const SAID = { "sec-fetch-site": "same-origin" };

  test.each<[string, Partial<Config>, Headers_, boolean]>([
    ["as configured", DIRECT, { origin: "https://cloud.example.org:4567" }, true],
    ["without its port", DIRECT, { origin: "https://cloud.example.org" }, false],
    ["by plain HTTP", DIRECT, { origin: "http://cloud.example.org:4567", host: "cloud.example.org:4567" }, false],
    ["an address, as the request has it", DIRECT, { origin: "https://192.0.2.1:4567", host: "192.0.2.1:4567" }, true],
    ["another port of that", DIRECT, { origin: "https://192.0.2.1", host: "192.0.2.1:4567" }, false],
    ["this machine", DIRECT, { origin: "https://[::1]:4567", host: "[::1]:4567", ...SAID }, true],
    ["SSL_SERVER without its path", BEHIND, { origin: "https://cloud.example.org", host: "127.0.0.1:4567" }, true],
    ["its plain sister", BEHIND, { origin: "http://cloud.example.org", host: "cloud.example.org" }, false],
    ["SERVER itself", BEHIND, { origin: "http://front.example.org:4567", host: "proxy" }, true],
    ["plain, past the proxy", BEHIND, { origin: "http://127.0.0.1:4567", host: "127.0.0.1:4567", ...SAID }, true],
    ["another name at the proxy", BEHIND, { origin: "https://b.example.org", host: "b.example.org" }, true],
    [
      "the same, handed on",
      BEHIND,
      { origin: "https://b.example.org", host: "x", "x-forwarded-host": "b.example.org" },
      true,
    ],
    ["the same, not handed on", BEHIND, { origin: "https://b.example.org", host: "127.0.0.1:4567", ...SAID }, false],
    ["SERVER is an address", { ...DIRECT, server: "2001:db8::1" }, { origin: "https://[2001:DB8::1]:4567" }, true],
  ])("%s", (_, different, headers, expected) => {
    expect(own(different, headers)).toBe(expected);
  });
});

test("a foreign page's body is not read", async () => {
  const parts = await makeParts(new SmallOned());
  const app = createApp(parts.deps);
  let pulled = 0;
  const body = new ReadableStream(
    {
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1024));
      },
    },
    { highWaterMark: 0 },
  );
  const headers = {
    authorization: authorization("alice"),
    "content-type": "multipart/form-data; boundary=x",
    "sec-fetch-site": "cross-site",
  };
  const answer = await app(new Request("http://localhost/storage", { method: "POST", headers, body }), {
    address: "192.0.2.1",
    untimed() {},
  });
  expect([answer.status, pulled]).toEqual([403, 0]);
  parts.remove();
});
