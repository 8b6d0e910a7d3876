/** What goes wrong, and what a client is told of it. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { createRpc } from "../opennebula/rpc.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { authorization, type Cloud, describeCloud, startCloud } from "./testing/cloud.ts";
import { BODY_LIMIT } from "./testing/config.ts";
import { freePort } from "./testing/free-port.ts";
import { expectCommon, expectError, SUCCESSES, split, XML } from "./testing/requests.ts";

describeCloud("an answer", ({ request, oned, log }) => {
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
    const AS_TEXT = ["", "*/*", "text/html", "text/plain", "text/html, */*;q=0.8", "application/xmlx"];
    test("in JSON for those who speak that", async () => {
      const answer = await request("GET", "/compute/8", { user: "alice", headers: { accept: "application/json" } });
      expect(answer.headers.get("content-type")).toBe("application/json");
      expect(JSON.parse(answer.body)).toEqual({
        error: { code: "NOT_FOUND", message: "Error getting virtual machine [8].", requestId: expect.any(String) },
      });
    });

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
        for (const [status, name] of [
          [404, "%3Cscript%3Ex:y"],
          [400, "%3Cscript%3E%0D%0Ax:y"],
        ]) {
          const answer = await request("GET", `/instance_type/${name}`, { user: "alice", headers: { accept } });
          expect(answer.status).toBe(status as number);
          expect(answer.body).not.toContain(accept === "text/html" ? "\r" : "<script>");
          expectCommon(answer);
        }
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
      new OcciError("OUTCOME_UNKNOWN", "OpenNebula received the request, but its answer was lost."),
      new OcciError("ONED_DAMAGED_ANSWER", "OpenNebula's answer is damaged."),
      new Error("canary"),
    ];
    test.each(SUCCESSES)("$line", async ({ line, sending }) => {
      const whole = await request(...split(line), { user: "alice", ...sending });
      const calls = oned.calls.length;
      expect(calls).toBeGreaterThan(0);
      for (const failure of failures) {
        for (let call = 0; call < calls; call += 1) {
          oned.reset();
          oned.failure = failure;
          oned.failsAt = call;
          const answer = await request(...split(line), { user: "alice", ...sending });
          // A list is read again in parts when its answer is damaged: then nothing is missing.
          if (answer.status === 200) expect([isList(line, failure), answer.body]).toEqual([true, whole.body]);
          else expect(answer.status).toBeGreaterThanOrEqual(500);
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

  test("refuses bodies over BODY_LIMIT, and tells only those whom oned knows", async () => {
    const body = `<COMPUTE>${" ".repeat(BODY_LIMIT)}</COMPUTE>`;
    const posts = ["POST /compute", "PUT /compute/7", "POST /compute/7/action", "POST /network", "PUT /storage/3"];
    for (const line of nonEmpty([...posts, "POST /user/-1/action"])) {
      oned.reset();
      expectError(await request(...split(line), { user: "alice", body }), 413, "TOO_LARGE");
      expect(oned.calls).toEqual(["alice one.user.info -1"]);
      expectError(await request(...split(line), { user: "bob:wrong", body }), 401, "BAD_CREDENTIALS");
    }
  });
});

describe("when oned does not answer", () => {
  let cloud: Cloud;
  beforeAll(async () => {
    const urls = [`http://127.0.0.1:${freePort()}/RPC2`];
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

/** Whether it is a list whose answer was damaged. */
function isList(line: string, failure: Error): boolean {
  const damaged = failure instanceof OcciError && failure.code === "ONED_DAMAGED_ANSWER";
  return damaged && /^GET \/(compute|network|storage)(\?verbose)?$/.test(line);
}
