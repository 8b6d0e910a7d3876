/** How long it is until the next attempt after one that failed: an authority refuses those that ask too often. */
import { expect, spyOn, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testConfig } from "../http/testing/config.ts";
import { freePort } from "../http/testing/free-port.ts";
import { recordedLog } from "../http/testing/recorded-log.ts";
import { until } from "../testing/until.ts";
import { Acme } from "./acme.ts";

const MINUTE = 60_000;

test("two minutes, then twice as long each time, and twelve hours at most", async () => {
  const directory = mkdtempSync(join(tmpdir(), "occi-acme-pace-"));
  const waits: number[] = [];
  const { setTimeout: later } = globalThis;
  // Long waits are noted, and are over at once.
  const timers = spyOn(globalThis, "setTimeout").mockImplementation(((work: () => void, delay = 0) => {
    if (delay < MINUTE) return later(work, delay);
    waits.push(delay / MINUTE);
    return waits.length < 11 ? later(work, 0) : later(() => {}, 0);
  }) as typeof setTimeout);
  const acme = new Acme({ log: recordedLog(), now: () => new Date(), onCertificate: async () => {} });
  try {
    await acme.use(
      testConfig(directory, {
        ...{ server: "cloud.example.org", baseUrl: "https://cloud.example.org:4567", ssl: "acme" },
        ...{ acmeEmail: "admin@example.org", acmeHttpPort: freePort(), acmeDirectory: "http://127.0.0.1:1/dir" },
      }),
    );
    await until(() => waits.length === 11);
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 720, 720]);
  } finally {
    timers.mockRestore();
    await acme.stop();
    rmSync(directory, { recursive: true, force: true });
  }
});
