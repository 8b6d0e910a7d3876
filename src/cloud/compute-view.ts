/** From oned's VM to the model's Compute. */

import type { Compute, ComputeDisk, ComputeNic, ComputeState, Snapshot } from "../model.ts";
import type { Vm, VmDisk, VmNic } from "../opennebula/vm.ts";
import type { VmSnapshot } from "../opennebula/vm-disks.ts";
import { reference } from "./reference.ts";
import { shownContext } from "./shown-context.ts";

/**
 * The state that clients of 4.6 know: every failure is FAILED, a VM that waits for its images to be copied is PENDING.
 */
export function computeState(vm: Pick<Vm, "state" | "lcmState">): ComputeState {
  if (vm.state === "CLONING") return "PENDING";
  if (vm.state === "CLONING_FAILURE") return "FAILED";
  if (vm.state === "ACTIVE" && vm.lcmState.endsWith("_FAILURE")) return "FAILED";
  return vm.state;
}

function snapshotView({ id, name }: VmSnapshot): Snapshot {
  return { id, name };
}

function diskView(disk: VmDisk): ComputeDisk {
  const storage = reference(disk.imageId, disk.image);
  return {
    id: disk.id,
    ...(storage !== undefined && { storage }),
    ...(disk.type !== undefined && { type: disk.type }),
    ...(disk.target !== undefined && { target: disk.target }),
    ...(disk.saveAs !== undefined && { saveAs: disk.saveAs }),
    snapshots: disk.snapshots.map(snapshotView),
  };
}

function nicView(nic: VmNic): ComputeNic {
  const network = reference(nic.networkId, nic.network);
  return {
    id: nic.id,
    ...(network !== undefined && { network }),
    ...(nic.ip !== undefined && { ip: nic.ip }),
    ...(nic.mac !== undefined && { mac: nic.mac }),
    ...(nic.ip6 !== undefined && { ip6: nic.ip6 }),
  };
}

/** The VM as clients see it. */
export function computeView(vm: Vm): Compute {
  return {
    id: vm.id,
    name: vm.name,
    user: { id: vm.uid, name: vm.uname },
    group: vm.gname,
    ...(vm.cpu !== undefined && { cpu: vm.cpu }),
    ...(vm.memory !== undefined && { memory: vm.memory }),
    ...(vm.instanceType !== undefined && { instanceType: vm.instanceType }),
    state: computeState(vm),
    lcmState: vm.lcmState,
    ...(vm.error !== undefined && { error: vm.error }),
    disks: vm.disks.map(diskView),
    nics: vm.nics.map(nicView),
    context: shownContext(vm),
    snapshots: vm.snapshots.map(snapshotView),
  };
}
