import { afterEach, beforeEach, expect, spyOn, test } from "bun:test";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../config/config.ts";
import { testConfig } from "../http/testing/config.ts";
import { recordedLog } from "../http/testing/recorded-log.ts";
import { Certificates } from "./in-use.ts";
import { makeCertificate } from "./testing/certificates.ts";
import { identitiesOf, type TlsOptions } from "./tls.ts";

const DAY = 24 * 60 * 60 * 1000;

let directory: string;
let cert: string;
let key: string;
let config: Config;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-certificates-"));
  [cert, key] = [join(directory, "server.crt"), join(directory, "server.key")];
  config = testConfig(directory, { ssl: "files", sslCerts: [cert], sslKeys: [key] });
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function write(made: { readonly cert: string; readonly key: string }): void {
  writeFileSync(cert, made.cert);
  writeFileSync(key, made.key);
}

/** A server that has begun with a good certificate. */
async function begun() {
  const first = await makeCertificate();
  write(first);
  const log = recordedLog();
  const presented: (readonly TlsOptions[])[] = [];
  let next = Promise.withResolvers<void>();
  const certificates = new Certificates(config, await identitiesOf(config), {
    log,
    now: () => new Date(),
    async present(tls) {
      presented.push(tls);
      next.resolve();
      next = Promise.withResolvers();
    },
  });
  return { certificates, first, log, presented, nextPresented: () => next.promise };
}

test("another certificate in the files is taken into use, the same one is not", async () => {
  const { certificates, presented, log } = await begun();
  await certificates.use(config);
  expect(presented).toEqual([]);
  const second = await makeCertificate();
  write(second);
  await certificates.use(config);
  expect(presented.map(([tls]) => tls?.cert)).toEqual([second.cert]);
  expect(certificates.identities[0]?.fingerprint).toBe(second.fingerprint);
  expect(log.lines.join("")).toContain(`new connections get the changed certificate file=${cert}`);
});

test.each<[string, (good: { cert: string; key: string }) => void | Promise<void>, string]>([
  ["expired", async () => write(await makeCertificate("localhost", new Date(Date.now() - 900 * DAY))), "expired at"],
  ["not yet valid", async () => write(await makeCertificate("localhost", new Date(Date.now() + 9 * DAY))), "before"],
  ["of another key", async () => writeFileSync(cert, (await makeCertificate()).cert), "does not match"],
  ["half written", (good) => writeFileSync(cert, good.cert.slice(0, 300)), "does not contain a certificate"],
  ["with half a key", (good) => writeFileSync(key, good.key.slice(0, 60)), "does not contain a private key"],
  ["damaged", (good) => writeFileSync(cert, good.cert.replace(/MI/, "XX")), "damaged"],
  ["empty", () => writeFileSync(cert, ""), "does not contain a certificate"],
  ["gone", () => rmSync(cert), "cannot be read"],
])("a certificate that is %s is refused, and the one in use stays", async (_, spoil, message) => {
  const { certificates, first, presented } = await begun();
  await spoil(await makeCertificate());
  await expect(certificates.use(config)).rejects.toThrow(message);
  expect(presented).toEqual([]);
  expect(certificates.identities[0]?.fingerprint).toBe(first.fingerprint);
});

test("a key that this user may not read is refused", async () => {
  const { certificates, presented } = await begun();
  chmodSync(key, 0);
  // To the superuser every file is readable.
  if (process.geteuid?.() === 0) await certificates.use(config);
  else await expect(certificates.use(config)).rejects.toThrow(`SSL_KEY: ${key} cannot be read`);
  expect(presented).toEqual([]);
});

/** Looks at the files when the test says so: what would wait for the next look is kept. */
function looks(watch: () => () => void) {
  let due = Promise.withResolvers<() => void>();
  const timer = spyOn(globalThis, "setTimeout").mockImplementation(((look: () => void) => {
    due.resolve(look);
    return 0;
  }) as unknown as typeof setTimeout);
  const end = watch();
  return {
    /** @returns when the look is over, which is when the next one is due. */
    async look() {
      const run = await due.promise;
      due = Promise.withResolvers();
      run();
      await due.promise;
    },
    stop() {
      end();
      timer.mockRestore();
    },
  };
}

test("files that are still being written are left alone until they stay the same from one look to the next", async () => {
  const { certificates, first, presented, log } = await begun();
  const { look, stop } = looks(() => certificates.watch(1));
  try {
    await look();
    const second = await makeCertificate();
    for (const written of [300, 600, second.cert.length]) {
      writeFileSync(cert, second.cert.slice(0, written));
      await look();
    }
    writeFileSync(key, second.key);
    await look();
    expect(certificates.identities[0]?.fingerprint).toBe(first.fingerprint);
    expect([presented, log.lines]).toEqual([[], []]);
    await look();
    expect(certificates.identities[0]?.fingerprint).toBe(second.fingerprint);
    expect(presented.map(([tls]) => tls?.cert)).toEqual([second.cert]);
    expect(certificates.failure).toBeUndefined();
  } finally {
    stop();
  }
});

test("files are looked at: a faulty state is told once, a good one that follows is taken into use", async () => {
  const { certificates, nextPresented, log } = await begun();
  const told = Promise.withResolvers<void>();
  const error = log.error;
  log.error = (message, fields) => {
    error(message, fields);
    told.resolve();
  };
  const stop = certificates.watch(1);
  try {
    const second = await makeCertificate();
    writeFileSync(cert, second.cert);
    await told.promise;
    expect(certificates.failure).toContain("does not match");
    const presented = nextPresented();
    writeFileSync(key, second.key);
    await presented;
    await Bun.sleep(0);
    expect(certificates.identities[0]?.fingerprint).toBe(second.fingerprint);
    expect(certificates.failure).toBeUndefined();
    expect(log.lines.filter((line) => line.includes("cannot be used"))).toHaveLength(1);
  } finally {
    stop();
  }
});

test("an expired certificate is better than none: a server that has none takes it", async () => {
  write(await makeCertificate("localhost", new Date(Date.now() - 900 * DAY)));
  const off = { ...config, ssl: "off" } as const;
  const certificates = new Certificates(off, [], { log: recordedLog(), now: () => new Date(), async present() {} });
  await certificates.use(config);
  expect(certificates.identities).toHaveLength(1);
});

test("a self-signed certificate that cannot be replaced is not tried again at each look", async () => {
  config = testConfig(directory, { ssl: "self-signed" });
  const made = await identitiesOf(config);
  const log = recordedLog();
  const looks = Promise.withResolvers<void>();
  let looked = 0;
  const certificates = new Certificates(config, made, {
    log,
    now() {
      looked++;
      if (looked >= 40) looks.resolve();
      return new Date(Date.now() + 790 * DAY);
    },
    present: () => Promise.reject(new Error("no")),
  });
  const stop = certificates.watch(1);
  await looks.promise;
  stop();
  // Once because it is due, and once because there are other files then.
  expect(log.lines.filter((line) => line.includes("cannot be used"))).toHaveLength(2);
});
