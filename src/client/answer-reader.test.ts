import { describe, expect, test } from "bun:test";
import { EventEmitter } from "node:events";
import type { Socket } from "node:net";
import fc from "fast-check";
import { AnswerReader } from "./answer-reader.ts";

/** A connection that says nothing but what the test says. */
function connection() {
  const socket = new EventEmitter();
  const { answer } = new AnswerReader(socket as unknown as Socket);
  answer.catch(() => {});
  return { socket, answer };
}

/** What is read from bytes that come in pieces, before the connection ends. */
async function read(pieces: readonly string[], end: "open" | "end" | "ECONNRESET" = "open") {
  const { socket, answer } = connection();
  for (const piece of pieces) socket.emit("data", Buffer.from(piece));
  if (end === "end") socket.emit("end");
  if (end === "ECONNRESET") socket.emit("error", Object.assign(new Error("reset"), { code: "ECONNRESET" }));
  const { status, body, headers } = await answer;
  return { status, body, type: headers.get("content-type") };
}

const LENGTH = "HTTP/1.1 413 Too Large\r\nContent-Type: text/plain\r\nContent-Length: 8\r\n\r\ntoo long";
const CHUNKED =
  "HTTP/1.1 413 Too Large\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntoo\r\n5;x=y\r\n long\r\n0\r\n\r\n";
const UNTIL_CLOSED = "HTTP/1.0 413\r\nContent-Type: text/plain\r\n\r\ntoo long";
const CONTINUED = `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${LENGTH}`;
const EXPECTED = { status: 413, body: "too long", type: "text/plain" };

describe("an answer", () => {
  test.each([
    ["with its length", LENGTH, "open"],
    ["in chunks", CHUNKED, "open"],
    ["that ends with the connection", UNTIL_CLOSED, "end"],
    ["behind others that are none", CONTINUED, "open"],
  ] as const)("%s is read, whatever the pieces", async (_, text, end) => {
    expect(await read([text], end)).toEqual(EXPECTED);
    expect(await read([...text], end)).toEqual(EXPECTED);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: text.length })), async (borders) => {
        const sorted = [0, ...borders.sort((a, b) => a - b), text.length];
        const pieces = sorted.slice(1).map((border, index) => text.slice(sorted[index], border));
        expect(await read(pieces, end)).toEqual(EXPECTED);
      }),
      { numRuns: 50 },
    );
  });

  test("without a body needs none", async () => {
    expect((await read(["HTTP/1.1 204 No Content\r\n\r\n"])).body).toBe("");
  });

  test("that refuses counts also when it is cut off", async () => {
    expect(await read([LENGTH.slice(0, -5)], "ECONNRESET")).toEqual({ ...EXPECTED, body: "too" });
    expect(await read([CHUNKED.slice(0, -12)], "end")).toMatchObject({ status: 413 });
  });

  test("that is no refusal must be whole", async () => {
    for (const text of [LENGTH.slice(0, -1), CHUNKED.slice(0, -12)]) {
      const cut = text.replace("413", "201");
      await expect(read([cut], "end")).rejects.toMatchObject({ code: "ECONNRESET" });
    }
    const unclear = UNTIL_CLOSED.replace("413", "201");
    await expect(read([unclear], "ECONNRESET")).rejects.toMatchObject({ code: "ECONNRESET" });
  });

  test.each(["end", "ECONNRESET"] as const)("that never comes: %s", async (end) => {
    await expect(read(["HTTP/1.1 2"], end)).rejects.toMatchObject({ code: "ECONNRESET" });
  });
});

describe("what is no HTTP", () => {
  test.each([
    ["TLS", "\u0015\u0003\u0003\u0000\u0002"],
    ["SSH", "SSH-2.0-OpenSSH\r\n"],
    ["a status that is no number", "HTTP/1.1 abc\r\n\r\n"],
    ["another version", "HTTP/2 200\r\n\r\n"],
    ["a header without colon", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n"],
    ["a header with a name that is none", "HTTP/1.1 200 OK\r\na b: c\r\n\r\n"],
    ["a chunk without size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"],
    ["headers without end", `HTTP/1.1 200 OK\r\nX: ${"x".repeat(70_000)}`],
    ["a body without end", `HTTP/1.1 200 OK\r\n\r\n${"x".repeat(9_000_000)}`],
  ])("%s", async (_, text) => {
    await expect(read([text])).rejects.toMatchObject({ code: "Malformed_HTTP_Response" });
  });

  test("bytes of any kind end in an answer or an error with a code", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, begun) => {
        const { socket, answer } = connection();
        if (begun) socket.emit("data", Buffer.from("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
        socket.emit("data", Buffer.from(bytes));
        socket.emit("end");
        const result = await answer.catch((error) => error.code);
        expect(typeof result === "object" || /^(ECONNRESET|Malformed_HTTP_Response)$/.test(result)).toBe(true);
      }),
    );
  });
});
