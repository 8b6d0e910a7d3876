/** Whom a request comes from: the connection, or what a trusted proxy says of it. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../config/config.ts";
import { createClientOf } from "./proxies.ts";
import { testConfig } from "./testing/config.ts";

const SECRET = "0123456789abcdef";
const PROXY = "192.0.2.1";
const SECOND = "192.0.2.2";
const CLIENT = "198.51.100.7";

let directory: string;
let secretFile: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-proxies-"));
  secretFile = join(directory, "secret");
  writeFileSync(secretFile, `${SECRET}\n`, { mode: 0o600 });
});
afterAll(() => rmSync(directory, { recursive: true }));

const TRUSTING: Partial<Config> = { trustedProxies: ["192.0.2.0/24"] };

function clientOf(headers: Record<string, string>, settings: Partial<Config> = TRUSTING, address = PROXY) {
  const request = new Request("http://cloud.test/", { headers });
  const connection = { address, subject: "/CN=of the connection", untimed() {} };
  const { untimed: _, ...found } = createClientOf(testConfig(directory, settings))(request, connection);
  return found;
}

describe("the address", () => {
  const address = (forwarded: string, settings?: Partial<Config>, from?: string) =>
    clientOf({ "X-Forwarded-For": forwarded }, settings, from).address;

  test("of a connection that no proxy makes is its own, and its certificate too", () => {
    expect(clientOf({ "X-Forwarded-For": "203.0.113.9" }, TRUSTING, CLIENT)).toEqual({
      address: CLIENT,
      subject: "/CN=of the connection",
    });
    expect(address("203.0.113.9", { trustedProxies: [] })).toBe(PROXY);
  });

  test.each([
    [CLIENT, CLIENT],
    [`203.0.113.9, ${CLIENT}`, CLIENT],
    [`203.0.113.9, ${CLIENT}, ${SECOND}`, CLIENT],
    [`${CLIENT},${SECOND} , ${SECOND}`, CLIENT],
    ["[2001:db8::7]", "2001:db8::7"],
    ["::ffff:198.51.100.7", CLIENT],
    [`${SECOND}`, SECOND],
    [`unknown, ${SECOND}`, SECOND],
  ])("of X-Forwarded-For: %s is %s: the last that is no proxy of ours", (forwarded, expected) => {
    expect(address(forwarded)).toBe(expected);
  });

  test.each(["", "unknown", "198.51.100.7:8080", `${CLIENT}, x`, "<script>", `${CLIENT}[]`, `[]${CLIENT}`])(
    "of X-Forwarded-For: %j is the proxy's",
    (forwarded) => {
      expect(address(forwarded)).toBe(PROXY);
    },
  );
});

describe("the certificate", () => {
  const trusting = (name = "X-SSL-Client-S-DN"): Partial<Config> => ({
    ...TRUSTING,
    proxySecret: secretFile,
    proxyCertHeader: name,
  });
  const withSecret = (headers: Record<string, string>, secret = SECRET) =>
    clientOf({ "X-Proxy-Secret": secret, ...headers }, trusting());

  test("is the one that a proxy with the secret tells of; that of the connection is the proxy's own", () => {
    expect(withSecret({ "X-SSL-Client-S-DN": "CN=alice,O=Example" })).toEqual({
      address: PROXY,
      subject: expect.stringContaining("alice"),
    });
    expect(withSecret({})).toEqual({ address: PROXY });
    expect(clientOf({})).toEqual({ address: PROXY });
  });

  test.each(["", "(null)", " (null) "])("is none when the header is %j, with and without the secret", (value) => {
    expect(withSecret({ "X-SSL-Client-S-DN": value })).toEqual({ address: PROXY });
    expect(withSecret({ "X-SSL-Client-S-DN": value }, "wrong")).toEqual({ address: PROXY });
  });

  test.each(["wrong", "", `${SECRET}0`, SECRET.slice(1)])(
    "is ignored with the secret %j, and that is said",
    (secret) => {
      const { subject, refused } = withSecret({ "X-SSL-Client-S-DN": "CN=alice" }, secret);
      expect(subject).toBeUndefined();
      expect(refused?.message).toContain("X-SSL-Client-S-DN was ignored");
      expect(refused?.hint).toContain("PROXY_SECRET");
    },
  );

  test("is ignored when no secret is configured, whatever is sent", () => {
    const settings = { ...TRUSTING, proxyCertHeader: "X-SSL-Client-S-DN" };
    const found = clientOf({ "X-Proxy-Secret": SECRET, "X-SSL-Client-S-DN": "CN=alice" }, settings);
    expect([found.subject, found.refused?.message]).toEqual([undefined, expect.stringContaining("was ignored")]);
  });

  test("is refused when the header holds something else", () => {
    const found = clientOf({ "X-Proxy-Secret": SECRET, "X-SSL-Cert": "no certificate" }, trusting("X-SSL-Cert"));
    expect([found.subject, found.refused?.message]).toEqual([
      undefined,
      expect.stringContaining("X-SSL-Cert must contain one certificate"),
    ]);
  });

  test.each(["X-S-DN-Cert", "X-SSL-Cert"])("%s holds a certificate, not its subject", (name) => {
    const { subject, refused } = clientOf({ "X-Proxy-Secret": SECRET, [name]: "CN=alice,O=Example" }, trusting(name));
    expect([subject, refused?.message]).toEqual([undefined, expect.stringContaining(`${name} must contain`)]);
  });
});

test("a secret that can be guessed, or is missing, is refused at the start", () => {
  const short = join(directory, "short");
  const create = (length: number) => {
    writeFileSync(short, `  ${"s".repeat(length)}\n`, { mode: 0o600 });
    return createClientOf(testConfig(directory, { ...TRUSTING, proxySecret: short }));
  };
  expect(() => create(15)).toThrow("shorter than 16 characters");
  expect(() => create(16)).not.toThrow();
  const missing = testConfig(directory, { ...TRUSTING, proxySecret: join(directory, "missing") });
  expect(() => createClientOf(missing)).toThrow("PROXY_SECRET");
});
