/** The server with all that belongs to it, in this process: what it is begun with, what a reload changes, how it ends. */
import { afterEach, beforeEach, expect, spyOn, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../config/config.ts";
import { testConfig } from "../http/testing/config.ts";
import { freePort } from "../http/testing/free-port.ts";
import { type RecordedLog, recordedLog } from "../http/testing/recorded-log.ts";
import { startOnedSim } from "../oned-sim/index.ts";
import { until } from "../testing/until.ts";
import { Outside } from "./outside.ts";
import { Service, type ServiceOptions } from "./service.ts";

/** Nobody listens there. */
const NO_ONED = ["http://127.0.0.1:1/RPC2"];

let directory: string;
let log: RecordedLog;
let adjusted: unknown[];
let handlers: Map<string, (error: unknown) => void>;
const ends: (() => unknown)[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-service-"));
  mkdirSync(join(directory, "templates"));
  adjusted = [];
  log = { ...recordedLog(), adjust: (settings: unknown) => adjusted.push(settings) } as RecordedLog;
  handlers = new Map();
  const listens = (name: string, handler: (error: unknown) => void) => {
    handlers.set(name, handler);
    return process;
  };
  const spy = spyOn(process, "on").mockImplementation(listens as typeof process.on);
  ends.push(() => spy.mockRestore());
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  rmSync(directory, { recursive: true });
});

const configOf = (different: Partial<Config> = {}) => testConfig(directory, { onedUrls: NO_ONED, ...different });
async function started(different: Partial<Config> = {}, more: Partial<ServiceOptions> = {}): Promise<Service> {
  const service = await Service.start({ config: configOf(different), log, drain: 0, now: () => new Date(), ...more });
  ends.push(() => service.stop(0));
  return service;
}
const logged = (text: string): string[] => log.lines.filter((line) => line.includes(text));
/** @param login of HTTP Basic; none by default. */
async function statusOf(service: Service, login?: string): Promise<number> {
  const headers = login === undefined ? {} : { Authorization: `Basic ${btoa(login)}` };
  return (await fetch(`${service.url}/compute`, { headers })).status;
}

test("it answers where it says, until it has stopped", async () => {
  const service = await started();
  expect(logged("listening")).toEqual([
    expect.stringContaining(`address=${service.url} base=https://cloud.example.org pid=${process.pid}`),
  ]);
  expect([service.fingerprint, service.certificates, service.screens]).toEqual([undefined, [], 0]);
  expect([service.certificateFailure, service.templatesFailure]).toEqual([undefined, undefined]);
  expect(service.oned).toEqual({ running: 0, waiting: 0, readOnly: undefined });
  expect(await statusOf(service)).toBe(401);
  expect(logged("self-signed")).toEqual([]);
  await service.stop(0);
  await expect(statusOf(service)).rejects.toThrow();
});

test("with a self-signed certificate it says so once, and which it is", async () => {
  const service = await started({ ssl: "self-signed" });
  expect(service.fingerprint).toMatch(/^[0-9A-F:]{95}$/);
  expect(logged("made a self-signed certificate")).toHaveLength(1);
  expect(logged("listening")[0]).toContain(`fingerprint=${service.fingerprint}`);
  expect(service.certificates.map(({ name }) => name)).toContain("localhost");
  expect(service.certificates.every(({ until: end }) => end.getTime() > Date.now())).toBe(true);
  await service.stop(0);
  log.clear();
  const again = await started({ ssl: "self-signed" });
  expect(again.fingerprint).toBe(service.fingerprint);
  expect(logged("made a self-signed certificate")).toEqual([]);
});

test("a certificate by ACME is ordered again at the pace that is asked for", async () => {
  const acme = { acmeDirectory: "http://127.0.0.1:1/dir", acmeHttpPort: freePort(), acmeEmail: "a@example.org" };
  const service = await started(
    { ssl: "acme", ...acme },
    { acmePace: { check: 7e6, retry: 7e6, longest: 7e6, poll: 1 } },
  );
  await until(() => logged("the certificate could not be obtained: the current one stays in use").length > 0);
  expect(logged("the certificate could not be obtained")[0]).toContain("again_s=7000");
  expect(service.certificateFailure).toBeDefined();
});

test("errors that nobody handles are counted and logged, and it goes on", async () => {
  const service = await started();
  expect([...handlers.keys()]).toEqual(["uncaughtException", "unhandledRejection"]);
  handlers.get("uncaughtException")?.(new Error("thrown"));
  handlers.get("unhandledRejection")?.("rejected");
  expect(logged("unhandled error")).toEqual([
    expect.stringMatching(/error="Error: thrown" stack="?Error: thrown/),
    expect.stringMatching(/error=rejected\n$/),
  ]);
  expect(await statusOf(service)).toBe(401);
});

test("an address of ADMIN that cannot be had keeps it from starting, and nothing listens any longer", async () => {
  const admin = { unix: join(directory, "missing", "admin") };
  await expect(started({ admin, adminChosen: true })).rejects.toThrow("ADMIN: the socket");
  const [address = ""] = /https?:\/\/[^ ]+/.exec(logged("listening")[0] ?? "") ?? [];
  expect(address).toStartWith("http://127.0.0.1:");
  await expect(fetch(address)).rejects.toThrow();
});

test("a reload takes what it can into use, and names what needs a restart", async () => {
  const oned = await startOnedSim({ seed: "demo" });
  ends.push(() => oned.stop());
  const service = await started();
  expect(await statusOf(service, "alice:alicepass")).toBe(503);
  const wanted = configOf({
    host: "127.0.0.2",
    logLevel: "error",
    logFormat: "json",
    onedUrls: [oned.url],
  });
  expect(await service.use(wanted)).toEqual(["HOST has changed, which requires a restart."]);
  expect(service.config).toEqual({ ...wanted, host: "127.0.0.1" });
  expect(adjusted).toEqual([{ level: "error", format: "json" }]);
  expect(await statusOf(service, "alice:alicepass")).toBe(200);
});

test("after a reload the oned of the new configuration is the one that makes it ready", async () => {
  const polled = spyOn(Outside.prototype, "use");
  ends.push(() => polled.mockRestore());
  const service = await started();
  expect(polled).not.toHaveBeenCalled();
  await service.use(configOf({ onedUrls: ["http://127.0.0.1:2/RPC2"] }));
  expect(polled.mock.calls).toEqual([[service.config]]);
});

test("a reload that fails changes nothing", async () => {
  const service = await started();
  const before = service.config;
  const broken = configOf({
    ssl: "files",
    sslCerts: [join(directory, "no.pem")],
    sslKeys: [join(directory, "no.key")],
  });
  await expect(service.use({ ...broken, logLevel: "error" })).rejects.toThrow("no.pem");
  await expect(service.use(configOf({ onedUrls: ["https://x.test"], onedCa: "/no/ca" }))).rejects.toThrow("ONE_CA");
  expect(service.config).toBe(before);
  expect(adjusted).toEqual([]);
  expect(await statusOf(service)).toBe(401);
});

test("the outcome of a reload is logged, with its warnings", async () => {
  const service = await started();
  service.reloaded({ began: "1", failure: undefined, warnings: ["PORT has changed, which requires a restart."] });
  service.reloaded({ began: "2", failure: "line 3 is wrong", warnings: [] });
  expect(log.lines.slice(-3)).toEqual([
    expect.stringMatching(/ info +reloaded the configuration\n$/),
    expect.stringMatching(/ warning PORT has changed, which requires a restart\.\n$/),
    expect.stringMatching(
      / error +the reload failed: the previous configuration stays in effect cause="line 3 is wrong"\n$/,
    ),
  ]);
});

test("templates are polled where the configuration in use has them, until that is stopped", async () => {
  const other = join(directory, "other");
  mkdirSync(other);
  const file = join(other, "small.eta");
  writeFileSync(file, "CPU = 1\nMEMORY = 10\n");
  const service = await started();
  await service.use(configOf({ templateLocation: other }));
  const stop = service.watch(2);
  writeFileSync(file, "CPU = <% if (\n");
  await until(() => service.templatesFailure !== undefined);
  expect(service.templatesFailure).toContain("small.eta");
  const ended = [spyOn(globalThis, "clearInterval"), spyOn(globalThis, "clearTimeout")] as const;
  stop();
  expect(ended.map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  for (const spy of ended) spy.mockRestore();
  // The files of the configuration count, not what was refused before.
  await expect(service.use(configOf({ templateLocation: other }))).rejects.toThrow("small.eta");
  await service.use(configOf());
  expect(service.templatesFailure).toBeUndefined();
});

test("a template that was changed is what requests get, without a reload", async () => {
  const oned = await startOnedSim({ seed: "demo" });
  ends.push(() => oned.stop());
  const service = await started({ onedUrls: [oned.url] });
  const stop = service.watch(2);
  ends.push(stop);
  writeFileSync(join(directory, "templates", "small.eta"), "CPU = 7\nMEMORY = 10\n");
  const headers = { Authorization: `Basic ${btoa("alice:alicepass")}` };
  const shown = async () => (await fetch(`${service.url}/instance_type/small`, { headers })).text();
  await until(async () => (await shown()).includes("<CPU>7</CPU>"));
  expect(await shown()).toContain("<MEMORY>10</MEMORY>");
});

test("a health check is told that it is about to stop", async () => {
  const unix = join(directory, "admin");
  const service = await started({ admin: { unix }, adminChosen: true });
  service.drain();
  const answer = await fetch("http://localhost/readyz", { unix });
  expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining("the server is stopping")]);
  service.reloaded({ began: "1", failure: "wrong", warnings: [] });
  handlers.get("uncaughtException")?.(new Error("thrown"));
  writeFileSync(join(directory, "templates", "small.eta"), "CPU = <% if (\n");
  const stop = service.watch(2);
  await until(() => service.templatesFailure !== undefined);
  stop();
  const metrics = await (await fetch("http://localhost/metrics", { unix })).text();
  expect(metrics).toMatch(/^occi_unhandled_errors_total 1$/m);
  expect(metrics).toMatch(/^occi_\w*template\w* 1$/m);
  expect(metrics).toMatch(/reloads_total\{[^}]*fail[^}]*\} 1/);
  await service.stop(0);
  await expect(fetch("http://localhost/readyz", { unix })).rejects.toThrow();
});
