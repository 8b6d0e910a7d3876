/** All of a virtual machine that OCCI 1.2 shows: what `vm.ts` reads, and more. */
import { all, readRecord, text, type XmlRecord } from "../xml/record.ts";
import type { OnedClient, Session } from "./client.ts";
import { optionalNumber, scalars, vectors } from "./record-parts.ts";
import { type Vm, vmOf } from "./vm.ts";
import { type Past, pastOf } from "./vm-past.ts";

/** DISK and NIC are vectors as oned has them, in its order. */
export type Vector = ReadonlyMap<string, string>;

export interface VmDetails extends Vm {
  /** VCPU; oned writes it only when it was asked for. */
  readonly vcpu: number | undefined;
  /** The VM template that it was made of. */
  readonly templateId: number | undefined;
  /** The cluster of its present or last host. */
  readonly clusterId: number | undefined;
  /** ARCH, BOOT, KERNEL, ... */
  readonly os: Vector;
  readonly diskVectors: readonly Vector[];
  readonly nicVectors: readonly Vector[];
  /** The notes of users and other programs: the texts of USER_TEMPLATE. */
  readonly notes: Vector;
  readonly past: Past;
}

/** A `<VM>` element, from `one.vm.info` or `one.vmpool.infoextended`. */
export function vmDetailsOf(record: XmlRecord): VmDetails {
  const [template = ""] = all(record, "TEMPLATE");
  const history = all(record, "HISTORY_RECORDS", "HISTORY").at(-1);
  return {
    ...vmOf(record),
    vcpu: optionalNumber(text(template, "VCPU")),
    templateId: optionalNumber(text(template, "TEMPLATE_ID")),
    clusterId: history === undefined ? undefined : optionalNumber(text(history, "CID")),
    os: scalars(template, "OS"),
    diskVectors: vectors(template, "DISK"),
    nicVectors: [...vectors(template, "NIC"), ...vectors(template, "NIC_ALIAS")],
    notes: scalars(record, "USER_TEMPLATE"),
    past: pastOf(record),
  };
}

/** `one.vm.info`. */
export async function details(oned: OnedClient, session: Session, id: number): Promise<VmDetails> {
  return vmDetailsOf(readRecord(await oned.read(session, "one.vm.info", id), "VM"));
}
