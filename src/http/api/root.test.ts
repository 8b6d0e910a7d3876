/** The JSON API, whole requests: what there is, and what there is not. */
import { describe, expect, test } from "bun:test";
import { eventually } from "../../testing/until.ts";
import { at, describeApi } from "./testing/api-world.ts";

describeApi("/api/v1", ({ send }) => {
  describe("without credentials", () => {
    test("says which API it is, and where it is described", async () => {
      const { status, document } = await send("GET", "", { user: null });
      expect(status).toBe(200);
      expect(document).toMatchObject({ version: "v1", server: null, limits: null });
      expect(document.links).toMatchObject({ machines: "/api/v1/machines", openapi: "/api/v1/openapi.json" });
      expect((await send("GET", "/openapi.json", { user: null })).document).toMatchObject({ openapi: "3.1.0" });
    });

    test("everything else is a problem with the way to log in", async () => {
      const { status, headers, document } = await send("GET", "/machines", { user: null });
      expect([status, headers.get("content-type"), headers.get("www-authenticate")]).toEqual([
        401,
        "application/problem+json",
        'Basic realm="OpenNebula", charset="UTF-8"',
      ]);
      expect(document).toMatchObject({ status: 401, code: "BAD_CREDENTIALS", errors: [] });
      expect(String(document.requestId)).toBe(headers.get("x-request-id") ?? "");
      expect(document.type).toBe("/api/v1/errors#bad-credentials");
    });

    test("the console is not asked for a login: its page does that", async () => {
      const { status, headers } = await send("GET", "/machines", { user: null, headers: { "x-occi-console": "1" } });
      expect([status, headers.get("www-authenticate")]).toEqual([401, null]);
    });

    test("OPTIONS says what is possible", async () => {
      const { status, headers } = await send("OPTIONS", "/machines/0", { user: null });
      expect([status, headers.get("allow")]).toEqual([204, "GET, PATCH, DELETE, HEAD, OPTIONS"]);
      expect(headers.get("accept-patch")).toBe("application/merge-patch+json, application/json");
      expect((await send("OPTIONS", "/machines", { user: null })).headers.get("accept-patch")).toBeNull();
    });

    test.each(["", "/openapi.json", "/errors"])("a parameter that %p does not have is refused", async (path) => {
      const { status, document } = await send("GET", `${path}?x=1`, { user: null });
      expect([status, at(document, "errors.*.pointer")]).toEqual([400, ["/x"]]);
    });
  });

  test("a user is told versions and limits", async () => {
    const { document } = await send("GET", "");
    expect(document).toMatchObject({ opennebula: "6.10.0", limits: { pageItems: 500, waitSeconds: 60 } });
  });

  test("whatever Accept and Content-Type say, it is JSON", async () => {
    const { headers } = await send("GET", "/machines", { headers: { accept: "application/xml" } });
    expect(headers.get("content-type")).toBe("application/json");
  });

  test.each(["/nothing", "/machines/7/nothing", "/machines/x", "/machines/99999999999", "/machinesx"])(
    "%s is not there",
    async (path) => {
      const { status, document } = await send("GET", path);
      expect([status, document.code]).toEqual([404, "NOT_FOUND"]);
    },
  );

  test.each([
    ["POST", "/machines", "application/xml"],
    ["POST", "/machines", "application/x-www-form-urlencoded"],
    ["POST", "/images", "text/plain"],
    ["PATCH", "/machines/0", "text/occi"],
    ["PATCH", "/machines/0", "application/json-patch+json"],
    ["PATCH", "/networks/0", "Application/JSON-Patch+JSON; charset=utf-8"],
    ["POST", "/machines/0/disks", "multipart/form-data; boundary=x"],
  ])("%s %s does not read %s", async (method, path, contentType) => {
    const { status, document } = await send(method, path, { body: '{"name": "x"}', contentType });
    expect([status, document.code]).toEqual([415, "UNSUPPORTED_MEDIA_TYPE"]);
  });

  test.each(["application/json; charset=utf-8", "application/merge-patch+json", "Application/JSON"])(
    "a body of %s is JSON",
    async (contentType) => {
      const { status } = await send("PATCH", "/machines/0", { body: '{"description": "x"}', contentType });
      expect(status).toBe(200);
    },
  );

  test.each(["POST /machines", "PATCH /me", "POST /images"])("%s does not read what is compressed", async (line) => {
    const [method = "", path = ""] = line.split(" ");
    for (const coding of ["gzip", "identity, br"]) {
      const { status, document } = await send(method, path, { body: {}, headers: { "content-encoding": coding } });
      expect([coding, status, document.code]).toEqual([coding, 415, "UNSUPPORTED_MEDIA_TYPE"]);
    }
    const plain = await send("PATCH", "/me", { body: {}, headers: { "content-encoding": "identity" } });
    expect(plain.status).toBe(200);
  });

  test("no header speaks of the other languages", async () => {
    for (const path of ["", "/machines", "/nothing"]) {
      const { headers } = await send("GET", path);
      expect([path, headers.get("accept")]).toEqual([path, null]);
    }
  });

  test.each(["/me/tokens", "/me", "/sizes", "/usage", "/networks/0", "/machines/0/metrics", "/machines?limit=1"])(
    "GET %s has a weak tag, and is not sent again to those who have it",
    async (path) => {
      // What machines use grows meanwhile, by steps of some seconds: one of them may come between two requests.
      await eventually(async () => {
        const first = await send("GET", path);
        const tag = first.headers.get("etag") ?? "";
        expect(tag).toStartWith('W/"');
        for (const known of [tag, tag.slice(2), "*", `"x", ${tag}`]) {
          const again = await send("GET", path, { headers: { "if-none-match": known } });
          expect([known, again.status, again.headers.get("etag")]).toEqual([known, 304, tag]);
        }
      });
    },
  );

  test.each(["limit=x", "after=x", "state=asleep", "state=running,"])(
    "?%s is refused, with its place",
    async (query) => {
      const { status, document } = await send("GET", `/machines?${query}`);
      expect([status, at(document, "errors.*.pointer")]).toEqual([400, [`/${query.split("=")[0]}`]]);
      expect(String(document.detail)).not.toContain("must be a text");
    },
  );

  test("return=minimal is ignored, and said to be", async () => {
    const headers = { prefer: "return=minimal, wait=1" };
    const { document, headers: answer } = await send("PATCH", "/machines/0", { body: { description: "x" }, headers });
    expect([document.description, answer.get("preference-applied")]).toEqual(["x", "wait=1"]);
    const only = await send("PATCH", "/machines/0", { body: {}, headers: { prefer: "return=minimal" } });
    expect([only.status, only.headers.get("preference-applied")]).toEqual([200, null]);
  });

  test("a method that a path does not have is 405", async () => {
    const { status, headers } = await send("PUT", "/machines");
    expect([status, headers.get("allow")]).toEqual([405, "GET, POST, HEAD, OPTIONS"]);
  });
});
