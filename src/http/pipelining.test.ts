/**
 * Requests behind each other in one piece: Bun answers one at a time, and ends the connection when the next comes before.
 * Over TLS it tells so only when the client has closed its side, too.
 */
import { expect, test } from "bun:test";
import { nonEmpty } from "../testing/non-empty.ts";
import { attended } from "./attended.ts";
import { ALL_LISTENERS, authorization, describeListener, type Listening } from "./testing/cloud.ts";
import { PASSWORDS, SmallOned } from "./testing/small-oned.ts";
import { converse } from "./testing/wire.ts";

const LOGIN = `Authorization: ${authorization("alice")}\r\n`;

function request(line: string, body = "", more = ""): string {
  const length = body === "" ? "" : `Content-Length: ${body.length}\r\n`;
  return `${line} HTTP/1.1\r\nHost: x\r\n${LOGIN}${length}${more}\r\n${body}`;
}

const NETWORK = "<NETWORK><NAME>n</NAME><ADDRESS>10.0.0.0</ADDRESS><SIZE>5</SIZE></NETWORK>";
const CHUNKED = `Transfer-Encoding: chunked\r\n`;
const RENAME = "<ACTION><PERFORM>rename</PERFORM><PARAMS><NAME>new</NAME></PARAMS></ACTION>";

/** Each is one change. */
const CHANGES = {
  POST: request("POST /network", NETWORK),
  "POST that ends the connection": request("POST /network", NETWORK, "Connection: close\r\n"),
  "chunked POST": `${request("POST /network", "", CHUNKED)}${NETWORK.length.toString(16)}\r\n${NETWORK}\r\n0\r\n\r\n`,
  PUT: request("PUT /network/5", "<NETWORK><PUBLIC>YES</PUBLIC></NETWORK>"),
  DELETE: request("DELETE /compute/7"),
  action: request("POST /network/5/action", RENAME),
  "POST expecting 100": request("POST /network", NETWORK, "Expect: 100-continue\r\n"),
};
const OTHERS = {
  GET: request("GET /user/-1"),
  OPTIONS: request("OPTIONS /compute"),
  "OPTIONS that ends the connection": request("OPTIONS /compute", "", "Connection: close\r\n"),
  "GET without credentials": "GET /compute HTTP/1.1\r\nHost: x\r\n\r\n",
  "GET of two hosts": request("GET /user/-1", "", "Host: y\r\n"),
  CONNECT: request("CONNECT /user/-1"),
  "no request": "nonsense\r\n\r\n",
};
const LAST = request("GET /user/-1", "", "Connection: close\r\n");

interface Made {
  /** Changes that oned was asked for. */
  readonly done: number;
  /** Answers that tell of one. */
  readonly told: number;
}

function sender(listening: Listening): (bytes: string) => Promise<Made> {
  return async (bytes) => {
    listening.oned.reset();
    const { answers } = await converse(listening.cloud.endpoint, bytes, LAST);
    const changes = listening.oned.calls.filter((call) => /\.(rename|delete|allocate|chmod|action) /.test(call));
    const told = answers.filter(({ status, headers }) => [201, 202, 204].includes(status) && !headers.has("allow"));
    return { done: changes.length, told: told.length };
  };
}

describeListener((listening) => {
  const made = sender(listening);

  test.each(Object.entries(CHANGES))("%s alone is carried out once, and answered", async (_, bytes) => {
    expect(await made(bytes)).toEqual({ done: 1, told: 1 });
  });

  test.each(Object.entries(CHANGES))("%s behind anything is carried out only if it is answered", async (_, bytes) => {
    for (const other of Object.values(OTHERS)) {
      const { done, told } = await made(other + bytes);
      expect(done).toBeLessThanOrEqual(told);
    }
  });

  test("behind an answer that ends the connection nothing is carried out", async () => {
    for (const first of [OTHERS["OPTIONS that ends the connection"], OTHERS["GET of two hosts"], OTHERS.CONNECT]) {
      for (const bytes of Object.values(CHANGES)) expect((await made(first + bytes)).done).toBe(0);
    }
  });

  test.each(Object.entries(CHANGES))("of changes behind each other the second is not begun: %s", async (_, bytes) => {
    for (const other of Object.values(CHANGES)) expect((await made(bytes + other)).done).toBeLessThanOrEqual(1);
  });
}, ALL_LISTENERS);

describeListener(
  (listening) => {
    const made = sender(listening);

    test.each(Object.entries(CHANGES))(
      "%s with anything behind it is begun only if it is answered",
      async (_, bytes) => {
        for (const other of nonEmpty([...Object.values(OTHERS), ...Object.values(CHANGES)])) {
          const { done, told } = await made(bytes + other);
          expect(done).toBeLessThanOrEqual(told);
        }
      },
    );
  },
  ["plain", "the front for client certificates"],
);

test("a change whose client has gone is not begun, the rest of one that was begun is carried out", async () => {
  const control = new AbortController();
  const oned = new SmallOned();
  const client = attended(oned, { signal: control.signal } as Request);
  const session = `alice:${PASSWORDS.alice}`;
  await client.change(session, "one.vm.rename", 7, "a");
  control.abort();
  await client.change(session, "one.vm.rename", 7, "b");
  expect(oned.calls).toHaveLength(2);
  const late = attended(oned, { signal: control.signal } as Request);
  await late.read(session, "one.vm.info", 7);
  await expect(late.change(session, "one.vm.rename", 7, "c")).rejects.toHaveProperty("code", "CLIENT_GONE");
  expect(oned.calls).toHaveLength(3);
});
