/** By which ways a browser may send a password to the console. */
import { expect, test } from "bun:test";
import { isSafe } from "./transport.ts";

interface Way {
  readonly ssl?: "off" | "files";
  readonly baseUrl?: string;
  readonly address?: string;
  readonly headers?: Readonly<Record<string, string>>;
}
const safe = ({ ssl = "off", baseUrl = "http://cloud.example.org:4567", address = "192.0.2.1", headers = {} }: Way) =>
  isSafe(new Headers(headers), { address }, { ssl, baseUrl });
const PROXY = "https://cloud.example.org";

test.each<[string, Way, boolean]>([
  ["plain HTTP", { headers: { host: "cloud.example.org:4567" } }, false],
  ["TLS of the server", { ssl: "files" }, true],
  ["plain HTTP within the machine", { address: "127.0.0.1", headers: { host: "localhost:4567" } }, true],
  ["the same by IPv6", { address: "::1", headers: { host: "[::1]:4567" } }, true],
  ["a proxy without TLS on the same machine", { address: "127.0.0.1", headers: { host: "cloud.example.org" } }, false],
  ["another machine that calls itself localhost", { headers: { host: "localhost" } }, false],
  ["a proxy with TLS", { baseUrl: PROXY, headers: { "x-forwarded-proto": "https" } }, true],
  ["plain HTTP to that proxy", { baseUrl: PROXY, headers: { "x-forwarded-proto": "http" } }, false],
  ["a proxy with TLS that does not say so", { baseUrl: PROXY, headers: { host: "cloud.example.org" } }, true],
  ["a page that came by plain HTTP", { baseUrl: PROXY, headers: { origin: "http://cloud.example.org" } }, false],
  ["whatever says https to a server without it", { headers: { "x-forwarded-proto": "https" } }, false],
])("%s (%j) is safe: %p", (_way, way, expected) => {
  expect(safe(way)).toBe(expected);
});
