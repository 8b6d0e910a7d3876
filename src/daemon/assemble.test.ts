import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
