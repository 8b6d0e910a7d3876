/** `one.vm.action` and `one.vm.recover`: what moves a VM from one state to another. */
import { Failure } from "../failure.ts";
import { find } from "../objects.ts";
import { VM_STATE, type Vm } from "../records.ts";
import { authorize, type Caller } from "../users/permissions.ts";
import type { World } from "../world.ts";
import { ACTION, closeHistory, renewHistory } from "./history.ts";
import { boot, finish, hostFreed, pass, pend, prolog, run, setState } from "./life.ts";
import { isRunning, lcm, stateName } from "./states.ts";
import { allowedVm } from "./vm.ts";

/** Why an action is not done; the message is what oned puts behind `Error performing action "...": `. */
class NotNow extends Error {
  override readonly name = "NotNow";
}

function notAvailable(vm: Vm): NotNow {
  return new NotNow(`This action is not available for state ${stateName(vm)}`);
}

function isUnknown(vm: Vm): boolean {
  return vm.state === VM_STATE.ACTIVE && vm.lcm === lcm("UNKNOWN");
}

type Action = (world: World, vm: Vm, caller: Caller) => void;

function suspend(world: World, vm: Vm, caller: Caller): void {
  if (!isRunning(vm)) throw notAvailable(vm);
  pass(world, vm, ["SAVE_SUSPEND"], () => {
    if (world.takeFailure("save") !== undefined) run(world, vm);
    else {
      closeHistory(world, vm, ACTION.suspend, caller);
      setState(world, vm, "SUSPENDED");
    }
  });
}

function stop(world: World, vm: Vm, caller: Caller): void {
  if (!isRunning(vm) && vm.state !== VM_STATE.SUSPENDED) throw notAvailable(vm);
  const states = vm.state === VM_STATE.SUSPENDED ? ["EPILOG_STOP"] : ["SAVE_STOP", "EPILOG_STOP"];
  pass(world, vm, states, () => {
    closeHistory(world, vm, ACTION.stop, caller);
    setState(world, vm, "STOPPED");
    hostFreed(world);
  });
}

function poweroff(action: "poweroff" | "poweroff-hard"): Action {
  return (world, vm, caller) => {
    const again = action === "poweroff-hard" && stateName(vm) === "SHUTDOWN_POWEROFF";
    if (!isRunning(vm) && !isUnknown(vm) && !again) throw notAvailable(vm);
    pass(world, vm, ["SHUTDOWN_POWEROFF"], () => {
      closeHistory(world, vm, ACTION[action], caller);
      setState(world, vm, "POWEROFF");
    });
  };
}

function undeploy(action: "undeploy" | "undeploy-hard"): Action {
  return (world, vm, caller) => {
    const off = vm.state === VM_STATE.POWEROFF;
    const again = action === "undeploy-hard" && stateName(vm) === "SHUTDOWN_UNDEPLOY";
    if (!off && !isRunning(vm) && !isUnknown(vm) && !again) throw notAvailable(vm);
    const states = off ? ["EPILOG_UNDEPLOY"] : ["SHUTDOWN_UNDEPLOY", "EPILOG_UNDEPLOY"];
    pass(world, vm, states, () => {
      closeHistory(world, vm, ACTION[action], caller);
      for (const graphics of vm.template.vectors("GRAPHICS")) graphics.delete("PORT");
      setState(world, vm, "UNDEPLOYED");
      hostFreed(world);
    });
  };
}

function resume(world: World, vm: Vm): void {
  if (vm.state === VM_STATE.STOPPED || vm.state === VM_STATE.UNDEPLOYED) pend(world, vm);
  else if (vm.state === VM_STATE.SUSPENDED || vm.state === VM_STATE.POWEROFF || isUnknown(vm)) {
    renewHistory(world, vm);
    const from = isUnknown(vm) ? "UNKNOWN" : vm.state === VM_STATE.POWEROFF ? "POWEROFF" : "SUSPENDED";
    boot(world, vm, `BOOT_${from}`);
  } else throw notAvailable(vm);
}

/** States that have neither images in use nor a host: such a VM is gone at once. */
const NOWHERE: readonly number[] = [VM_STATE.PENDING, VM_STATE.HOLD, VM_STATE.CLONING, VM_STATE.CLONING_FAILURE];
const AT_REST: readonly number[] = [VM_STATE.STOPPED, VM_STATE.SUSPENDED, VM_STATE.POWEROFF, VM_STATE.UNDEPLOYED];

function terminate(action: "terminate" | "terminate-hard"): Action {
  return (world, vm, caller) => {
    if (vm.state === VM_STATE.DONE) return;
    if (NOWHERE.includes(vm.state)) {
      finish(world, vm);
      return;
    }
    const name = stateName(vm);
    if (name.endsWith("_FAILURE")) {
      closeHistory(world, vm, ACTION[action], caller);
      pass(world, vm, ["CLEANUP_DELETE"], () => finish(world, vm));
      return;
    }
    const again = action === "terminate-hard" && name === "SHUTDOWN";
    if (!AT_REST.includes(vm.state) && !isRunning(vm) && !isUnknown(vm) && !again) {
      throw new NotNow(`Could not terminate VM ${vm.id}, wrong state ${name}.`);
    }
    const states = AT_REST.includes(vm.state) ? ["EPILOG"] : ["SHUTDOWN", "EPILOG"];
    closeHistory(world, vm, ACTION[action], caller);
    pass(world, vm, states, () => finish(world, vm));
  };
}

function reboot(_world: World, vm: Vm): void {
  if (!isRunning(vm)) throw notAvailable(vm);
  vm.resched = false;
}

function resched(wanted: boolean): Action {
  return (_world, vm) => {
    if (!isRunning(vm) && !isUnknown(vm) && vm.state !== VM_STATE.POWEROFF) throw notAvailable(vm);
    vm.resched = wanted;
  };
}

const ACTIONS: Readonly<Record<string, Action>> = {
  terminate: terminate("terminate"),
  "terminate-hard": terminate("terminate-hard"),
  undeploy: undeploy("undeploy"),
  "undeploy-hard": undeploy("undeploy-hard"),
  poweroff: poweroff("poweroff"),
  "poweroff-hard": poweroff("poweroff-hard"),
  reboot,
  "reboot-hard": reboot,
  hold: (world, vm) => {
    if (vm.state !== VM_STATE.PENDING) throw notAvailable(vm);
    setState(world, vm, "HOLD");
  },
  release: (world, vm) => {
    if (vm.state !== VM_STATE.HOLD) throw notAvailable(vm);
    pend(world, vm);
  },
  stop,
  suspend,
  resume,
  resched: resched(true),
  unresched: resched(false),
};

/** Names, known or not, that oned asks ADMIN for before it looks at them. */
const ADMIN_NAMES = new Set(["resched", "unresched", "delete", "delete-recreate", "migrate", "live-migrate"]);

/** `one.vm.action`. */
export function action(world: World, caller: Caller, name: string, id: number): number {
  const vm = allowedVm(world, caller, id, ADMIN_NAMES.has(name) ? "ADMIN" : "MANAGE");
  const perform = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (perform === undefined) throw new Failure("ACTION", `Action "${name}" is not supported`);
  try {
    perform(world, vm, caller);
  } catch (error) {
    if (!(error instanceof NotNow)) throw error;
    throw new Failure("ACTION", `Error performing action "${name}": ${error.message}`);
  }
  world.changed(vm);
  return id;
}

const RETRIES: Readonly<Record<string, (world: World, vm: Vm) => void>> = {
  BOOT_FAILURE: (world, vm) => boot(world, vm),
  BOOT_STOPPED_FAILURE: (world, vm) => boot(world, vm, "BOOT_STOPPED"),
  BOOT_UNDEPLOY_FAILURE: (world, vm) => boot(world, vm, "BOOT_UNDEPLOY"),
  PROLOG_FAILURE: (world, vm) => prolog(world, vm),
  PROLOG_RESUME_FAILURE: (world, vm) => prolog(world, vm, "PROLOG_RESUME"),
  PROLOG_UNDEPLOY_FAILURE: (world, vm) => prolog(world, vm, "PROLOG_UNDEPLOY"),
};

/** The operator's verdict on the state that a VM hangs in: it worked (1), it failed (0), try again (2). */
function recoverState(world: World, vm: Vm, operation: number): void {
  const name = stateName(vm);
  if (operation === 2) RETRIES[name]?.(world, vm);
  else if (operation === 1 && (name.startsWith("BOOT") || name.startsWith("PROLOG"))) run(world, vm);
  else if (operation === 0 && name === "BOOT") setState(world, vm, "ACTIVE", "BOOT_FAILURE");
  else if (operation === 0 && name === "PROLOG") setState(world, vm, "ACTIVE", "PROLOG_FAILURE");
}

/** `one.vm.recover`: 0 failure, 1 success, 2 retry, 3 delete, 4 delete and create again. */
export function recover(world: World, caller: Caller, id: number, operation: number): number {
  const vm = find(world.vms, "VM", id);
  authorize(world, caller, { right: "ADMIN", kind: "VM", object: vm });
  if (operation < 0 || operation > 4) throw new Failure("ACTION", "Wrong recovery operation code");
  if (vm.state === VM_STATE.DONE) {
    throw new Failure("ACTION", `Recover action is not available for state ${stateName(vm)}`);
  }
  if (operation < 3) {
    if (vm.state !== VM_STATE.ACTIVE && vm.state !== VM_STATE.CLONING_FAILURE) {
      throw new Failure("ACTION", `Recover action is not available for state ${stateName(vm)}`);
    }
    recoverState(world, vm, operation);
  } else if (operation === 3) {
    closeHistory(world, vm, ACTION["terminate-hard"], caller);
    pass(world, vm, ["CLEANUP_DELETE"], () => finish(world, vm));
  } else {
    closeHistory(world, vm, ACTION.recreate, caller);
    pass(world, vm, ["CLEANUP_RESUBMIT"], () => {
      vm.history = [];
      pend(world, vm);
    });
  }
  world.changed(vm);
  return id;
}
