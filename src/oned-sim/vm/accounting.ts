/** `one.vmpool.accounting`: history records, each with its VM as it was, of VMs that are gone too. */
import { plain } from "../markup.ts";
import { poolOf } from "../objects.ts";
import type { HistoryRecord, Vm } from "../records.ts";
import { type Caller, isAllowed } from "../users/permissions.ts";
import type { World } from "../world.ts";
import { historyMarkup, markupWithoutHistory } from "./markup.ts";

/** Seconds since 1970; -1: no end on that side. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

function isWithin({ start, end }: HistoryRecord, { from, to }: Window): boolean {
  return (from === -1 || end > from || end === 0) && (to === -1 || start < to);
}

function recordMarkup(world: World, vm: Vm, record: HistoryRecord, sequence: number): string {
  const body = record.vm ?? markupWithoutHistory(world, vm);
  return `<HISTORY>${historyMarkup(world, vm, record, sequence)}${body}</HISTORY>`;
}

/**
 * The VMs of a filter that the caller may use, oldest first, those that are gone too.
 * @throws Failure for a flag that oned does not know.
 */
export function vmsOf(world: World, caller: Caller, flag: number): Vm[] {
  const found = poolOf(world, caller, world.vms, "VM", { flag, start: -1, end: -1 }).reverse();
  return found.filter((object) => isAllowed(world, caller, { right: "USE", kind: "VM", object }));
}

/** `one.vmpool.accounting`. */
export function accounting(world: World, caller: Caller, flag: number, window: Window): string {
  const records = vmsOf(world, caller, flag).flatMap((vm) =>
    vm.history.flatMap((record, sequence) =>
      isWithin(record, window) ? [recordMarkup(world, vm, record, sequence)] : [],
    ),
  );
  return `<HISTORY_RECORDS>${records.join("")}</HISTORY_RECORDS>`;
}

/** MiB of the disks of a VM, their snapshots included. */
export function diskSize(vm: Vm): number {
  return vm.disks.reduce(
    (sum, disk) => sum + Number(disk.get("SIZE") ?? 0) + Number(disk.get("DISK_SNAPSHOT_TOTAL_SIZE") ?? 0),
    0,
  );
}

/** An amount as showback writes it: at most two decimals. */
export function amount(name: string, value: number): string {
  return plain(name, Number(value.toFixed(2)));
}
