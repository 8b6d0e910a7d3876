/** The metrics for Prometheus. Labels have few values: never a path, a user or an address. */
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { gauges, type Sources } from "./gauges.ts";
import { PROCESS_METRICS } from "./names.ts";
import { type RequestMetrics, requestMetrics, type UploadMetrics, uploadMetrics } from "./request-metrics.ts";
import { type WorkMetrics, workMetrics } from "./work-metrics.ts";

export interface BuildLabels {
  readonly version: string;
  readonly commit: string;
  readonly bun: string;
}

export interface Metrics extends RequestMetrics, UploadMetrics, WorkMetrics {
  readonly contentType: string;
  text(): Promise<string>;
}

/** Milliseconds between two measurements of the event loop. */
const LOOP_PRECISION = 50;

/** Makes all metrics, in a registry of their own. */
export function createMetrics(build: BuildLabels, sources: Sources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LOOP_PRECISION });
  for (const { name } of registry.getMetricsAsArray()) {
    if (!PROCESS_METRICS.test(name)) registry.removeSingleMetric(name);
  }
  countEarlierTime(registry);
  const metrics = {
    ...requestMetrics(registers),
    ...uploadMetrics(registers),
    ...workMetrics(registers),
  };
  gauges(registers, sources);
  new Gauge({
    name: "occi_build_info",
    help: "Always 1; the labels name the versions that run.",
    labelNames: ["version", "commit", "bun"] as const,
    registers,
  }).set({ version: build.version, commit: build.commit, bun: build.bun }, 1);
  return { ...metrics, contentType: registry.contentType, text: () => registry.metrics() };
}

/** The library counts from now on; the process has run for a while. */
function countEarlierTime(registry: Registry): void {
  const { user, system } = process.cpuUsage();
  const earlier = {
    process_cpu_user_seconds_total: user,
    process_cpu_system_seconds_total: system,
    process_cpu_seconds_total: user + system,
  };
  for (const [name, microseconds] of Object.entries(earlier)) {
    const counter = registry.getSingleMetric(name);
    if (counter instanceof Counter) counter.inc(microseconds / 1e6);
  }
}
