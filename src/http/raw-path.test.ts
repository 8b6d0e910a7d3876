/** Paths as they come over a connection, where no HTTP client has put them right before. */
import { expect, test } from "bun:test";
import { ALL_LISTENERS, authorization, describeListener } from "./testing/cloud.ts";
import { converse, type WireAnswer } from "./testing/wire.ts";

const LOGIN = `Authorization: ${authorization("alice")}\r\n`;

describeListener((listening) => {
  const { oned } = listening;

  async function ask(line: string, headers = "Host: x\r\n", version = "1.1"): Promise<WireAnswer | undefined> {
    const request = `${line} HTTP/${version}\r\n${headers}${LOGIN}Connection: close\r\n\r\n`;
    return (await converse(listening.cloud.endpoint, request)).answers[0];
  }

  const HIDING = [
    "/network/../compute/7",
    "/../compute/7",
    "/../../compute/7",
    "/./compute/7",
    "/compute/./7",
    "/compute/7/.",
    "/compute/7/..",
    "/compute/8/../7",
    "/network/%2e%2e/compute/7",
    "/network/%2E%2E/compute/7",
    "/network/.%2e/compute/7",
    "/%2e/compute/7",
    "/compute/7/%2e",
    "/network/%252e%252e/compute/7",
    "/network/..;/compute/7",
    "/network/..;x=y/compute/7",
    "/compute%2f7",
    ...["/api/v1/networks/../machines/7", "/api/../api/v1/machines/7", "/api/v1/networks/%2e%2e/machines/7"],
    ...["/api/v1/machines/8/..;/7", "/api/v1/machines%2f7", "/api/v1/machines/7%00", "/api%5cv1/machines/7"],
    ...["/network/../api/v1/machines/7", "/api/v1/../../compute/7", "/api/v1/machines/7%0a"],
    "/compute%2F7",
    "/compute%252F7",
    "/compute/8%2f..%2f7",
    "/compute%5c7",
    "/compute\\7",
    "/network\\..\\compute/7",
    "/compute/7%00",
    "/compute/%007",
    "/compute/7%0a",
    "//network/../compute/7",
    "/network//../compute/7",
    "/compute//8/../7",
    "/compute/8//../7",
    "/compute//8/..//7",
    "///network/..//compute/7",
    "/compute/7#/../8",
    "/a/b/c/d/e/f/g/h/i/j/k/../../../../../../../../../../../compute/7",
    "/a/b/c/d/e/f/g/h/i/j/k/../../../../../../../../../../..//compute/7",
    "/compute/7/////..",
    "http://x/network/../compute/7",
    "http://x/network/%2e%2e/compute/7",
  ];

  test.each(HIDING)("%j is refused", async (path) => {
    expect((await ask(`GET ${path}`, "Host:\r\n"))?.status).toBe(400);
    expect((await ask(`DELETE ${path}`, "Host: localhost:4567\r\n"))?.status).toBe(400);
    expect((await ask(`GET ${path}`, "", "1.0"))?.status).toBe(400);
    expect(oned.calls).toEqual([]);
  });

  test.each(["GET", "HEAD", "DELETE", "PUT", "POST", "OPTIONS", "PATCH"])("by %s, too", async (method) => {
    expect((await ask(`${method} /network/../compute/7`))?.status).toBe(400);
    expect((await ask(`${method} /compute//8/../7`))?.status).toBe(400);
  });

  test("such a refusal says what is wrong, in the language of the request, and is logged", async () => {
    const answer = await ask("GET /network/../compute/7");
    expect(answer?.body).toStartWith("INVALID_REQUEST: The path of the request is ambiguous.\nHint: ");
    const json = await ask("GET /x/../-/", "Host: x\r\nAccept: application/occi+json\r\n");
    expect(JSON.parse(json?.body ?? "").error.code).toBe("INVALID_REQUEST");
    expect(listening.cloud.log.accesses.map(({ status }) => status)).toEqual([400, 400]);
  });

  test.each([
    ["//compute//7", "/compute/7"],
    ["/compute//7", "/compute/7"],
    ["///compute/7", "/compute/7"],
    ["/compute/7//", "/compute/7/"],
    ["//compute", "/compute"],
    ["/compute//", "/compute/"],
    ["//compute?verbose", "/compute?verbose"],
    ["/network//5", "/network/5"],
    ["//storage//3/", "/storage/3/"],
    ["//instance_type//small", "/instance_type/small"],
    ["//user//-1", "/user/-1"],
    ["//", "/"],
    ["///", "/"],
    ["//nothing", "/nothing"],
    ["http://x//compute//7", "/compute/7"],
  ])("%s is %s", async (path, plain) => {
    const of = async (target: string) => {
      const answer = await ask(`GET ${target}`);
      return { status: answer?.status, body: answer?.body.replace(/Request: .*/, "") };
    };
    expect(await of(path)).toEqual(await of(plain));
    expect(listening.cloud.log.accesses[0]?.path).toBe(plain.replace(/\?.*/, ""));
  });

  test.each(["DELETE //compute//7", "POST /compute//7//action", "PUT //network//5", "OPTIONS //compute"])(
    "%s finds its route",
    async (line) => {
      expect([202, 204, 400]).toContain((await ask(line))?.status as number);
      if (!line.startsWith("OPTIONS")) expect(oned.calls.length).toBeGreaterThan(0);
    },
  );

  test("rows of slashes that are longer than any path needs are refused", async () => {
    expect((await ask("GET /compute/////7"))?.status).toBe(400);
    expect((await ask(`GET ${"/".repeat(200)}compute`))?.status).toBe(400);
  });

  test("a path of any length is looked for as it is", async () => {
    for (let length = 1; length < 14; length++) {
      for (const end of ["", "/"]) expect((await ask(`GET ${"/x".repeat(length)}${end}`))?.status).toBe(404);
    }
  });

  // Those of Bun's parser; of any other it closes the connection without a word.
  const METHODS =
    "ACL BIND CHECKOUT COPY LINK LOCK M-SEARCH MERGE MKACTIVITY MKCALENDAR MKCOL MOVE NOTIFY PATCH PROPFIND PROPPATCH " +
    "PURGE QUERY REBIND REPORT SEARCH SOURCE SUBSCRIBE TRACE UNBIND UNLINK UNLOCK UNSUBSCRIBE";

  test.each(METHODS.split(" "))("%s is not possible anywhere", async (method) => {
    for (const path of ["/compute", "//compute//7", "/-/"]) {
      const answer = await ask(`${method} ${path}`);
      expect([answer?.status, answer?.body.split(":")[0]]).toEqual([405, "METHOD_NOT_ALLOWED"]);
      expect(answer?.headers.get("allow")).toContain("OPTIONS");
    }
    expect((await ask(`${method} /nothing`))?.status).toBe(404);
  });

  test.each(["FROBNICATE", "get", "Get", "X", "GETS", "x".repeat(1000)])(
    "%s, which Bun does not know, does nothing",
    async (method) => {
      const { answers } = await converse(
        listening.cloud.endpoint,
        `${method} /compute/7 HTTP/1.1\r\nHost: x\r\n${LOGIN}\r\n`,
      );
      expect(answers.map(({ status }) => status).filter((status) => status !== 400)).toEqual([]);
      expect(oned.calls).toEqual([]);
    },
  );
}, ALL_LISTENERS);
