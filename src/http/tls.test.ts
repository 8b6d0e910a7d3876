import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type SecureVersion } from "node:tls";
import type { Config } from "../config/config.ts";
import { identityOf, tlsOptions } from "./tls.ts";

let directory: string;
let selfSigned: Config;

/** The settings that TLS looks at; the rest of the configuration plays no part here. */
function settings(ssl: Config["ssl"], sslCert?: string, sslKey?: string): Config {
  return { ssl, sslCert, sslKey, server: "localhost", stateDir: join(directory, "state") } as Config;
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-tls-"));
  selfSigned = settings("self-signed");
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("SSL=off has no identity", async () => {
  expect(await identityOf(settings("off"))).toBeUndefined();
  expect(await tlsOptions(settings("off"))).toBeUndefined();
});

test("SSL=files reads key and certificate from two files, or both from SSL_CERT", async () => {
  const made = await identityOf(selfSigned);
  const [cert, key, both] = ["cert.pem", "key.pem", "server.pem"].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(cert, made?.cert ?? "");
  writeFileSync(key, made?.key ?? "");
  writeFileSync(both, `${made?.key}${made?.cert}`);
  expect((await identityOf(settings("files", cert, key)))?.fingerprint).toBe(made?.fingerprint as string);
  expect((await identityOf(settings("files", both)))?.fingerprint).toBe(made?.fingerprint as string);
});

test("SSL=files says which variable names a file that cannot be read", async () => {
  const missing = join(directory, "missing.pem");
  const present = join(directory, "server.pem");
  expect(identityOf(settings("files", missing))).rejects.toThrow(`SSL_CERT: ${missing} cannot be read`);
  expect(identityOf(settings("files", present, missing))).rejects.toThrow(`SSL_KEY: ${missing} cannot be read`);
  expect(identityOf(settings("files"))).rejects.toThrow("SSL=files needs SSL_CERT.");
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
  const tls = await tlsOptions(selfSigned);
  if (tls === undefined) throw new Error("no TLS");
  await using server = Bun.serve({ hostname: "127.0.0.1", port: 0, tls, fetch: () => new Response("x") });
  expect(await handshake(server.port ?? 0, tls.cert, offer)).toStartWith(expected);
});

test("a client that trusts the made certificate verifies it", async () => {
  const tls = await tlsOptions(selfSigned);
  await using server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    ...(tls && { tls }),
    fetch: () => new Response("x"),
  });
  const answer = await fetch(`https://localhost:${server.port}/`, { tls: { ca: tls?.cert ?? "" } });
  expect(await answer.text()).toBe("x");
  expect(fetch(`https://localhost:${server.port}/`)).rejects.toThrow();
});
