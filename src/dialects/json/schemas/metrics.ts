/** Plots of a machine. */
import { type TSchema, Type } from "@sinclair/typebox";
import { METRICS_RANGES, type MetricsRange } from "../../../model.ts";
import { nullable, object, time, words } from "./parts.ts";

const RANGES = Object.keys(METRICS_RANGES) as MetricsRange[];

/** @param what the quantity and its unit. */
const column = (what: string): TSchema =>
  Type.Array(nullable(Type.Number()), {
    description: `${what}: a number for each point, null where nothing was measured.`,
  });

export const Range = words(RANGES);

export const Metrics = object(
  "Metrics",
  {
    range: words(RANGES),
    from: time("When the first point begins"),
    to: time("When the last point ends"),
    stepSeconds: Type.Integer({
      minimum: 1,
      description: "Seconds between two points: point n is the average of the time from `from` + n × `stepSeconds`.",
    }),
    cpus: Type.Number({ description: "Number of virtual CPUs, which together are 100 %." }),
    cpuPercent: column("CPU, in percent of the machine's CPUs"),
    memoryMiB: column("Memory, in MiB"),
    receivedBytesPerSecond: column("Network, bytes received per second"),
    sentBytesPerSecond: column("Network, bytes sent per second"),
    readBytesPerSecond: column("Disks, bytes read per second"),
    writtenBytesPerSecond: column("Disks, bytes written per second"),
    readsPerSecond: column("Disks, reads per second"),
    writesPerSecond: column("Disks, writes per second"),
  },
  "Measurements of a machine at equal intervals, at most 300 points. There are gaps where the machine was not running or was not measured. Rates skip restarts, after which the counters begin at 0.",
);
