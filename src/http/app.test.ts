/** What every route answers to every method. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { nonEmpty } from "../testing/non-empty.ts";
import { authorization, type Cloud, describeCloud, startCloud } from "./testing/cloud.ts";
import { BASE, expectCommon, expectError, METHODS, ROUTES, SUCCESSES, split, XML } from "./testing/requests.ts";
import { SmallOned } from "./testing/small-oned.ts";
import { converse } from "./testing/wire.ts";

describeCloud("the application", ({ request, oned, log }) => {
  describe("succeeds with", () => {
    test.each(SUCCESSES)("$line", async ({ line, sending, status, root, location }) => {
      const answer = await request(...split(line), { user: "alice", ...sending });
      expect([answer.status, answer.body]).toEqual([
        status,
        root === undefined ? "" : expect.stringContaining(`<${root}`),
      ]);
      if (root !== undefined) expect(answer.body.replace(/^<\?xml[^>]*\?>\s*/, "")).toStartWith(`<${root}`);
      expect(answer.headers.get("content-type")).toBe(root === undefined ? null : XML);
      expect(answer.headers.get("location")).toBe(location === undefined ? null : BASE + location);
      expectCommon(answer);
      const hrefs = [...answer.body.matchAll(/href="([^"]*)"/g)].map(([, href = ""]) => href);
      expect(hrefs.filter((href) => !href.startsWith(`${BASE}/`))).toEqual([]);
    });
  });

  describe("allows", () => {
    test.each(ROUTES)("%s only what it can: %s", async (path, methods) => {
      const possible = [...methods.split(" "), ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"];
      for (const method of METHODS) {
        const answer = await request(method, path, { user: "alice" });
        expectCommon(answer);
        if (possible.includes(method)) {
          expect(answer.status).not.toBe(405);
          expect(answer.headers.get("allow")).toBeNull();
        } else {
          if (method === "HEAD") expect([answer.status, answer.body]).toEqual([405, ""]);
          else expectError(answer, 405, "METHOD_NOT_ALLOWED");
          expect(answer.headers.get("allow")?.split(", ").sort()).toEqual(possible.sort());
        }
      }
    });

    test.each(ROUTES)("%s OPTIONS without credentials and without asking oned", async (path, methods) => {
      for (const sending of [{}, { user: "alice:wrong" }] as const) {
        const answer = await request("OPTIONS", path, sending);
        expect([answer.status, answer.body]).toEqual([204, ""]);
        expect(answer.headers.get("allow")?.split(", ")).toContain(methods.split(" ")[0] as string);
        expectCommon(answer);
      }
      expect(oned.calls).toEqual([]);
    });
  });

  describe("asks for credentials before it says anything else:", () => {
    const requests = ROUTES.flatMap(([path]) =>
      METHODS.filter((method) => method !== "HEAD").map((m) => `${m} ${path}`),
    );
    const others = [
      "GET /nothing",
      "OPTIONS /nothing",
      "GET /compute/x",
      "GET /compute/999",
      "GET //",
      "POST /storage/a/b/c",
    ];

    test.each([...requests, ...others])("%s", async (line) => {
      const bad = { body: /^(GET|OPTIONS)/.test(line) ? {} : { body: "<<<" } };
      const none = await request(...split(line), { ...bad.body });
      expectError(none, 401, "BAD_CREDENTIALS");
      expect(oned.calls).toEqual([]);
      const wrong = await request(...split(line), { user: "alice:wrong", ...bad.body });
      expectError(wrong, 401, "BAD_CREDENTIALS");
      expect(oned.calls.filter((call) => !call.startsWith("alice "))).toEqual([]);
    });
  });

  test("knows other paths, and ids that are none, for users that oned knows: 404", async () => {
    const paths = ["/nothing", "/compute/7/nothing", "/COMPUTE", "/user/-1/x", "/compute/x", "/compute/-1"];
    const more = [
      "/network/-1",
      "/storage/-1",
      "/user/-2",
      "/compute/99999999999",
      "/network/1.0",
      "/storage/%20",
      "/-x",
    ];
    for (const path of nonEmpty([...paths, ...more])) {
      oned.reset();
      expectError(await request("GET", path, { user: "alice" }), 404, "NOT_FOUND");
      expect(oned.calls).toEqual(["alice one.user.info -1"]);
    }
    for (const path of ["/compute/8", "/network/8", "/storage/8", "/user/99"]) {
      oned.reset();
      expectError(await request("GET", path, { user: "bob" }), 404, "NOT_FOUND");
      expect(oned.calls).toHaveLength(1);
    }
    expectError(await request("GET", "/instance_type/tiny", { user: "bob" }), 404, "NOT_FOUND");
  });

  test("takes -1 for oneself under /user only", async () => {
    expect((await request("GET", "/user/-1", { user: "bob" })).body).toContain("<NAME>bob</NAME>");
    expect((await request("GET", "/user/-1", { user: "alice" })).body).toContain("<NAME>alice</NAME>");
    expect((await request("PUT", "/compute/-1", { user: "alice", body: "<COMPUTE/>" })).status).toBe(404);
    expect((await request("DELETE", "/storage/-1", { user: "alice" })).status).toBe(404);
    expect(oned.calls.every((call) => call.endsWith("one.user.info -1"))).toBe(true);
  });

  test("gives members in full with verbose, whatever its value", async () => {
    for (const query of ["verbose", "verbose=true", "verbose=false", "x=y&verbose=", "verbose=1&verbose=2"]) {
      for (const [path, detail] of [
        ["compute", "<CPU>"],
        ["network", "<ADDRESS>"],
        ["storage", "<SIZE>"],
        ["user", "<GROUP>"],
      ]) {
        expect((await request("GET", `/${path}?${query}`, { user: "alice" })).body).toContain(detail as string);
      }
    }
    for (const query of ["", "?", "?Verbose", "?verbos", "?x=verbose", "?verbose[]"]) {
      expect((await request("GET", `/compute${query}`, { user: "alice" })).body).not.toContain("<CPU>");
    }
  });

  test("takes bodies as they are: none is unpacked", async () => {
    const packed = Bun.gzipSync(Buffer.from("<COMPUTE><INSTANCE_TYPE>small</INSTANCE_TYPE></COMPUTE>")).toBase64();
    for (const encoding of ["gzip", "deflate", "br", "zstd", "identity, gzip"]) {
      const headers = { "content-encoding": encoding };
      const answer = await request("POST", "/compute", { user: "alice", headers, body: packed });
      expectError(answer, 400, "INVALID_XML");
    }
  });

  test("sends the whole answer, whatever part or version of it a client asks for", async () => {
    const usual = await request("GET", "/compute/7", { user: "alice" });
    const headers = {
      range: "bytes=0-9",
      "if-none-match": "*",
      "if-modified-since": new Date().toUTCString(),
      te: "gzip",
    };
    const answer = await request("GET", "/compute/7", { user: "alice", headers });
    expect([answer.status, answer.body]).toEqual([200, usual.body]);
  });

  test("writes one log line for each request, with the user's name and without the query", async () => {
    await request("GET", "/user/-1?secret=canary", { user: "alice" });
    await request("GET", "/nothing", {});
    expect(log.accesses).toEqual([
      expect.objectContaining({ method: "GET", path: "/user/-1", status: 200, user: "alice", onedCalls: 1 }),
      expect.objectContaining({ method: "GET", path: "/nothing", status: 401, user: undefined, onedCalls: 0 }),
    ] as never);
    expect(log.lines.join("")).not.toContain("canary");
  });
});

describe("HEAD over a connection", () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await startCloud(new SmallOned());
  });
  afterAll(async () => {
    await cloud.server.stop(0);
    cloud.remove();
  });

  async function ask(method: string, path: string, login: string) {
    const head = `${method} ${path} HTTP/1.1\r\nHost: x\r\n${login}X-Request-Id: same\r\nConnection: close\r\n\r\n`;
    const { answers, rest } = await converse(cloud.endpoint, head);
    expect([answers.length, rest]).toEqual([1, ""]);
    const [answer] = answers;
    const headers = [...(answer?.headers ?? [])].filter(([name]) => name !== "date").sort();
    return { status: answer?.status, headers, body: answer?.body ?? "" };
  }

  test.each([
    ...ROUTES.filter(([, methods]) => methods.includes("GET")).map(([path]) => path),
    "/compute?verbose",
    "/x",
  ])("is GET without the body, its length included: %s", async (path) => {
    for (const login of [`Authorization: ${authorization("alice")}\r\n`, ""]) {
      const get = await ask("GET", path, login);
      expect(await ask("HEAD", path, login)).toEqual({ ...get, body: "" });
      expect(get.headers).toContainEqual(["content-length", String(Buffer.byteLength(get.body))]);
    }
  });
});
