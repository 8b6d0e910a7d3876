/** Where browsers are told to come by https only. */
import { expect, test } from "bun:test";
import { consoleHeaders } from "./headers.ts";

const isStrict = (ssl: "off" | "files", server: string) =>
  consoleHeaders({ ssl, server }).some(([name]) => name === "Strict-Transport-Security");

test("a server with TLS is called by https only, unless its name is that of the machine itself: others listen there too", () => {
  expect(isStrict("files", "cloud.example.org")).toBe(true);
  expect(isStrict("off", "cloud.example.org")).toBe(false);
  for (const name of ["localhost", "127.0.0.1", "::1"]) expect(isStrict("files", name)).toBe(false);
});
