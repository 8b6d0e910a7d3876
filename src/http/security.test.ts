/** Attacks on the front door that are well-formed HTTP: hosts, paths, headers. */
import { beforeAll, describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { nonEmpty } from "../testing/non-empty.ts";
import { basic, describeListener } from "./testing/cloud.ts";
import { PASSWORDS } from "./testing/small-oned.ts";
import { converse, type WireAnswer } from "./testing/wire.ts";

const LOGIN = `Authorization: ${basic(`alice:${PASSWORDS.alice}`)}\r\n`;
const PATHS = [
  "/",
  "/compute",
  "/compute?verbose",
  "/compute/7",
  "/network",
  "/network/5",
  "/storage",
  "/storage/3",
  "/instance_type",
  "/instance_type/small",
  "/user",
  "/user/2",
  "/user/-1",
  "/nothing",
  "/ab/compute",
  "/compute/compute/7",
  "/api/v1/errors",
  "/api/v1/nothing",
];

describeListener((listening) => {
  const { oned } = listening;

  /** Asks once; undefined when the connection is closed without an answer. */
  async function ask(start: string, headers: string, body = ""): Promise<WireAnswer | undefined> {
    const request = `${start} HTTP/1.1\r\n${headers}X-Request-Id: same\r\nConnection: close\r\n\r\n${body}`;
    const { answers, rest } = await converse(listening.cloud.endpoint, request);
    expect(rest).toBe("");
    expect(answers.length).toBeLessThanOrEqual(1);
    return answers[0];
  }

  /** All of an answer but its date. */
  function comparable(answer: WireAnswer | undefined) {
    const headers = [...(answer?.headers ?? [])].filter(([name]) => name !== "date").sort();
    return { status: answer?.status, headers, body: answer?.body };
  }

  describe("the Host header decides nothing:", () => {
    /** What each path is answered for the usual Host. */
    const usually = new Map<string, ReturnType<typeof comparable>>();
    beforeAll(async () => {
      for (const path of PATHS) usually.set(path, comparable(await ask(`GET ${path}`, `Host: localhost\r\n${LOGIN}`)));
    });

    const lengths = Array.from({ length: 21 }, (_, length) => "h".repeat(length));
    const addresses = ["[::1]", "[::1]:4567", "[fe80::1%25eth0]", "127.0.0.1", "127.0.0.1:4567", "1.2.3.4.5", "0x7f.1"];
    const odd = [
      "user@h",
      "user:pw@h",
      "h:0",
      "h:65535",
      "h:99999",
      "h:abc",
      "h:",
      ":80",
      "@",
      "h/",
      "/compute/7",
      "h/..",
    ];
    const unicode = ["\xe4\xf6", "\xc3\xa4.example", "xn--4ca.example", "\xf0\x9f\x98\x80", "\xff\xfe"];
    const hostile = [
      "..",
      "%00",
      "%2f",
      "\\",
      "h\\x",
      "h?x",
      "h#x",
      "a b",
      "<x>",
      "]",
      "[",
      "*",
      "h;x",
      '"',
      "http://h/",
    ];

    test.each([...lengths, ...addresses, ...odd, ...unicode, ...hostile])("%p", async (host) => {
      for (const path of PATHS) {
        const answer = comparable(await ask(`GET ${path}`, `Host: ${host}\r\n${LOGIN}`));
        expect(answer.status).toBe(/nothing|ab|compute\/compute/.test(path) ? 404 : 200);
        expect(answer).toEqual(usually.get(path) as typeof answer);
      }
    });

    test.each(["http://evil.example", "https://x", "http://[::1]:1", "http://u:p@h", "HTTP://X"])(
      "nor does the absolute form %s",
      async (origin) => {
        for (const path of PATHS) {
          const answer = comparable(await ask(`GET ${origin}${path}`, `Host: other\r\n${LOGIN}`));
          expect(answer).toEqual(usually.get(path) as typeof answer);
        }
      },
    );

    test("and without one, in HTTP/1.0, all is the same", async () => {
      for (const path of PATHS) {
        const request = `GET ${path} HTTP/1.0\r\n${LOGIN}X-Request-Id: same\r\n\r\n`;
        const { answers } = await converse(listening.cloud.endpoint, request);
        expect<unknown>(answers.map(comparable)).toEqual([usually.get(path)]);
      }
    });

    test("and nothing of it is in any answer", async () => {
      const body = "<COMPUTE><NAME>x</NAME><INSTANCE_TYPE>small</INSTANCE_TYPE></COMPUTE>";
      const headers = `Host: canary.example:99\r\n${LOGIN}X-Forwarded-Host: canary.example\r\nForwarded: host=canary\r\n`;
      const created = await ask("POST /compute", `${headers}Content-Length: ${body.length}\r\n`, body);
      expect(created?.headers.get("location")).toBe("https://cloud.example.org/compute/7");
      for (const path of PATHS) {
        const answer = await ask(`GET ${path}`, headers);
        expect(`${[...(answer?.headers ?? [])].join("\n")}${answer?.body}`).not.toContain("canary");
      }
    });
  });

  describe("a path is taken as it is:", () => {
    const NOWHERE = [
      "/%63ompute/7",
      "/compute/7%20",
      "/compute/%2537",
      "/compute/%zz",
      "/compute/%",
      "/compute/7%",
      "/compute/%c0%b7",
      "/compute/%e0%80%b7",
      "/compute/%EF%BC%97",
      "/compute/%D9%A7",
      "/compute/+7",
      "/compute/7;x",
      "/compute/7;jsessionid=8",
      "/compute;x/7",
      "/compute/7.xml",
      "/compute/7.0",
      "/compute/0x7",
      "/compute/7e0",
      "/compute/7,8",
      "/compute/7-8",
      "/compute/4294967303",
      "/Compute/7",
      "/compute/:id",
      "/compute/*",
      "/compute/undefined",
      ...["/api/v1/%6dachines/7", "/api/v1/machines/7%20", "/api/v1/machines/%2537", "/api/v1/machines/7;x"],
      ...["/api/v1/machines/+7", "/api/v1/machines/0x7", "/api/v1/machines/7.0", "/api/v1/machines/%EF%BC%97"],
      ...["/api/v1/Machines/7", "/api/v1/machines/:id", "/api/v1/machines/__proto__", "/api/v1/constructor"],
      "/compute/__proto__",
      "/instance_type/__proto__",
      "/instance_type/constructor",
      "/instance_type/small.eta",
      "/user/-01",
      "/user/--1",
      "/user/%2D1%20",
      "/index.html",
      "/favicon.ico",
      "/.env",
      "/metrics",
      "/%",
      "/\xe4",
      "/\xff",
    ];

    test.each(NOWHERE)("%p is nothing", async (path) => {
      for (const [method, host] of [
        ["GET", "x"],
        ["DELETE", "x"],
        ["GET", ""],
        ["PUT", "localhost:4567"],
      ]) {
        oned.reset();
        const answer = await ask(`${method} ${path}`, `Host: ${host}\r\n${LOGIN}Content-Length: 0\r\n`);
        // What does not take the method at all says so first.
        const isOther = method !== "GET" && /^\/(instance_type|user)\//.test(path);
        const isPut = method === "PUT" && path.startsWith("/api/v1/machines/");
        expect(answer?.status).toBe(isOther || isPut ? 405 : 404);
        const isApi = path.startsWith("/api/v1/");
        expect(answer?.headers.get("content-type")).toStartWith(isApi ? "application/problem+json" : "text/plain");
        expect(oned.calls).toEqual(["alice one.user.info -1"]);
      }
    });

    test.each([
      ["/compute/007", "/compute/7"],
      ["/compute/%37", "/compute/7"],
      ["/compute/7/", "/compute/7"],
      ["/compute/7?x=/../8", "/compute/7"],
      ["/compute/7#/8", "/compute/7"],
      ["//compute//7", "/compute/7"],
      ["/api/v1/machines/%37", "/api/v1/machines/7"],
      ["/api//v1//machines//7", "/api/v1/machines/7"],
      ["/api/v1/machines/7/", "/api/v1/machines/7"],
      ["/user/%2D1", "/user/-1"],
    ])("%s is another spelling of %s", async (path, plain) => {
      const usual = comparable(await ask(`GET ${plain}`, `Host: x\r\n${LOGIN}`));
      expect(comparable(await ask(`GET ${path}`, `Host: x\r\n${LOGIN}`))).toEqual(usual);
    });
  });

  test("an upload is answered before its first byte is there, unless oned knows who sends it", async () => {
    const head = "Host: x\r\nContent-Type: multipart/form-data; boundary=B\r\nConnection: close\r\n";
    // At a time: the server waits a second for the rest of each.
    const attempts = ["Content-Length: 10\r\n", "Transfer-Encoding: chunked\r\n"].flatMap((length) =>
      ["", `Authorization: ${basic("alice:wrong")}\r\n`].map(async (login) => {
        const start = `POST /storage HTTP/1.1\r\n${head}${length}${login}\r\n`;
        const rest = length.startsWith("C") ? "0123456789" : "0\r\n\r\n";
        const { answers } = await converse(listening.cloud.endpoint, start, rest);
        return answers.map(({ status }) => status);
      }),
    );
    expect(await Promise.all(attempts)).toEqual([[401], [401], [401], [401]]);
    expect(oned.calls.every((call) => call === "alice one.user.info -1")).toBe(true);
    expect(readdirSync(listening.cloud.deps.config.imageDir)).toEqual([]);
  });

  describe("no header can be put into an answer:", () => {
    const KNOWN =
      /^(cache-control|x-content-type-options|x-frame-options|content-security-policy|cross-origin-resource-policy|x-request-id|content-type|content-length|date|accept|server|etag|vary|link|x-occi-skipped|location|allow|retry-after|www-authenticate|connection)$/;
    const INJECTED = "\r\nX-Injected: 1\r\n\r\n<html>";
    const encoded = encodeURIComponent(INJECTED);

    function expectClean(answer: WireAnswer | undefined): void {
      for (const name of nonEmpty(answer?.headers.keys() ?? [])) expect(name).toMatch(KNOWN);
      const type = answer?.headers.get("content-type") ?? "text/plain";
      // In a text of JSON no character but its quotes and backslashes has a meaning, and line breaks are escaped.
      expect(answer?.body ?? "").not.toMatch(/^text\/|json$/.test(type) ? /^X-Injected/im : /<html/);
      if (type.endsWith("json")) expect(answer?.headers.get("x-content-type-options")).toBe("nosniff");
    }

    test.each([
      `/${encoded}`,
      `/instance_type/${encoded}`,
      `/compute/7${encoded}`,
      `/user?x=${encoded}`,
      `/compute/%0d%0a`,
      ...["/machines", "/templates", "/networks", "/images"].map((list) => `/api/v1${list}?name=${encoded}&limit=1`),
      ...[`/machines/7${encoded}`, `/machines?after=${encoded}`, `/machines?state=${encoded}`, `/${encoded}`].map(
        (path) => `/api/v1${path}`,
      ),
      ...[`/machines/7/metrics?range=${encoded}`, `/usage?from=${encoded}`, `/machines/7/actions/${encoded}`].map(
        (path) => `/api/v1${path}`,
      ),
    ])("by the path %s", async (path) => {
      for (const accept of ["*/*", "application/xml"]) {
        const answer = await ask(`GET ${path}`, `Host: x\r\n${LOGIN}Accept: ${accept}\r\n`);
        expect(answer).toBeDefined();
        expectClean(answer);
      }
    });

    test.each(["\n", "\r", "\0", "\x0b", "\u0085", "\u2028", "\r\n\t"])("by a request id with %j", async (odd) => {
      const id = Buffer.from(`id${odd}X-Injected: 1`).toString("latin1");
      const request = `GET /user HTTP/1.1\r\nHost: x\r\n${LOGIN}X-Request-Id: ${id}\r\nConnection: close\r\n\r\n`;
      const { answers } = await converse(listening.cloud.endpoint, request);
      expect(answers.length).toBeLessThanOrEqual(1);
      for (const answer of nonEmpty(answers)) {
        expectClean(answer);
        expect(answer.headers.get("x-request-id") ?? "").not.toContain("id");
      }
    });

    test("by a name or a file name that is created", async () => {
      const xml = "<STORAGE><NAME>a&#13;&#10;X-Injected: 1</NAME><TYPE>OS</TYPE></STORAGE>";
      const part = (name: string, file: string, content: string) =>
        `--B\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${content}\r\n`;
      for (const file of [
        "a%0d%0aX-Injected: 1",
        'a\\"\r\nX-Injected: 1',
        "a\0b",
        "../../etc/cron.d/x",
        "\u202egpj.exe",
      ]) {
        const body = `${part("occixml", "", xml)}${part("file", `; filename="${file}"`, "x")}--B--\r\n`;
        const length = `Content-Length: ${Buffer.from(body, "latin1").length}\r\n`;
        const type = "Content-Type: multipart/form-data; boundary=B\r\n";
        const answer = await ask("POST /storage", `Host: x\r\n${LOGIN}${type}${length}`, body);
        expectClean(answer);
        expect(answer?.status).toBe(400);
        expect(answer?.body).not.toContain("cron.d");
      }
    });

    test("nor a second line into the log", async () => {
      const users = ["a\nlice", "a\r\nFAKE", "a\u2028b", "\x1b[2J", "x".repeat(3000)];
      for (const user of users) {
        const login = `Authorization: ${basic(`${user}:x`)}\r\n`;
        for (const path of [`/${encoded}`, "/nothing"])
          await ask(`GET ${path}`, `Host: x\r\n${login}User-Agent: x\r\n`);
      }
      // The last one is a name that oned could have, and was asked for.
      expect(listening.cloud.log.lines).toHaveLength(2 * users.length + 1);
      for (const line of nonEmpty(listening.cloud.log.lines)) {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a line must not hold
        expect(line).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+\n$/);
      }
    });
  });
});
