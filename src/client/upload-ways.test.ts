/** The ways of uploads to a server: plain, with TLS, through proxies; and to this project's own server. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { selfSigned } from "../certificates/self-signed.ts";
import { startCloud } from "../http/testing/cloud.ts";
import { SmallOned } from "../http/testing/small-oned.ts";
import type { Parameter } from "../opennebula/client.ts";
import { MIB, refusal, sha256, Uploads } from "./testing/uploads.ts";

let uploads: Uploads;
beforeAll(async () => {
  uploads = await Uploads.begin();
});
afterEach(() => uploads.clean());
afterAll(() => uploads.remove());

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
  uploads.stops.push(() => server.close());
  const address = server.address();
  return { port: typeof address === "object" ? address?.port : undefined, seen };
}

/** A server that reads forms. @returns its URL, and the digests of the files it got. */
function formServer(secure: boolean) {
  const digests: string[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    ...(secure && { tls: { key: uploads.certificate.key, cert: uploads.certificate.cert } }),
    async fetch(request) {
      const file = (await request.formData()).get("file");
      if (!(file instanceof File)) return new Response("no file", { status: 400 });
      digests.push(sha256(await file.bytes()));
      return new Response("<STORAGE/>", { status: 201 });
    },
  });
  uploads.stops.push(() => server.stop(true));
  return { url: `${secure ? "https" : "http"}://localhost:${server.port}`, digests };
}

describe("each way to a server", () => {
  const content = new Uint8Array(5 * MIB + 17).map((_, index) => (index * 31) % 251);
  const digest = sha256(content);

  test.each([
    ["http", false, false],
    ["https", true, false],
    ["http through a proxy", false, true],
    ["https through a proxy", true, true],
  ])("%s brings the file as it is", async (_, secure, proxied) => {
    const { url, digests } = formServer(secure);
    const path = uploads.file("disk.img", content);
    const way = proxied ? await proxy() : undefined;
    if (way) process.env[secure ? "https_proxy" : "http_proxy"] = `http://me:pass%20word@127.0.0.1:${way.port}`;
    const progress: number[] = [];
    expect((await uploads.send(url, path, { onProgress: (sent) => progress.push(sent) })).status).toBe(201);
    expect(digests).toEqual([digest]);
    expect(progress.at(-1)).toBe(content.length);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    if (way === undefined) return;
    // A port that was another server's just now is still called by that one's clients.
    const seen = way.seen.filter((head) => head.includes(new URL(url).host));
    expect(seen).toHaveLength(1);
    expect(seen[0]).toStartWith(secure ? `CONNECT ${url.slice(8)} HTTP/1.1` : `POST ${url}/storage HTTP/1.1`);
    expect(seen[0]).toContain(`Proxy-Authorization: Basic ${btoa("me:pass word")}`);
    // The server's password is not the proxy's business where it need not be.
    expect(seen[0]?.includes(btoa("alice:secret"))).toBe(!secure);
  });

  test.each([
    ["http", false],
    ["https", true],
  ])(
    "a server of %s behind a proxy that reads no more makes the client wait, and not read on",
    async (scheme, secure) => {
      let received = 0;
      const port = uploads.listen((socket, bytes) => {
        received += bytes.length;
        if (received >= MIB) socket.pause();
      }, secure);
      process.env[`${scheme}_proxy`] = `http://127.0.0.1:${(await proxy()).port}`;
      let sent = 0;
      const options = { patience: 500, onProgress: (bytes: number) => (sent = bytes) };
      const sending = uploads.send(`${scheme}://localhost:${port}`, uploads.sparse(512 * MIB), options);
      expect((await refusal(sending)).message).toEndWith("within 0.5 s.");
      expect(sent).toBeGreaterThan(0);
      expect(sent).toBeLessThan(64 * MIB);
    },
  );

  test("no_proxy leads past the proxy", async () => {
    const { url, digests } = formServer(true);
    process.env.https_proxy = "http://127.0.0.1:1";
    process.env.no_proxy = "localhost";
    await uploads.send(url, uploads.sparse(1));
    expect(digests).toHaveLength(1);
  });

  test.each([
    ["407 Proxy Authentication Required", "it answers 407.", "It requires a user and a password"],
    ["403 Forbidden", "it answers 403.", undefined],
  ])("a proxy that answers %s", async (answer, message, hint) => {
    const { port } = await proxy(answer);
    process.env.https_proxy = `http://127.0.0.1:${port}`;
    const error = await refusal(uploads.send("https://localhost:4567", uploads.sparse(1)));
    expect(error.code).toBe("SERVER_UNREACHABLE");
    expect(error.message).toBe(
      `The proxy 127.0.0.1:${port} (from the environment) does not connect to localhost:4567: ${message}`,
    );
    if (hint === undefined) expect(error.hint).toBeUndefined();
    else expect(error.hint).toStartWith(hint);
  });

  test("certificates are checked: the name, also behind a proxy, and who signed", async () => {
    const { url, digests } = formServer(true);
    const { port } = await proxy();
    process.env.https_proxy = `http://127.0.0.1:${port}`;
    const other = await refusal(uploads.send(url.replace("localhost", "elsewhere.invalid"), uploads.sparse(1)));
    expect(other.code).toBe("CERTIFICATE_UNTRUSTED");
    expect(other.message).toContain("it was issued for another name");
    delete process.env.https_proxy;
    const stranger = await selfSigned({ server: "localhost", stateDir: join(uploads.directory, "stranger") });
    const args = { cacert: uploads.file("stranger.crt", stranger.cert) };
    expect((await refusal(uploads.send(url, uploads.sparse(1), {}, args))).message).toContain(
      uploads.certificate.fingerprint,
    );
    expect(digests).toEqual([]);
    expect((await uploads.send(url, uploads.sparse(1), {}, { insecure: true })).status).toBe(201);
  });

  test("TLS where there is none, and the other way round", async () => {
    const plain = uploads.listen((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    expect((await refusal(uploads.send(`https://localhost:${plain}`, uploads.sparse(1)))).code).toBe(
      "SERVER_UNREACHABLE",
    );
    const { url } = formServer(true);
    const error = await refusal(uploads.send(url.replace("https", "http"), uploads.sparse(1)));
    expect(error.code).toBe("SERVER_UNREACHABLE");
    expect(error.hint).toContain("The server might speak TLS:");
  });
});

describe.each([
  ["http", {}],
  ["https", { ssl: "self-signed" }],
] as const)("this project's server over %s", (scheme, config) => {
  /** Looks into the file that it is given. */
  class LookingOned extends SmallOned {
    digest = "";

    override async change(session: string, method: string, ...parameters: Parameter[]): Promise<string | number> {
      const path = /<PATH>([^<]+)/.exec(String(parameters[0]))?.[1];
      if (path !== undefined) this.digest = sha256(readFileSync(path));
      return await super.change(session, method, ...parameters);
    }
  }

  async function cloud(different: Parameters<typeof startCloud>[1] = {}) {
    const oned = new LookingOned();
    const started = await startCloud(oned, { ...config, ...different });
    uploads.stops.push(async () => {
      await started.server.stop(0);
      started.remove();
    });
    const ca = uploads.file("cloud.crt", started.endpoint.ca ?? "");
    const as = (password: string) => ({ cacert: ca, password });
    return { oned, url: `${scheme}://localhost:${started.endpoint.port}`, as };
  }

  test("gets the file as it is", async () => {
    const { oned, url, as } = await cloud({ uploadLimit: 32 * MIB });
    const content = new Uint8Array(3 * MIB + 1).map((_, index) => (index * 17) % 253);
    const path = uploads.file("ü\n;.img", content);
    const { status, body } = await uploads.send(url, path, {}, as("alicepass"));
    expect([status, /<ID>(\d+)/.exec(body)?.[1]]).toEqual([201, "3"]);
    expect(oned.digest).toBe(sha256(content));
  });

  test("refuses a wrong password and a file that is too large before it has it", async () => {
    const { url, as } = await cloud({ uploadLimit: 32 * MIB });
    let sent = 0;
    const options = { onProgress: (bytes: number) => (sent = bytes) };
    expect((await uploads.send(url, uploads.sparse(256 * MIB), options, as("wrong"))).status).toBe(401);
    expect((await uploads.send(url, uploads.sparse(256 * MIB), options, as("alicepass"))).status).toBe(413);
    expect(sent).toBeLessThan(64 * MIB);
  });
});
