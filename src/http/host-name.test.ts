import { expect, test } from "bun:test";
import fc from "fast-check";
import { canonicalOrigin, hostName, isAllowedHost } from "./host-name.ts";

const HOSTS = new Set(["cloud.example.org", "proxy.example.org", "2001:db8::1", "192.0.2.7"]);

test.each([
  "cloud.example.org",
  "cloud.example.org:4567",
  "CLOUD.Example.ORG:1",
  "cloud.example.org.",
  "cloud.example.org.:443",
  "proxy.example.org",
  "[2001:db8::1]",
  "[2001:DB8:0:0:0:0:0:1]:8443",
  "192.0.2.7:80",
  "localhost",
  "LOCALHOST:4567",
  "localhost.",
  "demo.localhost:3000",
  "127.0.0.1",
  "127.9.8.7:4567",
  "[::1]:4567",
  "[0:0:0:0:0:0:0:1]",
])("%s names the server", (header) => {
  expect(isAllowedHost(header, HOSTS)).toBe(true);
});

test.each([
  "",
  " ",
  "evil.example.org",
  "cloud.example.org.evil.test",
  "evilcloud.example.org",
  "xcloud.example.org:4567",
  "cloud.example.org..",
  "cloud.example.org:",
  "cloud.example.org:x",
  "cloud.example.org:123456",
  "cloud.example.org, evil.test",
  "cloud.example.org@evil.test",
  "evil.test#cloud.example.org",
  "evil.test/cloud.example.org",
  "cloud.example.org\u0000",
  "192.0.2.8",
  "127.0.0.1.evil.test",
  "127.1",
  "2130706433",
  "0x7f000001",
  "localhost.evil.test",
  "::1",
  "[::1",
  "[::2]",
  "[::ffff:192.0.2.9]",
  "0.0.0.0",
  "[::]",
])("%p does not", (header) => {
  expect(isAllowedHost(header, HOSTS)).toBe(false);
});

test.each([
  ["https://cloud.example.org", "https://cloud.example.org:443"],
  ["https://cloud.example.org:443", "https://cloud.example.org:443"],
  ["HTTPS://Cloud.Example.Org.", "https://cloud.example.org:443"],
  ["http://cloud.example.org", "http://cloud.example.org:80"],
  ["http://cloud.example.org:443", "http://cloud.example.org:443"],
  ["https://[2001:DB8::0:1]:8443", "https://2001:db8::1:8443"],
  ["https://cloud.example.org:0443", "https://cloud.example.org:443"],
])("%s is written %s", (text, canonical) => {
  expect(canonicalOrigin(text)).toBe(canonical);
});

test.each([
  "",
  "null",
  "cloud.example.org",
  "https://",
  "https:///cloud.example.org",
  "https://cloud.example.org/",
  "https://cloud.example.org/x",
  "https://cloud.example.org?",
  "https://cloud.example.org#",
  "https://user@cloud.example.org",
  "https://cloud.example.org https://evil.test",
  "https://cloud.example.org, https://evil.test",
  "https://cloud.example.org\\evil.test",
  "https://cloud.example.org\nhttps://evil.test",
  "https://cloud.example.org%2eevil.test",
  "ftp://cloud.example.org",
  "xhttps://cloud.example.org",
  " https://cloud.example.org",
  "file://",
  "chrome-extension://abcdefgh",
])("%p is no origin of ours", (text) => {
  expect(canonicalOrigin(text)).toBeUndefined();
});

test.each(["a[::1]", "[::1]b", "a[cloud]", "[cloud]b"])("%s is no name in brackets, and stays as it is", (name) => {
  expect(hostName(name)).toBe(name);
});

test("no text that holds an allowed name passes but that name itself", () => {
  const around = fc.string({ unit: fc.constantFrom(..."abz019.-_:@/\\#?[]% ,\t\0"), minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(around, fc.boolean(), (more, before) => {
      const header = before ? `${more}cloud.example.org` : `cloud.example.org${more}`;
      if (/^\.?(:\d{1,5})?$/.test(more) && !before) return;
      expect(isAllowedHost(header, new Set(["cloud.example.org"]))).toBe(false);
    }),
  );
});

test("what is canonical stays what it is", () => {
  fc.assert(
    fc.property(fc.domain(), fc.integer({ min: 1, max: 65_535 }), (domain, port) => {
      const origin = canonicalOrigin(`https://${domain}:${port}`) ?? "";
      expect(origin).not.toBe("");
      expect(canonicalOrigin(origin)).toBe(origin);
      expect(hostName(hostName(domain))).toBe(hostName(domain));
    }),
  );
});
