/** Answers to clients that are still sending: the status arrives, whatever it is and however they send. */
import { afterEach, describe, expect, test } from "bun:test";
import { type ReadOnLimits, readableAnswer } from "./read-on.ts";
import { ALL_LISTENERS, authorization, describeListener } from "./testing/cloud.ts";
import { upload } from "./testing/upload-client.ts";
import { converse } from "./testing/wire.ts";

/** More than the kernel keeps for a connection that nobody reads. */
const SIZE = 6 * 1024 * 1024;
const FORM = "Content-Type: multipart/form-data; boundary=B\r\n";
const ALICE = `Authorization: ${authorization("alice")}\r\n`;
const WRONG = `Authorization: ${authorization("alice:wrong")}\r\n`;
const NEXT = `GET /user/-1 HTTP/1.1\r\nHost: x\r\n${ALICE}Connection: close\r\n\r\n`;

const REFUSALS: readonly (readonly [status: number, name: string, start: string, headers: string])[] = [
  [401, "without credentials", "POST /storage", FORM],
  [401, "with a wrong password", "POST /storage", `${WRONG}${FORM}`],
  [413, "over UPLOAD_LIMIT", "POST /storage", `${ALICE}${FORM}`],
  [413, "over BODY_LIMIT", "POST /compute", `${ALICE}Content-Type: application/xml\r\n`],
  [404, "to nowhere", "PUT /nothing", ALICE],
  [405, "by another method", "PATCH /compute", ALICE],
  [501, "of a later OCCI", "PUT /compute/7", `${ALICE}User-Agent: OCCI/9.0\r\n`],
  [400, "by a doubtful path", "POST /x/../storage", `${ALICE}${FORM}`],
  [400, "of two hosts", "POST /storage", `Host: y\r\n${ALICE}${FORM}`],
  [204, "that nobody needs", "OPTIONS /compute", ""],
];

/** Status of each answer but 100. */
const statusesIn = (answer: string): number[] =>
  [...answer.matchAll(/^HTTP\/1\.1 (?!100)(\d+)/gm)].map(([, code]) => Number(code));

describeListener((listening) => {
  test.each(REFUSALS)("%p reaches a client that sends an upload %s", async (status, _, start, headers) => {
    for (const chunked of [false, true]) {
      const expecting = chunked ? "Expect: 100-continue\r\n" : "";
      const head = `${start} HTTP/1.1\r\nHost: x\r\n${headers}Connection: close\r\n${expecting}`;
      const { answer, sent, failure } = await upload(listening.cloud.endpoint, { head, size: SIZE, chunked });
      expect({ statuses: statusesIn(answer), failure }).toEqual({ statuses: [status], failure: undefined });
      expect(sent).toBe(SIZE);
      expect(answer).toMatch(/^Connection: close\r$/m);
      if (status !== 204) expect(answer).toMatch(/Request: [\w-]+\n(?:\r\n0\r\n\r\n)?$/);
    }
  });

  test("so it does where the connection may go on, or is of HTTP/1.0, with and without Expect", async () => {
    for (const [version, more] of [
      ["1.0", ""],
      ["1.1", ""],
      ["1.1", "Connection: keep-alive\r\n"],
      ["1.1", "Expect: 100-continue\r\n"],
    ]) {
      const head = `POST /storage HTTP/${version}\r\nHost: x\r\n${FORM}${more}`;
      const outcome = await upload(listening.cloud.endpoint, { head, size: SIZE, chunked: false }, (answer) =>
        /Request: [\w-]+\n(?:\r\n0\r\n\r\n)?$/.test(answer),
      );
      expect([statusesIn(outcome.answer), outcome.sent, outcome.failure]).toEqual([[401], SIZE, undefined]);
    }
  });

  test("where the connection goes on the next request is answered, however large the one before was", async () => {
    for (const more of ["", "Connection: keep-alive\r\n", "Expect: 100-continue\r\n"]) {
      for (const size of [SIZE, 5 * SIZE]) {
        const head = `POST /storage HTTP/1.1\r\nHost: x\r\n${FORM}${more}Content-Length: ${size}\r\n\r\n`;
        const { answers } = await converse(listening.cloud.endpoint, head + "x".repeat(size), NEXT);
        expect(answers.map(({ status }) => status)).toEqual([401, 200]);
      }
    }
  });

  test("there a client that sends a byte now and then does not keep its connection", async () => {
    for (const more of ["", "Expect: 100-continue\r\n"]) {
      const head = `POST /storage HTTP/1.1\r\nHost: x\r\n${FORM}${more}Content-Length: 1000000\r\n\r\nx`;
      // It waits until the server closes the connection.
      const { answers } = await converse(listening.cloud.endpoint, head);
      expect(answers.map(({ status, headers: found }) => [status, found.get("connection")])).toEqual([[401, "close"]]);
    }
  });

  test("there a client that reads while it sends has the whole answer soon, and can stop", async () => {
    for (const more of ["", "Connection: keep-alive\r\n", "Expect: 100-continue\r\n"]) {
      const head = `POST /storage HTTP/1.1\r\nHost: x\r\n${FORM}${more}`;
      const endless = { head, size: 2 ** 40, chunked: false, reads: true };
      const { answer, sent } = await upload(listening.cloud.endpoint, endless, (text) =>
        /Request: [\w-]+\n$/.test(text),
      );
      expect(statusesIn(answer)).toEqual([401]);
      expect(answer).toMatch(/^Content-Length: \d+\r$/m);
      expect(sent).toBeLessThan(2 ** 26);
    }
  });

  test("a GET with a body, which nobody reads, is answered so, too", async () => {
    for (const chunked of [false, true]) {
      const head = `GET /compute/7 HTTP/1.1\r\nHost: x\r\n${ALICE}Connection: close\r\n`;
      const { answer, failure } = await upload(listening.cloud.endpoint, { head, size: SIZE / 6, chunked });
      expect([statusesIn(answer), failure]).toEqual([[200], undefined]);
    }
  });
}, ALL_LISTENERS);

describe("it is read on", () => {
  const ENDLESS = 2 ** 40;
  let server: ReturnType<typeof Bun.serve> | undefined;
  afterEach(() => server?.stop(true));

  /** Refuses everything at once. */
  function refusing(limits: Partial<ReadOnLimits>): { port: number } {
    server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      maxRequestBodySize: Number.MAX_SAFE_INTEGER,
      fetch: (request) => {
        const refusal = new Response("refused", { status: 401, headers: { Connection: "close" } });
        return readableAnswer(request, refusal, true, {
          most: ENDLESS,
          longest: 60_000,
          silence: 60_000,
          least: 1,
          ...limits,
        });
      },
    });
    return { port: server.port ?? 0 };
  }
  const HEAD = "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";

  test.each([false, true])("only so many bytes, chunked: %p", async (chunked) => {
    const most = 8 * 1024 * 1024;
    const { sent, failure } = await upload(refusing({ most }), { head: HEAD, size: ENDLESS, chunked });
    expect(sent).toBeGreaterThanOrEqual(most - 1024 * 1024);
    expect(sent).toBeLessThan(most + 16 * 1024 * 1024);
    expect(failure).toMatch(/EPIPE|ECONNRESET/);
  });

  test("only so long", async () => {
    const begun = performance.now();
    const slow = { head: HEAD, size: ENDLESS, chunked: false, pause: 20 };
    const { sent, failure } = await upload(refusing({ longest: 300 }), slow);
    expect(performance.now() - begun).toBeGreaterThan(290);
    expect(sent).toBeLessThan(16 * 1024 * 1024);
    expect(failure).toMatch(/EPIPE|ECONNRESET/);
  });

  test("only while something comes: the client may have read the answer, and wait for its end", async () => {
    const begun = performance.now();
    const { answers } = await converse(refusing({ silence: 200 }), `${HEAD}Content-Length: 1000\r\n\r\nx`);
    expect(answers.map(({ status, body }) => [status, body])).toEqual([[401, "refused"]]);
    expect(performance.now() - begun).toBeGreaterThan(190);
  });

  test("until the client has gone, and no longer", async () => {
    const endpoint = refusing({});
    const head = `${HEAD}Content-Length: ${ENDLESS}\r\n\r\n`;
    const control = new AbortController();
    const socket = await Bun.connect({
      hostname: "127.0.0.1",
      port: endpoint.port,
      socket: { data: () => control.abort() },
    });
    socket.write(head);
    await new Promise((resolve) => control.signal.addEventListener("abort", resolve));
    socket.terminate();
    while ((server?.pendingRequests ?? 0) > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(server?.pendingRequests).toBe(0);
  });
});
