/** States that pass by themselves: oned or a driver is at work, and what is refused now may be possible in a moment. */
import type { OnedImage } from "../opennebula/image.ts";
import { LCM_STATES } from "../opennebula/states.ts";
import type { Vm } from "../opennebula/vm.ts";
import type { Vnet } from "../opennebula/vnet.ts";

/** LCM_STATE of an ACTIVE machine that stays until somebody does something. */
const STAYS = /^(-|RUNNING|UNKNOWN|\w+_FAILURE)$/;

function lcmPasses(lcmState: string): boolean {
  return LCM_STATES.includes(lcmState) && !STAYS.test(lcmState);
}

/** Whether the machine is on its way. One that waits for a host is, unless the scheduler has found none for it. */
export function vmPasses({ state, lcmState, unplaced }: Pick<Vm, "state" | "lcmState" | "unplaced">): boolean {
  if (state === "ACTIVE") return lcmPasses(lcmState);
  return state === "INIT" || state === "CLONING" || (state === "PENDING" && unplaced !== true);
}

/** Whether a machine gives back what it uses by itself: it ends, or a part of it comes or goes. */
export function vmLeaves({ state, lcmState }: Pick<Vm, "state" | "lcmState">): boolean {
  return (
    state === "ACTIVE" &&
    /^(SHUTDOWN|EPILOG|CLEANUP_DELETE|HOTPLUG(_NIC)?(_(PROLOG|EPILOG)_POWEROFF|_POWEROFF)?)$/.test(lcmState)
  );
}

/** Whether oned is copying the image, or copying from it. */
export function imagePasses({ state, copiedOnly }: Pick<OnedImage, "state" | "copiedOnly">): boolean {
  return copiedOnly === true || /^(INIT|LOCKED|LOCKED_USED|LOCKED_USED_PERS|CLONE)$/.test(state);
}

/** Whether the network is being made or taken away. */
export function vnetPasses({ state }: Pick<Vnet, "state">): boolean {
  return /^(INIT|LOCK_CREATE|LOCK_DELETE)$/.test(state);
}

/** Whether oned's sentence names a state of a machine, or of an image, that passes: `wrong state PROLOG`. */
export function namesPassingState(message: string): boolean {
  const [, word = ""] = /\bstate:? "?([A-Z_]+)/.exec(message) ?? [];
  return lcmPasses(word) || /^(CLONING|CLONE|LOCKED\w*|LOCK_CREATE)$/.test(word) || /\bis locked\b/.test(message);
}
