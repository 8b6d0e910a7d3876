/** `POST /compute/ID/action`: one table of the words and what they do. */
import { OcciError } from "../errors.ts";
import type { ActionParameters, ActionRequest, Compute } from "../model.ts";
import type { Session } from "../opennebula/client.ts";
import { xmlTemplate } from "../opennebula/template-writer.ts";
import * as vms from "../opennebula/vm.ts";
import { type Field, field, type Sentence, say } from "../wording.ts";
import { changeState, show } from "./compute.ts";
import { STATE_WORDS } from "./compute-states.ts";
import { computeView } from "./compute-view.ts";
import type { CloudDeps } from "./deps.ts";
import * as fields from "./fields.ts";
import { withNeededState } from "./needed-state.ts";
import { withLeaseReason } from "./no-free-lease.ts";
import { resizeCapacity, resizeType } from "./resize-capacity.ts";
import { saveDisk } from "./save-disk.ts";
import { untilAccepted } from "./taken-up.ts";

interface Acting {
  readonly deps: CloudDeps;
  readonly session: Session;
  readonly id: number;
  readonly params: ActionParameters;
}

type Action = (acting: Acting) => Promise<Compute>;

/** oned takes up the work at once and does it later: until then the VM is in one of these states. */
const BUSY = /^(HOTPLUG|DISK_SNAPSHOT|DISK_RESIZE)/;

function needs(what: Sentence): OcciError {
  return new OcciError("INVALID_REQUEST", say`The action requires ${what} ${field("parameters")}.`);
}

function required(value: string | undefined, name: Field): string {
  if (value === undefined || value === "") throw needs(say`${field(name)}`);
  return value;
}

/** Waits until the VM is no longer busy, for WAIT at most. */
export function settle({ deps, session, id }: Omit<Acting, "params">): Promise<vms.Vm> {
  return deps.patience.follow(
    () => vms.info(deps.oned, session, id),
    (vm) => !BUSY.test(vm.lcmState),
  );
}

/**
 * Waits for the outcome: when the VM comes back without the change, the driver has refused it, and oned leaves no
 * other trace of that.
 */
export async function outcome(
  acting: Omit<Acting, "params">,
  what: string,
  changed: (vm: vms.Vm) => boolean,
): Promise<Compute> {
  const vm = await settle(acting);
  if (!BUSY.test(vm.lcmState) && !changed(vm)) {
    throw new OcciError("DRIVER_REFUSED", `The host did not ${what}.`, {
      hint: "The machine is unchanged. The administrator can find the reason in OpenNebula's log of the machine.",
    });
  }
  return computeView(vm);
}

const ids = (parts: readonly { readonly id: number }[]) => new Set(parts.map((part) => part.id));

/**
 * Attaches and waits.
 * @param known the machine as it was read just before; it is read where nobody has.
 * @returns the machine. @throws OcciError DRIVER_REFUSED when it comes back without the part.
 */
export async function attach(
  acting: Omit<Acting, "params">,
  what: "disk" | "nic",
  template: string,
  known?: vms.Vm,
): Promise<Compute> {
  const { deps, session, id } = acting;
  const parts = (vm: vms.Vm) => (what === "disk" ? vm.disks : vm.nics);
  const before = ids(parts(known ?? (await vms.info(deps.oned, session, id))));
  await vms.attach(deps.oned, session, id, what, template);
  return outcome(acting, `attach the ${what}`, (vm) => parts(vm).some((part) => !before.has(part.id)));
}

/** Detaches by DISK_ID or NIC_ID and waits; errors as `attach`. */
export async function detach(acting: Omit<Acting, "params">, what: "disk" | "nic", part: number): Promise<Compute> {
  const { deps, session, id } = acting;
  await vms.detach(deps.oned, session, id, what, part);
  const parts = (vm: vms.Vm) => (what === "disk" ? vm.disks : vm.nics);
  return outcome(acting, `detach the ${what}`, (vm) => !ids(parts(vm)).has(part));
}

const attachDisk: Action = (acting) => {
  const image = fields.objectId(required(acting.params.storage, "image"), field("image"));
  const { target } = acting.params;
  const disk: [string, string | number][] = [["IMAGE_ID", image]];
  if (target !== undefined && target !== "") disk.push(["TARGET", fields.diskTarget(target)]);
  return attach(acting, "disk", xmlTemplate([["DISK", disk]]));
};

const attachNic: Action = (acting) => {
  const network = fields.objectId(required(acting.params.network, "network"), field("network"));
  const { ip, ip6 } = fields.nicAddress(acting.params.ip);
  const asked = { networkId: network, ...(ip !== undefined && { ip }), ...(ip6 !== undefined && { ip6 }) };
  const nic: [string, string | number][] = [["NETWORK_ID", network]];
  if (ip !== undefined) nic.push(["IP", ip]);
  if (ip6 !== undefined) nic.push(["IP6", ip6]);
  return withLeaseReason(acting.deps, acting.session, [asked], () =>
    attach(acting, "nic", xmlTemplate([["NIC", nic]])),
  );
};

const diskId = (params: ActionParameters) => fields.partId(required(params.disk, "diskId"), field("diskId"));
const nicId = (params: ActionParameters) => fields.partId(required(params.nic, "nicId"), field("nicId"));
const snapshotId = (params: ActionParameters) =>
  fields.partId(required(params.snapshot, "snapshotId"), field("snapshotId"));
const nameOf = (params: ActionParameters) => fields.objectName(required(params.name, "name"));

/** oned keeps six digits of a number. */
export function isAbout(actual: string | undefined, wanted: string): boolean {
  return Math.abs(Number(actual) - Number(wanted)) <= Number(wanted) * 1e-5;
}

const resize: Action = async (acting) => {
  const { deps, session, id, params } = acting;
  if (params.instanceType === undefined && params.cpu === undefined && params.memory === undefined) {
    throw needs(say`${field("instanceType")}, ${field("cpu")} or ${field("memory")}`);
  }
  const vm = await vms.info(deps.oned, session, id);
  const type = resizeType(deps.config, params.instanceType, vm.instanceType);
  const template = resizeCapacity(deps, type, params);
  if (template.length === 0) throw needs(say`${field("cpu")} or ${field("memory")}`);
  await vms.resize(deps.oned, session, id, xmlTemplate(template));
  const shown = await outcome(acting, "resize the machine", (now) =>
    template.every(([name, value]) => isAbout(name === "CPU" ? now.cpu : now.memory, value)),
  );
  if (type === vm.instanceType) return shown;
  await vms.update(deps.oned, session, id, xmlTemplate([["INSTANCE_TYPE", type]]));
  return show(deps, session, id);
};

const saveAs: Action = ({ deps, session, id, params }) => saveDisk(deps, session, id, diskId(params), nameOf(params));

const snapshotCreate: Action = async (acting) => {
  const { deps, session, id, params } = acting;
  const snapshotId = await vms.snapshotCreate(deps.oned, session, id, nameOf(params));
  return outcome(acting, "take the snapshot", (vm) => ids(vm.snapshots).has(snapshotId));
};

const snapshotRevert: Action = async (acting) => {
  const { deps, session, id, params } = acting;
  await vms.snapshot(deps.oned, session, id, "revert", snapshotId(params));
  return computeView(await settle(acting));
};

const snapshotDelete: Action = async (acting) => {
  const { deps, session, id, params } = acting;
  const snapshot = snapshotId(params);
  await vms.snapshot(deps.oned, session, id, "delete", snapshot);
  return outcome(acting, "delete the snapshot", (vm) => !ids(vm.snapshots).has(snapshot));
};

const diskSnapshots = (vm: vms.Vm, disk: number) =>
  vm.disks.find((candidate) => candidate.id === disk)?.snapshots ?? [];

const diskSnapshotCreate: Action = async (acting) => {
  const { deps, session, id, params } = acting;
  const disk = diskId(params);
  const snapshotId = await vms.diskSnapshotCreate(deps.oned, session, id, disk, nameOf(params));
  return outcome(acting, "take the snapshot", (vm) => ids(diskSnapshots(vm, disk)).has(snapshotId));
};

const diskSnapshotRevert: Action = async (acting) => {
  const { deps, session, id, params } = acting;
  const disk = diskId(params);
  const snapshot = snapshotId(params);
  await vms.diskSnapshot(deps.oned, session, id, "revert", disk, snapshot);
  return outcome(acting, "revert the disk", (vm) =>
    diskSnapshots(vm, disk).some((candidate) => candidate.id === snapshot && candidate.active),
  );
};

const diskSnapshotDelete: Action = async (acting) => {
  const { deps, session, id, params } = acting;
  const disk = diskId(params);
  const snapshot = snapshotId(params);
  await vms.diskSnapshot(deps.oned, session, id, "delete", disk, snapshot);
  return outcome(acting, "delete the snapshot", (vm) => !ids(diskSnapshots(vm, disk)).has(snapshot));
};

const rename: Action = async ({ deps, session, id, params }) => {
  await vms.rename(deps.oned, session, id, nameOf(params));
  return show(deps, session, id);
};

/** An action of oned without parameters, from whatever state oned allows it. */
function plain(name: vms.VmActionName): Action {
  return async ({ deps, session, id }) => {
    await vms.action(deps.oned, session, id, name);
    return computeView(await untilAccepted(deps, session, id, name));
  };
}

/** A word of PUT, by the same rules. */
function stateWord(word: string): Action {
  return async ({ deps, session, id }) =>
    (await changeState(deps, session, id, word)) ?? (await show(deps, session, id));
}

/** The actions by their words in lower case. */
const COMPUTE_ACTIONS: Readonly<Record<string, Action>> = {
  attachdisk: attachDisk,
  detachdisk: (acting) => detach(acting, "disk", diskId(acting.params)),
  attachnic: attachNic,
  detachnic: (acting) => detach(acting, "nic", nicId(acting.params)),
  resize,
  rename,
  saveas: saveAs,
  snapshotcreate: snapshotCreate,
  snapshotrevert: snapshotRevert,
  snapshotdelete: snapshotDelete,
  disksnapshotcreate: diskSnapshotCreate,
  disksnapshotrevert: diskSnapshotRevert,
  disksnapshotdelete: diskSnapshotDelete,
  hold: plain("hold"),
  release: plain("release"),
  undeploy: plain("undeploy"),
  undeployhard: plain("undeploy-hard"),
  poweroffhard: plain("poweroff-hard"),
  ...Object.fromEntries(Object.keys(STATE_WORDS).map((word) => [word.toLowerCase(), stateWord(word)])),
};

/**
 * Carries out an action.
 * @returns the machine as it is after it, or while OpenNebula is still at it when WAIT is over.
 */
export async function act(deps: CloudDeps, session: Session, id: number, request: ActionRequest): Promise<Compute> {
  const { perform, params } = request;
  const action = Object.hasOwn(COMPUTE_ACTIONS, perform) ? COMPUTE_ACTIONS[perform] : undefined;
  if (action === undefined) {
    throw new OcciError("FORBIDDEN", `Action ${perform.slice(0, 64)} not supported`, {
      hint: `Actions: ${Object.keys(COMPUTE_ACTIONS).join(", ")}.`,
    });
  }
  try {
    return await action({ deps, session, id, params });
  } catch (error) {
    throw await withNeededState(deps.oned, session, id, perform, error);
  }
}
