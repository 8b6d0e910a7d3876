/** What every route answers to every method, and what every answer has, whoever asks. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { createRpc } from "../opennebula/rpc.ts";
import { type Answer, authorization, type Cloud, describeCloud, type Sending, startCloud } from "./testing/cloud.ts";
import { BODY_LIMIT } from "./testing/config.ts";
import { ScriptedOned } from "./testing/scripted-oned.ts";
import { converse } from "./testing/wire.ts";

const BASE = "https://cloud.example.org";
const XML = "application/xml;charset=utf-8";
const TEXT = "text/plain;charset=utf-8";
const METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"] as const;

/** Each route with what it allows. */
const ROUTES: readonly (readonly [path: string, methods: string])[] = [
  ["/", "GET"],
  ["/compute", "GET POST"],
  ["/compute/7", "GET PUT DELETE"],
  ["/compute/7/action", "POST"],
  ["/network", "GET POST"],
  ["/network/5", "GET PUT DELETE"],
  ["/network/5/action", "POST"],
  ["/storage", "GET POST"],
  ["/storage/3", "GET PUT DELETE"],
  ["/storage/3/action", "POST"],
  ["/instance_type", "GET"],
  ["/instance_type/small", "GET"],
  ["/user", "GET"],
  ["/user/-1", "GET"],
  ["/user/-1/action", "POST"],
];

const action = (perform: string, params = ""): Sending => ({
  body: `<ACTION><PERFORM>${perform}</PERFORM><PARAMS>${params}</PARAMS></ACTION>`,
});
const xml = (body: string): Sending => ({ body, headers: { "content-type": "application/xml" } });
const COMPUTE = xml('<COMPUTE><NAME>web</NAME><INSTANCE_TYPE href="http://anywhere/instance_type/small"/></COMPUTE>');
const NETWORK = xml("<NETWORK><NAME>lan</NAME><ADDRESS>10.0.0.0</ADDRESS><SIZE>254</SIZE></NETWORK>");
const STORAGE: Sending = {
  body: `occixml=${encodeURIComponent("<STORAGE><NAME>d</NAME><TYPE>DATABLOCK</TYPE><SIZE>10</SIZE><FSTYPE>ext4</FSTYPE></STORAGE>")}`,
  headers: { "content-type": "application/x-www-form-urlencoded" },
};

/** A request that succeeds of each route and method: status, root element, Location. */
interface Success {
  readonly line: string;
  readonly sending: Sending;
  readonly status: number;
  readonly root: string | undefined;
  readonly location: string | undefined;
}
type Row = readonly [line: string, sending: Sending, status: number, root?: string, location?: string];
const SUCCESSES: readonly Success[] = (
  [
    ["GET /", {}, 200, "COLLECTIONS"],
    ["GET /compute", {}, 200, "COMPUTE_COLLECTION"],
    ["GET /compute?verbose", {}, 200, "COMPUTE_COLLECTION"],
    ["POST /compute", COMPUTE, 201, "COMPUTE", "/compute/7"],
    ["GET /compute/7", {}, 200, "COMPUTE"],
    ["PUT /compute/7", xml("<COMPUTE><STATE>STOPPED</STATE></COMPUTE>"), 202, "COMPUTE"],
    ["PUT /compute/7", xml("<COMPUTE><STATE>ACTIVE</STATE></COMPUTE>"), 200, "COMPUTE"],
    ["PUT /compute/7", {}, 200, "COMPUTE"],
    ["DELETE /compute/7", {}, 204],
    ["POST /compute/7/action", action("rename", "<NAME>x</NAME>"), 202, "COMPUTE"],
    ["GET /network", {}, 200, "NETWORK_COLLECTION"],
    ["POST /network", NETWORK, 201, "NETWORK", "/network/5"],
    ["GET /network/5", {}, 200, "NETWORK"],
    ["PUT /network/5", xml("<NETWORK><PUBLIC>YES</PUBLIC></NETWORK>"), 202, "NETWORK"],
    ["DELETE /network/5", {}, 204],
    ["POST /network/5/action", action("rename", "<NAME>x</NAME>"), 202, "NETWORK"],
    ["GET /storage", {}, 200, "STORAGE_COLLECTION"],
    ["POST /storage", STORAGE, 201, "STORAGE", "/storage/3"],
    ["GET /storage/3", {}, 200, "STORAGE"],
    ["PUT /storage/3", xml("<STORAGE><PERSISTENT>YES</PERSISTENT></STORAGE>"), 202, "STORAGE"],
    ["DELETE /storage/3", {}, 204],
    ["POST /storage/3/action", action("rename", "<NAME>x</NAME>"), 202, "STORAGE"],
    ["POST /storage/3/action", action("clone", "<NAME>x</NAME>"), 201, "STORAGE", "/storage/3"],
    ["GET /instance_type", {}, 200, "INSTANCE_TYPE_COLLECTION"],
    ["GET /instance_type/small", {}, 200, "INSTANCE_TYPE"],
    ["GET /user", {}, 200, "USER_COLLECTION"],
    ["GET /user/2", {}, 200, "USER"],
    ["GET /user/-1", {}, 200, "USER"],
    ["POST /user/-1/action", action("token"), 201, "TOKEN"],
    ["POST /user/-1/action", action("revoketoken"), 204],
  ] satisfies readonly Row[] as readonly Row[]
).map(([line, sending, status, root, location]) => ({ line, sending, status, root, location }));

function split(request: string): [method: string, path: string] {
  const [method = "", path = ""] = request.split(" ");
  return [method, path];
}

function expectCommon({ status, headers, body }: Answer): void {
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("x-request-id")).toMatch(/^[A-Za-z0-9._-]{1,64}$/);
  expect(headers.get("content-type")).toBe(status === 204 ? null : headers.get("content-type") === XML ? XML : TEXT);
  expect(headers.has("set-cookie")).toBe(false);
  expect(body).not.toMatch(/<html|<!doctype|\n\s+at |\.ts:\d|node_modules|\/\$bunfs/i);
}

/** An error of ours: code, sentence, hint, request id. */
function expectError(answer: Answer, status: number, code: string): void {
  expect([answer.status, answer.body.split(":")[0]]).toEqual([status, code]);
  expect(answer.headers.get("content-type")).toBe(TEXT);
  expect(answer.body).toMatch(/^[A-Z_]+: [^\n]+\n(Hint: [^\n]+\n)?Request: [\w.-]+\n$/);
  expect(answer.body).toEndWith(`Request: ${answer.headers.get("x-request-id")}\n`);
  expect(answer.headers.get("www-authenticate")).toBe(
    status === 401 ? 'Basic realm="OpenNebula", charset="UTF-8"' : null,
  );
  expectCommon(answer);
}

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
      for (const [, href = ""] of answer.body.matchAll(/href="([^"]*)"/g)) expect(href).toStartWith(`${BASE}/`);
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
      "/-/",
    ];
    for (const path of [...paths, ...more]) {
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

  describe("has a request id in every answer and in its log line:", () => {
    test.each(["a", "A-z_0.9", "x".repeat(64)])("the client's own, %s", async (id) => {
      for (const [path, sending] of [
        ["/user/-1", { user: "alice" }],
        ["/", {}],
        ["/nothing", { user: "alice" }],
      ] as const) {
        const answer = await request("GET", path, { ...sending, headers: { "x-request-id": id } });
        expect(answer.headers.get("x-request-id")).toBe(id);
        expect(log.accesses.at(-1)?.requestId).toBe(id);
      }
    });

    test("or a new one, never the same", async () => {
      const given = [undefined, "", "x".repeat(65), "a b", "a\tb", "<x>", "a,b", "\xe4", "a;b", "../x", '"'];
      const seen = new Set<string>();
      for (const id of given) {
        const headers = id === undefined ? {} : { "x-request-id": id };
        const answer = await request("GET", "/", { user: "alice", headers });
        expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f]{16}$/);
        expect(log.accesses.at(-1)?.requestId).toBe(answer.headers.get("x-request-id") ?? "");
        seen.add(answer.headers.get("x-request-id") ?? "");
      }
      expect(seen.size).toBe(given.length);
    });
  });

  describe("tells errors", () => {
    const AS_TEXT = [
      "",
      "*/*",
      "text/html",
      "text/plain",
      "text/html, */*;q=0.8",
      "application/json",
      "application/xmlx",
    ];
    test.each([...AS_TEXT, "application/xml;q=0", "text/xml; q=0.0, */*"])("in text for Accept: %p", async (accept) => {
      expectError(await request("GET", "/compute/8", { user: "alice", headers: { accept } }), 404, "NOT_FOUND");
      expectError(await request("GET", "/compute/8", { headers: { accept } }), 401, "BAD_CREDENTIALS");
    });

    test.each(["application/xml", "text/xml", "APPLICATION/XML", "text/html,application/xml;q=0.9"])(
      "in XML for Accept: %s",
      async (accept) => {
        const answer = await request("GET", "/compute/8", {
          user: "alice",
          headers: { accept, "x-request-id": "id-1" },
        });
        expect([answer.status, answer.headers.get("content-type")]).toEqual([404, XML]);
        expect(answer.body).toContain("<ERROR><CODE>NOT_FOUND</CODE>");
        expect(answer.body).toContain("<REQUEST_ID>id-1</REQUEST_ID>");
        const refused = await request("GET", "/compute/8", { headers: { accept } });
        expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([
          401,
          expect.stringContaining("Basic"),
        ]);
        expect(refused.body).toContain("<ERROR><CODE>BAD_CREDENTIALS</CODE>");
        expectCommon(refused);
      },
    );

    test("without repeating markup that a client sent", async () => {
      for (const accept of ["text/html", "application/xml"]) {
        const answer = await request("GET", "/instance_type/%3Cscript%3E%0D%0Ax:y", {
          user: "alice",
          headers: { accept },
        });
        expect(answer.status).toBe(404);
        expect(answer.body).not.toContain(accept === "text/html" ? "\r" : "<script>");
        expectCommon(answer);
      }
    });
  });

  describe("hides what goes wrong inside:", () => {
    const CANARY = "canary at /srv/secret/place.ts:12";
    const thrown: readonly (readonly [string, unknown])[] = [
      ["an error", new TypeError(CANARY)],
      ["a text", CANARY],
      ["null", null],
      ["an error with a status of its own", Object.assign(new Error(CANARY), { status: 200, code: "NOT_FOUND" })],
      ["an answer", new Response(CANARY, { status: 200, headers: { "content-type": "text/html" } })],
      ["an error whose cause tells more", new Error("x", { cause: new Error(CANARY) })],
      ["an internal error of ours with a cause", new OcciError("INTERNAL", "The server failed.", { cause: CANARY })],
    ];
    test.each(thrown)("%s", async (_, failure) => {
      oned.failure = failure;
      for (const accept of ["*/*", "application/xml"]) {
        for (const { line, sending } of SUCCESSES) {
          const headers = { ...sending.headers, accept };
          const answer = await request(...split(line), { user: "alice", ...sending, headers });
          expect(answer.status).toBe(500);
          expect(answer.body).not.toContain("canary");
          expect(answer.body).toContain(answer.headers.get("x-request-id") ?? "none");
          expectCommon(answer);
        }
      }
      expect(log.lines.filter((line) => line.includes(" error "))).toHaveLength(SUCCESSES.length * 2);
      if (failure !== null && !(failure instanceof Response)) expect(log.lines.join("")).toContain("canary");
    });
  });

  describe("never takes a failure for a success, whichever call of oned fails:", () => {
    const failures = [
      new OcciError("ONED_UNREACHABLE", "OpenNebula cannot be reached at the moment.", { retryAfter: 5 }),
      new OcciError("OUTCOME_UNKNOWN", "OpenNebula got the request, but its answer was lost."),
      new OcciError("ONED_DAMAGED_ANSWER", "OpenNebula's answer is damaged."),
      new Error("canary"),
    ];
    test.each(SUCCESSES)("$line", async ({ line, sending }) => {
      await request(...split(line), { user: "alice", ...sending });
      const calls = oned.calls.length;
      expect(calls).toBeGreaterThan(0);
      for (const failure of failures) {
        for (let call = 0; call < calls; call += 1) {
          oned.reset();
          oned.failure = failure;
          oned.failsAt = call;
          const answer = await request(...split(line), { user: "alice", ...sending });
          expect(answer.status).toBeGreaterThanOrEqual(500);
          expect(answer.body).not.toContain("canary");
          expectCommon(answer);
          // What was created before is named, so that nobody makes it again.
          if (oned.calls.slice(0, call).some((made) => /allocate|clone/.test(made))) {
            expect(answer.body).toMatch(/^OUTCOME_UNKNOWN: [^\n]*\d/);
          }
        }
      }
    });
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

  test("refuses bodies over BODY_LIMIT, and tells only those whom oned knows", async () => {
    const body = `<COMPUTE>${" ".repeat(BODY_LIMIT)}</COMPUTE>`;
    const posts = ["POST /compute", "PUT /compute/7", "POST /compute/7/action", "POST /network", "PUT /storage/3"];
    for (const line of [...posts, "POST /user/-1/action"]) {
      oned.reset();
      expectError(await request(...split(line), { user: "alice", body }), 413, "TOO_LARGE");
      expect(oned.calls).toEqual(["alice one.user.info -1"]);
      expectError(await request(...split(line), { user: "bob:wrong", body }), 401, "BAD_CREDENTIALS");
    }
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
    cloud = await startCloud(new ScriptedOned());
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

describe("when oned does not answer", () => {
  let cloud: Cloud;
  beforeAll(async () => {
    const free = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
    free.stop(true);
    const urls = [`http://127.0.0.1:${free.port}/RPC2`];
    cloud = await startCloud(createRpc({ urls, connections: 2, timeout: 2_000, answerLimit: 1024 * 1024 }));
  });
  afterAll(async () => {
    await cloud.server.stop(0);
    cloud.remove();
  });

  test.each(SUCCESSES)("$line is 503, whoever asks, and never 401", async ({ line, sending }) => {
    const [method, path] = split(line);
    for (const user of ["alice", "alice:wrong", "nobody:x"] as const) {
      const answer = await fetch(`http://localhost:${cloud.endpoint.port}${path}`, {
        method,
        headers: { ...sending.headers, authorization: authorization(user) },
        ...(sending.body !== undefined && { body: sending.body }),
      });
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
      expect(await answer.text()).toStartWith("ONED_UNREACHABLE: OpenNebula cannot be reached at the moment.\n");
      expect(answer.headers.has("www-authenticate")).toBe(false);
    }
  });

  test("what is wrong with a request is not told either: 503", async () => {
    for (const path of ["/nothing", "/compute/x"]) {
      const headers = { authorization: authorization("alice") };
      expect((await fetch(`http://localhost:${cloud.endpoint.port}${path}`, { headers })).status).toBe(503);
    }
  });
});
