/** Scheduled actions of VMs: `one.vm.schedadd`, `schedupdate`, `scheddelete`, and SCHED_ACTION of a template. */
import type { Attributes, Vector } from "../attributes.ts";
import { Failure } from "../failure.ts";
import { templateOf } from "../objects.ts";
import type { ScheduledAction, Vm } from "../records.ts";
import type { Caller } from "../users/permissions.ts";
import type { World } from "../world.ts";
import { allowedVm } from "./vm.ts";

/** Words that oned can schedule. */
const WORDS =
  /^(terminate|terminate-hard|undeploy|undeploy-hard|hold|release|stop|suspend|resume|delete|delete-recreate|reboot|reboot-hard|poweroff|poweroff-hard|snapshot-create|backup)$/;

/** Seconds since 1970. `+3600` counts from the start of the VM. */
function timeOf(vm: Vm, text: string): number {
  const seconds = Number(text.replace(/^\+/, ""));
  return text.startsWith("+") ? vm.started + seconds : seconds;
}

/** @param code of the error for a word or a time that is wrong. @throws Failure */
function planned(
  vm: Vm,
  wanted: Vector,
  code: "ACTION" | "INTERNAL" = "ACTION",
): Pick<ScheduledAction, "action" | "time"> {
  const action = wanted.get("ACTION") ?? "";
  const time = wanted.get("TIME") ?? "";
  if (!WORDS.test(action)) throw new Failure(code, `${action} is not supported.`);
  if (!/^\+?\d+$/.test(time)) throw new Failure(code, `Unable to parse the time value or value is empty: ${time}`);
  return { action, time: timeOf(vm, time) };
}

function wantedIn(world: World, text: string): Vector {
  const [wanted] = templateOf(world, text).vectors("SCHED_ACTION");
  if (wanted === undefined) throw new Failure("ACTION", "No SCHED_ACTION attribute in template");
  return wanted;
}

function found(vm: Vm, id: number): ScheduledAction | undefined {
  return vm.scheduled.find((candidate) => candidate.id === id);
}

/** Those of a new VM's template. */
export function takeScheduled(world: World, vm: Vm, template: Attributes): void {
  for (const wanted of template.vectors("SCHED_ACTION")) {
    vm.scheduled.push({ id: world.nextId("schedaction"), ...planned(vm, wanted) });
  }
  template.remove("SCHED_ACTION");
}

/** The new action's id. */
export function add(world: World, caller: Caller, id: number, text: string): number {
  const vm = allowedVm(world, caller, id, "MANAGE");
  const action = planned(vm, wantedIn(world, text));
  const number = world.nextId("schedaction");
  vm.scheduled.push({ id: number, ...action });
  world.changed(vm);
  return number;
}

export function update(world: World, caller: Caller, id: number, action: number, text: string): number {
  const vm = allowedVm(world, caller, id, "MANAGE");
  const wanted = wantedIn(world, text);
  const moved = found(vm, action);
  if (moved === undefined) throw new Failure("INTERNAL", `SCHED_ACTION with id = ${action} doesn't exist`);
  Object.assign(moved, planned(vm, wanted, "INTERNAL"));
  world.changed(vm);
  return action;
}

/** 6.10 answers with the id of the action, 7.4 with that of the VM. */
export function remove(world: World, caller: Caller, id: number, action: number): number {
  const vm = allowedVm(world, caller, id, "MANAGE");
  const gone = found(vm, action);
  if (gone === undefined) throw new Failure("NO_EXISTS", `Error getting scheduled action [${action}].`, action);
  vm.scheduled.splice(vm.scheduled.indexOf(gone), 1);
  world.changed(vm);
  return world.release === "7.4" ? id : action;
}
