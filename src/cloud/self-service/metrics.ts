/** The measurements of a machine, converted to at most 300 points of equal distance. */
import { type MachineMetrics, METRICS_RANGES, type MetricsRange } from "../../model.ts";
import { COUNTERS, type Counter, type Measurement, type Monitoring, monitoring } from "../../opennebula/monitoring.ts";
import type { Requester } from "./requester.ts";
import { type Segment, sampled } from "./sampling.ts";

/** Seconds between two points, when hosts measure as often as oned's default says. */
const STEPS: Readonly<Record<MetricsRange, number>> = { "30m": 30, "2h": 30, "12h": 150 };
/** Seconds between two measurements by default. */
const USUAL_PERIOD = 30;
/** Periods without a measurement that make a gap: one late or lost measurement does not. */
const GAP_PERIODS = 2.5;
const KIB_PER_MIB = 1024;

/** The usual time between two measurements, in seconds: the median, so that gaps play no part. */
export function periodOf(measurements: readonly Measurement[]): number {
  const steps = measurements.slice(1).map(({ time }, index) => time - (measurements[index]?.time ?? time));
  const sorted = steps.filter((step) => step > 0).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? USUAL_PERIOD;
}

/** A measured value holds for the time since the measurement before; after a gap, for one period. */
function gauge(measurements: readonly Measurement[], period: number, value: (one: Measurement) => number): Segment[] {
  const segments: Segment[] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const one of measurements) {
    const from = one.time - before > GAP_PERIODS * period ? one.time - period : before;
    const measured = value(one);
    if (!Number.isNaN(measured)) segments.push({ from, to: one.time, value: measured });
    before = one.time;
  }
  return segments;
}

/** Whether the machine was restarted between two measurements, which sets all counters to 0. */
function hasRestarted(before: Measurement, after: Measurement): boolean {
  return COUNTERS.some((name) => after.counters[name] < before.counters[name]);
}

type Pair = readonly [before: Measurement, after: Measurement];

/** Pairs of measurements between which all counters have grown: the machine was not restarted, and there is no gap. */
function pairsOf(measurements: readonly Measurement[], period: number): Pair[] {
  const pairs: Pair[] = [];
  for (let index = 1; index < measurements.length; index += 1) {
    const [before, after] = [measurements[index - 1], measurements[index]] as Pair;
    const seconds = after.time - before.time;
    if (seconds > 0 && seconds <= GAP_PERIODS * period && !hasRestarted(before, after)) pairs.push([before, after]);
  }
  return pairs;
}

/** Growth of a counter in a second. */
function rates(pairs: readonly Pair[], counter: Counter): Segment[] {
  const segments: Segment[] = [];
  for (const [before, after] of pairs) {
    const value = (after.counters[counter] - before.counters[counter]) / (after.time - before.time);
    if (!Number.isNaN(value)) segments.push({ from: before.time, to: after.time, value });
  }
  return segments;
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
  const pairs = pairsOf(within, period);
  const rate = (counter: Counter): (number | null)[] => sampled(rates(pairs, counter), grid, 0);
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

/** The measurements of a machine (`one.vm.monitoring`). @throws OcciError as oned refuses. */
export function readMetrics({ deps, session }: Requester, id: number): Promise<Monitoring> {
  return monitoring(deps.oned, session, id);
}
