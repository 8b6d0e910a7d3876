/** Virtual machines: calls `one.vm.*` and `one.vmpool.*`, and what of their answers is used. */
import { OcciError } from "../errors.ts";
import { all, entries, readRecord, text, type XmlRecord } from "../xml/record.ts";
import type { OnedClient, Session } from "./client.ts";
import { type PoolCall, poolCall } from "./pool.ts";
import { type Owned, optionalNumber, owned, scalars, wholeNumber } from "./record-parts.ts";
import { LCM_STATES, VM_STATES, type VmState } from "./states.ts";
import { passwordsIn } from "./user-inputs.ts";
import {
  type DiskParts,
  type DiskSnapshots,
  diskParts,
  diskSnapshots,
  snapshotOf,
  type VmSnapshot,
} from "./vm-disks.ts";

export interface VmDisk extends DiskParts {
  readonly saveAs: number | undefined;
}

export interface VmNic {
  readonly id: number;
  readonly networkId: number | undefined;
  readonly network: string | undefined;
  readonly ip: string | undefined;
  readonly mac: string | undefined;
  readonly ip6: string | undefined;
}

export interface Vm extends Owned {
  readonly state: VmState;
  readonly lcmState: string;
  readonly cpu: string | undefined;
  readonly memory: string | undefined;
  readonly instanceType: string | undefined;
  readonly error: string | undefined;
  /** The scheduler has found no host for it: it waits until there is one. */
  readonly unplaced?: true;
  readonly disks: readonly VmDisk[];
  /** NICs and their aliases, by NIC_ID. */
  readonly nics: readonly VmNic[];
  /** In oned's order. */
  readonly context: readonly (readonly [string, string])[];
  /** Passwords that it was made with, where its VM template asked for them. */
  readonly passwords?: readonly string[];
  readonly snapshots: readonly VmSnapshot[];
}

function diskOf(record: XmlRecord, index: number, snapshots: DiskSnapshots): VmDisk {
  const saveAs = optionalNumber(text(record, "SAVE_AS") ?? text(record, "HOTPLUG_SAVE_AS"));
  return { ...diskParts(record, index, snapshots), saveAs };
}

function nicOf(record: XmlRecord, index: number): VmNic {
  return {
    id: optionalNumber(text(record, "NIC_ID")) ?? index,
    networkId: optionalNumber(text(record, "NETWORK_ID")),
    network: text(record, "NETWORK"),
    ip: text(record, "IP") || undefined,
    mac: text(record, "MAC") || undefined,
    ip6: text(record, "IP6_GLOBAL") || text(record, "IP6") || text(record, "IP6_ULA") || undefined,
  };
}

function isText(entry: readonly [string, XmlRecord]): entry is readonly [string, string] {
  return typeof entry[1] === "string";
}

/** The name of an LCM_STATE. */
export function lcmName(number: string | undefined): string {
  return LCM_STATES[Number(number ?? 0)] ?? `LCM_${number}`;
}

/**
 * A `<VM>` element, from `one.vm.info`, `one.vmpool.info` or `infoextended`.
 * @throws OcciError ONED_DAMAGED_ANSWER when an element that oned always writes is missing.
 */
export function vmOf(record: XmlRecord): Vm {
  const snapshots = diskSnapshots(record);
  const [template = ""] = all(record, "TEMPLATE");
  const [notes = ""] = all(record, "USER_TEMPLATE");
  const nics = [...all(template, "NIC"), ...all(template, "NIC_ALIAS")].map(nicOf);
  const state = VM_STATES[wholeNumber(record, "STATE")] ?? "INIT";
  const inputs = scalars(notes, "USER_INPUTS");
  const passwords = inputs.size === 0 ? [] : passwordsIn(inputs, scalars(notes));
  return {
    ...owned(record),
    state,
    lcmState: lcmName(text(record, "LCM_STATE")),
    cpu: text(template, "CPU"),
    memory: text(template, "MEMORY"),
    instanceType: text(notes, "INSTANCE_TYPE") ?? text(template, "INSTANCE_TYPE"),
    error: text(notes, "ERROR") || undefined,
    ...(text(notes, "SCHED_MESSAGE") && { unplaced: true as const }),
    disks: all(template, "DISK").map((disk, index) => diskOf(disk, index, snapshots)),
    nics: nics.sort((a, b) => a.id - b.id),
    context: all(template, "CONTEXT").flatMap((context) => entries(context).filter(isText)),
    ...(passwords.length > 0 && { passwords }),
    snapshots: all(template, "SNAPSHOT").map(snapshotOf),
  };
}

/** The one word of oned for where a machine is: LCM_STATE while STATE is ACTIVE, else STATE. */
export function stateWord({ state, lcmState }: Pick<Vm, "state" | "lcmState">): string {
  return state === "ACTIVE" ? lcmState : state;
}

/** `one.vm.info`, unread. */
export function document(oned: OnedClient, session: Session, id: number): Promise<string> {
  return oned.read(session, "one.vm.info", id);
}

/** The VM of a document. @throws OcciError ONED_DAMAGED_ANSWER. */
export function vmIn(document: string): Vm {
  return vmOf(readRecord(document, "VM"));
}

/** `one.vm.info`. */
export async function info(oned: OnedClient, session: Session, id: number): Promise<Vm> {
  return vmIn(await document(oned, session, id));
}

export const NOT_DONE = -1;

/** `one.vmpool.info`: all VMs that the user may see but those that are DONE, in short form. */
export const pool: PoolCall = poolCall("one.vmpool.info", NOT_DONE);

const ANY = -2;

/** `one.vmpool.infoextended` of machines in any state, those that are DONE too. */
export const poolEver: PoolCall = poolCall("one.vmpool.infoextended", ANY);

const extended: PoolCall = poolCall("one.vmpool.infoextended", NOT_DONE);

/** `one.vmpool.infoextended`: the same in full; before 5.8 `one.vmpool.info` was that. */
export const poolExtended: PoolCall = async (...call) => {
  try {
    return await extended(...call);
  } catch (error) {
    if (error instanceof OcciError && error.code === "NOT_SUPPORTED") return pool(...call);
    throw error;
  }
};

/** `one.vm.allocate`; the new VM's id. @param hold whether it waits to be released. */
export async function allocate(oned: OnedClient, session: Session, template: string, hold = false): Promise<number> {
  return Number(await oned.change(session, "one.vm.allocate", template, hold));
}

/** Names that `one.vm.action` takes. */
export type VmActionName =
  | "terminate"
  | "terminate-hard"
  | "undeploy"
  | "undeploy-hard"
  | "poweroff"
  | "poweroff-hard"
  | "reboot"
  | "reboot-hard"
  | "hold"
  | "release"
  | "stop"
  | "suspend"
  | "resume";

/** `one.vm.action`. */
export async function action(oned: OnedClient, session: Session, id: number, name: VmActionName): Promise<void> {
  await oned.change(session, "one.vm.action", name, id);
}

/** Operations of `one.vm.recover`. */
export const RECOVER = { retry: 2, recreate: 4 } as const;

/** `one.vm.recover`; needs ADMIN right on the VM. */
export async function recover(oned: OnedClient, session: Session, id: number, operation: number): Promise<void> {
  await oned.change(session, "one.vm.recover", id, operation);
}

/** `one.vm.attach`, `one.vm.attachnic`: the template of a DISK or NIC. */
export async function attach(
  oned: OnedClient,
  session: Session,
  id: number,
  what: "disk" | "nic",
  template: string,
): Promise<void> {
  await oned.change(session, what === "disk" ? "one.vm.attach" : "one.vm.attachnic", id, template);
}

/** `one.vm.detach`, `one.vm.detachnic`: by DISK_ID or NIC_ID. */
export async function detach(
  oned: OnedClient,
  session: Session,
  id: number,
  what: "disk" | "nic",
  part: number,
): Promise<void> {
  await oned.change(session, what === "disk" ? "one.vm.detach" : "one.vm.detachnic", id, part);
}

/** `one.vm.resize` with the capacity of a host enforced. */
export async function resize(oned: OnedClient, session: Session, id: number, template: string): Promise<void> {
  await oned.change(session, "one.vm.resize", id, template, true);
}

/** `one.vm.update`, appending to the USER_TEMPLATE. */
export async function update(oned: OnedClient, session: Session, id: number, template: string): Promise<void> {
  await oned.change(session, "one.vm.update", id, template, 1);
}

/** `one.vm.rename`. */
export async function rename(oned: OnedClient, session: Session, id: number, name: string): Promise<void> {
  await oned.change(session, "one.vm.rename", id, name);
}

/** `one.vm.snapshotcreate`; the snapshot's id. */
export async function snapshotCreate(oned: OnedClient, session: Session, id: number, name: string): Promise<number> {
  return Number(await oned.change(session, "one.vm.snapshotcreate", id, name));
}

/** `one.vm.snapshotrevert` and `one.vm.snapshotdelete`. */
export async function snapshot(
  oned: OnedClient,
  session: Session,
  id: number,
  verb: "revert" | "delete",
  snapshotId: number,
): Promise<void> {
  await oned.change(session, `one.vm.snapshot${verb}`, id, snapshotId);
}

/** `one.vm.disksnapshotcreate`; the snapshot's id. */
export async function diskSnapshotCreate(
  oned: OnedClient,
  session: Session,
  id: number,
  disk: number,
  name: string,
): Promise<number> {
  return Number(await oned.change(session, "one.vm.disksnapshotcreate", id, disk, name));
}

/** `one.vm.disksnapshotrevert` and `one.vm.disksnapshotdelete`. */
export async function diskSnapshot(
  oned: OnedClient,
  session: Session,
  id: number,
  verb: "revert" | "delete",
  disk: number,
  snapshotId: number,
): Promise<void> {
  await oned.change(session, `one.vm.disksnapshot${verb}`, id, disk, snapshotId);
}

/** `one.vm.disksaveas`: the new image's id. The type is that of the disk's image, the snapshot the current state. */
export async function saveAs(
  oned: OnedClient,
  session: Session,
  id: number,
  disk: number,
  name: string,
): Promise<number> {
  return Number(await oned.change(session, "one.vm.disksaveas", id, disk, name, "", -1));
}

/** `one.vm.updateconf`, appending: changes the variables of the guest. @param template with CONTEXT in full. */
export async function updateConf(oned: OnedClient, session: Session, id: number, template: string): Promise<void> {
  await oned.change(session, "one.vm.updateconf", id, template, 1);
}

/** `one.vm.diskresize`: MiB, more than before. */
export async function diskResize(
  oned: OnedClient,
  session: Session,
  id: number,
  disk: number,
  size: number,
): Promise<void> {
  await oned.change(session, "one.vm.diskresize", id, disk, String(size));
}

/** `one.vm.attachsg` and `one.vm.detachsg`: a security group of a NIC. */
export async function changeSecurityGroup(
  oned: OnedClient,
  session: Session,
  id: number,
  verb: "attach" | "detach",
  nic: number,
  group: number,
): Promise<void> {
  await oned.change(session, `one.vm.${verb}sg`, id, nic, group);
}
