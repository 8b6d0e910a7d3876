import { describe, expect, test } from "bun:test";
import { proxyFor } from "./proxy.ts";

const via = (url: string, environment: Record<string, string>) => proxyFor(new URL(url), environment)?.href;

describe("the proxy of the environment", () => {
  test.each([
    ["http://cloud:4567", { http_proxy: "http://p:3128" }, "http://p:3128/"],
    ["http://cloud:4567", { HTTP_PROXY: "http://p:3128" }, "http://p:3128/"],
    ["https://cloud", { https_proxy: "http://p:3128" }, "http://p:3128/"],
    ["https://cloud", { http_proxy: "http://p:3128" }, undefined],
    ["https://cloud", { all_proxy: "http://p:3128" }, "http://p:3128/"],
    ["https://cloud", { https_proxy: "", ALL_PROXY: "https://p" }, "https://p/"],
    ["https://cloud", { https_proxy: "socks5://p:1080" }, undefined],
    ["https://cloud", { https_proxy: "http://" }, undefined],
    ["https://cloud", {}, undefined],
  ] as const)("to %s with %j is %s", (url, environment, proxy) => {
    expect(via(url, environment)).toBe(proxy);
  });

  test.each([
    ["*", "cloud.example.org", true],
    ["example.org", "cloud.example.org", true],
    [".example.org", "cloud.example.org", true],
    ["*.Example.org", "cloud.example.org", true],
    ["example.org", "example.org", true],
    ["example.org", "badexample.org", false],
    ["a, cloud.example.org b", "cloud.example.org", true],
    ["cloud.example.org:443", "cloud.example.org", true],
    ["cloud.example.org:4567", "cloud.example.org", false],
    ["10.0.0.9", "10.0.0.9", true],
    ["0.0.9", "10.0.0.9", false],
    ["10.0.0.0/8", "10.1.2.3", true],
    ["10.0.0.0/8", "11.1.2.3", false],
    ["10.0.0.0/8", "cloud.example.org", false],
    ["10.0.0.0/99", "10.0.0.1", false],
    ["nonsense/8", "10.0.0.1", false],
    ["::1", "[::1]", true],
    ["[::1]:443", "[::1]", true],
    ["fd00::/8", "[fd12::1]", true],
    ["fd00::/8", "10.0.0.1", false],
    ["", "cloud.example.org", false],
  ])("no_proxy %j: %s goes directly: %j", (no_proxy, host, direct) => {
    const url = `https://${host}/storage`;
    expect(via(url, { https_proxy: "http://p", no_proxy })).toBe(direct ? undefined : "http://p/");
    expect(via(url, { https_proxy: "http://p", NO_PROXY: no_proxy })).toBe(direct ? undefined : "http://p/");
  });
});
