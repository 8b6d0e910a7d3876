/** Templates of virtual machines: calls `one.template.*` and `one.templatepool.info`, and what of their answers is used. */
import { readRecord, text, type XmlRecord } from "../xml/record.ts";
import type { OnedClient, Session } from "./client.ts";
import { type PoolCall, poolCall } from "./pool.ts";
import { type Owned, optionalNumber, owned, scalars, vectors } from "./record-parts.ts";

export interface VmTemplate extends Owned {
  readonly cpu: string | undefined;
  readonly memory: string | undefined;
  readonly vcpu: number | undefined;
  readonly description: string | undefined;
  readonly disks: readonly ReadonlyMap<string, string>[];
  readonly nics: readonly ReadonlyMap<string, string>[];
  readonly context: ReadonlyMap<string, string>;
  /** USER_INPUTS. */
  readonly inputs: ReadonlyMap<string, string>;
  /** When it was registered, in seconds since 1970. */
  readonly registered: number;
  /** The texts of TEMPLATE. */
  readonly notes: ReadonlyMap<string, string>;
}

/** A `<VMTEMPLATE>` element, from `one.template.info` or `one.templatepool.info`. */
export function vmTemplateOf(record: XmlRecord): VmTemplate {
  return {
    ...owned(record),
    cpu: text(record, "TEMPLATE", "CPU") || undefined,
    memory: text(record, "TEMPLATE", "MEMORY") || undefined,
    vcpu: optionalNumber(text(record, "TEMPLATE", "VCPU")),
    description: text(record, "TEMPLATE", "DESCRIPTION") || undefined,
    disks: vectors(record, "TEMPLATE", "DISK"),
    nics: vectors(record, "TEMPLATE", "NIC"),
    context: scalars(record, "TEMPLATE", "CONTEXT"),
    inputs: scalars(record, "TEMPLATE", "USER_INPUTS"),
    registered: optionalNumber(text(record, "REGTIME")) ?? 0,
    notes: scalars(record, "TEMPLATE"),
  };
}

/** `one.template.info`. */
export async function info(oned: OnedClient, session: Session, id: number): Promise<VmTemplate> {
  return vmTemplateOf(readRecord(await oned.read(session, "one.template.info", id), "VMTEMPLATE"));
}

/** `one.templatepool.info`: all that the user may use. */
export const pool: PoolCall = poolCall("one.templatepool.info");

/** `one.template.allocate`; the new template's id. */
export async function allocate(oned: OnedClient, session: Session, template: string): Promise<number> {
  return Number(await oned.change(session, "one.template.allocate", template));
}

/**
 * `one.template.instantiate`; the new VM's id.
 * @param name "" for oned's own. @param hold whether it waits to be released.
 * @param more attributes: each takes the place of all of its name in the template.
 */
export async function instantiate(
  oned: OnedClient,
  session: Session,
  id: number,
  name: string,
  more: string,
  hold = false,
): Promise<number> {
  return Number(await oned.change(session, "one.template.instantiate", id, name, hold, more, false));
}

/** `one.template.delete`. */
export async function remove(oned: OnedClient, session: Session, id: number): Promise<void> {
  await oned.change(session, "one.template.delete", id);
}
