/** Whether a connection ends with an answer, and whether the answer says so: pools of connections go by it. */
import { expect, test } from "bun:test";
import { ALL_LISTENERS, authorization, describeListener } from "./testing/cloud.ts";
import { converse } from "./testing/wire.ts";

const LOGIN = `Authorization: ${authorization("alice")}\r\n`;
const NEXT = `GET /user/-1 HTTP/1.1\r\nHost: x\r\n${LOGIN}X-Request-Id: next\r\nConnection: close\r\n\r\n`;

const CLOSE = [
  "close",
  "Close",
  "CLOSE",
  "TE, close",
  "keep-alive, close",
  "close, keep-alive",
  "close,",
  ",\tclose",
  "keep-alive\r\nConnection: close",
];
const STAY = [undefined, "keep-alive", "Keep-Alive", "TE", "closed", "x-close", "close;x", '"close"', "Upgrade", ""];

const LONG = "x".repeat(1_000_000);
const REQUESTS: readonly (readonly [status: number, request: string, body?: string])[] = [
  [200, `GET /compute/7 HTTP/1.1\r\n${LOGIN}`],
  [200, `GET /compute?verbose HTTP/1.1\r\n${LOGIN}`],
  [404, `GET /x/ HTTP/1.1\r\n${LOGIN}Accept: application/occi+json\r\n`],
  [200, `HEAD /compute HTTP/1.1\r\n${LOGIN}`],
  [204, `DELETE /compute/7 HTTP/1.1\r\n${LOGIN}`],
  [204, "OPTIONS /compute HTTP/1.1\r\n"],
  [401, "GET /compute HTTP/1.1\r\n"],
  [404, `GET /nothing HTTP/1.1\r\n${LOGIN}`],
  [405, `TRACE /compute HTTP/1.1\r\n${LOGIN}`],
  [400, `GET /compute/../x HTTP/1.1\r\n${LOGIN}`],
  [400, `GET /compute HTTP/1.1\r\nHost: y\r\n${LOGIN}`],
  [501, `GET /compute HTTP/1.1\r\n${LOGIN}User-Agent: OCCI/2.0\r\n`],
  [
    201,
    `POST /network HTTP/1.1\r\n${LOGIN}`,
    "<NETWORK><NAME>n</NAME><ADDRESS>10.0.0.0</ADDRESS><SIZE>5</SIZE></NETWORK>",
  ],
  [401, "POST /network HTTP/1.1\r\n", "<NETWORK/>"],
  [413, `POST /network HTTP/1.1\r\n${LOGIN}Content-Type: text/xml\r\n`, LONG],
];

describeListener((listening) => {
  test.each(CLOSE)("Connection: %s ends it, and every answer says so", async (value) => {
    for (const [status, start, body = ""] of REQUESTS) {
      const length = body === "" ? "" : `Content-Length: ${body.length}\r\n`;
      const request = `${start}Host: x\r\nConnection: ${value}\r\n${length}\r\n${body}`;
      const { answers, rest } = await converse(listening.cloud.endpoint, request, NEXT);
      expect(rest).toBe("");
      expect(answers.map((answer) => [answer.status, answer.headers.get("connection")])).toEqual([[status, "close"]]);
    }
  });

  test.each(STAY)("Connection: %s does not, and no answer says so", async (value) => {
    for (const [status, start, body = ""] of REQUESTS.filter(([, start]) => !start.includes("Host: y"))) {
      const headers = value === undefined ? "" : `Connection: ${value}\r\n`;
      const length = body === "" ? "" : `Content-Length: ${body.length}\r\n`;
      const { answers } = await converse(
        listening.cloud.endpoint,
        `${start}Host: x\r\n${headers}${length}\r\n${body}`,
        NEXT,
      );
      expect(answers.map((answer) => [answer.status, answer.headers.get("connection")])).toEqual([
        [status, undefined],
        [200, "close"],
      ]);
    }
  });

  test("HTTP/1.0 without a Host ends it, and says so, whatever it asks for", async () => {
    for (const headers of ["", "Connection: keep-alive\r\n", "Connection: close\r\n"]) {
      const request = `GET /compute/7 HTTP/1.0\r\n${LOGIN}${headers}\r\n`;
      const { answers } = await converse(listening.cloud.endpoint, request, NEXT);
      expect(answers.map((answer) => answer.headers.get("connection"))).toEqual(["close"]);
    }
  });
}, ALL_LISTENERS);
