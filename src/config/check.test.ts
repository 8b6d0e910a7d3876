/** What `check` says of the files that a configuration names. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileFaults } from "./check.ts";
import { loadConfig } from "./load.ts";
import { renderFault } from "./report.ts";

/** For cloud.example.org and 192.0.2.1, until the year 2126. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBszCCAVmgAwIBAgIUd3QF2kheMT810CaI2YNlheKTuNwwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRY2xvdWQuZXhhbXBsZS5vcmcwIBcNMjYxMTI1MDQ1NDI4WhgP
MjEyNjExMDEwNDU0MjhaMBwxGjAYBgNVBAMMEWNsb3VkLmV4YW1wbGUub3JnMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEyjNAwf73sBHAA3NVlT4tWHuVtShiy9+b
7Jz9HuWlDLKZk0iKq3KvfiWcSO0c8b+T2eBbuAhhP+PDYjI+0Be6ZqN3MHUwHQYD
VR0OBBYEFErtCsUwAlsYPjLmX8wPkGdL0BqVMB8GA1UdIwQYMBaAFErtCsUwAlsY
PjLmX8wPkGdL0BqVMA8GA1UdEwEB/wQFMAMBAf8wIgYDVR0RBBswGYIRY2xvdWQu
ZXhhbXBsZS5vcmeHBMAAAgEwCgYIKoZIzj0EAwIDSAAwRQIgI3vBCI6mR5jFzKNe
2r5sLJvLnblrIvg+3roXgVCVJIACIQDxJeDtj1A+fAydr9XNnUT/9TnsBgy92uy9
w5RtJQB4WA==
-----END CERTIFICATE-----
`;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-config-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const put = (name: string, text: string, mode = 0o600): string => {
  const file = join(directory, name);
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
};

/** What is said of this configuration, with the directory left out. */
function said(text: string, mode = 0o644): string[] {
  const file = put("one.conf", text, mode);
  const { draft, places } = loadConfig({ file, environment: {} });
  if (draft === undefined) throw new Error("the file was not read");
  return fileFaults(draft, places).map((fault) => renderFault(fault).replaceAll(`${directory}/`, ""));
}

test("nothing is said of the defaults", () => {
  expect(said("")).toEqual([]);
});

test("a configuration that everybody can write is refused: it names the directory of the templates", () => {
  expect(said("", 0o666)).toEqual([
    "one.conf: error: every user of this machine can write to this file\n  hint: chmod o-w one.conf",
  ]);
});

test("a directory of templates that is named must be there; the one beside the configuration need not", () => {
  expect(said("\nTEMPLATE_LOCATION=types")).toEqual([
    "one.conf:2:1: warning: TEMPLATE_LOCATION: types is not a directory: only the built-in templates are used\n" +
      "  hint: create the directory, or remove the line",
  ]);
  mkdirSync(join(directory, "types"));
  expect(said("TEMPLATE_LOCATION=types")).toEqual([]);
});

test("authorities for oned's certificate", () => {
  const config = "ONE_XMLRPC=https://one.example.org/RPC2\n  ONE_CA=ca.pem";
  expect(said(config)).toEqual([expect.stringContaining("one.conf:2:3: error: ONE_CA: ca.pem cannot be used: ENOENT")]);
  put("ca.pem", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n");
  expect(said(config)).toEqual([expect.stringContaining("error: ONE_CA: ca.pem does not contain a certificate")]);
  put("ca.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  expect(said(config)).toEqual([expect.stringContaining("error: ONE_CA: ca.pem cannot be used")]);
  put("ca.pem", `one of them:\n${CERTIFICATE}`);
  expect(said(config)).toEqual([]);
});

test("authorities of clients, and files with secrets that nobody else may read", () => {
  const config = [
    "SERVER=cloud.example.org",
    "SSL=self-signed",
    "SSL_CLIENT_CA=ca.pem",
    "AUTH=x509",
    "ONE_SERVER_AUTH=occi_auth",
    "TRUSTED_PROXIES=127.0.0.1",
    "PROXY_SECRET=proxy.secret",
  ].join("\n");
  expect(said(config)).toEqual([
    expect.stringContaining("one.conf:3:1: error: SSL_CLIENT_CA: ca.pem cannot be used: ENOENT"),
    expect.stringContaining("one.conf:5:1: error: ONE_SERVER_AUTH: occi_auth cannot be read: ENOENT"),
    expect.stringContaining("one.conf:7:1: error: PROXY_SECRET: proxy.secret cannot be read: ENOENT"),
  ]);
  put("ca.pem", CERTIFICATE);
  put("occi_auth", "serveradmin:secret", 0o640);
  put("proxy.secret", "\n");
  expect(said(config)).toEqual([
    "one.conf:5:1: error: ONE_SERVER_AUTH: users other than its owner can use occi_auth\n  hint: chmod 600 occi_auth",
    "one.conf:7:1: error: PROXY_SECRET: proxy.secret is empty",
  ]);
  put("occi_auth", "serveradmin:secret");
  put("proxy.secret", "0123456789abcdef");
  expect(said(config)).toEqual([]);
});

test("a key that everybody can read, in a file of its own or with the certificate", () => {
  const key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
  put("server.pem", CERTIFICATE, 0o644);
  put("server.key", key, 0o644);
  expect(said("SERVER=cloud.example.org\nSSL_CERT=server.pem")).toEqual([]);
  expect(said("SERVER=cloud.example.org\nSSL_CERT=server.pem\nSSL_KEY=server.key")).toEqual([
    "one.conf:3:1: warning: every user of this machine can read the key in server.key\n  hint: chmod o-r server.key",
  ]);
  put("server.pem", key + CERTIFICATE, 0o644);
  expect(said("SERVER=cloud.example.org\nSSL_CERT=server.pem")).toEqual([
    "one.conf:2:1: warning: every user of this machine can read the key in server.pem\n  hint: chmod o-r server.pem",
  ]);
  expect(said("SERVER=cloud.example.org\nSSL_CERT=server.pem\nSSL=off")).toEqual([]);
});

test("a certificate for another name, unless a proxy shows its own to the clients", () => {
  put("server.pem", CERTIFICATE);
  expect(said("SERVER=cloud.example.org\nSSL_CERT=server.pem")).toEqual([]);
  expect(said("SERVER=192.0.2.1\nSSL_CERT=server.pem")).toEqual([]);
  expect(said("SERVER=other.example.org\nSSL_CERT=server.pem")).toEqual([
    "one.conf:2:1: warning: clients will reject the certificate in server.pem: it does not name other.example.org\n" +
      "  hint: it names DNS:cloud.example.org, IP Address:192.0.2.1",
  ]);
  expect(said("SERVER=other.example.org\nSSL_CERT=server.pem\nSSL_SERVER=https://proxy.example.org")).toEqual([]);
});

test("a certificate that is missing or damaged is left to TLS, which says so", () => {
  expect(said("SSL_CERT=server.pem")).toEqual([]);
  put("server.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  expect(said("SSL_CERT=server.pem")).toEqual([]);
});
