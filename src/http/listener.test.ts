import { afterEach, beforeEach, describe, expect, spyOn, test } from "bun:test";
import { nonEmpty } from "../testing/non-empty.ts";
import { becomes } from "../testing/until.ts";
import { type Cloud, startCloud } from "./testing/cloud.ts";
import { recordedLog } from "./testing/recorded-log.ts";
import { SmallOned } from "./testing/small-oned.ts";
import { converse, type WireAnswer } from "./testing/wire.ts";

test.each([["127.0.0.1"], ["::"]])("a client by IPv4 is told as such by a listener on %s", async (host) => {
  const cloud = await startCloud(new SmallOned(), { host, ssl: "off" });
  try {
    expect((await fetch(`http://127.0.0.1:${cloud.endpoint.port}/compute`)).status).toBe(401);
    expect(cloud.log.accesses.map(({ client }) => client)).toEqual(["127.0.0.1"]);
  } finally {
    await cloud.server.stop(0);
    cloud.remove();
  }
});

describe("a listener that is in a hurry", () => {
  const oned = new SmallOned();
  let cloud: Cloud;
  /** What is to be done later, by the milliseconds: nothing waits for them here. */
  let later: (readonly [act: () => void, after: number | undefined])[];

  /** Notes the timers of a hurry that are set meanwhile. */
  async function noting<T>(act: () => Promise<T>): Promise<T> {
    const plain = setTimeout;
    const timers = spyOn(globalThis, "setTimeout").mockImplementation(((run: () => void, after?: number) => {
      if (after === WIDEN_AFTER) later.push([run, after]);
      return plain(after === WIDEN_AFTER ? () => {} : run, after);
    }) as typeof setTimeout);
    try {
      return await act();
    } finally {
      timers.mockRestore();
    }
  }

  beforeEach(async () => {
    later = [];
    cloud = await noting(() => startCloud(oned, { ssl: "off" }, recordedLog(), {}, { widenAfter: WIDEN_AFTER }));
  });
  afterEach(async () => {
    await cloud.server.stop(0);
    cloud.remove();
  });

  const WIDEN_AFTER = 123_457;
  const ask = async (path: string): Promise<WireAnswer | undefined> => {
    const request = `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
    return (await converse(cloud.endpoint, request)).answers[0];
  };
  const status = async (path: string): Promise<number | undefined> => (await ask(path))?.status;

  test("reads paths with one empty segment from the beginning, and refuses those that hide another", async () => {
    for (const path of ["/compute/7", "/compute/7/", "/compute//7", "//compute/7"])
      expect(await status(path)).toBe(401);
    const hiding = [
      "/network/../compute/7",
      "/compute//8/../7",
      "/compute/%2e/7",
      "/x//..//compute/7",
      "/compute/////7",
    ];
    for (const path of hiding) expect(await status(path)).toBe(400);
    expect(await status(`${"/x".repeat(12)}`)).toBe(401);
  });

  test("refuses a path with several for a moment, once, and reads the next one", async () => {
    const refused = await ask("//compute//7");
    expect([refused?.status, refused?.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(refused?.body).toStartWith("OVERLOADED: The server has just started, and cannot yet read");
    await becomes(() => status("//compute//7"), 401);
    expect(await status("//compute//8/../7")).toBe(400);
    expect(await status("/compute///7/")).toBe(401);
    expect(await status("/compute/7")).toBe(401);
  });

  test("reads them after a while without having been asked", async () => {
    expect(later.map(([, after]) => after)).toEqual([WIDEN_AFTER]);
    for (const [widen] of nonEmpty(later)) widen();
    expect(await status("//compute//7")).toBe(401);
    expect(await status("//compute//8/../7")).toBe(400);
  });

  test("one that takes its place is in none", async () => {
    expect(later).toHaveLength(1);
    await noting(() => cloud.server.present([]));
    expect(later).toHaveLength(1);
  });
});
