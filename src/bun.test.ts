/**
 * What Bun does otherwise than one would expect, and the code works around. Each test shows it on Bun alone; when one of
 * them fails, Bun has fixed it, and the work-around named in the table of `src/README.md` can go.
 */
import { afterEach, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls, type TLSSocket } from "node:tls";
import type { Server } from "bun";
import { makeCertificate } from "./certificates/testing/certificates.ts";
import { nonEmpty } from "./testing/non-empty.ts";

const servers: Server<undefined>[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop(true)));
});

type Options = { readonly tls?: { readonly key: string; readonly cert: string } };

function serve(answer: (request: Request) => Response | Promise<Response>, options: Options = {}): Server<undefined> {
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", development: false, fetch: answer, ...options });
  servers.push(server);
  return server;
}

/** Sends bytes and collects what comes until the other side closes, or until `enough` says so. */
function exchange(port: number | undefined, bytes: string, enough = (_: string): boolean => false): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = connect(port ?? 0, "127.0.0.1", () => socket.write(bytes));
    socket.on("data", (data) => {
      received += data;
      if (enough(received)) socket.destroy();
    });
    socket.on("close", () => resolve(received)).on("error", reject);
  });
}

const whole = (received: string): boolean => received.endsWith("\r\n\r\nok");
const ok = (): Response => new Response("ok");

/** What `read` says of the one request that the bytes are. */
async function seen<T>(bytes: string, read: (request: Request) => T): Promise<T | undefined> {
  let found: T | undefined;
  const server = serve((request) => {
    found = read(request);
    return ok();
  });
  await exchange(server.port, bytes, whole);
  return found;
}

test("request.url has lost its dot segments, encoded ones too", async () => {
  const url = await seen("GET /compute/%2e%2e/network/0 HTTP/1.1\r\nHost: a\r\n\r\n", (request) => request.url);
  expect(url).toBe("http://a/network/0");
});

test("the body of a GET is thrown away unseen", async () => {
  const body = await seen("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", (request) => request.body);
  expect(body).toBeNull();
});

test("two Host lines are handed on as one, joined by a comma", async () => {
  const host = await seen("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", (request) => request.headers.get("host"));
  expect(host).toBe("a, b");
});

test("CONNECT is handed on as any other method", async () => {
  expect(await seen("CONNECT b:80 HTTP/1.1\r\nHost: a\r\n\r\n", (request) => request.method)).toBe("CONNECT");
});

test("every connection of HTTP/1.0 is closed, whatever the client asked for", async () => {
  const answer = await exchange(serve(ok).port, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  expect(answer).toEndWith("\r\n\r\nok");
  expect(answer.toLowerCase()).not.toContain("connection: close");
});

test("a second request that comes before the first is answered ends the connection without an answer", async () => {
  const answered = Promise.withResolvers<void>();
  const server = serve(async () => {
    await answered.promise;
    return ok();
  });
  const received = await exchange(server.port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(2));
  answered.resolve();
  expect(received).toBe("");
});

test("a fault after the last chunk is a second answer to one request", async () => {
  const server = serve(ok);
  const received = await exchange(
    server.port,
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nno header\r\n\r\n",
  );
  expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 400"]);
});

test("a listener keeps its certificate whatever `reload` is given", async () => {
  const [first, second] = [await makeCertificate(), await makeCertificate()];
  const server = serve(ok, { tls: first });
  const shown = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket: TLSSocket = connectTls({ port: server.port ?? 0, rejectUnauthorized: false }, () => {
        resolve(socket.getPeerCertificate().fingerprint256);
        socket.destroy();
      });
      socket.on("error", reject);
    });
  const before = await shown();
  const changed = { fetch: ok, tls: { key: second.key, cert: second.cert } };
  server.reload(changed);
  expect(await shown()).toBe(before);
});

test("a request handler cannot see the certificate of a client", () => {
  const server = serve(ok);
  const names = [Object.getPrototypeOf(server), Request.prototype].flatMap((one) => Object.getOwnPropertyNames(one));
  expect(names).toContain("requestIP");
  expect(names.filter((name) => /cert|peer|tls|socket$/i.test(name))).toEqual([]);
});

test("stop waits for a client of TLS that has sent nothing", async () => {
  const server = serve(ok, { tls: await makeCertificate() });
  const client = connectTls({ port: server.port ?? 0, rejectUnauthorized: false });
  client.on("error", () => {});
  await new Promise((resolve) => client.once("secureConnect", resolve));
  const stopped = server.stop().then(() => "stopped");
  // It takes 12 s; a server that closes the connection takes a few milliseconds.
  expect(await Promise.race([stopped, Bun.sleep(300).then(() => "waiting")])).toBe("waiting");
  client.destroy();
});

test("process.hrtime counts from the start of the process, not of the machine", () => {
  const uptime = Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);
  const [seconds] = process.hrtime();
  expect(seconds).toBeLessThan(uptime - 1);
  expect(seconds).toBeLessThanOrEqual(Math.ceil(performance.now() / 1000));
});

test("toEqual takes a list with more undefined values at its end for the same", () => {
  expect([1, undefined]).toEqual([1]);
  expect([1, undefined]).not.toStrictEqual([1]);
});

test("toMatchObject takes any two maps, sets, dates, patterns and errors for the same", async () => {
  // Away from bunfig.toml, which loads our work-around.
  const directory = mkdtempSync(join(tmpdir(), "occi-bun-"));
  const pairs = "[new Map(), new Map([[1, 2]])], [new Set(), new Set([1])], [new Date(0), new Date(1)], [/a/, /b/]";
  const both = `for (const [one, other] of [${pairs}, [new Error("a"), new Error("b")]])`;
  writeFileSync(
    join(directory, "a.test.ts"),
    `import { expect, test } from "bun:test"; test("a", () => { ${both} expect({ one }).toMatchObject({ one: other }); });`,
  );
  const ran = Bun.spawn([process.execPath, "test"], { cwd: directory, stdout: "ignore", stderr: "ignore" });
  expect(await ran.exited).toBe(0);
  rmSync(directory, { recursive: true });
});

test("the table of src/README.md names each of these, and files that there are", () => {
  const readme = readFileSync(join(import.meta.dir, "README.md"), "utf8");
  const table = /## What Bun [\s\S]*?(?=\n## |$)/.exec(readme)?.[0] ?? "";
  const named = [...readFileSync(import.meta.path, "utf8").matchAll(/^test\("([^"]+)"/gm)]
    .map(([, name = ""]) => name)
    .filter((name) => !name.startsWith("the table"));
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !table.includes(`| ${name} |`))).toEqual([]);
  const files = [...table.matchAll(/`([a-z0-9/-]+\.ts)`/g)].map(([, file = ""]) => file);
  for (const file of nonEmpty(files)) expect(Bun.file(join(import.meta.dir, file)).size).toBeGreaterThan(0);
});
