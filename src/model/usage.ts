/** The use of machines: readings, hours and cost. */
import type { Reference } from "./common.ts";

/** Seconds of each range that plots are made for. */
export const METRICS_RANGES = { "30m": 1800, "2h": 7200, "12h": 43_200 } as const;
export type MetricsRange = keyof typeof METRICS_RANGES;

/**
 * The measurements of a machine by its hosts, as points of equal distance: one list for each quantity, null for a gap.
 */
export interface MachineMetrics {
  readonly range: MetricsRange;
  readonly from: Date;
  readonly to: Date;
  /** Seconds between two points. */
  readonly step: number;
  /** CPUs that 100 % stand for. */
  readonly cpus: number;
  /** Percent. */
  readonly cpu: readonly (number | null)[];
  /** MiB. */
  readonly memory: readonly (number | null)[];
  /** Bytes a second. */
  readonly received: readonly (number | null)[];
  readonly sent: readonly (number | null)[];
  readonly read: readonly (number | null)[];
  readonly written: readonly (number | null)[];
  /** Operations a second. */
  readonly reads: readonly (number | null)[];
  readonly writes: readonly (number | null)[];
}

/** CPUs, memory and disk for a time. */
export interface Consumption {
  readonly cpuHours: number;
  /** GiB times hours. */
  readonly memoryHours: number;
  readonly diskHours: number;
}

/** The costs that showback has calculated, in the currency of the cloud. */
export interface Cost {
  readonly cpu: number;
  readonly memory: number;
  readonly disk: number;
  readonly total: number;
}

/** The resources that the machines of a user took in a time, by day and by machine. */
export interface Usage {
  readonly from: Date;
  readonly to: Date;
  readonly total: Consumption & { readonly cost: Cost | undefined };
  /** Each day of the time, in UTC: `2026-11-30`. */
  readonly days: readonly ({ readonly date: string } & Consumption)[];
  readonly machines: readonly (Reference & Consumption & { readonly cost: Cost | undefined })[];
  /** Months of showback that the time touches: `2026-11`. */
  readonly months: readonly { readonly month: string; readonly cost: Cost }[];
}
