import { expect, test } from "bun:test";
import { adminAddress, BadValue } from "./value-types.ts";

test.each([
  ["127.0.0.1:9567", { host: "127.0.0.1", port: 9567 }],
  ["localhost:1", { host: "127.0.0.1", port: 1 }],
  ["[::1]:9567", { host: "::1", port: 9567 }],
  ["*:9567", { host: "::", port: 9567 }],
  ["unix:/run/one/admin", { unix: "/run/one/admin" }],
  ["Off", undefined],
])("%s", (text, address) => {
  expect(adminAddress.read(text)).toEqual(address);
});

test.each([
  "127.0.0.1",
  "9567",
  "cloud.example.org:9567",
  "::1:9567",
  "127.0.0.1:0",
  "127.0.0.1:65536",
  "[127.0.0.1]:x",
  "unix:relative",
  "unix:/a\nb",
  `unix:/${"x".repeat(107)}`,
])("%j is none", (text) => {
  expect(() => adminAddress.read(text)).toThrow(BadValue);
});
