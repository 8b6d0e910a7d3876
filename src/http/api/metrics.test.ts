import { describe, expect, test } from "bun:test";
import { at, type Document, describeApi } from "./testing/api-world.ts";

const column = (document: Document, name: string): (number | null)[] => at(document, name) as (number | null)[];
const gaps = (values: readonly (number | null)[]): number => values.filter((value) => value === null).length;

describeApi("plots of a machine", ({ occi, send }) => {
  test("of 12 hours have a restart and two gaps, and rates that are possible, for one call to oned", async () => {
    const before = occi.sim.callCount;
    const { status, document } = await send("GET", "/machines/0/metrics?range=12h");
    expect([status, occi.sim.callCount - before]).toEqual([200, 1]);
    const { range, stepSeconds, cpus } = document;
    expect([range, stepSeconds, cpus]).toEqual(["12h", 150, 1]);
    const received = column(document, "receivedBytesPerSecond");
    expect(received).toHaveLength(288);
    // The stop of 40 minutes, and 15 minutes without measurements.
    expect(gaps(received)).toBeGreaterThanOrEqual(20);
    expect(gaps(received)).toBeLessThanOrEqual(26);
    const known = received.filter((value) => value !== null);
    expect(Math.min(...known)).toBeGreaterThan(5_000);
    expect(Math.max(...known)).toBeLessThan(80_000);
    const cpu = column(document, "cpuPercent").filter((value) => value !== null);
    expect(Math.max(...cpu)).toBeLessThan(100);
    const seconds = (Date.parse(String(document.to)) - Date.parse(String(document.from))) / 1000;
    expect(seconds).toBe(288 * 150);
  });

  test("of 30 minutes are what one gets without a range", async () => {
    const { document } = await send("GET", "/machines/0/metrics");
    expect([document.range, document.stepSeconds, column(document, "cpuPercent").length]).toEqual(["30m", 30, 60]);
    expect(gaps(column(document, "memoryMiB"))).toBeLessThan(2);
  });

  test("of a machine that never ran are gaps", async () => {
    const { status, document } = await send("GET", "/machines/1/metrics?range=2h");
    expect([status, gaps(column(document, "cpuPercent"))]).toEqual([200, 240]);
  });

  test("that several ask for at the same time cost one call", async () => {
    const before = occi.sim.callCount;
    const asked = Array.from({ length: 10 }, (_, index) =>
      send("GET", `/machines/0/metrics?range=${index % 2 === 0 ? "2h" : "12h"}`),
    );
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(occi.sim.callCount - before).toBeLessThanOrEqual(2);
  });

  test("of a machine of somebody else are refused, also while its owner reads them", async () => {
    const [own, other] = await Promise.all([
      send("GET", "/machines/0/metrics"),
      send("GET", "/machines/0/metrics", { user: "bob" }),
    ]);
    expect([own.status, other.status, other.document.code]).toEqual([200, 403, "FORBIDDEN"]);
  });

  test.each(["1h", "12H", "", "30"])("of %p are refused", async (range) => {
    const { status, document } = await send("GET", `/machines/0/metrics?range=${range}`);
    expect([status, at(document, "errors.0.pointer")]).toEqual([400, "/range"]);
    expect(String(at(document, "detail"))).toContain("30m");
  });
});

describe("the release 7.4", () => {
  describeApi(
    "gives the same",
    ({ send }) => {
      test("plots", async () => {
        const { status, document } = await send("GET", "/machines/0/metrics?range=2h");
        expect([status, column(document, "sentBytesPerSecond").length]).toEqual([200, 240]);
      });
    },
    {},
    { version: "7.4" },
  );
});
