import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selfSigned } from "../certificates/self-signed.ts";
import type { Config } from "../config/config.ts";
import { testConfig } from "../http/testing/config.ts";
import { recordedLog } from "../http/testing/recorded-log.ts";
import { startOnedSim } from "../oned-sim/index.ts";
import { assemble } from "./assemble.ts";

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
