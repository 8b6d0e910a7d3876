/** The front for client certificates: TLS ends there, so what the listener does by itself elsewhere is tried here. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type TLSSocket } from "node:tls";
import { makeCertificate } from "../certificates/testing/certificates.ts";
import {
  type ClientAuthority,
  type ClientCertificate,
  makeClientAuthority,
} from "../certificates/testing/client-certificates.ts";
import type { TlsOptions } from "../certificates/tls.ts";
import type { ClientAuth } from "../config/config.ts";
import { type Client, type Front, startFront } from "./client-certificates.ts";
import { type Listener, listen } from "./listener.ts";
import { recordedLog } from "./testing/recorded-log.ts";
import { shownCertificate } from "./testing/shown-certificate.ts";
import { Unsent } from "./unsent.ts";

/** Milliseconds: a deadline that must not be waited for. */
const LONG = 60_000;
const SIZE = 32 * 1024 * 1024;
const REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

let directory: string;
let authority: ClientAuthority;
let alice: ClientCertificate;
let front: Front;
let inner: Listener;
let clients: Client[];
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "occi-front-"));
  authority = await makeClientAuthority();
  alice = await authority.sign([{ CN: ["alice"] }]);
  clients = [];
});
afterEach(async () => {
  front.close();
  await inner.stop(0);
  await front.end(0);
  rmSync(directory, { recursive: true, force: true });
});

async function tlsFor(...servers: string[]): Promise<TlsOptions[]> {
  const made = await Promise.all(servers.map((server) => makeCertificate(server)));
  return made.map(({ key, cert }, index) => ({
    key,
    cert,
    ca: authority.ca,
    ciphers: "ECDHE-ECDSA-AES128-GCM-SHA256",
    ...(index > 0 && { serverName: servers[index] }),
  })) as TlsOptions[];
}

const fingerprintOf = (tls: TlsOptions | undefined): string =>
  new Bun.CryptoHasher("sha256")
    .update(Buffer.from((tls?.cert ?? "").replace(/-----.*-----|\s/g, ""), "base64"))
    .digest("hex")
    .toUpperCase()
    .replace(/(?<=..)(?=(?:..)+$)/g, ":");

async function start(tls: readonly TlsOptions[], clientAuth: ClientAuth = "optional"): Promise<void> {
  const log = recordedLog();
  inner = listen({
    host: "127.0.0.1",
    port: 0,
    tls: [],
    headerTimeout: 10_000,
    log,
    clientOf: (port) => front.clientOf(port),
    unsent: new Unsent({ limit: () => SIZE, onCut() {} }),
    async app(request, { address, subject }) {
      clients.push({ address, ...(subject !== undefined && { subject }) });
      await request.arrayBuffer();
      return new Response(new Uint8Array(request.method === "POST" ? 2 : SIZE));
    },
  });
  front = await startFront({ host: "127.0.0.1", port: 0, tls, clientAuth, innerPort: inner.port, log });
}

/** Sends a request; `onFirst` is called with the first bytes of the answer. @returns the bytes of it. */
function ask(
  certificate: Partial<ClientCertificate>,
  onFirst: (socket: TLSSocket) => void = () => {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: front.port, host: "127.0.0.1", rejectUnauthorized: false, ...certificate });
    socket.write(REQUEST);
    let size = 0;
    socket.on("data", (bytes) => {
      if (size === 0) onFirst(socket);
      size += bytes.length;
      if (size >= SIZE) socket.end();
    });
    socket.on("close", () => resolve(size));
    socket.on("error", reject);
  });
}

test("a large answer arrives whole at a client that pauses, and so does a large body", async () => {
  await start(await tlsFor("localhost"));
  const size = await ask(alice, (socket) => {
    socket.pause();
    setTimeout(() => socket.resume(), 200);
  });
  expect(size).toBeGreaterThan(SIZE);
  const answer = await fetch(`https://127.0.0.1:${front.port}/`, {
    method: "POST",
    body: new Uint8Array(SIZE),
    tls: { rejectUnauthorized: false, ...alice },
  });
  expect((await answer.arrayBuffer()).byteLength).toBe(2);
  expect(clients).toEqual(Array(2).fill({ address: "127.0.0.1", subject: "/CN=alice" }));
});

test("an answer under way when the server stops arrives whole", async () => {
  await start(await tlsFor("localhost"));
  let stopped: Promise<void> | undefined;
  let busy: Timer | undefined;
  const size = await ask(alice, () => {
    front.close();
    stopped = inner.stop(30_000).then(() => front.end(30_000));
    // The server is busy: it comes to look when all that it has read is sent, and more waits to be read.
    busy = setInterval(() => {
      for (const end = performance.now() + 60; performance.now() < end; );
    }, 1);
  });
  clearInterval(busy);
  expect(size).toBeGreaterThan(SIZE);
  await stopped;
  await expect(shownCertificate(front.port)).rejects.toThrow();
});

test("a client that sends nothing holds nothing up", async () => {
  await start(await tlsFor("localhost"));
  const ready = Promise.withResolvers<void>();
  const socket = connect({ port: front.port, host: "127.0.0.1", rejectUnauthorized: false }, ready.resolve);
  socket.on("error", () => {});
  await ready.promise;
  front.close();
  const begun = performance.now();
  await inner.stop(LONG);
  await front.end(LONG);
  expect(performance.now() - begun).toBeLessThan(LONG);
}, 90_000);

test("new connections get new certificates and new authorities; those that are open go on", async () => {
  const [old, next] = [await tlsFor("localhost", "b.example.org"), await tlsFor("localhost", "b.example.org")];
  await start(old);
  expect(await shownCertificate(front.port)).toBe(fingerprintOf(old[0]));
  expect(await shownCertificate(front.port, "b.example.org")).toBe(fingerprintOf(old[1]));
  const size = await ask(alice, () => front.present(next));
  expect(size).toBeGreaterThan(SIZE);
  expect(await shownCertificate(front.port)).toBe(fingerprintOf(next[0]));
  expect(await shownCertificate(front.port, "b.example.org")).toBe(fingerprintOf(next[1]));
  const other = await makeClientAuthority();
  front.present(next.map((tls) => ({ ...tls, ca: other.ca })));
  await ask(alice);
  await ask(await other.sign([{ CN: ["bob"] }]));
  expect(clients.map(({ subject }) => subject)).toEqual(["/CN=alice", undefined, "/CN=bob"]);
});

test.each([undefined, "b.example.org"])(
  "who must have a certificate and has none is not connected: %p",
  async (name) => {
    await start(await tlsFor("localhost", "b.example.org"), "required");
    const servername = name === undefined ? {} : { servername: name };
    const outcome = (certificate: Partial<ClientCertificate>): Promise<number> =>
      ask({ ...certificate, ...servername }).catch(() => 0);
    expect(await outcome({})).toBe(0);
    expect(await outcome(await (await makeClientAuthority()).sign([{ CN: ["alice"] }]))).toBe(0);
    expect(await outcome(alice)).toBeGreaterThan(SIZE);
    expect(clients).toHaveLength(1);
  },
);

test("no connection is lost while certificates are changed", async () => {
  await start(await tlsFor("localhost"));
  let over = false;
  let answered = 0;
  const client = async (): Promise<void> => {
    while (!over) {
      const answer = await fetch(`https://127.0.0.1:${front.port}/`, {
        method: "POST",
        body: "x",
        keepalive: false,
        tls: { rejectUnauthorized: false },
      });
      await answer.arrayBuffer();
      answered += 1;
    }
  };
  const all = Promise.all([client(), client(), client(), client()]);
  const certificates = await Promise.all(Array.from({ length: 10 }, () => tlsFor("localhost")));
  for (let last = 0, rotation = 0; rotation < certificates.length; last = answered) {
    front.present(certificates[rotation++] ?? []);
    while (answered < last + 4) await new Promise((resolve) => setImmediate(resolve));
  }
  over = true;
  await all;
  expect(answered).toBeGreaterThanOrEqual(40);
});
