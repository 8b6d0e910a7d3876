/** Plots of a machine: what was measured, made into at most 300 points of equal distance. */
import { type MachineMetrics, METRICS_RANGES, type MetricsRange } from "../../model.ts";
import { COUNTERS, type Counter, type Measurement, type Monitoring, monitoring } from "../../opennebula/monitoring.ts";
import type { Requester } from "./requester.ts";
import { type Segment, sampled } from "./sampling.ts";

/** Seconds between two points, when hosts measure as often as oned does by default. */
const STEPS: Readonly<Record<MetricsRange, number>> = { "30m": 30, "2h": 30, "12h": 150 };
/** Seconds between two measurements by default. */
const USUAL_PERIOD = 30;
/** Periods without a measurement that make a gap: one that is late or lost does not. */
const GAP_PERIODS = 2.5;
const KIB_PER_MIB = 1024;

/** The usual time between two measurements, in seconds: the median, so that gaps play no part. */
export function periodOf(measurements: readonly Measurement[]): number {
  const steps = measurements.slice(1).map(({ time }, index) => time - (measurements[index]?.time ?? time));
  const sorted = steps.filter((step) => step > 0).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? USUAL_PERIOD;
}

/** A measured value holds for the time since the measurement before; behind a gap for one period. */
function gauge(measurements: readonly Measurement[], period: number, value: (one: Measurement) => number): Segment[] {
  return measurements.flatMap((one, index) => {
    const before = measurements[index - 1]?.time ?? Number.NEGATIVE_INFINITY;
    const from = one.time - before > GAP_PERIODS * period ? one.time - period : before;
    return Number.isNaN(value(one)) ? [] : [{ from, to: one.time, value: value(one) }];
  });
}

/** Whether the machine was started between two measurements: then all counters began anew. */
function hasRestarted(before: Measurement, after: Measurement): boolean {
  return COUNTERS.some((name) => after.counters[name] < before.counters[name]);
}

/** Growth of a counter in a second, between each two measurements that belong together. */
function rates(measurements: readonly Measurement[], period: number, counter: Counter): Segment[] {
  return measurements.flatMap((after, index) => {
    const before = measurements[index - 1];
    if (before === undefined) return [];
    const seconds = after.time - before.time;
    if (seconds <= 0 || seconds > GAP_PERIODS * period || hasRestarted(before, after)) return [];
    const value = (after.counters[counter] - before.counters[counter]) / seconds;
    return Number.isNaN(value) ? [] : [{ from: before.time, to: after.time, value }];
  });
}

/** Virtual CPUs, which are one when nothing is said, unless the machine has a larger share of the host. */
function cpusOf({ cpu, vcpu }: Monitoring): number {
  return vcpu ?? Math.max(1, cpu ?? 1);
}

/**
 * The points. They end where the last measurement does, or now where that is long ago.
 * @param now seconds since 1970.
 */
export function metricsOf(measured: Monitoring, range: MetricsRange, now: number): MachineMetrics {
  const { measurements } = measured;
  const period = periodOf(measurements);
  const usual = STEPS[range];
  // With fewer measurements than points most points would be gaps.
  const step = period > usual ? USUAL_PERIOD * Math.ceil(period / USUAL_PERIOD) : usual;
  const last = measurements.at(-1)?.time ?? 0;
  const end = now - last > GAP_PERIODS * period ? now : Math.min(now, last);
  // Multiples of the step: a client that asks again gets the same points, and some more.
  const to = step * Math.floor(end / step);
  const grid = { from: to - step * Math.floor(METRICS_RANGES[range] / step), to, step };
  const within = measurements.filter(({ time }) => time >= grid.from - GAP_PERIODS * period);
  const cpus = cpusOf(measured);
  const rate = (counter: Counter): (number | null)[] => sampled(rates(within, period, counter), grid, 0);
  return {
    range,
    from: new Date(grid.from * 1000),
    to: new Date(grid.to * 1000),
    step,
    cpus,
    cpu: sampled(
      gauge(within, period, ({ cpu }) => cpu / cpus),
      grid,
      1,
    ),
    memory: sampled(
      gauge(within, period, ({ memory }) => memory / KIB_PER_MIB),
      grid,
      1,
    ),
    received: rate("NETRX"),
    sent: rate("NETTX"),
    read: rate("DISKRDBYTES"),
    written: rate("DISKWRBYTES"),
    reads: rate("DISKRDIOPS"),
    writes: rate("DISKWRIOPS"),
  };
}

/** What was measured of a machine (`one.vm.monitoring`), to be made into points. @throws OcciError as oned refuses. */
export function readMetrics({ deps, session }: Requester, id: number): Promise<Monitoring> {
  return monitoring(deps.oned, session, id);
}
