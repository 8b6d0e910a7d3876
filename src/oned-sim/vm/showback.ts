/** Showback: `one.vmpool.calculateshowback` counts what each VM cost in each month, `one.vmpool.showback` shows it. */
import { Failure } from "../failure.ts";
import { plain } from "../markup.ts";
import type { ShowbackRecord, Vm } from "../records.ts";
import type { Caller } from "../users/permissions.ts";
import type { World } from "../world.ts";
import { amount, diskSize, vmsOf } from "./accounting.ts";

/** A month; -1 twice: no end on that side. */
export interface Month {
  readonly month: number;
  readonly year: number;
}

const SECONDS_PER_HOUR = 3600;

/** Months since the year 0. */
const indexOf = ({ month, year }: Month): number => 12 * year + month - 1;
const isOpen = ({ month, year }: Month): boolean => month === -1 || year === -1;
const monthAt = (index: number): Month => ({ year: Math.floor(index / 12), month: (index % 12) + 1 });

/** Seconds since 1970 at which a month begins, in UTC. */
function beginOf(index: number): number {
  const { year, month } = monthAt(index);
  return Date.UTC(year, month - 1, 1) / 1000;
}

function monthOf(seconds: number): number {
  const date = new Date(seconds * 1000);
  return indexOf({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 });
}

function price(vm: Vm, name: string): number {
  return Number(vm.template.single(name) ?? 0);
}

/** Hours of the stays of a VM within a time, and hours that it ran. */
function hoursWithin(vm: Vm, from: number, until: number): { readonly hours: number; readonly running: number } {
  const within = (start: number, end: number): number =>
    start === 0 ? 0 : Math.max(0, Math.min(end === 0 ? until : end, until) - Math.max(start, from)) / SECONDS_PER_HOUR;
  return {
    hours: vm.history.reduce((sum, { start, end }) => sum + within(start, end), 0),
    running: vm.history.reduce((sum, { runStart, runEnd }) => sum + within(runStart, runEnd), 0),
  };
}

function recordOf(vm: Vm, index: number, until: number): ShowbackRecord | undefined {
  const from = beginOf(index);
  if (!vm.history.some(({ start, end }) => (end === 0 || end > from) && start <= until)) return undefined;
  const { hours, running } = hoursWithin(vm, from, until);
  const cpu = price(vm, "CPU_COST") * Number(vm.template.single("CPU") ?? 0) * hours;
  const memory = price(vm, "MEMORY_COST") * Number(vm.template.single("MEMORY") ?? 0) * hours;
  const disk = price(vm, "DISK_COST") * diskSize(vm) * hours;
  return { vm: vm.id, index, name: vm.name, cpu, memory, disk, hours, running };
}

/** Counts anew what VMs cost. */
export function calculateAll(world: World, from: Month, to: Month): void {
  const now = world.clock.seconds();
  const starts = [...world.vms.values()].flatMap(({ history }) => history.map(({ start }) => start));
  const first = isOpen(from) ? monthOf(Math.min(now, ...starts)) : indexOf(from);
  const last = Math.min(monthOf(now), isOpen(to) ? Number.POSITIVE_INFINITY : indexOf(to));
  for (let index = first; index <= last; index += 1) {
    const until = Math.min(now, beginOf(index + 1));
    for (const vm of world.vms.values()) {
      const record = recordOf(vm, index, until);
      if (record !== undefined) world.showback.set(`${index} ${vm.id}`, record);
    }
  }
  world.changed();
}

/** `one.vmpool.calculateshowback`: for users of oneadmin's group. */
export function calculate(world: World, caller: Caller, from: Month, to: Month): string {
  if (caller.user.gid !== 0) {
    throw new Failure("AUTHORIZATION", `User [${caller.user.id}] : Action reserved for group 0 only.`);
  }
  calculateAll(world, from, to);
  return world.release === "7.4" ? " " : "";
}

function markup(world: World, vm: Vm, { index, name, cpu, memory, disk, hours, running }: ShowbackRecord): string {
  const { year, month } = monthAt(index);
  const head = [
    plain("VMID", vm.id),
    plain("VMNAME", name),
    plain("UID", vm.uid),
    plain("GID", vm.gid),
    plain("UNAME", world.userName(vm.uid)),
    plain("GNAME", world.groupName(vm.gid)),
    plain("YEAR", year),
    plain("MONTH", month),
  ];
  const costs = [amount("CPU_COST", cpu), amount("MEMORY_COST", memory), amount("DISK_COST", disk)];
  const total = [amount("TOTAL_COST", cpu + memory + disk), amount("HOURS", hours), amount("RHOURS", running)];
  return `<SHOWBACK>${[...head, ...costs, ...total].join("")}</SHOWBACK>`;
}

/** `one.vmpool.showback`: what was counted last, by month and VM. */
export function showback(world: World, caller: Caller, flag: number, from: Month, to: Month): string {
  const seen = new Map(vmsOf(world, caller, flag).map((vm) => [vm.id, vm]));
  const records = [...world.showback.values()]
    .filter(({ index }) => (isOpen(from) || index >= indexOf(from)) && (isOpen(to) || index <= indexOf(to)))
    .sort((a, b) => a.index - b.index || a.vm - b.vm)
    .flatMap((record) => {
      const vm = seen.get(record.vm);
      return vm === undefined ? [] : [markup(world, vm, record)];
    });
  return `<SHOWBACK_RECORDS>${records.join("")}</SHOWBACK_RECORDS>`;
}
