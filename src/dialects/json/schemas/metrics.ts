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
    cpus: Type.Number({ description: "Number of CPUs that are 100 %: the virtual CPUs of the machine." }),
    cpuPercent: column("CPU, in percent of what the machine has"),
    memoryMiB: column("Memory, in MiB"),
    receivedBytesPerSecond: column("Network, bytes received in a second"),
    sentBytesPerSecond: column("Network, bytes sent in a second"),
    readBytesPerSecond: column("Disks, bytes read in a second"),
    writtenBytesPerSecond: column("Disks, bytes written in a second"),
    readsPerSecond: column("Disks, reads in a second"),
    writesPerSecond: column("Disks, writes in a second"),
  },
  "Measurements of a machine as points of equal distance, at most 300. While the machine did not run or was not measured, there are gaps. Rates leave out restarts, after which the counters begin at 0.",
);
