/** Large answers that wait for their clients: what they take of memory together, and who is cut off for it. */
import { describe, expect, test } from "bun:test";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { makeCertificate } from "../certificates/testing/certificates.ts";
import type { Listener } from "./listener.ts";
import { listen } from "./listener.ts";
import { recordedLog } from "./testing/recorded-log.ts";
import { type Outgoing, Unsent } from "./unsent.ts";

const MB = 1024 * 1024;

/** What a body holds, in order. */
const bytesOf = (count: number, seed = 0): Uint8Array =>
  Uint8Array.from({ length: count }, (_, i) => (i * 7 + seed) % 251);

interface Client {
  readonly control: AbortController;
  cuts: number;
}

function world(limit: number, grace = 0, patience = 60_000) {
  const cut: [string, number][] = [];
  const unsent = new Unsent({ limit: () => limit, onCut: (...one) => cut.push(one), grace, patience });
  const client = (): Client => ({ control: new AbortController(), cuts: 0 });
  const send = (size: number, name = "", one = client()): Promise<Outgoing> =>
    unsent.send([new Uint8Array(size)], {
      client: name,
      signal: one.control.signal,
      cut: () => {
        one.cuts += 1;
      },
    });
  return { unsent, cut, client, send };
}

describe("an answer", () => {
  test("arrives as it is, whatever its pieces are", async () => {
    const { unsent } = world(100 * MB);
    const pieces = [0, 1, 1000, 70_000, 0, 300_000, 65_536, 5].map(bytesOf);
    const { body, sent } = await unsent.send(pieces, { client: "", signal: new AbortController().signal, cut() {} });
    expect(Buffer.from(await new Response(body).bytes()).equals(Buffer.concat(pieces))).toBe(true);
    await sent;
    expect(unsent.bytes).toBe(0);
  });

  test("counts for what was not taken of it, until its client has gone", async () => {
    const { unsent, send, client } = world(100 * MB);
    const alice = client();
    const { body, sent } = await send(MB, "alice", alice);
    expect(unsent.bytes).toBe(MB);
    await body.getReader().read();
    expect(unsent.bytes).toBe(MB - 64 * 1024);
    alice.control.abort();
    await sent;
    expect(unsent.bytes).toBe(0);
    const { body: second, sent: gone } = await send(MB);
    await second.cancel();
    await gone;
    expect(unsent.bytes).toBe(0);
    await (await send(MB, "alice", alice)).sent;
    expect(unsent.bytes).toBe(0);
  });
});

describe("over the limit", () => {
  test("the client that has stood still the longest is cut off, and no more than necessary", async () => {
    const { unsent, cut, client, send } = world(3 * MB);
    const [first, second, third] = [client(), client(), client()];
    const outgoing = await send(MB, "first", first);
    await send(MB, "second", second);
    await send(MB, "third", third);
    await outgoing.body.getReader().read();
    await send(MB, "fourth");
    expect(cut).toEqual([["second", MB]]);
    expect([first.cuts, second.cuts, third.cuts]).toEqual([0, 1, 0]);
    expect(unsent.bytes).toBe(3 * MB - 64 * 1024);
  });

  test("what was cut off is not sent on", async () => {
    const { send } = world(MB);
    const { body, sent } = await send(MB);
    await send(MB);
    await sent;
    await expect(new Response(body).bytes()).rejects.toThrow("cut off");
  });

  test("those who read are not cut off: the next one waits until there is room", async () => {
    const { cut, send } = world(MB, 60_000);
    const { body } = await send(MB);
    const next = send(MB);
    await new Response(body).bytes();
    await next;
    expect(cut).toEqual([]);
  });

  test("and is refused when there is none for too long", async () => {
    const { unsent, send } = world(MB, 60_000, 0);
    await send(MB);
    await expect(send(MB)).rejects.toMatchObject({ code: "OVERLOADED", retryAfter: 5 });
    expect(unsent.bytes).toBe(MB);
  });

  test("an answer that is alone is sent, however large it is", async () => {
    const { unsent, send } = world(1);
    await send(5 * MB);
    expect(unsent.bytes).toBe(5 * MB);
  });
});

describe.each(["plain", "TLS"])("a listener, %s", (kind) => {
  const SIZE = 32 * MB;

  async function start(limit: number, grace: number): Promise<{ listener: Listener; unsent: Unsent; cut: string[] }> {
    const cut: string[] = [];
    const unsent = new Unsent({ limit: () => limit, onCut: (client) => cut.push(client), grace });
    const { key, cert } = await makeCertificate("localhost");
    const listener = listen({
      host: "127.0.0.1",
      port: 0,
      tls: kind === "TLS" ? [{ key, cert, ciphers: "ECDHE-ECDSA-AES128-GCM-SHA256" }] : [],
      headerTimeout: 10_000,
      log: recordedLog(),
      unsent,
      async app(_, { send }) {
        const outgoing = await send?.([new Uint8Array(SIZE)]);
        return new Response(outgoing?.body);
      },
    });
    return { listener, unsent, cut };
  }

  /** Asks, and reads nothing but the first bytes until it is told to. */
  async function ask(port: number): Promise<{ socket: Socket; size: () => number; closed: Promise<void> }> {
    const socket =
      kind === "TLS" ? connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false }) : connect(port, "127.0.0.1");
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const first = Promise.withResolvers<void>();
    let size = 0;
    socket.on("data", (bytes) => {
      if (size === 0) socket.pause();
      size += bytes.length;
      first.resolve();
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve());
    socket.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    await first.promise;
    return { socket, size: () => size, closed };
  }

  test("a slow client gets all of it where nobody needs the room", async () => {
    const { listener, unsent, cut } = await start(2 * SIZE, 0);
    const { socket, size, closed } = await ask(listener.port);
    expect(unsent.bytes).toBeGreaterThan(SIZE / 2);
    socket.resume();
    await closed;
    expect(size()).toBeGreaterThan(SIZE);
    expect([cut, unsent.bytes]).toEqual([[], 0]);
    await listener.stop(0);
  });

  test("one that reads nothing is cut off when another answer needs it, which arrives whole", async () => {
    const { listener, unsent, cut } = await start(SIZE, 0);
    const idle = await ask(listener.port);
    const busy = await ask(listener.port);
    expect(cut).toEqual(["127.0.0.1"]);
    busy.socket.resume();
    await busy.closed;
    expect(busy.size()).toBeGreaterThan(SIZE);
    idle.socket.resume();
    await idle.closed;
    expect(idle.size()).toBeLessThan(SIZE);
    expect(unsent.bytes).toBe(0);
    await listener.stop(0);
  }, 15_000);

  test("one that goes away leaves nothing behind", async () => {
    const { listener, unsent } = await start(SIZE, 0);
    const { socket } = await ask(listener.port);
    socket.destroy();
    while (unsent.bytes > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(unsent.bytes).toBe(0);
    await listener.stop(0);
  });
});
