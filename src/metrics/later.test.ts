import { describe, expect, test } from "bun:test";
import { metricsLater } from "./later.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { everything } from "./testing/everything.ts";
import { IDLE_SOURCES } from "./testing/idle-sources.ts";

/** All that can happen, and an upload that is under way. */
function busy(metrics: Metrics): void {
  everything(metrics);
  metrics.uploadBegan();
}

const make = () => createMetrics({ version: "1", commit: "c", bun: "b" }, IDLE_SOURCES);
const ownLines = async (metrics: Metrics) =>
  (await metrics.text()).split("\n").filter((line) => line.startsWith("occi_"));

describe("metrics that are loaded later", () => {
  test("count what happened before, between and after the first reading as those that were there from the start", async () => {
    const [later, always] = [metricsLater(async () => make()), make()];
    for (const metrics of [later, always]) busy(metrics);
    const first = await ownLines(later);
    expect(first).toContain("occi_http_requests_in_flight 1");
    expect(first).toEqual(await ownLines(always));
    for (const metrics of [later, always]) busy(metrics);
    const second = await ownLines(later);
    expect(second).toEqual(await ownLines(always));
    expect(second).toContain("occi_http_requests_in_flight 2");
    expect(later.contentType).toBe(always.contentType);
  });

  test("are loaded once, by two readings at a time, and only when somebody reads or much has happened", async () => {
    let times = 0;
    const load = async () => {
      times++;
      return make();
    };
    const metrics = metricsLater(load);
    metrics.requestBegan();
    expect(times).toBe(0);
    await Promise.all([metrics.text(), metrics.text()]);
    expect(times).toBe(1);
    const many = metricsLater(load, { most: 3 });
    for (const expected of [1, 1, 2, 2]) {
      many.requestBegan();
      expect(times).toBe(expected);
    }
    expect(await ownLines(many)).toContain("occi_http_requests_in_flight 4");
    expect(times).toBe(2);
  });

  test("that cannot be made are an error for those that read them", async () => {
    const metrics = metricsLater(() => Promise.reject(new Error("no library")));
    metrics.requestBegan();
    await expect(metrics.text()).rejects.toThrow("no library");
  });
});
