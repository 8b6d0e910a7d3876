/** The usage and cost of machines: `one.vmpool.accounting` and `one.vmpool.showback`. */
import { all, text, type XmlRecord } from "../xml/record.ts";
import type { OnedClient, Session } from "./client.ts";
import { members } from "./pool.ts";
import { OWN } from "./read-around.ts";
import { optionalDecimal, wholeNumber } from "./record-parts.ts";

/** One stay of a machine on a host, with what the machine had then. Machines at rest keep their place, and count. */
export interface Stay {
  readonly machine: number;
  readonly name: string;
  /** Seconds since 1970. */
  readonly from: number;
  /** 0 for one that goes on. */
  readonly to: number;
  /** CPUs. */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
  /** MiB, of all disks and their snapshots. */
  readonly disk: number;
}

const amount = (record: XmlRecord, ...path: string[]): number => optionalDecimal(text(record, ...path)) ?? 0;

/** All that is read of a `<HISTORY>` element of accounting: it holds the machine as a whole. */
const STAY_PARTS = {
  OID: true,
  STIME: true,
  ETIME: true,
  VM: {
    NAME: true,
    TEMPLATE: { CPU: true, MEMORY: true, DISK: { SIZE: true, DISK_SNAPSHOT_TOTAL_SIZE: true } },
  },
} as const;

/** @throws OcciError ONED_DAMAGED_ANSWER when an element that oned always writes is missing. */
function stayOf(record: XmlRecord): Stay {
  const disks = all(record, "VM", "TEMPLATE", "DISK");
  return {
    machine: wholeNumber(record, "OID"),
    name: text(record, "VM", "NAME") ?? "",
    from: wholeNumber(record, "STIME"),
    to: wholeNumber(record, "ETIME"),
    cpu: amount(record, "VM", "TEMPLATE", "CPU"),
    memory: amount(record, "VM", "TEMPLATE", "MEMORY"),
    disk: disks.reduce((sum, one) => sum + amount(one, "SIZE") + amount(one, "DISK_SNAPSHOT_TOTAL_SIZE"), 0),
  };
}

/**
 * The stays of the caller's machines that touch a time (`one.vmpool.accounting`), also of machines that are gone; those
 * that go on have no end, even if the time is over.
 * @param from, to seconds since 1970. @yields some at a time.
 */
export async function* stays(
  oned: OnedClient,
  session: Session,
  from: number,
  to: number,
): AsyncGenerator<readonly Stay[]> {
  const answer = await oned.readPool(session, "one.vmpool.accounting", OWN, from, to);
  yield* members(answer, "HISTORY_RECORDS", "HISTORY", stayOf, { asked: STAY_PARTS });
}

/** A month of a calendar. */
export interface Month {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
}

/** The cost of a machine in a month. */
export interface MonthlyCost extends Month {
  readonly machine: number;
  readonly name: string;
  readonly cpu: number;
  readonly memory: number;
  readonly disk: number;
  readonly total: number;
}

function costOf(record: XmlRecord): MonthlyCost {
  return {
    machine: wholeNumber(record, "VMID"),
    name: text(record, "VMNAME") ?? "",
    year: wholeNumber(record, "YEAR"),
    month: wholeNumber(record, "MONTH"),
    cpu: amount(record, "CPU_COST"),
    memory: amount(record, "MEMORY_COST"),
    disk: amount(record, "DISK_COST"),
    total: amount(record, "TOTAL_COST"),
  };
}

/**
 * The cost of the caller's machines, as it was calculated last (`one.vmpool.showback`): nothing where an administrator
 * never had it calculated. Months are those of oned's time zone.
 * @yields some at a time.
 */
export async function* costs(
  oned: OnedClient,
  session: Session,
  from: Month,
  to: Month,
): AsyncGenerator<readonly MonthlyCost[]> {
  const months = [from.month, from.year, to.month, to.year] as const;
  const answer = await oned.readPool(session, "one.vmpool.showback", OWN, ...months);
  yield* members(answer, "SHOWBACK_RECORDS", "SHOWBACK", costOf);
}
