import { afterEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selfSigned } from "../certificates/self-signed.ts";
import { OcciError } from "../errors.ts";
import { testConfig } from "../http/testing/config.ts";
import { until } from "../testing/until.ts";
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

/** A server that answers as told and counts what came: all calls, or those of a method. */
function serve(answer: (body: string, count: number) => Response | Promise<Response>) {
  let count = 0;
  const methods: string[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const body = await request.text();
      methods.push(/<methodName>([^<]*)/.exec(body)?.[1] ?? "");
      return answer(body, ++count);
    },
  });
  stops.push(() => server.stop(true));
  const calls = (method?: string) => methods.filter((name) => method === undefined || name === method).length;
  return { url: `http://127.0.0.1:${server.port}/RPC2`, calls, methods };
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

  test.each(["read", "readPool"] as const)(
    "and one that is on its way are two calls of %s: it is older",
    async (way) => {
      const gates: (() => void)[] = [];
      const server = serve(async () => {
        const gate = Promise.withResolvers<void>();
        gates.push(gate.resolve);
        await gate.promise;
        return new Response(envelope("<string>x</string>"));
      });
      const oned = client(server.url, { connections: 2 });
      const first = oned[way]("alice:p", "one.vm.info", 7);
      const second = oned[way]("alice:p", "one.vm.info", 7);
      await until(() => server.calls() === 2);
      // Both places are taken: the third waits in line, and is on its way when the fourth asks.
      const third = oned[way]("alice:p", "one.vm.info", 7);
      gates[0]?.();
      await Promise.race([first, second]);
      await until(() => server.calls() === 3);
      gates[1]?.();
      await Promise.all([first, second]);
      const fourth = oned[way]("alice:p", "one.vm.info", 7);
      await until(() => server.calls() === 4);
      for (const open of gates) open();
      expect(await Promise.all([third, fourth])).toHaveLength(2);
    },
  );

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

  test("the log can name the address that failed, and the answer does not", async () => {
    const oned = client("http://127.0.0.1:1/RPC2");
    const error = await oned.read("a:b", "one.vm.info", 1).catch((thrown: unknown) => thrown);
    expect(String((error as Error).cause)).toContain(" at http://127.0.0.1:1/RPC2");
    expect(JSON.stringify([(error as Error).message, (error as { hint?: string }).hint])).not.toContain("127.0.0.1");
  });

  test("the next of several is tried, and kept", async () => {
    const second = serve(() => new Response(envelope("<i4>7</i4>")));
    const oned = client(["http://127.0.0.1:1/RPC2", second.url]);
    expect(await oned.change("a:b", "one.vm.allocate", "")).toBe(7);
    expect(await oned.read("a:b", "one.vm.info", 7)).toBe("7");
    // Of several servers one is asked until it shows the new machine.
    expect(second.methods).toEqual(["one.vm.allocate", "one.vm.info", "one.vm.info"]);
  });

  test("the next of several is tried for a read when one is silent, and changes go there from then on", async () => {
    const silent = serve(() => new Promise<Response>(() => {}));
    const second = serve(() => new Response(envelope("<i4>7</i4>")));
    const oned = client([silent.url, second.url], { timeout: 1_000 });
    expect(await oned.read("a:b", "one.vm.info", 7)).toBe("7");
    expect(await oned.change("a:b", "one.vm.allocate", "")).toBe(7);
    expect([silent.calls(), second.calls("one.vm.allocate")]).toEqual([1, 1]);
  });

  test("a change to one that is silent is sent to no other, but what follows is", async () => {
    const silent = serve(() => new Promise<Response>(() => {}));
    const second = serve(() => new Response(envelope("<i4>7</i4>")));
    const oned = client([silent.url, second.url], { timeout: 1_000 });
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
    expect(hint).toContain("check the resource or its list");
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

/** Answers like a server that is not the leader. */
const refusing =
  (text: string, code = 8192) =>
  () =>
    new Response(
      "<methodResponse><params><param><value><array><data><value><boolean>0</boolean></value><value><string>" +
        `[one.vm.allocate] ${text}</string></value><value><i4>${code}</i4></value></data></array></value></param></params></methodResponse>`,
    );
const NO_CONNECTION =
  "libcurl failed to execute the HTTP POST transaction, explaining:  Failed to connect to 10.1.2.3 port 2633 after 0 ms: Couldn't connect to server";

/** A clock that each wait moves on. */
function quickClock() {
  let time = 0;
  const pauses: number[] = [];
  const clock = {
    now: () => time,
    async sleep(ms: number) {
      pauses.push(ms);
      time += ms;
    },
  };
  return { clock, pauses, now: () => time };
}

describe("towards servers without a leader", () => {
  test.each([
    "Cannot process request, no leader found",
    "Cannot process request, oned cluster in election mode",
    "Cannot process request, oned cluster is replicating log",
    "Cannot process request, zone disabled",
    NO_CONNECTION,
  ])(
    "%j: nothing was done, so a change is made at the next address, where the following ones go at once",
    async (text) => {
      const first = serve(refusing(text));
      const second = serve(() => new Response(envelope("<i4>7</i4>")));
      const oned = client([first.url, second.url]);
      expect(await oned.change("a:b", "one.vm.allocate", "")).toBe(7);
      expect(await oned.change("a:b", "one.vm.allocate", "")).toBe(7);
      expect([first.calls(), second.calls("one.vm.allocate")]).toEqual([1, 2]);
    },
  );

  test("a change waits until there is one, asking all of them at growing intervals", async () => {
    const { clock, pauses, now } = quickClock();
    const until = (text: string) => () => (now() < 5_000 ? refusing(text)() : new Response(envelope("<i4>7</i4>")));
    const first = serve(until("Cannot process request, no leader found"));
    const second = serve(until(NO_CONNECTION));
    const oned = client([first.url, "http://127.0.0.1:1/RPC2", second.url], { clock, wait: 10_000 });
    expect(await oned.change("a:b", "one.vm.allocate", "")).toBe(7);
    expect(pauses.slice(0, 3)).toEqual([100, 150, 225]);
    expect(Math.max(...pauses)).toBe(500);
    expect(now()).toBeLessThan(5_500);
    // The change itself is sent again when there is one: until then a reading is, that only a leader answers.
    expect([first.calls("one.vm.allocate"), second.calls("one.vm.allocate")]).toEqual([2, 1]);
    expect(second.calls("one.system.version")).toBe(pauses.length - 1);
  });

  test("it ends after WAIT with 503, Retry-After, and without a word of where the leader was", async () => {
    const { clock, now } = quickClock();
    const server = serve(refusing(NO_CONNECTION));
    const error = await client(server.url, { clock, wait: 10_000 })
      .change("a:b", "one.vm.allocate", "")
      .catch((thrown: OcciError) => thrown);
    expect(error).toMatchObject({ code: "ONED_READ_ONLY", status: 503, retryAfter: 5 });
    expect(now()).toBe(10_000);
    const { message, hint } = error as OcciError;
    expect(`${message} ${hint}`).not.toMatch(/10\.1\.2\.3|2633|curl/);
  });

  test("a disabled zone does not pass by itself: it is told at once", async () => {
    const { clock, pauses } = quickClock();
    const server = serve(refusing("Cannot process request, zone disabled"));
    const oned = client(server.url, { clock, wait: 10_000 });
    expect(await codeOf(oned.change("a:b", "one.vm.allocate", ""))).toBe("ONED_READ_ONLY");
    expect(pauses).toEqual([]);
  });

  test.each([
    "RPC call timed out and aborted",
    "libcurl failed to execute the HTTP POST transaction, explaining:  Empty reply from server",
    "libcurl failed to execute the HTTP POST transaction, explaining:  Recv failure: Connection reset by peer",
    "",
  ])("%j: a change may have been made, so it is sent to nobody else and never again", async (text) => {
    const { clock, pauses } = quickClock();
    const first = serve(refusing(text));
    const second = serve(() => new Response(envelope("<i4>7</i4>")));
    const oned = client([first.url, second.url], { clock, wait: 10_000 });
    const { code, hint } = await failure(oned.change("a:b", "one.vm.allocate", ""));
    expect(code).toBe("OUTCOME_UNKNOWN");
    expect(hint).toContain("check the resource or its list");
    expect([first.calls(), second.calls(), pauses.length]).toEqual([1, 0, 0]);
  });

  test("a change whose outcome became unknown while it waited is not sent again either", async () => {
    const { clock, now } = quickClock();
    const server = serve((_, count) =>
      refusing(count < 4 ? "Cannot process request, no leader found" : "RPC call timed out and aborted")(),
    );
    const oned = client(server.url, { clock, wait: 10_000 });
    expect(await codeOf(oned.change("a:b", "one.vm.allocate", ""))).toBe("OUTCOME_UNKNOWN");
    expect([server.calls(), now()]).toEqual([4, 475]);
  });

  test.each(["Cannot process request, no leader found", "RPC call timed out and aborted", NO_CONNECTION])(
    "%j: a read that only the leader answers is asked at the next address, and not waited for",
    async (text) => {
      const { clock, pauses } = quickClock();
      const first = serve(refusing(text));
      const second = serve(() => new Response(envelope("<string>6.10.0</string>")));
      const { url } = first;
      expect(await client([url, second.url]).read("a:b", "one.system.version")).toBe("6.10.0");
      const alone = client(url, { clock, wait: 10_000 });
      expect(await codeOf(alone.read("a:b", "one.system.version"))).toBe("ONED_READ_ONLY");
      expect(pauses).toEqual([]);
    },
  );

  test("one among several calls in one does not show the leader's address either", async () => {
    const inner = `<value><array><data>${/<value><array>.*<\/array><\/value>/.exec(await refusing(NO_CONNECTION)().text())?.[0]}</data></array></value>`;
    const server = serve(
      () =>
        new Response(
          `<methodResponse><params><param><value><array><data>${inner}</data></array></value></param></params></methodResponse>`,
        ),
    );
    const error = await client(server.url)
      .readMany("a:b", [["one.system.version"]])
      .catch((thrown: OcciError) => thrown);
    expect(error).toMatchObject({ code: "ONED_READ_ONLY" });
    expect((error as OcciError).message).not.toMatch(/10\.1\.2\.3/);
  });

  test("who waits for a leader holds no place: reads go on", async () => {
    const asleep = Promise.withResolvers<void>();
    const wake = Promise.withResolvers<void>();
    const clock = {
      now: () => 0,
      sleep: () => {
        asleep.resolve();
        return wake.promise;
      },
    };
    const server = serve((body, count) =>
      body.includes("allocate") && count === 1
        ? refusing("Cannot process request, no leader found")()
        : new Response(envelope("<i4>7</i4>")),
    );
    const oned = client(server.url, { clock, wait: 10_000, connections: 1 });
    const change = oned.change("a:b", "one.vm.allocate", "");
    await asleep.promise;
    expect(await oned.read("a:b", "one.vm.info", 7)).toBe("7");
    wake.resolve();
    expect(await change).toBe(7);
  });
});

describe("the user's own changes", () => {
  const notYet = refusing("Error getting image [7].", 1024);
  const image = envelope("<string>&lt;IMAGE&gt;&lt;ID&gt;7&lt;/ID&gt;&lt;/IMAGE&gt;</string>");
  /** A follower: it shows an image at the fourth reading only. */
  const follower = () =>
    serve((body, count) => {
      if (body.includes("one.image.allocate")) return new Response(envelope("<i4>7</i4>"));
      return count < 5 ? notYet() : new Response(image);
    });

  test("a creation at one of several servers is answered when that one shows it", async () => {
    const { clock, pauses } = quickClock();
    const { url, methods } = follower();
    const oned = client([url, "http://127.0.0.1:1/RPC2"], { clock, wait: 10_000 });
    expect(await oned.change("a:b", "one.image.allocate", "", 1)).toBe(7);
    expect(methods).toEqual(["one.image.allocate", ...Array(4).fill("one.image.info")]);
    expect(pauses).toEqual([20, 40, 80]);
    expect(await oned.read("a:b", "one.image.info", 7)).toContain("<ID>7</ID>");
    expect([methods.length, pauses.length]).toEqual([6, 3]);
  });

  test("with one address nothing more is asked, and nobody waits", async () => {
    const { clock, pauses } = quickClock();
    const { url, methods } = follower();
    const oned = client(url, { clock, wait: 10_000 });
    expect(await oned.change("a:b", "one.image.allocate", "", 1)).toBe(7);
    expect(await codeOf(oned.read("a:b", "one.image.info", 7))).toBe("NOT_FOUND");
    expect([methods.length, pauses.length]).toEqual([2, 0]);
  });

  test("a list right after a change that no reading tells comes after all servers must show it", async () => {
    const { clock, now } = quickClock();
    const server = serve(
      (body) => new Response(envelope(body.includes("recover") ? "<i4>7</i4>" : "<string>x</string>")),
    );
    const oned = client([server.url, server.url], { clock, wait: 10_000 });
    await oned.change("a:b", "one.vm.recover", 7, 4);
    (await oned.readPool("b:b", "one.vmpool.info", -2)).release();
    expect(now()).toBe(0);
    const lists = [oned.readPool("a:b", "one.vmpool.info", -2), oned.readPool("a:b", "one.vmpool.info", -2)];
    for (const list of await Promise.all(lists)) list.release();
    expect(now()).toBeGreaterThanOrEqual(750);
  });
});

describe("an address that takes calls and is silent", () => {
  const text = envelope("<string>x</string>");
  const info = /<methodName>one/;

  test("does not live: a read is asked elsewhere long before its time is over, and nothing goes there any more", async () => {
    const silent = serve(() => new Promise<Response>(() => {}));
    const second = serve(() => new Response(text));
    const oned = client([silent.url, second.url], { silence: 20 });
    expect(await oned.read("a:b", "one.vm.info", 1)).toBe("x");
    expect(await oned.read("a:b", "one.vm.info", 2)).toBe("x");
    expect([silent.calls("one.vm.info"), second.calls("one.vm.info")]).toEqual([1, 2]);
  });

  test("lives: a read of a large list may take its time", async () => {
    const slow = serve(async (body) => {
      if (info.test(body)) await until(() => slow.calls("system.listMethods") >= 3);
      return new Response(text);
    });
    const second = serve(() => new Response(text));
    const oned = client([slow.url, second.url], { silence: 400 });
    expect(await oned.read("a:b", "one.vmpool.info")).toBe("x");
    expect(second.calls()).toBe(0);
  });

  test("does not live: a change stays where it was sent, and the next one goes elsewhere when there is a leader", async () => {
    const silent = serve(() => new Promise<Response>(() => {}));
    const second = serve((body) => new Response(body.includes("recover") ? envelope("<i4>7</i4>") : text));
    const oned = client([silent.url, second.url], { silence: 20, timeout: 1_500 });
    const first = codeOf(oned.change("a:b", "one.vm.recover", 7, 2));
    // By the time that this one is answered elsewhere the silence has been noticed.
    await oned.read("b:b", "one.vm.info", 1);
    expect(await oned.change("a:b", "one.vm.recover", 7, 2)).toBe(7);
    expect(second.methods.slice(0, 3)).toEqual(["one.vm.info", "one.system.version", "one.vm.recover"]);
    expect(await first).toBe("OUTCOME_UNKNOWN");
  });
});

test("changes that are not answered leave a place to who reads", async () => {
  const gate = Promise.withResolvers<void>();
  const server = serve(async (body) => {
    if (body.includes("recover")) await gate.promise;
    return new Response(envelope("<i4>7</i4>"));
  });
  const oned = client(server.url, { connections: 3 });
  const changes = Array.from({ length: 10 }, () => oned.change("a:b", "one.vm.recover", 7, 2));
  expect(await oned.read("a:b", "one.vm.info", 7)).toBe("7");
  expect(server.calls("one.vm.recover")).toBe(2);
  gate.resolve();
  await Promise.all(changes);
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
