/** `one.vm.resize`. */
import { Failure } from "../failure.ts";
import { currentHost, freeMemory } from "../hosts.ts";
import { refuseRestricted, templateOf } from "../objects.ts";
import { VM_STATE, type Vm } from "../records.ts";
import type { Caller } from "../users/permissions.ts";
import { checkQuota } from "../users/quota-check.ts";
import type { World } from "../world.ts";
import { ACTION, closeHistory, renewHistory } from "./history.ts";
import { back, pass } from "./life.ts";
import { isRunning, stateName } from "./states.ts";
import { allowedVm } from "./vm.ts";

const KIB_PER_MIB = 1024;
/** States other than RUNNING that a VM can be resized in. */
const RESIZABLE: readonly number[] = [VM_STATE.PENDING, VM_STATE.HOLD, VM_STATE.POWEROFF, VM_STATE.UNDEPLOYED];

function checkHost(world: World, vm: Vm, memory: number): void {
  const host = currentHost(world, vm);
  if (host === undefined || vm.state === VM_STATE.UNDEPLOYED) return;
  const old = vm.state === VM_STATE.POWEROFF ? 0 : Number(vm.template.single("MEMORY"));
  const free = freeMemory(world, host);
  if (memory - old <= free) return;
  throw new Failure("ACTION", `Not enough memory: ${(memory - old) * KIB_PER_MIB}/${free * KIB_PER_MIB}`);
}

/**
 * Changes CPU, VCPU and MEMORY. A value that is no number changes nothing, as in oned.
 * @param enforce refuse more memory than the host has
 */
export function resize(world: World, caller: Caller, id: number, text: string, enforce: boolean): number {
  const template = templateOf(world, text);
  const vm = allowedVm(world, caller, id, "MANAGE");
  refuseRestricted(world, caller, "VM", template, "VM Template");
  const wanted = (name: string, pattern: RegExp): number | undefined => {
    const value = template.single(name) ?? "";
    return pattern.test(value) && Number(value) > 0 ? Number(value) : undefined;
  };
  const cpu = wanted("CPU", /^\d*\.?\d+$/);
  const memory = wanted("MEMORY", /^\d+$/);
  const vcpu = wanted("VCPU", /^\d+$/);
  const delta = (now: number | undefined, name: string): number =>
    now === undefined ? 0 : now - Number(vm.template.single(name));
  if (!RESIZABLE.includes(vm.state) && !isRunning(vm)) {
    throw new Failure("ACTION", `Resize is not available for state ${stateName(vm)}`);
  }
  checkQuota(world, caller, { vm: { CPU: delta(cpu, "CPU"), MEMORY: delta(memory, "MEMORY") } });
  if (enforce && memory !== undefined) checkHost(world, vm, memory);
  const apply = (): void => {
    if (cpu !== undefined) vm.template.set("CPU", String(cpu));
    if (memory !== undefined) vm.template.set("MEMORY", String(memory));
    if (vcpu !== undefined) vm.template.set("VCPU", String(vcpu));
    world.changed(vm);
  };
  if (!isRunning(vm)) apply();
  else {
    pass(world, vm, ["HOTPLUG_RESIZE"], () => {
      apply();
      closeHistory(world, vm, ACTION.resize, caller);
      renewHistory(world, vm);
      back(world, vm, { state: VM_STATE.ACTIVE });
    });
  }
  return id;
}
