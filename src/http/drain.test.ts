import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { connect as connectPlain } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { type TlsOptions, tlsOptions } from "../certificates/tls.ts";
import type { Config } from "../config/config.ts";
import { drain } from "./drain.ts";

/** Below the 12 s of Bun's own stop. */
const SOON_MS = 11_000;
const LONG = 60_000;

let directory: string;
let tls: TlsOptions | undefined;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "occi-drain-"));
  [tls] = await tlsOptions({ ssl: "self-signed", server: "localhost", stateDir: directory } as Config);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

const children: Bun.Subprocess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** A client in another process that never reacts to anything: `send` is what it sends, once it is connected. */
async function deafClient(port: number, send: string) {
  const code = `
    const socket = require("node:tls").connect({ port: ${port}, host: "127.0.0.1", rejectUnauthorized: false, allowHalfOpen: true });
    socket.on("secureConnect", () => {
      if (${JSON.stringify(send)} === "") { console.log("ready"); stop(); }
      else socket.write(${JSON.stringify(send)});
    });
    socket.on("data", () => { console.log("ready"); stop(); });
    function stop() { process.kill(process.pid, "SIGSTOP"); }`;
  const child = Bun.spawn([process.execPath, "-e", code], { stdout: "pipe" });
  children.push(child);
  await child.stdout.getReader().read();
  return child;
}

test.each([
  ["has been answered", REQUEST],
  ["has sent nothing", ""],
])("a TLS client that %s and does not react holds nothing up", async (_, send) => {
  const server = Bun.serve({ hostname: "127.0.0.1", port: 0, ...(tls && { tls }), fetch: () => new Response("x") });
  await deafClient(server.port ?? 0, send);
  const started = performance.now();
  await drain(server, LONG);
  expect(performance.now() - started).toBeLessThan(SOON_MS);
});

const SIZE = 32 * 1024 * 1024;
/** More than the buffers of the kernel take. */
const CHUNK = 1024 * 1024;

function answers(): Record<string, () => Response> {
  return {
    whole: () => new Response(new Uint8Array(SIZE)),
    "in pieces": () => {
      let left = SIZE / CHUNK;
      const pull = (controller: ReadableStreamDefaultController): void => {
        controller.enqueue(new Uint8Array(CHUNK));
        left -= 1;
        if (left === 0) controller.close();
      };
      return new Response(new ReadableStream({ pull }));
    },
  };
}

test.each([
  ["whole", true],
  ["whole", false],
  ["in pieces", true],
  ["in pieces", false],
])(
  "an answer under way, made %s, TLS: %p, arrives whole at a client that pauses",
  async (kind, secure) => {
    const server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      ...(secure && tls && { tls }),
      fetch: () => answers()[kind]?.() ?? new Response("", { status: 500 }),
    });
    const port = server.port ?? 0;
    const socket = secure
      ? connect({ port, host: "127.0.0.1", rejectUnauthorized: false })
      : connectPlain(port, "127.0.0.1");
    socket.write(REQUEST);
    let size = 0;
    let draining: Promise<void> | undefined;
    const closed = Promise.withResolvers<void>();
    socket.on("data", (bytes) => {
      size += bytes.length;
      if (draining !== undefined) return;
      draining = drain(server, LONG);
      // Longer than an idle server is given.
      socket.pause();
      setTimeout(() => socket.resume(), 1_500);
    });
    socket.on("close", () => closed.resolve());
    await closed.promise;
    await draining;
    expect(size).toBeGreaterThan(SIZE);
  },
  20_000,
);

test("what is not answered by the deadline is cut", async () => {
  const called = Promise.withResolvers<void>();
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch() {
      called.resolve();
      return new Promise<Response>(() => {});
    },
  });
  const answer = fetch(server.url).then(
    () => "answered",
    () => "cut",
  );
  await called.promise;
  await drain(server, 100);
  expect(await answer).toBe("cut");
});
