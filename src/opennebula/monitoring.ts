/**
 * The measurements of a machine by its hosts: `one.vm.monitoring`. oned keeps 12 hours of it, a record each 30 s,
 * unless it is set otherwise.
 */
import { text, type XmlRecord } from "../xml/record.ts";
import type { OnedClient, PoolAnswer, Session } from "./client.ts";
import { alone, members } from "./pool.ts";
import { optionalDecimal, optionalNumber } from "./record-parts.ts";

/** Network and disk: bytes and operations since the machine was started. */
export const COUNTERS = ["NETRX", "NETTX", "DISKRDBYTES", "DISKWRBYTES", "DISKRDIOPS", "DISKWRIOPS"] as const;
export type Counter = (typeof COUNTERS)[number];

/** One record. A missing value is NaN. */
export interface Measurement {
  /** Seconds since 1970. */
  readonly time: number;
  /** Percent of one CPU. */
  readonly cpu: number;
  /** KiB. */
  readonly memory: number;
  readonly counters: Readonly<Record<Counter, number>>;
}

export interface Monitoring {
  readonly measurements: readonly Measurement[];
  /** CPU and VCPU of the machine's template. */
  readonly cpu: number | undefined;
  readonly vcpu: number | undefined;
}

const measured = (record: XmlRecord, name: string): number => optionalDecimal(text(record, name)) ?? Number.NaN;

/** All that is read of a `<MONITORING>` element: 12 hours have more than a thousand. */
const MEASUREMENT_PARTS = {
  TIMESTAMP: true,
  CPU: true,
  MEMORY: true,
  NETRX: true,
  NETTX: true,
  DISKRDBYTES: true,
  DISKWRBYTES: true,
  DISKRDIOPS: true,
  DISKWRIOPS: true,
} as const satisfies Record<Counter | "TIMESTAMP" | "CPU" | "MEMORY", true>;

function measurementOf(record: XmlRecord): Measurement {
  return {
    time: measured(record, "TIMESTAMP"),
    cpu: measured(record, "CPU"),
    memory: measured(record, "MEMORY"),
    counters: {
      NETRX: measured(record, "NETRX"),
      NETTX: measured(record, "NETTX"),
      DISKRDBYTES: measured(record, "DISKRDBYTES"),
      DISKWRBYTES: measured(record, "DISKWRBYTES"),
      DISKRDIOPS: measured(record, "DISKRDIOPS"),
      DISKWRIOPS: measured(record, "DISKWRIOPS"),
    },
  };
}

/**
 * The measurements, oldest first, and the capacity of the machine: one call (`one.vm.monitoring` and `one.vm.info`).
 * @throws OcciError as oned refuses.
 */
export async function monitoring(oned: OnedClient, session: Session, id: number): Promise<Monitoring> {
  const answers = await oned.readMany(session, [
    ["one.vm.monitoring", id],
    ["one.vm.info", id],
  ]);
  try {
    // `readMany` gives one answer for each call, or throws.
    const [records, machine] = answers as [PoolAnswer, PoolAnswer];
    const vm = await alone(machine, "VM", (record) => record);
    const measurements: Measurement[] = [];
    const options = { asked: MEASUREMENT_PARTS };
    for await (const batch of members(records, "MONITORING_DATA", "MONITORING", measurementOf, options)) {
      measurements.push(...batch);
    }
    return {
      measurements: measurements.filter(({ time }) => time > 0).sort((a, b) => a.time - b.time),
      cpu: optionalDecimal(text(vm, "TEMPLATE", "CPU")),
      vcpu: optionalNumber(text(vm, "TEMPLATE", "VCPU")),
    };
  } finally {
    for (const answer of answers) answer.release();
  }
}
