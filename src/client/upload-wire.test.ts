/** Uploads on the wire: the bytes of the request, all ways to a server, servers and files that do not behave. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { appendFileSync, mkdtempSync, rmSync, truncateSync, unlinkSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OcciError } from "../errors.ts";
import { type SelfSigned, selfSigned } from "../http/certificate.ts";
import { heard } from "../terminal/testing.ts";
import { localFile } from "./local-file.ts";
import { openSession } from "./session.ts";
import { commandLine } from "./testing.ts";
import { type UploadOptions, upload } from "./upload.ts";

const MIB = 2 ** 20;
const XML = "<STORAGE><NAME>debian</NAME></STORAGE>";
const VARIABLES = ["http_proxy", "https_proxy", "no_proxy"] as const;
let directory: string;
let certificate: SelfSigned;
let authority: string;
const stops: (() => unknown)[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "occi-upload-"));
  certificate = await selfSigned({ server: "localhost", stateDir: directory });
  authority = join(directory, "authority.crt");
  writeFileSync(authority, certificate.cert);
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  for (const name of VARIABLES) delete process.env[name];
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A file of that many zeros, which need no room on the disk. */
function sparse(bytes: number): string {
  const path = join(directory, "disk.img");
  writeFileSync(path, "");
  truncateSync(path, bytes);
  return path;
}

/** Uploads a file as alice. */
async function send(
  url: string,
  path: string,
  options: Partial<UploadOptions> = {},
  trust: Parameters<typeof commandLine>[0] = { cacert: authority },
) {
  const args = commandLine({ url, username: "alice", password: "secret", ...trust });
  const file = await localFile(path);
  const { result } = await heard(() =>
    upload(openSession(args), XML, file, { signal: new AbortController().signal, onProgress: () => {}, ...options }),
  );
  return result;
}

async function refusal(sent: Promise<unknown>): Promise<OcciError> {
  const error = await sent.then(
    () => undefined,
    (thrown) => thrown,
  );
  if (error instanceof OcciError) return error;
  throw new Error("it was not refused", { cause: error });
}

/** A server at the level of bytes. @returns its port. */
function listen(take: (socket: Bun.Socket, bytes: Buffer) => void, secure = false): number {
  const tls = secure ? { key: certificate.key, cert: certificate.cert } : undefined;
  const listener = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    ...(tls && { tls }),
    socket: { data: take, error: () => {} },
  });
  stops.push(() => listener.stop(true));
  return listener.port;
}

/** A proxy, for http and for https. @returns its URL, and the first lines it was sent. */
async function proxy(answer = "200 Connection established") {
  const seen: string[] = [];
  const server = createServer((client) => {
    client.once("data", (bytes: Buffer) => {
      const head = bytes.toString("latin1");
      seen.push(head.slice(0, head.indexOf("\r\n\r\n")));
      const tunnel = /^CONNECT [\w.]+:(\d+) /.exec(head);
      const plain = /^POST http:\/\/[\w.]+:(\d+)/.exec(head);
      const port = Number(tunnel?.[1] ?? plain?.[1]);
      if (!answer.startsWith("200")) return client.end(`HTTP/1.1 ${answer}\r\n\r\n`);
      const server: Socket = connect({ host: "127.0.0.1", port }, () => {
        if (tunnel) client.write(`HTTP/1.1 ${answer}\r\n\r\n`);
        else server.write(Buffer.from(head.replace(/http:\/\/[\w.]+:\d+/, ""), "latin1"));
        server.pipe(client);
        client.pipe(server);
      });
      server.on("error", () => client.destroy());
      client.on("error", () => server.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(() => server.close());
  const address = server.address();
  return { port: typeof address === "object" ? address?.port : undefined, seen };
}

/** A server that reads forms. @returns its URL, and the digests of the files it got. */
function formServer(secure: boolean) {
  const digests: string[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    ...(secure && { tls: { key: certificate.key, cert: certificate.cert } }),
    async fetch(request) {
      const file = (await request.formData()).get("file");
      if (!(file instanceof File)) return new Response("no file", { status: 400 });
      digests.push(new Bun.CryptoHasher("sha256").update(await file.bytes()).digest("hex"));
      return new Response("<STORAGE/>", { status: 201 });
    },
  });
  stops.push(() => server.stop(true));
  return { url: `${secure ? "https" : "http"}://localhost:${server.port}`, digests };
}

test("the request is one that servers of old understand: HTTP/1.1, with the length, in no chunks", async () => {
  let text = "";
  const port = listen((socket, bytes) => {
    text += bytes.toString("latin1");
    if (text.endsWith("--\r\n")) socket.end("HTTP/1.0 201 Created\r\n\r\n<STORAGE/>");
  });
  const path = join(directory, 'a "b".img');
  writeFileSync(path, "content");
  expect(await send(`http://127.0.0.1:${port}/base`, path)).toMatchObject({ status: 201, body: "<STORAGE/>" });
  const [head = "", body = ""] = text.split(/\r\n\r\n(.*)/s);
  const boundary = /boundary=(\S+)/.exec(head)?.[1];
  expect(head.split("\r\n")).toEqual([
    "POST /base/storage HTTP/1.1",
    `Host: 127.0.0.1:${port}`,
    `Authorization: Basic ${btoa("alice:secret")}`,
    "Accept: application/xml",
    `Content-Type: multipart/form-data; boundary=${boundary}`,
    `Content-Length: ${body.length}`,
    "Connection: close",
  ]);
  expect(body.split("\r\n")).toEqual([
    `--${boundary}`,
    'Content-Disposition: form-data; name="occixml"',
    "",
    XML,
    `--${boundary}`,
    'Content-Disposition: form-data; name="file"; filename="a %22b%22.img"',
    "Content-Type: application/octet-stream",
    "",
    "content",
    `--${boundary}--`,
    "",
  ]);
});

describe("each way to a server", () => {
  const content = new Uint8Array(5 * MIB + 17).map((_, index) => (index * 31) % 251);
  const digest = new Bun.CryptoHasher("sha256").update(content).digest("hex");

  test.each([
    ["http", false, false],
    ["https", true, false],
    ["http through a proxy", false, true],
    ["https through a proxy", true, true],
  ])("%s brings the file as it is", async (_, secure, proxied) => {
    const { url, digests } = formServer(secure);
    const path = join(directory, "disk.img");
    writeFileSync(path, content);
    const way = proxied ? await proxy() : undefined;
    if (way) process.env[secure ? "https_proxy" : "http_proxy"] = `http://me:pass%20word@127.0.0.1:${way.port}`;
    const progress: number[] = [];
    expect((await send(url, path, { onProgress: (sent) => progress.push(sent) })).status).toBe(201);
    expect(digests).toEqual([digest]);
    expect(progress.at(-1)).toBe(content.length);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    if (way === undefined) return;
    expect(way.seen).toHaveLength(1);
    expect(way.seen[0]).toStartWith(secure ? `CONNECT ${url.slice(8)} HTTP/1.1` : `POST ${url}/storage HTTP/1.1`);
    expect(way.seen[0]).toContain(`Proxy-Authorization: Basic ${btoa("me:pass word")}`);
    // The server's password is not the proxy's business where it need not be.
    expect(way.seen[0]?.includes(btoa("alice:secret"))).toBe(!secure);
  });

  test("no_proxy leads past the proxy", async () => {
    const { url, digests } = formServer(true);
    process.env.https_proxy = "http://127.0.0.1:1";
    process.env.no_proxy = "localhost";
    await send(url, sparse(1));
    expect(digests).toHaveLength(1);
  });

  test.each([
    ["407 Proxy Authentication Required", "it answers 407.", "It wants a user and password"],
    ["403 Forbidden", "it answers 403.", undefined],
  ])("a proxy that answers %s", async (answer, message, hint) => {
    const { port } = await proxy(answer);
    process.env.https_proxy = `http://127.0.0.1:${port}`;
    const error = await refusal(send("https://localhost:4567", sparse(1)));
    expect(error.code).toBe("SERVER_UNREACHABLE");
    expect(error.message).toBe(
      `The proxy 127.0.0.1:${port} (of the environment) does not let through to localhost:4567: ${message}`,
    );
    if (hint === undefined) expect(error.hint).toBeUndefined();
    else expect(error.hint).toStartWith(hint);
  });

  test("certificates are checked: the name, also behind a proxy, and who signed", async () => {
    const { url, digests } = formServer(true);
    const { port } = await proxy();
    process.env.https_proxy = `http://127.0.0.1:${port}`;
    const other = await refusal(send(url.replace("localhost", "elsewhere.invalid"), sparse(1)));
    expect(other.code).toBe("CERTIFICATE_UNTRUSTED");
    expect(other.message).toContain("it is for another name");
    delete process.env.https_proxy;
    const stranger = await selfSigned({ server: "localhost", stateDir: join(directory, "stranger") });
    writeFileSync(join(directory, "stranger.crt"), stranger.cert);
    const args = { cacert: join(directory, "stranger.crt") };
    expect((await refusal(send(url, sparse(1), {}, args))).message).toContain(certificate.fingerprint);
    expect(digests).toEqual([]);
    expect((await send(url, sparse(1), {}, { insecure: true })).status).toBe(201);
  });

  test("TLS where there is none, and the other way round", async () => {
    const plain = listen((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    expect((await refusal(send(`https://localhost:${plain}`, sparse(1)))).code).toBe("SERVER_UNREACHABLE");
    const { url } = formServer(true);
    const error = await refusal(send(url.replace("https", "http"), sparse(1)));
    expect(error.code).toBe("SERVER_UNREACHABLE");
    expect(error.hint).toContain("Does the server speak TLS?");
  });
});

describe.each([
  ["http", false],
  ["https", true],
] as const)("a server over %s", (scheme, secure) => {
  const REFUSED = "HTTP/1.1 413 Too Large\r\nContent-Length: 7\r\nConnection: close\r\n\r\nno room";

  test("that refuses by the headers and closes is heard, and sent nothing more", async () => {
    let received = 0;
    const port = listen((socket, bytes) => {
      received += bytes.length;
      socket.end(REFUSED);
    }, secure);
    expect(await send(`${scheme}://localhost:${port}`, sparse(64 * MIB))).toMatchObject({
      status: 413,
      body: "no room",
    });
    expect(received).toBeLessThan(MIB);
  });

  test("that refuses in the middle and reads no more is heard at once", async () => {
    let received = 0;
    const port = listen((socket, bytes) => {
      received += bytes.length;
      if (received < MIB) return;
      socket.pause();
      socket.write(REFUSED);
    }, secure);
    expect((await send(`${scheme}://localhost:${port}`, sparse(64 * MIB))).body).toBe("no room");
  });

  test("that reads no more makes the client wait, and not read on; it gives up when nothing moves", async () => {
    let received = 0;
    const port = listen((socket, bytes) => {
      received += bytes.length;
      if (received >= MIB) socket.pause();
    }, secure);
    let sent = 0;
    const options = { patience: 500, onProgress: (bytes: number) => (sent = bytes) };
    const error = await refusal(send(`${scheme}://localhost:${port}`, sparse(512 * MIB), options));
    expect(error.message).toBe(`No answer from ${scheme}://localhost:${port} (--url) within 0.5 s.`);
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(64 * MIB);
  });

  test("that says nothing at the end is not waited for for ever", async () => {
    const port = listen(() => {}, secure);
    const sent = send(`${scheme}://localhost:${port}`, sparse(1), { patience: 300 });
    expect((await refusal(sent)).message).toEndWith("within 0.3 s.");
  });

  test("that goes away", async () => {
    let received = 0;
    const port = listen((socket, bytes) => {
      received += bytes.length;
      if (received >= MIB) socket.terminate();
    }, secure);
    const error = await refusal(send(`${scheme}://localhost:${port}`, sparse(64 * MIB)));
    expect(error.message).toEndWith("cannot be reached: the connection was closed.");
  });

  test("Ctrl-C closes the connection, whatever it waits for", async () => {
    const controller = new AbortController();
    const closed = Promise.withResolvers<void>();
    const listener = Bun.listen({
      hostname: "127.0.0.1",
      port: 0,
      ...(secure && { tls: { key: certificate.key, cert: certificate.cert } }),
      socket: { data: () => controller.abort(), close: () => closed.resolve(), error: () => {} },
    });
    stops.push(() => listener.stop(true));
    const sent = send(`${scheme}://localhost:${listener.port}`, sparse(1), { signal: controller.signal });
    expect((await refusal(sent)).code).toBe("INTERRUPTED");
    await closed.promise;
  });
});

describe("a file that changes while it is sent is an error", () => {
  test.each([
    ["shorter", "become shorter", (path: string) => truncateSync(path, 2 * MIB)],
    ["longer", "become longer", (path: string) => appendFileSync(path, "more")],
  ])("%s", async (_, message, change) => {
    const path = sparse(64 * MIB);
    let changed = false;
    const port = listen(() => {
      if (!changed) change(path);
      changed = true;
    });
    const error = await refusal(send(`http://localhost:${port}`, path));
    expect([error.code, error.message]).toEqual(["FILE_FAULT", `${path} has ${message} while it was sent.`]);
  });

  test("gone before it begins", async () => {
    const file = await localFile(sparse(1));
    unlinkSync(file.path);
    const args = commandLine({ url: "http://localhost:1", username: "alice", password: "secret" });
    const options = { signal: new AbortController().signal, onProgress: () => {} };
    const error = await refusal(heard(() => upload(openSession(args), XML, file, options)));
    expect(error.message).toStartWith(`${file.path} cannot be read: ENOENT`);
  });
});
