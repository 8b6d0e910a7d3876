import { afterEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OcciError } from "../errors.ts";
import { selfSigned } from "../http/certificate.ts";
import { testConfig } from "../http/testing/config.ts";
import type { OnedClient } from "./client.ts";
import { createRpc, type RpcOptions } from "./rpc.ts";

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

function envelope(payload: string): string {
  return (
    `<methodResponse><params><param><value><array><data><value><boolean>1</boolean></value>` +
    `<value>${payload}</value><value><i4>0</i4></value></data></array></value></param></params></methodResponse>`
  );
}

/** A server that answers as told and counts what came. */
function serve(answer: (body: string, count: number) => Response | Promise<Response>) {
  let count = 0;
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      return answer(await request.text(), ++count);
    },
  });
  stops.push(() => server.stop(true));
  return { url: `http://127.0.0.1:${server.port}/RPC2`, calls: () => count };
}

/** A listener that takes the request and then cuts the connection, or sends a part of an answer first. */
function cutting(part = "") {
  let connections = 0;
  const listener = Bun.listen({
    port: 0,
    hostname: "127.0.0.1",
    socket: {
      open() {
        connections++;
      },
      data(socket) {
        if (part !== "") socket.write(part);
        socket.end();
      },
    },
  });
  stops.push(() => listener.stop(true));
  return { url: `http://127.0.0.1:${listener.port}/RPC2`, calls: () => connections };
}

function client(url: string | string[], more: Partial<RpcOptions> = {}): OnedClient {
  return createRpc({ urls: [url].flat(), connections: 8, timeout: 5000, answerLimit: 1 << 20, ...more });
}

async function failure(work: Promise<unknown>): Promise<{ code: string; hint?: string | undefined }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof OcciError) return { code: error.code, hint: error.hint };
    throw error;
  }
  return { code: "no error" };
}
const codeOf = async (work: Promise<unknown>) => (await failure(work)).code;

describe("towards an oned that works", () => {
  test("reads a text, changes and gets an id", async () => {
    const server = serve((body) => new Response(envelope(body.includes("info") ? "<string>x</string>" : "<i4>7</i4>")));
    const oned = client(server.url);
    expect(await oned.read("a:b", "one.vm.info", 7)).toBe("x");
    expect(await oned.change("a:b", "one.vm.allocate", "CPU=1", false)).toBe(7);
  });

  test("takes a pool as it was sent, and gives its bytes back when released", async () => {
    const large = `&lt;VM_POOL&gt;${"x".repeat(400_000)}&lt;/VM_POOL&gt;`;
    const server = serve(() => new Response(envelope(`<string>${large}</string>`)));
    const oned = client(server.url, { answerLimit: 500_000 });
    for (let i = 0; i < 3; i++) {
      const answer = await oned.readPool("a:b", "one.vmpool.info");
      expect(answer.encoded.length).toBe(large.length);
      answer.release();
    }
  });

  test("an error instead of a pool is that error", async () => {
    const error =
      "<methodResponse><params><param><value><array><data><value><boolean>0</boolean></value><value><string>no</string>" +
      "</value><value><i4>256</i4></value></data></array></value></param></params></methodResponse>";
    const server = serve(() => new Response(error));
    expect(await codeOf(client(server.url).readPool("a:b", "one.vmpool.info"))).toBe("BAD_CREDENTIALS");
  });

  test("never runs more calls at once than configured", async () => {
    let running = 0;
    let most = 0;
    const full = Promise.withResolvers<void>();
    const server = serve(async () => {
      most = Math.max(most, ++running);
      if (running === 3) full.resolve();
      await full.promise;
      running--;
      return new Response(envelope("<string>x</string>"));
    });
    const oned = client(server.url, { connections: 3 });
    await Promise.all(Array.from({ length: 40 }, (_, i) => oned.read(`user${i % 5}:p`, "one.user.info", -1)));
    expect(most).toBe(3);
  });
});

describe("reads of the same that wait in line", () => {
  test("are one call, of one user: what another asks is asked for itself", async () => {
    const gate = Promise.withResolvers<void>();
    const server = serve(async () => {
      await gate.promise;
      return new Response(envelope("<string>x</string>"));
    });
    const oned = client(server.url, { connections: 1 });
    const first = oned.read("alice:p", "one.vm.info", 1);
    const same = Array.from({ length: 5 }, () => oned.read("alice:p", "one.vm.info", 7));
    const others = [oned.read("bob:p", "one.vm.info", 7), oned.read("alice:other", "one.vm.info", 7)];
    gate.resolve();
    expect(new Set(await Promise.all([first, ...same, ...others]))).toEqual(new Set(["x"]));
    expect(server.calls()).toBe(4);
  });

  test("share the bytes of a list, which are given back when the last one is done", async () => {
    const gate = Promise.withResolvers<void>();
    const pool = `&lt;VM_POOL&gt;${"x".repeat(400_000)}&lt;/VM_POOL&gt;`;
    const server = serve(async () => {
      await gate.promise;
      return new Response(envelope(`<string>${pool}</string>`));
    });
    const oned = client(server.url, { connections: 1, answerLimit: 500_000 });
    const first = oned.readPool("alice:p", "one.vmpool.info", -2);
    const waiting = Array.from({ length: 3 }, () => oned.readPool("alice:p", "one.vmpool.info", -3));
    gate.resolve();
    (await first).release();
    const [one, ...others] = await Promise.all(waiting);
    one?.release();
    one?.release();
    expect(others.map(({ encoded }) => Buffer.from(encoded).toString())).toEqual([pool, pool]);
    for (const other of others) other.release();
    // There is room for one more only when all bytes are back.
    (await oned.readPool("alice:p", "one.vmpool.info", -2)).release();
    expect(server.calls()).toBe(3);
  });

  test("changes are never joined", async () => {
    const server = serve(() => new Response(envelope("<i4>7</i4>")));
    const oned = client(server.url, { connections: 1 });
    await Promise.all(Array.from({ length: 5 }, () => oned.change("alice:p", "one.vm.allocate", "CPU=1", false)));
    expect(server.calls()).toBe(5);
  });
});

describe("over https", () => {
  test("is believed when its certificate is of a known authority, and is sent nothing otherwise", async () => {
    const directory = mkdtempSync(join(tmpdir(), "occi-rpc-"));
    const identity = await selfSigned(testConfig(directory, { server: "localhost" }));
    let calls = 0;
    const server = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      tls: { key: identity.key, cert: identity.cert },
      fetch() {
        calls++;
        return new Response(envelope("<i4>7</i4>"));
      },
    });
    stops.push(() => server.stop(true));
    const url = `https://localhost:${server.port}/RPC2`;
    expect(await client(url, { ca: [identity.cert] }).change("a:b", "one.vm.allocate", "")).toBe(7);
    expect(await codeOf(client(url).change("a:b", "one.vm.allocate", ""))).toBe("ONED_UNREACHABLE");
    expect(calls).toBe(1);
    rmSync(directory, { recursive: true });
  });
});

describe("when oned does not answer", () => {
  test("nobody listens: unreachable, for reads and changes alike, as nothing was sent", async () => {
    const oned = client("http://127.0.0.1:1/RPC2");
    expect(await codeOf(oned.read("a:b", "one.vm.info", 1))).toBe("ONED_UNREACHABLE");
    expect(await codeOf(oned.change("a:b", "one.vm.allocate", ""))).toBe("ONED_UNREACHABLE");
  });

  test("the next of several is tried, and kept", async () => {
    const second = serve(() => new Response(envelope("<i4>7</i4>")));
    const oned = client(["http://127.0.0.1:1/RPC2", second.url]);
    expect(await oned.change("a:b", "one.vm.allocate", "")).toBe(7);
    expect(await oned.read("a:b", "one.vm.info", 7)).toBe("7");
    expect(second.calls()).toBe(2);
  });

  test("the next of several is tried for a read when one is silent, and changes go there from then on", async () => {
    const silent = serve(() => new Promise<Response>(() => {}));
    const second = serve(() => new Response(envelope("<i4>7</i4>")));
    const oned = client([silent.url, second.url], { timeout: 100 });
    expect(await oned.read("a:b", "one.vm.info", 7)).toBe("7");
    expect(await oned.change("a:b", "one.vm.allocate", "")).toBe(7);
    expect([silent.calls(), second.calls()]).toEqual([1, 2]);
  });

  test("a change to one that is silent is sent to no other, but what follows is", async () => {
    const silent = serve(() => new Promise<Response>(() => {}));
    const second = serve(() => new Response(envelope("<i4>7</i4>")));
    const oned = client([silent.url, second.url], { timeout: 100 });
    expect(await codeOf(oned.change("a:b", "one.vm.allocate", ""))).toBe("OUTCOME_UNKNOWN");
    expect(second.calls()).toBe(0);
    expect(await oned.change("a:b", "one.vm.allocate", "")).toBe(7);
  });

  test("a read is tried twice on a connection that breaks", async () => {
    const server = cutting();
    expect(await codeOf(client(server.url).read("a:b", "one.vm.info", 1))).toBe("ONED_UNREACHABLE");
    expect(server.calls()).toBe(2);
  });

  test("a change is sent once: its outcome is unknown, and the error says what to look at", async () => {
    const server = cutting();
    const { code, hint } = await failure(client(server.url).change("a:b", "one.vm.allocate", ""));
    expect(code).toBe("OUTCOME_UNKNOWN");
    expect(hint).toContain("look at the resource or its list");
    expect(server.calls()).toBe(1);
  });

  test("a change is not repeated at the next of several after it was sent", async () => {
    const first = cutting();
    const second = serve(() => new Response(envelope("<i4>7</i4>")));
    expect(await codeOf(client([first.url, second.url]).change("a:b", "one.vm.allocate", ""))).toBe("OUTCOME_UNKNOWN");
    expect(second.calls()).toBe(0);
  });

  test("the deadline ends a read as timed out and a change as unknown", async () => {
    const server = serve(() => new Promise<Response>(() => {}));
    const oned = client(server.url, { timeout: 30 });
    expect(await codeOf(oned.read("a:b", "one.vm.info", 1))).toBe("ONED_TIMEOUT");
    expect(await codeOf(oned.change("a:b", "one.vm.allocate", ""))).toBe("OUTCOME_UNKNOWN");
  });

  test("who waits too long for a place is told that the server is overloaded", async () => {
    const server = serve(() => new Promise<Response>(() => {}));
    const oned = client(server.url, { timeout: 50, connections: 1 });
    const first = codeOf(oned.read("a:b", "one.vm.info", 1));
    expect(await codeOf(oned.read("a:b", "one.vm.info", 2))).toMatch(/OVERLOADED|ONED_TIMEOUT/);
    expect(await first).toBe("ONED_TIMEOUT");
  });
});

describe("behind a proxy that leaves the length of answers out", () => {
  /** An answer of chunks of 1000 characters. */
  const inPieces = (text: string) => () =>
    new Response(
      new ReadableStream<Uint8Array>({
        start(stream) {
          for (let at = 0; at < text.length; at += 1000) {
            stream.enqueue(new TextEncoder().encode(text.slice(at, at + 1000)));
          }
          stream.close();
        },
      }),
    );

  test("an answer is read to its end", async () => {
    const server = serve(inPieces(envelope(`<string>${"x".repeat(5000)}</string>`)));
    expect(await client(server.url).read("a:b", "one.vm.info", 1)).toHaveLength(5000);
  });

  test("one that is over ANSWER_LIMIT is given up, and one that is cut is damaged", async () => {
    const large = serve(inPieces(envelope(`<string>${"x".repeat(50_000)}</string>`)));
    expect(await codeOf(client(large.url, { answerLimit: 10_000 }).read("a:b", "one.vm.info", 1))).toBe("ONED_FAILED");
    const cut = serve(inPieces(envelope("<string>x</string>").slice(0, 150)));
    expect(await codeOf(client(cut.url).read("a:b", "one.vm.info", 1))).toBe("ONED_DAMAGED_ANSWER");
  });
});

describe("when something else answers", () => {
  test.each([
    ["an HTML page", () => new Response("<html>Sign in</html>")],
    ["a redirect", () => Response.redirect("http://127.0.0.1:1/", 302)],
    ["an error page", () => new Response("no", { status: 404 })],
    [
      "a packed answer, which nobody asked for and which may unpack to gigabytes",
      () => new Response(Bun.gzipSync(envelope("<string>x</string>")), { headers: { "Content-Encoding": "gzip" } }),
    ],
    ["a body that ends early", () => new Response(envelope("<string>x</string>").slice(0, 100))],
  ])("%s is a damaged answer", async (_, answer) => {
    const server = serve(answer);
    expect(await codeOf(client(server.url).read("a:b", "one.vm.info", 1))).toBe("ONED_DAMAGED_ANSWER");
  });

  test("a damaged answer to a change leaves its outcome unknown", async () => {
    const server = serve(() => new Response("<html>"));
    expect(await codeOf(client(server.url).change("a:b", "one.vm.allocate", ""))).toBe("OUTCOME_UNKNOWN");
  });

  test("fewer bytes than declared are never taken for an answer", async () => {
    const body = envelope("<string>x</string>");
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length + 50}\r\nConnection: close\r\n\r\n`;
    expect(await codeOf(client(cutting(head + body).url).read("a:b", "one.vm.info", 1))).toBe("ONED_UNREACHABLE");
  });

  test("an answer over ANSWER_LIMIT is refused by its length alone", async () => {
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${2 ** 31}\r\nConnection: close\r\n\r\n<methodResponse>`;
    const { code, hint } = await failure(client(cutting(head).url).readPool("a:b", "one.vmpool.info"));
    expect(code).toBe("ONED_FAILED");
    expect(hint).toContain("ANSWER_LIMIT");
  });
});
