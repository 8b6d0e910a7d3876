/** RFC 9112 against attackers: a doubtful request is refused, or answered once; what hides behind it is never run. */
import { expect, test } from "bun:test";
import { nonEmpty } from "../testing/non-empty.ts";
import { authorization, describeListener } from "./testing/cloud.ts";
import { http1Corpus, SMUGGLED_ID } from "./testing/http1-corpus.ts";
import { converse } from "./testing/wire.ts";

const LOGIN = `Authorization: ${authorization("alice")}\r\n`;
const NEXT = `GET /user/-1 HTTP/1.1\r\nHost: x\r\n${LOGIN}X-Request-Id: next\r\nConnection: close\r\n\r\n`;
const REFUSALS = [400, 413, 431, 501, 505];

describeListener((listening) => {
  const { oned } = listening;

  /** Status of each answer, the one to NEXT by its name. */
  async function statuses(bytes: string): Promise<(number | "next")[]> {
    const { answers, rest } = await converse(listening.cloud.endpoint, bytes, NEXT);
    expect(rest).toBe("");
    return answers.map(({ status, headers }) => (headers.get("x-request-id") === "next" ? "next" : status));
  }

  const changes = () => oned.calls.filter((call) => /\.(rename|action|delete|update|allocate) /.test(call));

  test.each(http1Corpus())("$outcome: $name", async ({ bytes, outcome }) => {
    const [first, ...others] = await statuses(bytes);
    const seen = listening.cloud.log.accesses.map(({ requestId }) => requestId).filter((id) => id !== "next");
    expect(seen).not.toContain(SMUGGLED_ID);
    expect(oned.calls.join()).not.toContain("terminate");
    expect(seen.length).toBeLessThanOrEqual(1);
    expect(others).toEqual(outcome === "answered" ? ["next"] : []);
    if (outcome === "refused") {
      if (first !== undefined) expect(REFUSALS).toContain(first as number);
      expect(changes()).toEqual([]);
    } else {
      expect(first).toBeGreaterThanOrEqual(200);
      expect(seen).toHaveLength(1);
      expect(changes().length).toBe(bytes.startsWith("POST") ? 1 : 0);
    }
  });

  test("a body, whatever the method, is not read as a request", async () => {
    const hidden = `DELETE /compute/7 HTTP/1.1\r\nHost: x\r\n${LOGIN}X-Request-Id: ${SMUGGLED_ID}\r\n\r\n`;
    for (const method of ["GET", "HEAD", "DELETE", "OPTIONS", "POST", "PUT", "PATCH", "TRACE"]) {
      const request = `${method} /user HTTP/1.1\r\nHost: x\r\n${LOGIN}Content-Length: ${hidden.length}\r\n\r\n${hidden}`;
      expect(await statuses(request)).toEqual([expect.any(Number), "next"]);
    }
    expect(listening.cloud.log.accesses.map(({ requestId }) => requestId)).not.toContain(SMUGGLED_ID);
    expect(oned.calls.join()).not.toContain("terminate");
  });

  test("what comes behind the answer to a chunked body, its end or more, is not read", async () => {
    const hidden = `DELETE /compute/7 HTTP/1.1\r\nHost: x\r\n${LOGIN}X-Request-Id: ${SMUGGLED_ID}\r\n\r\n`;
    const body = "<NETWORK><PUBLIC>YES</PUBLIC></NETWORK>";
    const head = `PUT /network/5 HTTP/1.1\r\nHost: x\r\n${LOGIN}Transfer-Encoding: chunked\r\n\r\n`;
    const chunk = `${body.length.toString(16)}\r\n${body}\r\n`;
    // Bun takes the first line of the last chunk for its end.
    for (const end of ["0\r\n", "0\r\n\r", "0\r\n\r\n"]) {
      const { answers } = await converse(listening.cloud.endpoint, `${head}${chunk}${end}`, `\r\n${hidden}`);
      expect(answers.map(({ status }) => status)).toEqual([202]);
    }
    expect(listening.cloud.log.accesses).toHaveLength(3);
    expect(oned.calls.join()).not.toContain("terminate");
  });

  test("requests sent without waiting are answered in their order, or not at all", async () => {
    const request = (id: number) => `GET /user/-1 HTTP/1.1\r\nHost: x\r\n${LOGIN}X-Request-Id: id-${id}\r\n\r\n`;
    const { answers } = await converse(listening.cloud.endpoint, request(1) + request(2) + request(3), NEXT);
    const ids = answers.map(({ headers }) => headers.get("x-request-id"));
    expect(["id-1", "id-2", "id-3", "next"].slice(0, ids.length)).toEqual(ids as string[]);
  });

  test("nothing of a refused request comes back in its answer", async () => {
    const refused = http1Corpus().filter(({ outcome }) => outcome === "refused");
    // Some are cut off without an answer.
    const found: Awaited<ReturnType<typeof converse>>["answers"][number][] = [];
    for (const { bytes } of refused) found.push(...(await converse(listening.cloud.endpoint, bytes, NEXT)).answers);
    for (const { body, headers } of nonEmpty(found)) {
      expect(body.length).toBeLessThan(500);
      expect(body).not.toMatch(/<html|DELETE|Basic|alicepass/i);
      expect(headers.get("content-type") ?? "text/plain").toStartWith("text/plain");
    }
  });
});

test("the corpus is large enough to be one", () => {
  const corpus = http1Corpus();
  expect(corpus.length).toBeGreaterThan(150);
  expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length);
});
