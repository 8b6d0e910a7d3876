import { describe, expect, spyOn, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selfSigned } from "../certificates/self-signed.ts";
import type { Config } from "../config/config.ts";
import { testConfig } from "../http/testing/config.ts";
import { type RecordedLog, recordedLog } from "../http/testing/recorded-log.ts";
import { startOnedSim } from "../oned-sim/index.ts";
import * as rpc from "../opennebula/rpc.ts";
import { assemble, authorities, type Counting, connectToOned, onceAMinute } from "./assemble.ts";

test("oned is asked directly, whatever web proxy the environment names", async () => {
  const seen: string[] = [];
  const proxy = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      data(socket, bytes) {
        seen.push(String(bytes));
        socket.end();
      },
    },
  });
  const directory = mkdtempSync(join(tmpdir(), "occi-assemble-"));
  const sim = await startOnedSim({ seed: "demo" });
  for (const name of ["http_proxy", "HTTP_PROXY", "ALL_PROXY"]) process.env[name] = `http://127.0.0.1:${proxy.port}`;
  try {
    const { oned } = await assemble(testConfig(directory, { onedUrls: [sim.url] }), recordedLog());
    expect(await oned.read("alice:alicepass", "one.user.info", -1)).toContain("<NAME>alice</NAME>");
    expect(seen).toEqual([]);
  } finally {
    for (const name of ["http_proxy", "HTTP_PROXY", "ALL_PROXY"]) delete process.env[name];
    proxy.stop(true);
    await sim.stop();
    rmSync(directory, { recursive: true, force: true });
  }
});

test("an oned with https is believed on the word of ONE_CA's authorities beside the system's", async () => {
  const directory = mkdtempSync(join(tmpdir(), "occi-assemble-"));
  const config = testConfig(directory, { server: "localhost" });
  const { key, cert } = await selfSigned(config);
  const server = Bun.serve({ hostname: "127.0.0.1", port: 0, tls: { key, cert }, fetch: () => new Response("<x/>") });
  const onedCa = join(directory, "authority.pem");
  writeFileSync(onedCa, cert);
  const outcome = async (different: Partial<Config>) => {
    const onedUrls = [`https://localhost:${server.port}/RPC2`];
    const { oned } = await assemble({ ...config, onedUrls, ...different }, recordedLog());
    return oned.read("alice:alicepass", "one.user.info", -1).catch(({ code }) => code);
  };
  // What answers is no oned, which shows only to who believes its certificate.
  expect(await outcome({ onedCa })).toBe("ONED_DAMAGED_ANSWER");
  expect(await outcome({})).toBe("ONED_UNREACHABLE");
  expect(await outcome({ onedCa: join(directory, "none.pem") }).catch(({ code }) => code)).toBe("SETUP_FAULT");
  await server.stop(true);
  rmSync(directory, { recursive: true, force: true });
});

describe("a client of oned", () => {
  const config = testConfig("/nowhere", { onedUrls: ["http://127.0.0.1:1/RPC2"] });
  /** What is reported by a client, of the calls that it makes and of oned. */
  function reporting(log?: RecordedLog, counted?: unknown[]) {
    const made = spyOn(rpc, "createRpc");
    const counting = { onedCalled: (...call: unknown[]) => counted?.push(call) } as Partial<Counting> as Counting;
    connectToOned(config, log, counted && counting);
    const { onReadOnly, onCall, onCut } =
      (made.mock.calls as [Required<rpc.RpcOptions>][])[0]?.[0] ?? expect.unreachable();
    made.mockRestore();
    onReadOnly("its database is read-only");
    onReadOnly(undefined);
    onCall("one.vm.info", 12.6, "answered");
    onCut("one.vm.info", ["TEMPLATE", "HISTORY_RECORDS"]);
    onCut("one.vm.info", ["TEMPLATE"]);
  }

  test("logs that oned makes no changes and that it does again, calls, and what is left out once in a minute", () => {
    const log = recordedLog();
    const counted: unknown[] = [];
    reporting(log, counted);
    expect(log.lines.map((line) => line.replace(/^\S+ /, "").replace(/ +/g, " ").trim())).toEqual([
      'warning OpenNebula does not accept changes cause="its database is read-only"',
      "info OpenNebula accepts changes again",
      "debug oned method=one.vm.info ms=13 outcome=answered",
      expect.stringMatching(/^warning an object of .* method=one\.vm\.info parts="TEMPLATE HISTORY_RECORDS"$/),
    ]);
    expect(counted).toEqual([["one.vm.info", 12.6, "answered"]]);
  });

  test("works without a log, and where nobody counts", () => {
    expect(() => reporting()).not.toThrow();
  });
});

test("of each method one line comes in a minute", () => {
  let time = 5;
  const lines: string[] = [];
  const tell = onceAMinute(
    (method, parts: string) => lines.push(`${time} ${method} ${parts}`),
    () => time,
  );
  for (time of [5, 6, 60_004, 60_005, 60_006, 120_005]) {
    tell("one.vm.info", "HISTORY");
    tell("one.vn.info", "LEASES");
  }
  expect(lines).toEqual(
    [5, 60_005, 120_005].flatMap((at) => [`${at} one.vm.info HISTORY`, `${at} one.vn.info LEASES`]),
  );
});

test("no authorities are read where no oned is asked by https", () => {
  const plain = testConfig("/nowhere", { onedUrls: ["http://a", "http://b"], onedCa: "/no/such" });
  expect(authorities(plain)).toBeUndefined();
  expect(() => authorities({ ...plain, onedUrls: ["http://a", "https://b"] })).toThrow("ONE_CA");
  expect(authorities({ ...plain, onedUrls: ["https://b"], onedCa: undefined })?.length).toBeGreaterThanOrEqual(0);
});

test("a reload keeps the parts whose settings stay, and what users have begun", async () => {
  const directory = mkdtempSync(join(tmpdir(), "occi-assemble-"));
  const config = testConfig(directory, { onedUrls: ["http://127.0.0.1:1/RPC2"] });
  const log = recordedLog();
  const parts = await assemble(config, log);
  const keptBy = async (different: Partial<Config>) => {
    const next = await assemble({ ...config, ...different }, log, undefined, parts);
    const { pools, userTurns, screens, logins } = parts;
    expect(next).toMatchObject({ pools, userTurns, screens, logins });
    return [next.oned === parts.oned, next.staging === parts.staging];
  };
  expect(await keptBy({ bodyLimit: 1 })).toEqual([true, true]);
  for (const oned of [
    { onedUrls: ["http://127.0.0.1:2/RPC2"] },
    { onedCa: "/x" },
    { oneConnections: 3 },
    { oneTimeout: 1 },
    { oneDriverTimeout: 1 },
    { answerLimit: 1 },
    { wait: 1 },
  ]) {
    expect(await keptBy(oned)).toEqual([false, true]);
  }
  expect(await keptBy({ uploadLimit: 1 })).toEqual([true, false]);
  expect(await keptBy({ imageDir: join(directory, "other") })).toEqual([true, false]);
  rmSync(directory, { recursive: true, force: true });
});

test("certificates log in with AUTH=x509 only, and only with an account of the server", async () => {
  const directory = mkdtempSync(join(tmpdir(), "occi-assemble-"));
  const oneServerAuth = join(directory, "serveradmin_auth");
  const config = testConfig(directory, { auth: "x509", oneServerAuth });
  const assembled = (different: Partial<Config> = {}) => assemble({ ...config, ...different }, recordedLog());
  await expect(assembled()).rejects.toThrow("ONE_SERVER_AUTH");
  writeFileSync(oneServerAuth, "something else\n", { mode: 0o600 });
  await expect(assembled()).rejects.toThrow("contains neither serveradmin:PASSWORD nor a private key");
  writeFileSync(oneServerAuth, `serveradmin:${"a".repeat(64)}\n`, { mode: 0o600 });
  expect((await assembled()).x509).toBeDefined();
  expect("x509" in (await assembled({ auth: "basic" }))).toBe(false);
  rmSync(directory, { recursive: true, force: true });
});
