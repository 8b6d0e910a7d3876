/** All of a virtual machine that the JSON API shows, and no more: lists read hundreds of machines. */
import { all, readRecord, text, type XmlRecord } from "../xml/record.ts";
import type { OnedClient, Session } from "./client.ts";
import { type Owned, optionalNumber, owned, scalars, wholeNumber } from "./record-parts.ts";
import { type Permissions, permissionsOf } from "./rights.ts";
import { type ScheduledAction, scheduledActionsOf } from "./scheduled-actions.ts";
import { VM_STATES, type VmState } from "./states.ts";
import { document, lcmName } from "./vm.ts";
import {
  type DiskParts,
  type DiskSnapshots,
  diskParts,
  diskSnapshots,
  snapshotOf,
  type VmSnapshot,
} from "./vm-disks.ts";

/** A DISK of TEMPLATE. */
export interface DiskRecord extends DiskParts {
  /** MiB. */
  readonly size: number | undefined;
}

/** A NIC or NIC_ALIAS of TEMPLATE. */
export interface NicRecord {
  readonly id: number;
  readonly networkId: number | undefined;
  readonly network: string | undefined;
  /** IPv4 first. */
  readonly addresses: readonly string[];
  readonly mac: string | undefined;
}

export interface MachineRecord extends Owned {
  readonly gid: number;
  readonly permissions: Permissions;
  readonly state: VmState;
  readonly lcmState: string;
  readonly description: string | undefined;
  /** Why it failed, as oned notes it. */
  readonly error: string | undefined;
  /** The scheduler has found no host for it: it waits until there is one. */
  readonly unplaced?: true;
  /** The VM template that it was made of. */
  readonly templateId: number | undefined;
  readonly instanceType: string | undefined;
  readonly cpu: string | undefined;
  /** VCPU; oned writes it only when it was asked for. */
  readonly vcpu: number | undefined;
  /** MiB. */
  readonly memory: string | undefined;
  readonly disks: readonly DiskRecord[];
  /** NICs and their aliases, by NIC_ID. */
  readonly nics: readonly NicRecord[];
  readonly snapshots: readonly VmSnapshot[];
  /** Seconds since 1970. */
  readonly created: number;
  /** When it last came to run on a host, in seconds since 1970; undefined while it does not. */
  readonly runningSince: number | undefined;
  readonly scheduled: readonly ScheduledAction[];
  /** GRAPHICS: TYPE, PORT, LISTEN, PASSWD; empty without. */
  readonly graphics: ReadonlyMap<string, string>;
  /** The name of its present or last host. */
  readonly host: string | undefined;
  /** Whether an administrator or its owner has locked it. */
  readonly locked: boolean;
}

const SNAPSHOT = { ID: true, SNAPSHOT_ID: true, NAME: true, ACTIVE: true } as const;
const NIC = {
  NIC_ID: true,
  NETWORK_ID: true,
  NETWORK: true,
  IP: true,
  IP6: true,
  IP6_GLOBAL: true,
  IP6_ULA: true,
  MAC: true,
} as const;

/** All that is read of a `<VM>` element. */
export const MACHINE_PARTS = {
  ID: true,
  UID: true,
  GID: true,
  UNAME: true,
  GNAME: true,
  NAME: true,
  PERMISSIONS: true,
  STATE: true,
  LCM_STATE: true,
  STIME: true,
  LOCK: { LOCKED: true },
  TEMPLATE: {
    TEMPLATE_ID: true,
    INSTANCE_TYPE: true,
    CPU: true,
    VCPU: true,
    MEMORY: true,
    DISK: { DISK_ID: true, IMAGE_ID: true, IMAGE: true, TYPE: true, SIZE: true, TARGET: true },
    NIC,
    NIC_ALIAS: NIC,
    SNAPSHOT,
    SCHED_ACTION: { ID: true, ACTION: true, TIME: true, DONE: true },
    GRAPHICS: true,
  },
  USER_TEMPLATE: { DESCRIPTION: true, ERROR: true, INSTANCE_TYPE: true, SCHED_MESSAGE: true },
  SNAPSHOTS: { DISK_ID: true, SNAPSHOT },
  HISTORY_RECORDS: { HISTORY: { RSTIME: true, RETIME: true, HOSTNAME: true } },
} as const;

function diskOf(record: XmlRecord, index: number, snapshots: DiskSnapshots): DiskRecord {
  return { ...diskParts(record, index, snapshots), size: optionalNumber(text(record, "SIZE")) };
}

const ADDRESSES = ["IP", "IP6", "IP6_GLOBAL", "IP6_ULA"] as const;

function nicOf(record: XmlRecord, index: number): NicRecord {
  return {
    id: optionalNumber(text(record, "NIC_ID")) ?? index,
    networkId: optionalNumber(text(record, "NETWORK_ID")),
    network: text(record, "NETWORK"),
    addresses: ADDRESSES.flatMap((name) => text(record, name) || []),
    mac: text(record, "MAC") || undefined,
  };
}

/** STATE and LCM_STATE of a `<VM>` element. @throws OcciError ONED_DAMAGED_ANSWER. */
export function statesOf(record: XmlRecord): Pick<MachineRecord, "state" | "lcmState"> {
  return {
    state: VM_STATES[wholeNumber(record, "STATE")] ?? "INIT",
    lcmState: lcmName(text(record, "LCM_STATE")),
  };
}

/**
 * A `<VM>` element, from `one.vm.info` or `one.vmpool.infoextended`.
 * @throws OcciError ONED_DAMAGED_ANSWER when an element that oned always writes is missing.
 */
export function machineRecordOf(record: XmlRecord): MachineRecord {
  const [template = ""] = all(record, "TEMPLATE");
  const [notes = ""] = all(record, "USER_TEMPLATE");
  const snapshots = diskSnapshots(record);
  const nics = [...all(template, "NIC"), ...all(template, "NIC_ALIAS")].map(nicOf);
  const last = all(record, "HISTORY_RECORDS", "HISTORY").at(-1);
  const since = last === undefined ? undefined : optionalNumber(text(last, "RSTIME"));
  const until = last === undefined ? undefined : optionalNumber(text(last, "RETIME"));
  return {
    ...owned(record),
    gid: wholeNumber(record, "GID"),
    permissions: permissionsOf(record),
    ...statesOf(record),
    // A description that was appended counts, as in the other dialects.
    description: all(notes, "DESCRIPTION").findLast((one) => typeof one === "string"),
    error: text(notes, "ERROR") || undefined,
    ...(text(notes, "SCHED_MESSAGE") && { unplaced: true as const }),
    templateId: optionalNumber(text(template, "TEMPLATE_ID")),
    instanceType: text(notes, "INSTANCE_TYPE") ?? text(template, "INSTANCE_TYPE"),
    cpu: text(template, "CPU"),
    vcpu: optionalNumber(text(template, "VCPU")),
    memory: text(template, "MEMORY"),
    disks: all(template, "DISK").map((disk, index) => diskOf(disk, index, snapshots)),
    nics: nics.sort((a, b) => a.id - b.id),
    snapshots: all(template, "SNAPSHOT").map(snapshotOf),
    created: wholeNumber(record, "STIME"),
    runningSince: since !== undefined && since > 0 && (until ?? 0) === 0 ? since : undefined,
    scheduled: scheduledActionsOf(record),
    graphics: scalars(template, "GRAPHICS"),
    host: last === undefined ? undefined : text(last, "HOSTNAME") || undefined,
    locked: text(record, "LOCK", "LOCKED") !== undefined,
  };
}

/** The machine of a document of `one.vm.info`. @throws OcciError ONED_DAMAGED_ANSWER. */
export function machineIn(document: string): MachineRecord {
  return machineRecordOf(readRecord(document, "VM"));
}

/** `one.vm.info`. */
export async function machine(oned: OnedClient, session: Session, id: number): Promise<MachineRecord> {
  return machineIn(await document(oned, session, id));
}
