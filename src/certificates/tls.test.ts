import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type SecureVersion } from "node:tls";
import type { Config } from "../config/config.ts";
import { startServer } from "../http/server.ts";
import { makeParts } from "../http/testing/cloud.ts";
import { testConfig } from "../http/testing/config.ts";
import { shownCertificate } from "../http/testing/shown-certificate.ts";
import { SmallOned } from "../http/testing/small-oned.ts";
import { makeCertificate } from "./testing/certificates.ts";
import { identitiesOf, tlsOptions } from "./tls.ts";

let directory: string;
let selfSigned: Config;

function settings(ssl: Config["ssl"], sslCerts: string[] = [], sslKeys: string[] = []): Config {
  return testConfig(directory, { ssl, sslCerts, sslKeys });
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-tls-"));
  selfSigned = settings("self-signed");
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("SSL=off has no identity", async () => {
  expect(await identitiesOf(settings("off"))).toEqual([]);
  expect(await tlsOptions(settings("off"))).toEqual([]);
});

test("SSL=files reads key and certificate from two files, or both from SSL_CERT", async () => {
  const [made] = await identitiesOf(selfSigned);
  const [cert, key, both] = ["cert.pem", "key.pem", "server.pem"].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(cert, made?.cert ?? "");
  writeFileSync(key, made?.key ?? "");
  writeFileSync(both, `${made?.key}${made?.cert}`);
  expect((await identitiesOf(settings("files", [cert], [key])))[0]?.fingerprint).toBe(made?.fingerprint as string);
  expect((await identitiesOf(settings("files", [both])))[0]?.fingerprint).toBe(made?.fingerprint as string);
});

test("SSL=files names both files when neither can be read, each once and with the reason", async () => {
  const reason = "cannot be read: ENOENT: no such file or directory.";
  await expect(identitiesOf(settings("files", ["/no/cert.pem"], ["/no/key.pem"]))).rejects.toThrow(
    `SSL_CERT: /no/cert.pem ${reason} SSL_KEY: /no/key.pem ${reason}`,
  );
});

test("SSL=files says which variable names a file that cannot be read", async () => {
  const missing = join(directory, "missing.pem");
  const present = join(directory, "server.pem");
  await expect(identitiesOf(settings("files", [missing]))).rejects.toThrow(`SSL_CERT: ${missing} cannot be read`);
  await expect(identitiesOf(settings("files", [present], [missing]))).rejects.toThrow(
    `SSL_KEY: ${missing} cannot be read`,
  );
  await expect(identitiesOf(settings("files"))).rejects.toThrow("SSL=files needs SSL_CERT.");
});

interface Offer {
  readonly minVersion: SecureVersion;
  readonly maxVersion: SecureVersion;
  readonly ciphers?: string;
}

/** Shakes hands. @returns protocol and cipher, or the error's code. */
function handshake(port: number, ca: string, offer: Offer): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", servername: "localhost", port, ca, ...offer }, () => {
      resolve(`${socket.getProtocol()} ${socket.getCipher().name}`);
      socket.destroy();
    });
    socket.on("error", () => resolve("refused"));
  });
}

const tls12 = (ciphers: string): Offer => ({ minVersion: "TLSv1.2", maxVersion: "TLSv1.2", ciphers });

test.each<[string, Offer, string]>([
  ["1.3", { minVersion: "TLSv1.3", maxVersion: "TLSv1.3" }, "TLSv1.3"],
  ["1.2 with ECDHE and GCM", tls12("ECDHE-ECDSA-AES128-GCM-SHA256"), "TLSv1.2 ECDHE-ECDSA-AES128-GCM-SHA256"],
  ["1.2 with ChaCha20", tls12("ECDHE-ECDSA-CHACHA20-POLY1305"), "TLSv1.2 ECDHE-ECDSA-CHACHA20-POLY1305"],
  ["1.2 with CBC", tls12("ECDHE-ECDSA-AES128-SHA"), "refused"],
  ["1.2 with RSA key exchange", tls12("AES128-GCM-SHA256"), "refused"],
  ["1.1", { minVersion: "TLSv1.1", maxVersion: "TLSv1.1" }, "refused"],
])("what is offered: %s", async (_, offer, expected) => {
  const [tls] = await tlsOptions(selfSigned);
  if (tls === undefined) throw new Error("no TLS");
  await using server = Bun.serve({ hostname: "127.0.0.1", port: 0, tls, fetch: () => new Response("x") });
  expect(await handshake(server.port ?? 0, tls.cert, offer)).toStartWith(expected);
});

test("a client that trusts the made certificate verifies it", async () => {
  const [tls] = await tlsOptions(selfSigned);
  await using server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    ...(tls && { tls }),
    fetch: () => new Response("x"),
  });
  const answer = await fetch(`https://localhost:${server.port}/`, { tls: { ca: tls?.cert ?? "" } });
  expect(await answer.text()).toBe("x");
  await expect(fetch(`https://localhost:${server.port}/`)).rejects.toThrow();
});

/** Files of a new certificate. */
async function inFiles(name: string, server: string) {
  const { cert, key, fingerprint } = await makeCertificate(server);
  const [certFile, keyFile] = [join(directory, `${name}.crt`), join(directory, `${name}.key`)];
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key);
  return { certFile, keyFile, fingerprint };
}

test("of several certificates clients get the one that names the host they ask for, else the first", async () => {
  const first = await inFiles("first", "cloud.example.org");
  const second = await inFiles("second", "old-name.example.org");
  const wild = await inFiles("wild", "*.example.com");
  const again = await inFiles("again", "old-name.example.org");
  const parts = await makeParts(new SmallOned(), {
    ssl: "files",
    sslCerts: [first.certFile, second.certFile, wild.certFile, again.certFile],
    // In another order.
    sslKeys: [wild.keyFile, again.keyFile, first.keyFile, second.keyFile],
  });
  const server = await startServer(parts.deps);
  const shown = (name?: string): Promise<string> => shownCertificate(server.port, name);
  expect(await shown("cloud.example.org")).toBe(first.fingerprint);
  expect(await shown("old-name.example.org")).toBe(second.fingerprint);
  expect(await shown("any.example.com")).toBe(wild.fingerprint);
  expect(await shown("unknown.example.net")).toBe(first.fingerprint);
  expect(await shown()).toBe(first.fingerprint);
  await server.stop(0);
  parts.remove();
});

test("a certificate whose key is in none of the files is told of", async () => {
  const first = await inFiles("first", "cloud.example.org");
  const second = await inFiles("second", "old-name.example.org");
  const outcome = identitiesOf(settings("files", [first.certFile, second.certFile], [first.keyFile, first.keyFile]));
  await expect(outcome).rejects.toThrow(
    `The private key in ${first.keyFile} does not match the certificate in ${second.certFile}`,
  );
});
