/** History records: where a VM was, and what ended each stay. */

import type { HistoryRecord, Vm } from "../records.ts";
import type { Caller } from "../users/permissions.ts";
import type { World } from "../world.ts";
import { markupWithoutHistory } from "./markup.ts";
import { isRunning } from "./states.ts";

/** Numbers of oned's actions in history records. */
export const ACTION = {
  undeploy: 5,
  "undeploy-hard": 6,
  stop: 9,
  suspend: 10,
  resume: 11,
  recreate: 14,
  poweroff: 19,
  "poweroff-hard": 20,
  diskAttach: 21,
  diskDetach: 22,
  nicAttach: 23,
  nicDetach: 24,
  diskSnapshotCreate: 25,
  terminate: 27,
  "terminate-hard": 28,
  diskResize: 29,
  resize: 35,
  aliasAttach: 46,
  aliasDetach: 47,
} as const;

/** A new record on a host. */
export function openHistory(world: World, vm: Vm, hostId: number): HistoryRecord {
  const now = world.clock.seconds();
  const record = {
    hostId,
    start: now,
    end: 0,
    prologStart: 0,
    prologEnd: 0,
    runStart: 0,
    runEnd: 0,
    epilogStart: 0,
    epilogEnd: 0,
    action: 0,
    uid: -1,
    gid: -1,
  };
  vm.history.push(record);
  return record;
}

/** Notes in the current history record what ended it and who asked. */
export function closeHistory(world: World, vm: Vm, action: number, caller?: Caller): void {
  const record = vm.history.at(-1);
  if (record === undefined) return;
  record.action = action;
  record.end = world.clock.seconds();
  if (record.runStart !== 0 && record.runEnd === 0) record.runEnd = record.end;
  record.uid = caller?.user.id ?? -1;
  record.gid = caller?.user.gid ?? -1;
  record.vm = markupWithoutHistory(world, vm);
}

/** A new history record on the same host, as after each change of a VM. */
export function renewHistory(world: World, vm: Vm): void {
  const record = vm.history.at(-1);
  if (record === undefined) return;
  openHistory(world, vm, record.hostId).runStart = world.clock.seconds();
}

/** Ends the stay on the host for a change and begins another; of a VM at rest that one has ended as the one before had. */
export function beginAgain(world: World, vm: Vm, action: number, caller: Caller): void {
  const before = vm.history.at(-1)?.action ?? 0;
  closeHistory(world, vm, action, caller);
  renewHistory(world, vm);
  const record = vm.history.at(-1);
  if (isRunning(vm) || record === undefined) return;
  record.action = before;
  record.runEnd = record.runStart;
}
