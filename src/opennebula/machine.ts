/** All of a virtual machine that the JSON API shows: what `vm-details.ts` reads, and more. */
import { all, readRecord, text, type XmlRecord } from "../xml/record.ts";
import type { OnedClient, Session } from "./client.ts";
import { optionalNumber, scalars, wholeNumber } from "./record-parts.ts";
import { type Permissions, permissionsOf } from "./rights.ts";
import { type ScheduledAction, scheduledActionsOf } from "./scheduled-actions.ts";
import { type Vector, type VmDetails, vmDetailsOf } from "./vm-details.ts";

export interface MachineRecord extends VmDetails {
  readonly gid: number;
  readonly permissions: Permissions;
  /** Seconds since 1970. */
  readonly created: number;
  /** When it last came to run on a host, in seconds since 1970; undefined while it does not. */
  readonly runningSince: number | undefined;
  readonly scheduled: readonly ScheduledAction[];
  /** GRAPHICS: TYPE, PORT, LISTEN, PASSWD; empty without. */
  readonly graphics: Vector;
  /** The name of its present or last host. */
  readonly host: string | undefined;
  /** Whether an administrator or its owner has locked it. */
  readonly locked: boolean;
}

/** A `<VM>` element, from `one.vm.info` or `one.vmpool.infoextended`. */
export function machineRecordOf(record: XmlRecord): MachineRecord {
  const last = all(record, "HISTORY_RECORDS", "HISTORY").at(-1);
  const since = last === undefined ? undefined : optionalNumber(text(last, "RSTIME"));
  const until = last === undefined ? undefined : optionalNumber(text(last, "RETIME"));
  return {
    ...vmDetailsOf(record),
    gid: wholeNumber(record, "GID"),
    permissions: permissionsOf(record),
    created: wholeNumber(record, "STIME"),
    runningSince: since !== undefined && since > 0 && (until ?? 0) === 0 ? since : undefined,
    scheduled: scheduledActionsOf(record),
    graphics: scalars(record, "TEMPLATE", "GRAPHICS"),
    host: last === undefined ? undefined : text(last, "HOSTNAME") || undefined,
    locked: text(record, "LOCK", "LOCKED") !== undefined,
  };
}

/** `one.vm.info`. */
export async function machine(oned: OnedClient, session: Session, id: number): Promise<MachineRecord> {
  return machineRecordOf(readRecord(await oned.read(session, "one.vm.info", id), "VM"));
}
