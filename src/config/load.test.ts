/** Which file is read, the embedded default, and what follows from the environment. */
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isLoopback } from "./derive.ts";
import { loadConfig, parseConfig } from "./load.ts";

let directory: string;
let one: string;
let system: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-config-"));
  one = join(directory, "one");
  system = join(directory, "system");
  mkdirSync(join(one, "etc"), { recursive: true });
  mkdirSync(system);
});
afterEach(() => rmSync(directory, { recursive: true }));

const put = (file: string, text: string): string => {
  writeFileSync(file, text);
  return file;
};
const load = (file?: string) =>
  loadConfig({ environment: { ONE_LOCATION: one }, systemDirectory: system, ...(file !== undefined && { file }) });

describe("which file is read", () => {
  test("--config, then $ONE_LOCATION/etc, then the system's, then the embedded default", () => {
    expect(load().config).toMatchObject({ file: undefined, port: 4567 });
    put(join(system, "occi-server.conf"), "PORT=5001");
    expect(load().config).toMatchObject({ file: join(system, "occi-server.conf"), port: 5001 });
    put(join(one, "etc", "occi-server.conf"), "PORT=5002");
    expect(load().config).toMatchObject({ file: join(one, "etc", "occi-server.conf"), port: 5002 });
    const own = put(join(directory, "own.conf"), "PORT=5003");
    expect(load(own).config).toMatchObject({ file: own, port: 5003 });
  });

  test("a file of --config that is missing is an error, and no other takes its place", () => {
    put(join(system, "occi-server.conf"), "PORT=5001");
    const { config, draft, faults } = load(join(directory, "missing.conf"));
    expect([config, draft]).toEqual([undefined, undefined]);
    expect(faults).toMatchObject([{ severity: "error", message: "the file does not exist" }]);
  });

  test("a directory where the file should be is an error, and no other takes its place", () => {
    put(join(system, "occi-server.conf"), "PORT=5001");
    mkdirSync(join(one, "etc", "occi-server.conf"));
    expect(load().faults).toMatchObject([
      { file: join(one, "etc", "occi-server.conf"), message: "this is a directory" },
    ]);
  });
});

test("the embedded default: loopback, self-signed, oned on localhost, no fault", () => {
  const { config, faults } = loadConfig({ environment: {}, systemDirectory: system });
  expect(faults).toEqual([]);
  expect(config).toMatchObject({
    file: undefined,
    onedUrls: ["http://localhost:2633/RPC2"],
    host: "127.0.0.1",
    ssl: "self-signed",
    baseUrl: "https://localhost:4567",
    templateLocation: "/etc/one/occi_templates",
    stateDir: "/var/lib/one/occi-server",
    vmTypes: [{ name: "small" }, { name: "medium" }, { name: "large" }],
  });
});

test("ONE_LOCATION moves the templates and the state, but only when it is an absolute path", () => {
  expect(load().config).toMatchObject({
    templateLocation: join(one, "etc", "occi_templates"),
    stateDir: join(one, "var", "occi-server"),
  });
  const relative = loadConfig({ environment: { ONE_LOCATION: "one" }, systemDirectory: system });
  expect(relative.config?.stateDir).toBe("/var/lib/one/occi-server");
});

test("the configuration is frozen, down to its lists", () => {
  const { config } = parseConfig("VM_TYPE=[NAME=a, TEMPLATE=a.eta]", "/f", {});
  for (const part of [config, config?.vmTypes, config?.vmTypes[0], config?.onedUrls, config?.uploadUrls]) {
    expect(Object.isFrozen(part)).toBe(true);
  }
});

test("with an error there is a draft for further checks, with defaults in place of faulty values", () => {
  const { config, draft } = parseConfig("PORT=x\nSSL=fils\nBRIDGE=br0", "/f", {});
  expect(config).toBeUndefined();
  expect(draft).toMatchObject({ port: 4567, ssl: "off", bridge: "br0" });
});

test("places and variables are told", () => {
  const { places, variables } = parseConfig("\n PORT=$P\nBRIDGE=br0\nWAIT=$NONE\n", "/f", { P: "1", Q: "2" });
  expect([...places]).toEqual([
    ["PORT", { line: 2, column: 2 }],
    ["BRIDGE", { line: 3, column: 1 }],
  ]);
  expect(variables).toEqual(["P"]);
});

const parsed = (text: string) => parseConfig(text, "/etc/one/occi-server.conf", {});
const faultsOf = (text: string) => parsed(text).faults.map(({ message }) => message);

test("an option that is set to nothing behind its value counts as left out", () => {
  expect(faultsOf("SERVER=c.example.org\nSSL_CERT=c.pem\nSSL_CERT=\nSSL_KEY=k.pem")).toContain(
    "SSL_KEY is set, but SSL_CERT is not",
  );
});

test("as many connections as oned serves by default are no fault, one more is", () => {
  const [most, more] = [15, 16].map((number) => faultsOf(`ONE_CONNECTIONS=${number}`));
  expect([most, more?.length]).toEqual([[], 1]);
});

test("a driver has at least the time of any other answer of oned", () => {
  const { config } = parsed("ONE_TIMEOUT=90s\nONE_DRIVER_TIMEOUT=60s");
  expect([config?.oneTimeout, config?.oneDriverTimeout]).toEqual([90_000, 90_000]);
});

test.each([
  ["0.0.0.0", "127.0.0.1", true],
  ["127.0.0.1", "0.0.0.0", true],
  ["::", "127.0.0.1", true],
  ["localhost", "[::1]", true],
  ["localhost", "127.0.0.1", true],
  ["192.0.2.1", "127.0.0.1", false],
  ["0.0.0.0", "[::1]", false],
])("listeners on %s and %s need two ports: %p", (host, admin, same) => {
  const faults = faultsOf(`HOST=${host}\nPORT=9567\nADMIN=${admin}:9567\nSSL_SERVER=https://cloud.example.org`);
  expect(faults.some((message) => message.includes("are the same port"))).toBe(same);
});

test("loopback names and addresses", () => {
  const loopback = [
    "localhost",
    "LOCALHOST.",
    "a.localhost",
    "localhost.localdomain",
    "127.0.0.1",
    "127.9.9.9",
    "::1",
    "0:0::1",
  ];
  const others = [
    "cloud.example.org",
    "localhost.example.org",
    "0.0.0.0",
    "::",
    "10.127.0.1",
    "::2",
    "127.example.org",
  ];
  expect(loopback.filter((name) => !isLoopback(name))).toEqual([]);
  expect(others.filter(isLoopback)).toEqual([]);
});
