/** The usage and the costs of the user's machines, by day and by machine. */
import { type Fault, invalid } from "../../errors.ts";
import type { Consumption, Cost, Usage } from "../../model.ts";
import { costs, type Month, type MonthlyCost, type Stay, stays } from "../../opennebula/accounting.ts";
import { dayIn, timeIn } from "../../rfc3339.ts";
import type { Requester } from "./requester.ts";

/** Seconds. */
const HOUR = 3600;
const DAY = 24 * HOUR;
/** The most days that are read at once: a year of a large cloud would be too much for one answer of oned. */
const DAYS_AT_ONCE = 31;
const LONGEST_DAYS = 366;
const MIB_PER_GIB = 1024;

/** Seconds since 1970. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

const isDay = (text: string): boolean => dayIn(text) !== undefined;

/** A day, or a time; undefined for one that does not exist, such as the 30th of February. */
function secondsIn(text: string): number | undefined {
  const milliseconds = dayIn(text) ?? timeIn(text);
  return milliseconds === undefined ? undefined : Math.floor(milliseconds / 1000);
}

/** The first day of the month of a time. */
function beginOfMonth(seconds: number): number {
  const date = new Date(seconds * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 1000;
}

/**
 * The time that is asked for: by default this month so far. A day counts as a whole, in UTC; what is still to come is left out.
 * @param now seconds since 1970.
 * @throws OcciError INVALID_REQUEST for what is not a time, a time that ends before it begins, or one longer than a year.
 */
export function periodOf({ from, to }: { readonly from?: string; readonly to?: string }, now: number): Period {
  const faults: Fault[] = [];
  const read = (name: string, value: string | undefined, otherwise: number): number => {
    const seconds = value === undefined ? otherwise : secondsIn(value);
    if (seconds === undefined) faults.push({ at: [name], message: `${name} is not an existing day or time.` });
    return seconds ?? otherwise;
  };
  const until = read("to", to, now) + (to !== undefined && isDay(to) ? DAY : 0);
  const begin = read("from", from, beginOfMonth(Math.min(until, now) - 1));
  const end = Math.min(until, now);
  if (faults.length === 0 && begin < 0) {
    faults.push({ at: ["from"], message: "from is before 1970, where OpenNebula's records begin." });
  } else if (faults.length === 0 && to !== undefined && until <= begin) {
    faults.push({ at: ["to"], message: "The period ends before it begins." });
  } else if (faults.length === 0 && end <= begin) {
    faults.push({ at: ["from"], message: "The period is in the future." });
  } else if (faults.length === 0 && end - begin > LONGEST_DAYS * DAY) {
    faults.push({ at: ["from"], message: "The period is longer than a year." });
  }
  if (faults.length > 0) {
    throw invalid(faults, "Name days as 2026-11-01, or times with their zone as 2026-11-01T08:00:00Z; at most a year.");
  }
  return { from: begin, to: end };
}

/** A sum that grows. */
class Sum {
  cpu = 0;
  memory = 0;
  disk = 0;

  add({ cpu, memory, disk }: Pick<Stay, "cpu" | "memory" | "disk">, hours: number): void {
    this.cpu += cpu * hours;
    this.memory += (memory / MIB_PER_GIB) * hours;
    this.disk += (disk / MIB_PER_GIB) * hours;
  }

  get consumption(): Consumption {
    return { cpuHours: rounded(this.cpu), memoryHours: rounded(this.memory), diskHours: rounded(this.disk) };
  }
}

/** Four digits after the decimal point: a third of a second of one CPU. */
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

const dayOf = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

interface MachineSum {
  name: string;
  readonly sum: Sum;
}

/** The sums of stays within a period: a few numbers for each day and each machine, however many stays there are. */
export class Account {
  readonly days = new Map<string, Sum>();
  readonly machines = new Map<number, MachineSum>();
  readonly total = new Sum();

  /** The part of a stay within a time, split at the ends of days. @param until when a stay ends that goes on. */
  add(stay: Stay, { from, to }: Period): void {
    const begin = Math.max(stay.from, from);
    const end = Math.min(stay.to === 0 ? to : stay.to, to);
    for (let at = begin; at < end; ) {
      const next = Math.min(end, DAY * (Math.floor(at / DAY) + 1));
      const hours = (next - at) / HOUR;
      this.#day(dayOf(at)).add(stay, hours);
      this.machine(stay.machine, stay.name).add(stay, hours);
      this.total.add(stay, hours);
      at = next;
    }
  }

  #day(date: string): Sum {
    const known = this.days.get(date) ?? new Sum();
    this.days.set(date, known);
    return known;
  }

  /** The sum of a machine, under its last name. */
  machine(id: number, name: string): Sum {
    const known = this.machines.get(id) ?? { name, sum: new Sum() };
    known.name = name;
    this.machines.set(id, known);
    return known.sum;
  }
}

/** Costs that are added up. */
function costSum(list: readonly MonthlyCost[]): Cost | undefined {
  if (list.length === 0) return undefined;
  const of = (name: "cpu" | "memory" | "disk" | "total"): number =>
    Math.round(list.reduce((sum, one) => sum + one[name], 0) * 100) / 100;
  return { cpu: of("cpu"), memory: of("memory"), disk: of("disk"), total: of("total") };
}

function monthOf(seconds: number): Month {
  const date = new Date(seconds * 1000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 };
}

const monthName = ({ year, month }: Month): string => `${year}-${String(month).padStart(2, "0")}`;

/** Parts of the period that are read one after the other. */
function* partsOf({ from, to }: Period): Generator<Period> {
  for (let begin = from; begin < to; begin += DAYS_AT_ONCE * DAY) {
    yield { from: begin, to: Math.min(to, begin + DAYS_AT_ONCE * DAY) };
  }
}

/** Each day of the period. */
function* daysOf({ from, to }: Period): Generator<string> {
  for (let day = DAY * Math.floor(from / DAY); day < to; day += DAY) yield dayOf(day);
}

/**
 * The usage of the user's own machines in a period (`one.vmpool.accounting`), and the costs that showback has calculated for its months
 * (`one.vmpool.showback`).
 * @param machine id of the only one that counts; undefined for all.
 * @throws OcciError as oned refuses.
 */
export async function usageOf({ deps, session }: Requester, period: Period, machine?: number): Promise<Usage> {
  const account = new Account();
  const isCounted = (one: { readonly machine: number }): boolean => machine === undefined || one.machine === machine;
  for (const part of partsOf(period)) {
    for await (const batch of stays(deps.oned, session, part.from, part.to)) {
      for (const stay of batch) if (isCounted(stay)) account.add(stay, part);
    }
  }
  const paid: MonthlyCost[] = [];
  for await (const batch of costs(deps.oned, session, monthOf(period.from), monthOf(period.to - 1))) {
    paid.push(...batch.filter(isCounted));
  }
  return rendered(period, account, paid);
}

function rendered(period: Period, account: Account, paid: readonly MonthlyCost[]): Usage {
  const byMachine = Map.groupBy(paid, (one) => one.machine);
  const byMonth = Map.groupBy(paid, monthName);
  for (const [id, [first]] of byMachine) if (!account.machines.has(id)) account.machine(id, first?.name ?? "");
  const nothing = new Sum();
  return {
    from: new Date(period.from * 1000),
    to: new Date(period.to * 1000),
    total: { ...account.total.consumption, cost: costSum(paid) },
    days: [...daysOf(period)].map((date) => ({ date, ...(account.days.get(date) ?? nothing).consumption })),
    machines: [...account.machines]
      .sort(([a], [b]) => b - a)
      .map(([id, { name, sum }]) => ({ id, name, ...sum.consumption, cost: costSum(byMachine.get(id) ?? []) })),
    months: [...byMonth].sort().flatMap(([month, list]) => {
      const cost = costSum(list);
      return cost === undefined ? [] : [{ month, cost }];
    }),
  };
}
