/** Logins by certificate, from the client's handshake to oned: what an administrator sets up with AUTH=x509. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selfSignedCertificateFile } from "../certificates/self-signed.ts";
import { makeCertificate } from "../certificates/testing/certificates.ts";
import {
  type ClientAuthority,
  type ClientCertificate,
  makeClientAuthority,
} from "../certificates/testing/client-certificates.ts";
import type { Config } from "../config/config.ts";
import type { RunningServer } from "../http/server.ts";
import { basic } from "../http/testing/cloud.ts";
import { testConfig } from "../http/testing/config.ts";
import { type RecordedLog, recordedLog } from "../http/testing/recorded-log.ts";
import { shownCertificate } from "../http/testing/shown-certificate.ts";
import { converse } from "../http/testing/wire.ts";
import { type OnedSim, startOnedSim } from "../oned-sim/index.ts";
import type { User } from "../oned-sim/records.ts";
import { addUser, passwordHash } from "../oned-sim/users/users.ts";
import { assemble, listen } from "./assemble.ts";
import { listeningPort } from "./libc.ts";

const SECRET = "6efb2e0c5ae3a0cd";
const PROXY_SECRET = "0123456789abcdef";
const SUBJECT = "/O=One/CN=Carol\\20Smith";

let authority: ClientAuthority;
let carol: ClientCertificate;
let stranger: ClientCertificate;
let foreign: ClientCertificate;
beforeAll(async () => {
  authority = await makeClientAuthority();
  carol = await authority.sign([{ O: ["One"] }, { CN: ["Carol Smith"] }]);
  stranger = await authority.sign([{ CN: ["Nobody"] }]);
  // The right subject, by a wrong authority.
  foreign = await (await makeClientAuthority()).sign([{ O: ["One"] }, { CN: ["Carol Smith"] }]);
});

let directory: string;
let oned: OnedSim;
let user: User;
let log: RecordedLog;
let server: RunningServer | undefined;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "occi-x509-"));
  oned = await startOnedSim({ seed: "demo" });
  const serveradmin = [...oned.world.users.values()].find(({ name }) => name === "serveradmin");
  if (serveradmin === undefined) throw new Error("no serveradmin");
  serveradmin.passwordHash = passwordHash(SECRET);
  user = addUser(oned.world, "carol", `/CN=Old|${SUBJECT}`, "x509");
  log = recordedLog();
});
afterEach(async () => {
  await server?.stop(0);
  server = undefined;
  await oned.stop();
  rmSync(directory, { recursive: true, force: true });
});

function file(name: string, text: string): string {
  writeFileSync(join(directory, name), text, { mode: 0o600 });
  return join(directory, name);
}

async function start(different: Partial<Config> = {}): Promise<RunningServer> {
  const config = testConfig(directory, {
    onedUrls: [oned.url],
    ssl: "self-signed",
    sslClientCa: file("ca.pem", authority.ca),
    auth: "x509",
    oneServerAuth: file("occi_auth", `serveradmin:${SECRET}\n`),
    ...different,
  });
  server = await listen(await assemble(config, log), {});
  return server;
}

interface Asking {
  readonly certificate?: ClientCertificate;
  readonly headers?: Record<string, string>;
  readonly body?: FormData | string;
}

async function ask(path: string, { certificate, headers = {}, body }: Asking = {}): Promise<[number, string]> {
  if (server === undefined) throw new Error("not started");
  const answer = await fetch(`${server.url}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers,
    ...(body !== undefined && { body }),
    keepalive: false,
    tls: { rejectUnauthorized: false, ...certificate },
  });
  return [answer.status, await answer.text()];
}

const CAROL = expect.stringContaining("<NAME>carol</NAME>");
const UNKNOWN = expect.stringContaining("No user of OpenNebula has the subject of this certificate.");
const alice = { Authorization: basic("alice:alicepass") };

describe("a certificate of a client", () => {
  test("logs its user in, and others log in by name as ever", async () => {
    await start();
    expect(await ask("/user/-1", { certificate: carol })).toEqual([200, CAROL]);
    expect(await ask("/user/-1", { certificate: carol, headers: alice })).toEqual([
      200,
      expect.stringContaining("<NAME>alice</NAME>"),
    ]);
    expect((await ask("/compute", { headers: alice }))[0]).toBe(200);
    expect((await ask("/compute"))[0]).toBe(401);
    expect(log.accesses.map(({ user, client }) => [user, client])[0]).toEqual(["carol", "127.0.0.1"]);
  });

  test("of nobody, or of another authority, logs nobody in", async () => {
    await start();
    const [status, text] = await ask("/compute", { certificate: stranger });
    expect([status, text]).toEqual([401, UNKNOWN]);
    expect(text).toContain("oneuser create NAME '/CN=Nobody' --driver x509");
    expect(await ask("/compute", { certificate: foreign })).toEqual([
      401,
      expect.stringContaining("not accepted: it is not signed by an authority that this server trusts."),
    ]);
  });

  test("that has expired, or whose subject is empty, is told why", async () => {
    await start();
    const old = await authority.sign([{ CN: ["Carol Smith"] }], new Date(Date.now() - 1000));
    expect((await ask("/compute", { certificate: old }))[1]).toContain("not accepted: it has expired.");
    const empty = await authority.sign([]);
    expect((await ask("/compute", { certificate: empty }))[1]).toContain("not accepted: its subject is empty");
  });

  test("beside a user name is not looked at, and a refusal of the password says so", async () => {
    await start();
    const headers = { Authorization: basic("alice:wrong") };
    for (const certificate of [carol, foreign]) {
      expect(await ask("/compute", { certificate, headers })).toEqual([
        401,
        expect.stringContaining("The certificate was ignored because the request has a user name"),
      ]);
    }
    expect((await ask("/compute", { headers }))[1]).not.toContain("certificate");
  });

  test("tells nobody whether a user without a login by certificate has its subject", async () => {
    await start();
    addUser(oned.world, "dave", "/CN=Dave", "core");
    for (const name of ["Dave", "Nobody"]) {
      const [status, text] = await ask("/compute", { certificate: await authority.sign([{ CN: [name] }]) });
      expect([status, text.replaceAll(name, "X").replace(/[0-9a-f]{8}-[^<]*/, "")]).toEqual([401, UNKNOWN]);
    }
  });

  test("must be there with SSL_CLIENT_AUTH=required", async () => {
    await start({ sslClientAuth: "required" });
    expect(await ask("/user/-1", { certificate: carol })).toEqual([200, CAROL]);
    await expect(ask("/compute", { headers: alice })).rejects.toThrow();
    await expect(ask("/compute", { certificate: foreign })).rejects.toThrow();
    expect((await ask("/compute", { certificate: stranger, headers: alice }))[0]).toBe(200);
  });

  test("logs nobody in once the user is disabled, has another subject, or is gone", async () => {
    await start();
    expect(await ask("/user/-1", { certificate: carol })).toEqual([200, CAROL]);
    user.enabled = false;
    oned.world.changed();
    expect(await ask("/user/-1", { certificate: carol })).toEqual([401, UNKNOWN]);
    user.enabled = true;
    oned.world.changed();
    expect(await ask("/user/-1", { certificate: carol })).toEqual([200, CAROL]);
    user.passwordHash = "/CN=Other";
    oned.world.changed();
    expect(await ask("/user/-1", { certificate: carol })).toEqual([401, UNKNOWN]);
    oned.world.users.delete(user.id);
    oned.world.changed();
    expect(await ask("/user/-1", { certificate: carol })).toEqual([401, UNKNOWN]);
  });

  test("is not looked at with AUTH=basic", async () => {
    await start({ auth: "basic" });
    for (const certificate of [carol, foreign]) {
      expect(await ask("/compute", { certificate })).toEqual([
        401,
        expect.stringContaining("This server does not accept logins by certificate."),
      ]);
    }
    expect((await ask("/compute", { certificate: carol, headers: alice }))[0]).toBe(200);
  });

  test("is of no use when the server's own account is wrong: that is the server's fault", async () => {
    await start({ oneServerAuth: file("wrong", "serveradmin:wrong") });
    expect((await ask("/compute", { certificate: carol }))[0]).toBe(500);
    await oned.stop();
    expect((await ask("/compute", { certificate: carol }))[0]).toBe(503);
  });
});

test("uploads and their owner", async () => {
  await start({ uploadLimit: 2 ** 30 });
  const body = new FormData();
  body.set("occixml", "<STORAGE><NAME>disk</NAME><TYPE>OS</TYPE></STORAGE>");
  body.set("file", new Blob([new Uint8Array(24 * 1024 * 1024)]));
  const [status, text] = await ask("/storage", { certificate: carol, body });
  expect([status, text]).toEqual([201, expect.stringContaining('name="carol"')]);
  expect(text).toContain("<SIZE>24</SIZE>");
});

/** The ports that this process listens on. */
function ports(): number[] {
  return readdirSync("/proc/self/fd").flatMap((fd) => listeningPort(Number(fd)) ?? []);
}

test("the listener behind the front answers nobody else on this machine", async () => {
  const before = ports();
  const { port } = await start();
  const inner = ports().filter((one) => !before.includes(one) && one !== port);
  expect(inner).toHaveLength(1);
  const answer = await fetch(`http://127.0.0.1:${inner[0]}/compute`, { headers: alice });
  expect([answer.status, await answer.text()]).toEqual([403, ""]);
});

test("a busy port is told of", async () => {
  const other = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  await expect(start({ port: other.port })).rejects.toThrow(`Another program listens on port ${other.port}`);
  other.stop(true);
});

describe("behind a proxy", () => {
  const behind = (different: Partial<Config> = {}) =>
    start({
      ssl: "off",
      sslClientCa: undefined,
      trustedProxies: ["127.0.0.1", "10.0.0.0/8"],
      proxySecret: file("proxy.secret", `${PROXY_SECRET}\n`),
      proxyCertHeader: "X-SSL-Client-S-DN",
      ...different,
    });
  const dn = { "X-SSL-Client-S-DN": "CN=Carol Smith,O=One" };
  const secret = { "X-Proxy-Secret": PROXY_SECRET };

  test("that is trusted and knows the secret, its word for the certificate is taken", async () => {
    await behind();
    expect(await ask("/user/-1", { headers: { ...dn, ...secret } })).toEqual([200, CAROL]);
    expect((await ask("/user/-1", { headers: { ...dn, ...secret, ...alice } }))[1]).toContain("<NAME>alice</NAME>");
  });

  test.each(["SSL-Client-Cert", "SSL_CLIENT_CERT", "X-SSL-Client-Cert"])(
    "the certificate itself in %s",
    async (name) => {
      await behind({ proxyCertHeader: name });
      const pem = { [name]: carol.cert.replaceAll("\n", " ") };
      expect(await ask("/user/-1", { headers: { ...pem, ...secret } })).toEqual([200, CAROL]);
    },
  );

  /** With header lines as they are, twice or empty. */
  async function askWith(...lines: readonly string[]): Promise<[number | undefined, string | undefined]> {
    const head = ["GET /user/-1 HTTP/1.1", "Host: x", `X-Proxy-Secret: ${PROXY_SECRET}`, ...lines, "Connection: close"];
    const { answers } = await converse({ port: server?.port ?? 0 }, `${head.join("\r\n")}\r\n\r\n`);
    return [answers[0]?.status, answers[0]?.body];
  }

  describe.each(["SSL-Client-Cert", "X-SSL-Client-S-DN"])(
    "two lines of %s, or anything beside one, are a refusal:",
    (name) => {
      const value = (of: ClientCertificate, subject: string): string =>
        name === "SSL-Client-Cert" ? of.cert.replaceAll("\n", " ").trim() : subject;
      const right = (): string => value(carol, "CN=Carol Smith,O=One");
      const other = (): string => value(stranger, "CN=Nobody");

      test.each<[string, () => readonly string[]]>([
        ["the right one first", () => [right(), other()]],
        ["the right one last", () => [other(), right()]],
        ["the right one twice", () => [right(), right()]],
        ["an empty one behind", () => [right(), ""]],
        ["an empty one in front", () => ["", right()]],
        ["in one line", () => [`${right()}, ${right()}`]],
        ["in one line, without a blank", () => [`${right()},${right()}`]],
        ["text around it", () => [`junk ${right()} junk`]],
        ["a comma behind", () => [`${right()},`]],
      ])("%s", async (_, values) => {
        await behind({ proxyCertHeader: name });
        expect(await askWith(`${name}: ${right()}`)).toEqual([200, CAROL]);
        const [status, text] = await askWith(...values().map((one) => `${name}: ${one}`));
        expect(status).toBe(401);
        expect(text).not.toContain("carol");
      });

      test("the sentence says what is wrong; a password beside it counts as ever; an empty line is no certificate", async () => {
        await behind({ proxyCertHeader: name });
        const twice = [`${name}: ${right()}`, `${name}: `];
        const told = `The header ${name} must contain one certificate and nothing else.`;
        expect(await askWith(...twice)).toEqual([401, expect.stringContaining(told)]);
        expect((await askWith(...twice, `Authorization: ${alice.Authorization}`))[1]).toContain("<NAME>alice</NAME>");
        for (const none of ["", "(null)"]) {
          expect((await askWith(`${name}: ${none}`))[1]).toContain("This server requires a user name and a password.");
        }
      });
    },
  );

  test("a proxy that does not send the secret is told so, unless it has no certificate to hand on", async () => {
    await behind();
    const told = "The certificate in the header X-SSL-Client-S-DN was ignored: the request does not have the secret";
    for (const wrong of [{}, { "X-Proxy-Secret": "wrong" }]) {
      expect(await ask("/compute", { headers: { ...dn, ...wrong } })).toEqual([401, expect.stringContaining(told)]);
      expect((await ask("/compute", { headers: { "X-SSL-Client-S-DN": "(null)", ...wrong } }))[1]).toContain(
        "This server requires a user name and a password.",
      );
    }
  });

  test("two lines of X-Proxy-Secret are no secret", async () => {
    await behind();
    const subject = "X-SSL-Client-S-DN: CN=Carol Smith,O=One";
    expect((await askWith(subject))[0]).toBe(200);
    for (const second of ["", PROXY_SECRET, "x"]) {
      expect((await askWith(subject, `X-Proxy-Secret: ${second}`))[0]).toBe(401);
    }
  });

  test("what a client sends in another header is not believed, though the proxy hands it on", async () => {
    await behind({ proxyCertHeader: "SSL-Client-Cert" });
    const cert = carol.cert.replaceAll("\n", " ");
    for (const forged of [dn, { "X-SSL-Client-Cert": cert }, { SSL_CLIENT_CERT: cert }]) {
      expect((await ask("/user/-1", { headers: { ...forged, ...secret } }))[0]).toBe(401);
    }
  });

  test.each<[string, Record<string, string>, Partial<Config>]>([
    ["without the secret", {}, {}],
    ["with a wrong secret", { "X-Proxy-Secret": `${PROXY_SECRET}x` }, {}],
    ["with an empty secret", { "X-Proxy-Secret": "" }, {}],
    ["from an address that is not trusted", secret, { trustedProxies: ["192.0.2.1"] }],
    ["where there is no secret", secret, { proxySecret: undefined }],
    ["with AUTH=basic", secret, { auth: "basic" }],
  ])("%s the headers mean nothing", async (_, headers, different) => {
    await behind(different);
    expect((await ask("/user/-1", { headers: { ...dn, ...headers } }))[0]).toBe(401);
  });

  test.each<[string | undefined, string]>([
    [undefined, "127.0.0.1"],
    ["192.0.2.7", "192.0.2.7"],
    ["198.51.100.1, 192.0.2.7", "192.0.2.7"],
    ["198.51.100.1, 192.0.2.7, 10.1.2.3", "192.0.2.7"],
    ["10.1.2.3", "10.1.2.3"],
    ["2001:db8::7", "2001:db8::7"],
    ["192.0.2.7, unknown", "127.0.0.1"],
    ["192.0.2.7, ", "127.0.0.1"],
    ["192.0.2.7:4711", "127.0.0.1"],
    ["192.0.2.7, 10.1.2.3, 127.0.0.1, ,", "127.0.0.1"],
    ["[2001:db8::7]", "2001:db8::7"],
    ["fe80::7%eth0, ::ffff:10.0.0.1", "fe80::7%eth0"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["", "127.0.0.1"],
  ])("X-Forwarded-For: %p is the client %s", async (header, client) => {
    await behind();
    await ask("/compute", { headers: { ...alice, ...(header !== undefined && { "X-Forwarded-For": header }) } });
    expect(log.accesses.map((access) => access.client)).toEqual([client]);
  });

  test("whoever is no proxy of ours cannot choose its address", async () => {
    await behind({ trustedProxies: ["192.0.2.1"] });
    await ask("/compute", { headers: { ...alice, "X-Forwarded-For": "192.0.2.7" } });
    expect(log.accesses.map((access) => access.client)).toEqual(["127.0.0.1"]);
  });
});

test("the certificate of the server is verified as without a front", async () => {
  const { url } = await start();
  const ca = await Bun.file(
    selfSignedCertificateFile({ server: "localhost", stateDir: join(directory, "state") }),
  ).text();
  const answer = await fetch(`https://localhost:${new URL(url).port}/compute`, {
    headers: alice,
    tls: { ca, ...carol },
  });
  expect(answer.status).toBe(200);
});

test("another certificate of the server takes its place at once, and clients log in by theirs as before", async () => {
  const { port, present } = await start();
  const { key, cert, fingerprint } = await makeCertificate();
  const before = await shownCertificate(port);
  await present([{ key, cert, ciphers: "ECDHE-ECDSA-AES128-GCM-SHA256", ca: authority.ca }]);
  expect(before).not.toBe(fingerprint);
  expect(await shownCertificate(port)).toBe(fingerprint);
  expect(await ask("/user/-1", { certificate: carol })).toEqual([200, CAROL]);
});
