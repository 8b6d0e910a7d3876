import { afterEach, beforeEach, expect, spyOn, test } from "bun:test";
import { X509Certificate } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endsSoon, selfSigned, selfSignedCertificateFile, selfSignedFile } from "./self-signed.ts";
import { keepFiles } from "./state-directory.ts";

const DAY = 24 * 60 * 60 * 1000;
const NOW = new Date("2026-11-25T04:05:06Z");
const after = (days: number): Date => new Date(NOW.getTime() + days * DAY);

let directory: string;
const config = (server = "cloud.example.org") => ({ server, stateDir: join(directory, "state") });

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-certificate-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test("the first start makes a certificate for SERVER and the machine's own names", async () => {
  const { made, certificate, fingerprint, key, cert } = await selfSigned(config(), NOW);
  expect(made).toBe(true);
  expect(certificate.subjectAltName).toBe(
    "DNS:cloud.example.org, DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1",
  );
  expect(certificate.subject).toBe("CN=cloud.example.org");
  expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: "prime256v1" });
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  expect(key).toStartWith("-----BEGIN PRIVATE KEY-----\n");
  expect(new X509Certificate(cert).fingerprint256).toBe(fingerprint);
});

test("two certificates have different serial numbers and keys", async () => {
  const first = await selfSigned({ server: "a.example", stateDir: join(directory, "a") }, NOW);
  const second = await selfSigned({ server: "a.example", stateDir: join(directory, "b") }, NOW);
  expect(first.certificate.serialNumber).not.toBe(second.certificate.serialNumber);
  expect(first.key).not.toBe(second.key);
});

test("it is kept where only this user can read it, and a copy without the key for clients", async () => {
  const { fingerprint } = await selfSigned(config(), NOW);
  expect(statSync(config().stateDir).mode & 0o777).toBe(0o700);
  expect(statSync(selfSignedFile(config())).mode & 0o777).toBe(0o600);
  expect(statSync(selfSignedCertificateFile(config())).mode & 0o777).toBe(0o644);
  const copy = readFileSync(selfSignedCertificateFile(config()), "utf8");
  expect(copy).not.toContain("PRIVATE");
  expect(new X509Certificate(copy).fingerprint256).toBe(fingerprint);
  expect(readdirSync(config().stateDir).sort()).toEqual(["self-signed.crt", "self-signed.pem"]);
});

test("the next start finds it", async () => {
  const first = await selfSigned(config(), NOW);
  const second = await selfSigned(config(), after(1));
  expect(second.made).toBe(false);
  expect(second.fingerprint).toBe(first.fingerprint);
});

test("it is made again in its last 30 days, not before", async () => {
  const { certificate, fingerprint } = await selfSigned(config(), NOW);
  const end = certificate.validToDate.getTime();
  const early = await selfSigned(config(), new Date(end - 31 * DAY));
  expect(early.fingerprint).toBe(fingerprint);
  const due = await selfSigned(config(), new Date(end - 29 * DAY));
  expect(due.made).toBe(true);
  expect(due.certificate.validToDate.getTime()).toBeGreaterThan(end);
});

test("it is valid a day before it was made and for less than 825 days", async () => {
  const { certificate } = await selfSigned(config(), NOW);
  expect(certificate.validFromDate.getTime()).toBe(after(-1).getTime());
  expect(certificate.validToDate.getTime()).toBeLessThan(after(824).getTime());
});

test("it is made again when SERVER has another name or address", async () => {
  await selfSigned(config(), NOW);
  const renamed = await selfSigned(config("other.example.org"), NOW);
  expect(renamed.made).toBe(true);
  expect(renamed.certificate.checkHost("other.example.org")).toBe("other.example.org");
  const address = await selfSigned(config("192.0.2.7"), NOW);
  expect(address.made).toBe(true);
  expect(address.certificate.checkIP("192.0.2.7")).toBe("192.0.2.7");
  expect((await selfSigned(config("192.0.2.7"), NOW)).made).toBe(false);
});

test("the name localhost is written once", async () => {
  const { certificate } = await selfSigned(config("localhost"), NOW);
  expect(certificate.subjectAltName?.match(/localhost/g)).toHaveLength(1);
});

test("a damaged file is replaced", async () => {
  const first = await selfSigned(config(), NOW);
  writeFileSync(selfSignedFile(config()), first.key);
  expect((await selfSigned(config(), NOW)).made).toBe(true);
  writeFileSync(selfSignedFile(config()), "");
  expect((await selfSigned(config(), NOW)).made).toBe(true);
});

test("a STATE_DIR that cannot be made is named", async () => {
  writeFileSync(join(directory, "file"), "");
  const broken = { server: "a.example", stateDir: join(directory, "file", "state") };
  await expect(selfSigned(broken, NOW)).rejects.toMatchObject({
    code: "SETUP_FAULT",
    message: expect.stringContaining(broken.stateDir),
  });
});

test("in a STATE_DIR that others can write nothing is read or kept: the key could be theirs", async () => {
  const settings = config();
  const { key, cert } = await selfSigned(settings, NOW);
  for (const mode of [0o777, 0o1777, 0o702]) {
    chmodSync(settings.stateDir, mode);
    await expect(selfSigned(settings, NOW)).rejects.toMatchObject({
      code: "SETUP_FAULT",
      message: `STATE_DIR is not safe for keys: every user of this machine can write to ${settings.stateDir}.`,
    });
    rmSync(selfSignedFile(settings), { force: true });
    expect(() =>
      keepFiles(settings.stateDir, { [selfSignedFile(settings)]: { text: key + cert, mode: 0o600 } }, ""),
    ).toThrow("STATE_DIR is not safe for keys");
    expect(existsSync(selfSignedFile(settings))).toBe(false);
  }
  chmodSync(settings.stateDir, 0o755);
  expect((await selfSigned(settings, NOW)).made).toBe(true);
});

test("a certificate ends soon within its last 30 days", async () => {
  const { certificate } = await selfSigned(config(), NOW);
  const before = (days: number): Date => new Date(certificate.validToDate.getTime() - days * DAY);
  expect([31, 30, 1, -1].map((days) => endsSoon(certificate.validToDate, before(days)))).toEqual([
    false,
    true,
    true,
    true,
  ]);
});

test("what was made is examined when somebody asks for it, and is the same then", async () => {
  const { key, cert, fingerprint, certificate, until } = await selfSigned(config(), NOW);
  const asked = spyOn(process, "getBuiltinModule");
  try {
    const kept = await selfSigned(config(), after(1));
    expect(kept).toMatchObject({ made: false, key, cert, fingerprint });
    expect(kept.until).toEqual(until);
    expect(asked).not.toHaveBeenCalled();
    expect(kept.certificate.raw).toEqual(certificate.raw);
    expect(kept.until).toEqual(certificate.validToDate);
    expect(asked).toHaveBeenCalled();
  } finally {
    asked.mockRestore();
  }
});

test("a file of an earlier version is read, and one that somebody has changed is examined", async () => {
  const first = await selfSigned(config(), NOW);
  const file = selfSignedFile(config());
  const whole = readFileSync(file, "utf8");
  const pem = whole.slice(whole.indexOf("-----BEGIN"));
  writeFileSync(file, pem);
  expect(await selfSigned(config(), NOW)).toMatchObject({ made: false, fingerprint: first.fingerprint });
  const other = await selfSigned({ server: "other.example.org", stateDir: join(directory, "other") }, NOW);
  // The line of the first in front of another: it is not for this name.
  const line = whole.slice(0, whole.indexOf("-----BEGIN"));
  for (const changed of [
    line + other.key + other.cert,
    `${line}${pem.replace("MII", "MIJ")}`,
    `occi-server {}\n${pem}`,
  ]) {
    writeFileSync(file, changed);
    const { made, certificate } = await selfSigned(config(), NOW);
    expect(certificate.checkHost("cloud.example.org")).toBe("cloud.example.org");
    expect(made).toBe(!changed.endsWith(pem));
  }
  // For a name that the certificate has beside SERVER it is examined as well.
  expect(await selfSigned(config("localhost"), NOW)).toMatchObject({ made: false });
});
