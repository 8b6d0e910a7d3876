import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { MachineMetrics } from "../../model.ts";
import type { Measurement, Monitoring } from "../../opennebula/monitoring.ts";
import { metricsOf, periodOf } from "./metrics.ts";

const NOW = 1_800_000_000;

function measurement(time: number, bytes: number, more: Partial<Measurement> = {}): Measurement {
  const counters = { NETRX: bytes, NETTX: 2 * bytes, DISKRDBYTES: 0, DISKWRBYTES: 0, DISKRDIOPS: 0, DISKWRIOPS: 0 };
  return { time, cpu: 50, memory: 262_144, counters, ...more };
}

/** A measurement each `period` seconds of the last `seconds`, with 1000 bytes a second. */
function steady(seconds: number, period = 30): Measurement[] {
  const count = Math.floor(seconds / period);
  return Array.from({ length: count + 1 }, (_, index) => {
    const time = NOW - (count - index) * period;
    return measurement(time, 1000 * (time - NOW + 1_000_000));
  });
}

const of = (measurements: readonly Measurement[], more: Partial<Monitoring> = {}): Monitoring => ({
  measurements,
  cpu: 0.5,
  vcpu: 2,
  ...more,
});

const known = (column: readonly (number | null)[]): number[] => column.filter((value) => value !== null);

describe("points", () => {
  test.each([
    ["30m", 60, 30],
    ["2h", 240, 30],
    ["12h", 288, 150],
  ] as const)("of %s are %d, of %d s each", (range, count, step) => {
    const metrics = metricsOf(of(steady(50_000)), range, NOW);
    expect(metrics.step).toBe(step);
    for (const column of [metrics.cpu, metrics.memory, metrics.received, metrics.writes])
      expect(column).toHaveLength(count);
    expect(metrics.to.getTime() - metrics.from.getTime()).toBe(count * step * 1000);
    expect(NOW * 1000 - metrics.to.getTime()).toBeLessThan(step * 1000);
    expect(new Set(metrics.received)).toEqual(new Set([1000]));
    expect(new Set(metrics.sent)).toEqual(new Set([2000]));
    expect(new Set(metrics.cpu)).toEqual(new Set([25]));
    expect(new Set(metrics.memory)).toEqual(new Set([256]));
  });

  test("are as far apart as the measurements, where a cloud measures less often", () => {
    const metrics = metricsOf(of(steady(7200, 300)), "30m", NOW);
    expect([metrics.step, metrics.received]).toEqual([300, Array(6).fill(1000)]);
  });

  test("are the same when they are asked for again", () => {
    const measurements = steady(50_000);
    const first = metricsOf(of(measurements), "12h", NOW);
    expect(metricsOf(of(measurements), "12h", NOW + 20)).toEqual(first);
  });

  test("of a machine that was never measured are all gaps", () => {
    const metrics = metricsOf(of([]), "12h", NOW);
    expect([metrics.cpu.length, known(metrics.cpu), known(metrics.received)]).toEqual([288, [], []]);
  });

  test.each([
    [0, 0],
    [30, 30],
    [75, 75],
    [76, 0],
    [3600, 0],
  ])("end where the last of them is, %d s ago: %d s; after two and a half periods they go on to now", (ago, behind) => {
    const now = NOW + ago;
    const { to } = metricsOf(of(steady(50_000)), "2h", now);
    expect(to.getTime() / 1000).toBe(30 * Math.floor((now - behind) / 30));
  });

  test("do not go beyond now, though the clock of a host does", () => {
    const { to } = metricsOf(of(steady(50_000)), "2h", NOW - 300);
    expect(to.getTime() / 1000).toBe(NOW - 300);
  });

  test("go on to now where the last measurement was long ago", () => {
    const metrics = metricsOf(of(steady(1800).map((one) => ({ ...one, time: one.time - 900 }))), "30m", NOW);
    expect(metrics.received.slice(-29)).toEqual(Array(29).fill(null));
    expect(metrics.received[10]).toBe(1000);
  });
});

test("each counter has its own column, in bytes or operations of a second", () => {
  const rates = { NETRX: 1, NETTX: 2, DISKRDBYTES: 3, DISKWRBYTES: 4, DISKRDIOPS: 5, DISKWRIOPS: 6 };
  const measurements = steady(1800).map((one) => {
    const seconds = one.time - NOW + 1_000_000;
    const counters = Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, rate * seconds]));
    return { ...one, counters: { ...one.counters, ...counters } };
  });
  const { received, sent, read, written, reads, writes, range, cpus } = metricsOf(of(measurements), "30m", NOW);
  expect([received, sent, read, written, reads, writes].map((column) => column[5])).toEqual([1, 2, 3, 4, 5, 6]);
  expect([range, cpus]).toEqual(["30m", 2]);
});

describe("CPU is in percent of", () => {
  test("the virtual CPUs, one when nothing is said, or the share of the host where it is larger", () => {
    const cpuOf = (more: Partial<Monitoring>) => metricsOf(of(steady(3600), more), "30m", NOW);
    expect([cpuOf({ vcpu: 4 }).cpus, cpuOf({ vcpu: 4 }).cpu[5]]).toEqual([4, 12.5]);
    expect(cpuOf({ vcpu: undefined, cpu: 0.1 }).cpu[5]).toBe(50);
    expect(cpuOf({ vcpu: undefined, cpu: 2 }).cpu[5]).toBe(25);
  });
});

describe("a fall of a counter is a restart", () => {
  const restarted = (metrics: MachineMetrics): void => {
    expect(known(metrics.received).every((rate) => rate === 1000)).toBe(true);
    expect(known(metrics.sent).every((rate) => rate === 2000)).toBe(true);
  };
  const fallen = steady(3600).map((one, index) =>
    index < 100 ? one : measurement(one.time, 1000 * 30 * (index - 100)),
  );

  test("which is no rate, and a gap of one point where points are that short", () => {
    const metrics = metricsOf(of(fallen), "30m", NOW);
    restarted(metrics);
    expect(metrics.received.filter((rate) => rate === null)).toHaveLength(1);
    expect(known(metrics.cpu)).toHaveLength(60);
  });

  test("also of counters that have risen above what they were", () => {
    const measurements = fallen.map((one, index) =>
      index < 100 ? one : { ...one, counters: { ...one.counters, DISKRDBYTES: 1e12 } },
    );
    expect(Math.max(...known(metricsOf(of(measurements), "2h", NOW).read))).toBe(0);
  });
});

test("a gap stays a gap, though the counters went on; one measurement that is missing makes none", () => {
  const withGap = steady(1800).filter((_, index) => index < 20 || index >= 30);
  const metrics = metricsOf(of(withGap), "30m", NOW);
  for (const column of [metrics.received, metrics.sent]) expect(column.slice(19, 30)).toEqual(Array(11).fill(null));
  // What was measured at the end of the gap was so a while before.
  expect(metrics.cpu.slice(19, 29)).toEqual(Array(10).fill(null));
  expect(metrics.received.slice(30)).toEqual(Array(30).fill(1000));
  const lost = steady(1800).filter((_, index) => index !== 20);
  expect(metricsOf(of(lost), "30m", NOW).received).toEqual(Array(60).fill(1000));
});

test("what was not measured at all is a gap, and the rest is not", () => {
  const measurements = steady(1800).map((one) => ({ ...one, counters: { ...one.counters, DISKRDIOPS: Number.NaN } }));
  const metrics = metricsOf(of(measurements), "30m", NOW);
  expect([known(metrics.reads), known(metrics.received).length]).toEqual([[], 60]);
});

test("whatever was measured, there are 300 points at most, and no rate is negative or above the fastest growth", () => {
  const record = fc.record({
    step: fc.integer({ min: 0, max: 400 }),
    bytes: fc.integer({ min: 0, max: 1e9 }),
    cpu: fc.nat(800),
  });
  const range = fc.constantFrom("30m" as const, "2h" as const, "12h" as const);
  fc.assert(
    fc.property(fc.array(record, { maxLength: 200 }), range, fc.nat(100_000), (records, wanted, late) => {
      let time = NOW - 20_000;
      const measurements = records.map(({ step, bytes, cpu }) => {
        time += step;
        return measurement(time, bytes, { cpu });
      });
      const metrics = metricsOf(of(measurements), wanted, NOW + late);
      for (const column of [metrics.cpu, metrics.received, metrics.written]) {
        expect(column.length).toBe(metrics.memory.length);
        expect(column.length).toBeLessThanOrEqual(300);
        expect(Math.min(0, ...known(column))).toBe(0);
      }
      const growths = measurements.slice(1).map((after, index) => {
        const before = measurements[index] ?? after;
        return (after.counters.NETRX - before.counters.NETRX) / Math.max(after.time - before.time, 1e-9);
      });
      const fastest = Math.max(0, ...growths.filter(Number.isFinite));
      expect(Math.max(0, ...known(metrics.received))).toBeLessThanOrEqual(fastest + 1);
    }),
  );
});

test("the period is that of most measurements, whatever the gaps", () => {
  expect(periodOf(steady(600).filter((_, index) => index % 7 !== 0))).toBe(30);
  expect(periodOf(steady(600, 60))).toBe(60);
  expect(periodOf([])).toBe(30);
});
