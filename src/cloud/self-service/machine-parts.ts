/** Disks, NICs and snapshots of machines, changed by the same actions as in OpenNebula's XML. */
import { OcciError } from "../../errors.ts";
import type { ActionParameters, DiskImage, Machine, MachineDisk } from "../../model.ts";
import { machine } from "../../opennebula/machine.ts";
import * as vms from "../../opennebula/vm.ts";
import { act } from "../compute-actions.ts";
import { copiedImage, type MakingImage } from "./images.ts";
import { keepingLast } from "./last-reading.ts";
import { showMachine, shown } from "./machines.ts";
import type { Requester } from "./requester.ts";

/** Where a part of a machine is said to be. */
interface PartPlace {
  readonly disk?: number;
  readonly nic?: number;
  /** Id of the disk; absent for the whole machine. */
  readonly snapshot?: number;
}

/** @throws OcciError NOT_FOUND, which names those that there are. */
function partById<T extends { readonly id: number }>(noun: string, parts: readonly T[], id: number): T {
  const part = parts.find((one) => one.id === id);
  if (part !== undefined) return part;
  const ids = parts.map((one) => one.id);
  throw new OcciError("NOT_FOUND", `The machine has no ${noun} ${id}.`, {
    hint: ids.length === 0 ? `It has no ${noun}s.` : `Its ${noun}s: ${ids.join(", ")}.`,
  });
}

function checkPlace(machine: Machine, { disk, nic, snapshot }: PartPlace): void {
  const on = disk === undefined ? undefined : diskOf(machine, disk);
  if (nic !== undefined) partById("NIC", machine.nics, nic);
  if (snapshot !== undefined) partById("snapshot", (on ?? machine).snapshots, snapshot);
}

/** oned refuses a part that is not there as if the request were wrong: it is the path that leads nowhere. */
async function withPlace<T>(requester: Requester, id: number, place: PartPlace, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof OcciError) || error.status >= 500 || Object.keys(place).length === 0) throw error;
    const machine = await showMachine(requester, id).catch(() => undefined);
    if (machine !== undefined) checkPlace(machine, place);
    throw error;
  }
}

/** An action of `POST /compute/ID/action`, and the machine after it. */
async function acted(
  requester: Requester,
  id: number,
  perform: string,
  params: ActionParameters,
  place: PartPlace = {},
): Promise<Machine> {
  const remembering = keepingLast(requester, id);
  const { deps, session } = remembering.requester;
  await withPlace(requester, id, place, () => act(deps, session, id, { perform, params }));
  return shown(requester, await remembering.last());
}

export interface NewDisk {
  /** Id of the image. */
  readonly image: number;
  /** Device name. */
  readonly target?: string;
}

/** `one.vm.attach`, and waits until the disk is there. @throws OcciError as oned refuses; DRIVER_REFUSED. */
export function attachDisk(requester: Requester, id: number, { image, target }: NewDisk): Promise<Machine> {
  return acted(requester, id, "attachdisk", { storage: String(image), ...(target !== undefined && { target }) });
}

/** `one.vm.detach`. @throws as `attachDisk`. */
export function detachDisk(requester: Requester, id: number, disk: number): Promise<Machine> {
  return acted(requester, id, "detachdisk", { disk: String(disk) }, { disk });
}

export interface NewNic {
  /** Id of the network. */
  readonly network: number;
  /** The address that the NIC gets; a free one if absent. */
  readonly address?: string;
}

/** `one.vm.attachnic`. @throws OcciError as oned refuses; NO_FREE_LEASE, DRIVER_REFUSED. */
export function attachNic(requester: Requester, id: number, { network, address }: NewNic): Promise<Machine> {
  return acted(requester, id, "attachnic", { network: String(network), ...(address !== undefined && { ip: address }) });
}

/** `one.vm.detachnic`. @throws as `attachNic`. */
export function detachNic(requester: Requester, id: number, nic: number): Promise<Machine> {
  return acted(requester, id, "detachnic", { nic: String(nic) }, { nic });
}

/** A snapshot of the whole machine, or of one of its disks. */
export interface SnapshotPlace {
  readonly disk?: number;
}

function snapshotAction({ disk }: SnapshotPlace, verb: "create" | "revert" | "delete") {
  const perform = `${disk === undefined ? "" : "disk"}snapshot${verb}`;
  return { perform, params: disk === undefined ? {} : { disk: String(disk) } };
}

/** `one.vm.snapshotcreate`, `one.vm.disksnapshotcreate`. @throws OcciError as oned refuses; DRIVER_REFUSED. */
export function takeSnapshot(requester: Requester, id: number, place: SnapshotPlace, name: string): Promise<Machine> {
  const { perform, params } = snapshotAction(place, "create");
  return acted(requester, id, perform, { ...params, name }, place);
}

/** `one.vm.snapshotrevert`, `one.vm.snapshotdelete` and those of disks. @throws as `takeSnapshot`. */
export function changeSnapshot(
  requester: Requester,
  id: number,
  place: SnapshotPlace,
  snapshot: number,
  verb: "revert" | "delete",
): Promise<Machine> {
  const { perform, params } = snapshotAction(place, verb);
  return acted(requester, id, perform, { ...params, snapshot: String(snapshot) }, { ...place, snapshot });
}

/** Saves a disk as a new image (`one.vm.disksaveas`). @throws OcciError as oned refuses; as `copiedImage`. */
export function saveDiskAs(
  requester: Requester,
  { machine, disk }: { readonly machine: number; readonly disk: number },
  name: string,
  how: MakingImage,
): Promise<DiskImage> {
  const { deps, session } = requester;
  return copiedImage(requester, name, how, (as) =>
    withPlace(requester, machine, { disk }, () => vms.saveAs(deps.oned, session, machine, disk, as)),
  );
}

/** LCM_STATE while oned works on a part of the machine. */
const AT_WORK = /^(HOTPLUG|DISK_SNAPSHOT|DISK_RESIZE)/;

/** Whether OpenNebula is still at work on a part of the machine. */
export function isAtWork({ oned }: Machine): boolean {
  return AT_WORK.test(oned.lcmState);
}

/** @throws OcciError NOT_FOUND, which names those that there are. */
export function diskOf({ disks }: Pick<Machine, "disks">, disk: number): MachineDisk {
  return partById("disk", disks, disk);
}

/** Grows a disk (`one.vm.diskresize`). @param size MiB. @throws OcciError INVALID_REQUEST for a smaller size. */
export async function growDisk(requester: Requester, id: number, disk: number, size: number): Promise<Machine> {
  const { deps, session } = requester;
  const { size: present = 0 } = diskOf(await showMachine(requester, id), disk);
  if (size < present) {
    const message = `The disk has ${present} MiB: it can grow but not shrink.`;
    throw new OcciError("INVALID_REQUEST", message, { faults: [{ at: ["sizeMiB"], message }] });
  }
  if (size > present) await vms.diskResize(deps.oned, session, id, disk, size);
  const grown = await deps.patience.follow(
    () => machine(deps.oned, session, id),
    ({ lcmState }) => !lcmState.startsWith("DISK_RESIZE"),
  );
  return shown(requester, grown);
}
