/**
 * A past for VMs of the demo: stays on hosts, a resize, a stop and a start, hours that were not measured, and what it
 * cost.
 */
import type { Vm } from "./records.ts";
import { ACTION, openHistory } from "./vm/history.ts";
import { markupWithoutHistory } from "./vm/markup.ts";
import { calculateAll } from "./vm/showback.ts";
import type { World } from "./world.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The cost of an hour of a whole CPU, of a MiB of memory and of a MiB of disk. */
const PRICES = { CPU_COST: "0.02", MEMORY_COST: "0.00001", DISK_COST: "0.0000002" } as const;

/** One stay of a VM: seconds before now, 0 for one that goes on. */
interface Stay {
  readonly from: number;
  readonly until: number;
  /** When the VM stopped, where that was before the stay ended. */
  readonly stopped?: number;
  readonly action?: number;
  /** The capacity that it had then. */
  readonly cpu?: string;
}

/** Gives a running VM these stays in place of its own. */
function givePast(world: World, { id }: Vm, stays: readonly Stay[]): void {
  const now = world.clock.seconds();
  const before = world.vms.get(id);
  const [first] = stays;
  if (before === undefined || first === undefined) return;
  const host = before.history[0]?.hostId ?? 0;
  const vm: Vm = { ...before, started: now - first.from, history: [] };
  const cpu = vm.template.single("CPU") ?? "1";
  for (const [name, price] of Object.entries(PRICES)) vm.template.set(name, price);
  for (const { from, until, stopped, action = 0, cpu: then = cpu } of stays) {
    vm.template.set("CPU", then);
    const start = now - from;
    const end = until === 0 ? 0 : now - until;
    const opened = openHistory(world, vm, host);
    const runEnd = stopped === undefined ? end : now - stopped;
    Object.assign(opened, { start, end, runStart: start, runEnd, action });
    if (end !== 0) Object.assign(opened, { uid: vm.uid, gid: vm.gid, vm: markupWithoutHistory(world, vm) });
  }
  vm.template.set("CPU", cpu);
  world.vms.set(id, vm);
  world.changed(vm);
}

/**
 * Makes a VM as old as that, with what its stays on hosts have cost: ended ones lasted for two thirds of the time.
 * @param seconds since it was made.
 */
export function madeAgo(world: World, vm: Vm, seconds: number): void {
  const then = (time: number, back: number): number => (time === 0 ? 0 : time - Math.round(back));
  for (const [name, price] of Object.entries(PRICES)) vm.template.set(name, price);
  const history = vm.history.map((record) => ({
    ...record,
    start: then(record.start, seconds),
    prologStart: then(record.prologStart, seconds),
    prologEnd: then(record.prologEnd, seconds),
    runStart: then(record.runStart, seconds),
    runEnd: then(record.runEnd, seconds / 3),
    epilogStart: then(record.epilogStart, seconds / 3),
    epilogEnd: then(record.epilogEnd, seconds / 3),
    end: then(record.end, seconds / 3),
  }));
  const aged: Vm = { ...vm, started: vm.started - seconds, history };
  world.vms.set(vm.id, aged);
  world.changed(aged);
}

/** Calculates what all months have cost so far. */
export function calculateCosts(world: World): void {
  const open = { month: -1, year: -1 };
  calculateAll(world, open, open);
}

/** @param web ran for weeks, was resized once and stopped for 40 minutes. @param other runs for three weeks. */
export function demoPast(world: World, web: Vm, other: Vm): void {
  const now = world.clock.seconds();
  givePast(world, web, [
    { from: 40 * DAY, until: 12 * DAY, action: ACTION.resize, cpu: "0.25" },
    { from: 12 * DAY, until: 6 * HOUR, stopped: 6 * HOUR + 40 * MINUTE, action: ACTION.poweroff },
    { from: 6 * HOUR, until: 0 },
  ]);
  givePast(world, other, [{ from: 20 * DAY, until: 0 }]);
  world.unmeasured.push([now - 70 * MINUTE, now - 55 * MINUTE]);
  calculateCosts(world);
}
