import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { ownPlaces, withoutPrefix } from "./own-places.ts";

const DIRECT = { baseUrl: "https://cloud.example.org:4567", server: "cloud.example.org", port: 4567, host: "::" };
const PROXIED = { baseUrl: "https://api.example.org/occi", server: "front-end", port: 4567, host: "10.0.0.5" };

describe("a server that clients reach directly", () => {
  const { prefix, pathOf } = ownPlaces(DIRECT, "10.1.2.3:4567");

  test.each([
    ["/compute/0", "/compute/0"],
    ["https://cloud.example.org:4567/compute/0", "/compute/0"],
    ["http://CLOUD.example.org:4567/compute/0/", "/compute/0/"],
    ["https://cloud.example.org.:4567/compute/0?action=stop", "/compute/0?action=stop"],
    // By the name that the client called it.
    ["https://10.1.2.3:4567/compute/0", "/compute/0"],
    // It listens on all addresses.
    ["https://localhost:4567/compute/0", "/compute/0"],
    ["https://127.0.0.1:4567/compute/0", "/compute/0"],
    ["https://[::1]:4567/compute/0", "/compute/0"],
    ["https://cloud.example.org:4567", "/"],
    ["//cloud.example.org:4567/compute/0", "/compute/0"],
    ["https://cloud.example.org:4567//compute/0", "/compute/0"],
    ["//compute/0", "/compute/0"],
    ["/compute//0", "/compute/0"],
    ["https://cloud.example.org:4567//compute//0?x=//", "/compute/0?x=//"],
    ["/compute/0?x=https://other.example.org/y", "/compute/0?x=https://other.example.org/y"],
    ["//localhostile/compute/0", "/localhostile/compute/0"],
    [`/${"x".repeat(4095)}`, `/${"x".repeat(4095)}`],
    // No locations at all: their reader refuses them.
    ["7", "7"],
    ["urn:uuid:1", "urn:uuid:1"],
    ["", ""],
  ])("%s is %s", (location, path) => {
    expect(pathOf(location)).toBe(path);
  });

  test.each([
    "https://cloud.example.org/compute/0",
    "https://cloud.example.org:4568/compute/0",
    "https://other.example.org:4567/compute/0",
    "https://cloud.example.org.evil.example/compute/0",
    "https://cloud.example.org:4567@evil.example/compute/0",
    "https://alice@cloud.example.org:4567/compute/0",
    "https://:secret@cloud.example.org:4567/compute/0",
    "ftp://cloud.example.org:4567/compute/0",
    "//other.example.org/compute/0",
    "//localhost/compute/0",
    "//localhost?compute=0",
    "//localhost#compute",
    "//localhost",
    "//other:4567/compute/0",
    "https://",
    "https://cloud.example.org:4567/x/../compute/0",
    "https://cloud.example.org:4567/x/%2E%2e/compute/0",
    "/x/../compute/0",
    "/./compute/0",
    `/${"x".repeat(4096)}`,
  ])("%s is not its own", (location) => {
    expect(pathOf(location)).toBeUndefined();
  });

  test("it has no prefix", () => {
    expect(prefix).toBe("");
    expect(pathOf("/occi/compute/0")).toBe("/occi/compute/0");
  });

  test("a Host without a port has those of http and https", () => {
    const called = ownPlaces(DIRECT, "alias");
    expect(called.pathOf("https://alias/compute/0")).toBe("/compute/0");
    expect(called.pathOf("http://alias/compute/0")).toBe("/compute/0");
    expect(called.pathOf("https://alias:4567/compute/0")).toBeUndefined();
  });

  test("an odd Host makes nothing of it", () => {
    for (const host of ["", "a b", "x/y", "[", "evil.example, cloud.example.org", "user@evil.example"]) {
      expect(ownPlaces(DIRECT, host).pathOf("https://evil.example/compute/0")).toBeUndefined();
      expect(ownPlaces(DIRECT, host).pathOf("/compute/0")).toBe("/compute/0");
    }
  });
});

test.each([
  ["127.0.0.1", true],
  ["::1", true],
  ["0.0.0.0", true],
  ["::", true],
  ["192.0.2.7", false],
])("one that listens on %s is reached by the names of this machine: %p", (host, expected) => {
  const { pathOf } = ownPlaces({ ...DIRECT, host }, null);
  for (const name of ["localhost", "127.0.0.1", "[::1]"]) {
    expect(pathOf(`https://${name}:4567/compute/0`) === "/compute/0").toBe(expected);
  }
});

test("one whose name is an address of IPv6 has it in brackets", () => {
  const own = { baseUrl: "https://cloud.example.org", server: "2001:db8::1", port: 4567, host: "192.0.2.7" };
  const { pathOf } = ownPlaces(own, null);
  expect(pathOf("https://[2001:db8:0:0::1]:4567/compute/0")).toBe("/compute/0");
  expect(pathOf("https://[2001:db8::2]:4567/compute/0")).toBeUndefined();
});

describe("a server that a proxy has below a path", () => {
  const { prefix, pathOf } = ownPlaces(PROXIED, null);

  test.each([
    ["/occi/compute/0", "/compute/0"],
    ["/compute/0", "/compute/0"],
    ["https://api.example.org/occi/compute/0", "/compute/0"],
    ["https://api.example.org:443/occi/compute/0", "/compute/0"],
    ["https://api.example.org/compute/0", "/compute/0"],
    // The scheme does not count, the port does.
    ["http://api.example.org:443/occi/compute/0", "/compute/0"],
    ["http://front-end:4567/compute/0", "/compute/0"],
    ["http://front-end:4567/occi/compute/0", "/compute/0"],
    ["/occi//compute/0", "/compute/0"],
    ["https://api.example.org/occi//compute/0", "/compute/0"],
    ["/occi", "/"],
    ["/occi/", "/"],
    ["/occi?x=1", "/?x=1"],
    ["/occi/compute/0?x=1", "/compute/0?x=1"],
    ["/occitane/compute/0", "/occitane/compute/0"],
  ])("%s is %s", (location, path) => {
    expect(pathOf(location)).toBe(path);
  });

  test("loopback is not its own, for it does not listen there", () => {
    expect(pathOf("http://localhost:4567/compute/0")).toBeUndefined();
  });

  test("it has a prefix, whose letters count", () => {
    expect(prefix).toBe("/occi");
    expect(withoutPrefix("/OCCI/compute/0", prefix)).toBe("/OCCI/compute/0");
  });
});

test("whatever a client sends, what is left is never longer, and no host of others", () => {
  const { pathOf } = ownPlaces(PROXIED, "front-end:4567");
  fc.assert(
    fc.property(fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string(), fc.webPath()), (location) => {
      const path = pathOf(location);
      if (path === undefined) return;
      expect(path.length).toBeLessThanOrEqual(location.length + 1);
      expect(path).not.toMatch(/^[a-z]+:\/\//);
    }),
  );
});
