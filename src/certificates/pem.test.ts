import { expect, test } from "bun:test";
import { generateKeyPairSync } from "node:crypto";
import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import { OcciError } from "../errors.ts";
import { identityFromPem, namesOf } from "./pem.ts";

interface Issued {
  readonly pem: string;
  readonly certificate: x509.X509Certificate;
  readonly key: string;
  readonly keys: CryptoKeyPair;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

async function issue(name: string, issuer?: Issued): Promise<Issued> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${name}`,
    issuer: `CN=${issuer === undefined ? name : issuer.certificate.subjectName.getField("CN")}`,
    publicKey: keys.publicKey,
    signingKey: issuer === undefined ? keys.privateKey : issuer.keys.privateKey,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date("2026-01-01T00:00:00Z"),
    notAfter: new Date("2036-01-01T00:00:00Z"),
  });
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY");
  return { pem: `${certificate.toString("pem")}\n`, certificate, key: `${key}\n`, keys };
}

const root = await issue("root");
const middle = await issue("middle", root);
const leaf = await issue("leaf", middle);

function subjects(pem: string): string[] {
  return x509.PemConverter.decode(pem).map((der) => new x509.X509Certificate(der).subject);
}

test("key and certificate in one file, key first, as the guide's server.pem", () => {
  const identity = identityFromPem(leaf.key + leaf.pem, "server.pem");
  expect(identity.key).toBe(leaf.key);
  expect(identity.cert).toBe(leaf.pem);
  expect(identity.certificate.subject).toBe("CN=leaf");
});

test.each([
  ["leaf first", leaf.pem + middle.pem + root.pem],
  ["root first", root.pem + middle.pem + leaf.pem],
  ["mixed, with text between", `subject=/CN=middle\n${middle.pem}\n\n${leaf.pem}# end\n${root.pem}`],
  ["with Windows line ends", (root.pem + leaf.pem + middle.pem).replaceAll("\n", "\r\n")],
])("a chain is put into the order that TLS wants: %s", (_, chain) => {
  expect(subjects(identityFromPem(chain, "chain.pem", leaf.key, "key.pem").cert)).toEqual([
    "CN=leaf",
    "CN=middle",
    "CN=root",
  ]);
});

test("a certificate that belongs to no chain goes last", async () => {
  const stranger = await issue("stranger");
  const chain = stranger.pem + middle.pem + leaf.pem;
  expect(subjects(identityFromPem(chain, "c", leaf.key, "k").cert)).toEqual(["CN=leaf", "CN=middle", "CN=stranger"]);
});

test("RSA and SEC1 keys are read too", () => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const sec1 = privateKey.export({ type: "sec1", format: "pem" }).toString();
  expect(() => identityFromPem(leaf.pem, "c.pem", sec1, "k.pem")).toThrow("does not match");
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs1", format: "pem" });
  expect(() => identityFromPem(leaf.pem, "c.pem", rsa.toString(), "k.pem")).toThrow("does not match");
});

const encrypted = generateKeyPairSync("ec", { namedCurve: "P-256" })
  .privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" })
  .toString();

test.each<[string, string, string, string]>([
  ["no key", leaf.pem, leaf.pem, "k.pem does not contain a private key."],
  ["no certificate", leaf.key, leaf.key, "c.pem does not contain a certificate."],
  ["nothing", "", "", "k.pem does not contain a private key."],
  ["another's key", leaf.pem, middle.key, "The private key in k.pem does not match the certificate in c.pem."],
  ["a passphrase", leaf.pem, encrypted, "The private key in k.pem is protected by a passphrase."],
  ["a damaged certificate", leaf.pem.replace("MII", "AAA"), leaf.key, "A certificate in c.pem is damaged"],
  ["a damaged key", leaf.pem, leaf.key.replace("MIG", "AAA"), "The private key in k.pem is damaged"],
  ["a half-written certificate", leaf.pem.slice(0, 200), leaf.key, "c.pem does not contain a certificate."],
])("%s is refused in words", (_, cert, key, message) => {
  const refused = (): unknown => identityFromPem(cert, "c.pem", key, "k.pem");
  expect(refused).toThrow(OcciError);
  expect(refused).toThrow(message);
  expect(refused).not.toThrow("BEGIN");
});

test("the names of a certificate are its alternative ones, even a single one, else its common name", () => {
  const named = (subject: string, subjectAltName?: string) => namesOf({ subject, subjectAltName } as never);
  expect(named("C=ES\nCN=Cloud.example.org")).toEqual(["cloud.example.org"]);
  expect(named("CN=old.example.org", "DNS:cloud.example.org")).toEqual(["cloud.example.org"]);
  expect(named("CN=old.example.org", "DNS:a.example.org, IP Address:192.0.2.1, DNS:*.example.com")).toEqual([
    "a.example.org",
    "*.example.com",
  ]);
});
