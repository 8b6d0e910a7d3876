/** Certificates by ACME, against a real authority where one is installed. */
import { afterEach, beforeEach, describe, expect, jest, spyOn, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { acmeFile, keepIdentity, storedIdentity } from "../certificates/acme/store.ts";
import { makeCertificate } from "../certificates/testing/certificates.ts";
import type { Config } from "../config/config.ts";
import { testConfig } from "../http/testing/config.ts";
import { freePort } from "../http/testing/free-port.ts";
import { type RecordedLog, recordedLog } from "../http/testing/recorded-log.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { until } from "../testing/until.ts";
import { Acme, type Pace } from "./acme.ts";
import { HAS_PEBBLE, type Pebble, startPebble } from "./testing/pebble.ts";

const SERVER = "cloud.example.org";
const DAY = 24 * 60 * 60 * 1000;
const NEVER: Pace = { check: DAY, retry: DAY, longest: DAY, poll: 20 };
const SOON: Pace = { check: 1, retry: 1, longest: 4, poll: 20 };

let directory: string;
let running: Acme[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-acme-"));
  running = [];
});
afterEach(async () => {
  for (const acme of running) await acme.stop();
  rmSync(directory, { recursive: true, force: true });
});

function settings(different: Partial<Config>): Config {
  return testConfig(directory, {
    server: SERVER,
    baseUrl: `https://${SERVER}:4567`,
    ssl: "acme",
    acmeEmail: "admin@example.org",
    acmeHttpPort: freePort(),
    ...different,
  });
}

const of = (pebble: Pebble): Partial<Config> => ({
  acmeDirectory: pebble.directory,
  acmeCa: pebble.ca,
  acmeHttpPort: pebble.httpPort,
});

/** A keeper of the certificate; `got` is told of each new one, `failed` of each failure. */
function keeper(options: { readonly pace?: Pace; readonly now?: () => Date } = {}) {
  const log: RecordedLog = recordedLog();
  let got = Promise.withResolvers<string>();
  let failed = Promise.withResolvers<string>();
  const { error } = log;
  const acme = new Acme({
    log: {
      ...log,
      error(message, fields) {
        error(message, fields);
        failed.resolve(String(fields?.cause));
        failed = Promise.withResolvers();
      },
    },
    now: options.now ?? (() => new Date()),
    pace: options.pace ?? NEVER,
    async onCertificate(config) {
      got.resolve(storedIdentity(config)?.fingerprint ?? "none");
      got = Promise.withResolvers();
    },
  });
  running.push(acme);
  return { acme, log, got: () => got.promise, failed: () => failed.promise };
}

describe.skipIf(!HAS_PEBBLE)("with an authority", () => {
  test("the first certificate, with what is kept and who may read it", async () => {
    await using pebble = await startPebble(join(directory, "pebble"));
    const { acme, got, log } = keeper();
    const config = settings(of(pebble));
    const fingerprint = got();
    await acme.use(config);
    expect(await fingerprint).toBe(storedIdentity(config)?.fingerprint as string);
    expect(storedIdentity(config)?.certificate.checkHost(SERVER)).toBe(SERVER);
    // The authority's own certificate goes with it.
    expect(readFileSync(acmeFile(config), "utf8").match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThan(1);
    const files = readdirSync(config.stateDir).sort();
    expect(files).toEqual(["acme-account.pem", "acme.pem"]);
    for (const file of nonEmpty(files)) expect(statSync(join(config.stateDir, file)).mode & 0o777).toBe(0o600);
    expect(log.lines.join("")).toContain(`obtained a certificate server=${SERVER} from=${pebble.directory}`);
    expect(acme.failure).toBeUndefined();
  }, 30_000);

  test("another one when a third of its life is left, by the same account", async () => {
    await using pebble = await startPebble(join(directory, "pebble"));
    let time = new Date();
    let looks = 0;
    let lookedAgain = Promise.withResolvers<void>();
    const now = (): Date => {
      looks += 1;
      if (looks > 3) lookedAgain.resolve();
      return time;
    };
    const { acme, got } = keeper({ pace: SOON, now });
    const config = settings(of(pebble));
    const first = got();
    await acme.use(config);
    await first;
    const account = readFileSync(join(config.stateDir, "acme-account.pem"), "utf8");
    const kept = storedIdentity(config);
    if (kept === undefined) throw new Error("no certificate");
    const { validFromDate, validToDate } = kept.certificate;
    const second = got();
    const at = (part: number): Date =>
      new Date(validFromDate.getTime() + part * (validToDate.getTime() - validFromDate.getTime()));
    time = at(0.66);
    [looks, lookedAgain] = [0, Promise.withResolvers()];
    await lookedAgain.promise;
    expect(storedIdentity(config)?.fingerprint).toBe(kept.fingerprint);
    time = at(0.67);
    expect(await second).not.toBe(kept.fingerprint);
    expect(readFileSync(join(config.stateDir, "acme-account.pem"), "utf8")).toBe(account);
  }, 30_000);

  test("the proof in the document root of another web server", async () => {
    await using pebble = await startPebble(join(directory, "pebble"));
    const webroot = join(directory, "html");
    const web = Bun.serve({
      hostname: "127.0.0.1",
      port: pebble.httpPort,
      fetch: (request) => new Response(Bun.file(join(webroot, new URL(request.url).pathname))),
    });
    const { acme, got } = keeper();
    const config = settings({ ...of(pebble), acmeWebroot: webroot });
    const fingerprint = got();
    await acme.use(config);
    expect(await fingerprint).not.toBe("none");
    expect(readdirSync(join(webroot, ".well-known", "acme-challenge"))).toEqual([]);
    await web.stop(true);
  }, 30_000);

  test("an authority that refuses is quoted, asked again, and the certificate stays", async () => {
    await using pebble = await startPebble(join(directory, "pebble"), { refused: [SERVER] });
    const { acme, failed } = keeper({ pace: SOON });
    const config = settings(of(pebble));
    const old = await makeCertificate(SERVER, new Date(Date.now() - 700 * DAY));
    keepIdentity(config, old.key, old.cert);
    const first = failed();
    await acme.use(config);
    expect(await first).toContain(`does not issue a certificate for ${SERVER}: `);
    expect(await failed()).toMatch(/polic|block|forbid/i);
    expect(acme.failure).toContain("does not issue a certificate");
    expect(storedIdentity(config)?.fingerprint).toBe(old.fingerprint);
  }, 30_000);

  test("an authority that cannot reach this machine says so", async () => {
    await using pebble = await startPebble(join(directory, "pebble"));
    const { acme, failed } = keeper();
    await acme.use(settings({ ...of(pebble), acmeHttpPort: freePort() }));
    expect(await failed()).toContain("connection refused");
  }, 30_000);

  test("a certificate is got when the authority is back", async () => {
    const httpPort = freePort();
    const { acme, failed, got } = keeper();
    const down = settings({ acmeDirectory: `https://localhost:${freePort()}/dir`, acmeHttpPort: httpPort });
    const first = failed();
    await acme.use(down);
    expect(await first).toContain("ECONNREFUSED");
    await using pebble = await startPebble(join(directory, "pebble"), { httpPort });
    const fingerprint = got();
    await acme.use({ ...down, ...of(pebble) });
    expect(await fingerprint).not.toBe("none");
  }, 30_000);
});

test("the age of the certificate is examined every ten minutes, until it stops", async () => {
  const MINUTE = 60_000;
  const config = settings({});
  const young = await makeCertificate(SERVER);
  keepIdentity(config, young.key, young.cert);
  let looks = 0;
  const now = (): Date => {
    looks += 1;
    return new Date();
  };
  jest.useFakeTimers();
  try {
    const acme = new Acme({ log: recordedLog(), now, async onCertificate() {} });
    await acme.use(config);
    for (const [passed, expected] of [
      [0, 1],
      [9 * MINUTE, 1],
      [2 * MINUTE, 2],
      [10 * MINUTE, 3],
    ] as const) {
      jest.advanceTimersByTime(passed);
      await Promise.resolve();
      await Promise.resolve();
      expect([passed, looks]).toEqual([passed, expected]);
    }
    // Another configuration begins a series of its own, in place of the one before: one more look each time, not two.
    await acme.use({ ...config });
    jest.advanceTimersByTime(0);
    await Promise.resolve();
    await Promise.resolve();
    expect(looks).toBe(4);
    jest.advanceTimersByTime(10 * MINUTE);
    await Promise.resolve();
    await Promise.resolve();
    expect(looks).toBe(5);
    // Compared at once, before anything else can begin or end a timer of its own.
    const timers = jest.getTimerCount();
    const stopping = acme.stop();
    expect(jest.getTimerCount()).toBe(timers - 1);
    await stopping;
    jest.advanceTimersByTime(30 * MINUTE);
    await Promise.resolve();
    await Promise.resolve();
    expect(looks).toBe(5);
  } finally {
    jest.useRealTimers();
  }
});

test("the plain listener sends everything else on to HTTPS, whatever the request calls this host", async () => {
  const { acme } = keeper();
  const config = settings({ acmeDirectory: "https://localhost:1/dir" });
  await acme.use(config);
  const answer = await fetch(`http://127.0.0.1:${config.acmeHttpPort}/compute/7?x=1`, {
    redirect: "manual",
    headers: { Host: "evil.example.net" },
  });
  expect(answer.status).toBe(308);
  expect(answer.headers.get("location")).toBe(`https://${SERVER}:4567/compute/7?x=1`);
  const unknown = await fetch(`http://127.0.0.1:${config.acmeHttpPort}/.well-known/acme-challenge/none`, {
    redirect: "manual",
  });
  expect(unknown.status).toBe(308);
});

test("a busy port is told of, and what was shown before stays", async () => {
  const { acme } = keeper();
  const config = settings({ acmeDirectory: "https://localhost:1/dir" });
  await acme.use(config);
  const other = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  const outcome = acme.use({ ...config, acmeHttpPort: other.port });
  await expect(outcome).rejects.toThrow(`Another program listens on port ${other.port} of 127.0.0.1.`);
  const answer = await fetch(`http://127.0.0.1:${config.acmeHttpPort}/`, { redirect: "manual" });
  expect(answer.status).toBe(308);
  other.stop(true);
});

test("with another SSL nothing is listened to any longer", async () => {
  const { acme } = keeper();
  const config = settings({ acmeDirectory: "https://localhost:1/dir" });
  await acme.use(config);
  await acme.use({ ...config, ssl: "off" });
  await expect(fetch(`http://127.0.0.1:${config.acmeHttpPort}/`)).rejects.toThrow();
  expect(existsSync(acmeFile(config))).toBe(false);
});

test("an attempt of an earlier configuration begins no series of its own when it ends", async () => {
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<Response>();
  const authority = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch() {
      asked.resolve();
      return answer.promise;
    },
  });
  const pace: Pace = { check: 1_000_001, retry: 1_000_002, longest: 1_000_002, poll: 1 };
  const { acme, failed } = keeper({ pace });
  const failure = failed();
  await acme.use(settings({ acmeDirectory: `http://127.0.0.1:${authority.port}/dir` }));
  await asked.promise;
  const young = await makeCertificate(SERVER);
  const config = settings({ acmeDirectory: "https://other.example.org/dir" });
  keepIdentity(config, young.key, young.cert);
  const timers = spyOn(globalThis, "setTimeout");
  try {
    await acme.use(config);
    answer.resolve(new Response("", { status: 500 }));
    await failure;
    await until(() => series(timers).length > 0);
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(series(timers)).toHaveLength(1);
  } finally {
    timers.mockRestore();
    await authority.stop(true);
  }
});

/** The checks that were begun, by their delay. */
function series({ mock }: { readonly mock: { readonly calls: readonly (readonly unknown[])[] } }): readonly unknown[] {
  return mock.calls.map(([, delay]) => delay).filter((delay) => delay === 1_000_001 || delay === 1_000_002);
}
