/** Scheduled actions of machines: `one.vm.schedadd`, `schedupdate`, `scheddelete`. Their ids are oned's, not the machine's. */
import { all, text, type XmlRecord } from "../xml/record.ts";
import type { OnedClient, Session } from "./client.ts";
import { optionalNumber } from "./record-parts.ts";
import { type TemplateEntries, xmlTemplate } from "./template-writer.ts";

export interface ScheduledAction {
  readonly id: number;
  /** A word of `one.vm.action`. */
  readonly action: string;
  /** Seconds since 1970. */
  readonly time: number;
}

/** The last second that has a name (RFC 3339): oned also keeps later ones. */
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000;

function timeOf(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,19}$/.test(value) ? Math.min(Number(value), LATEST) : undefined;
}

/** Those of a `<VM>` element that are still to come and happen once. */
export function scheduledActionsOf(record: XmlRecord): ScheduledAction[] {
  return all(record, "TEMPLATE", "SCHED_ACTION").flatMap((one) => {
    const id = optionalNumber(text(one, "ID"));
    const time = timeOf(text(one, "TIME"));
    // DONE is -1, or absent before 6.2, until it was carried out.
    const isDone = optionalNumber(text(one, "DONE")) !== undefined;
    return id === undefined || time === undefined || isDone ? [] : [{ id, action: text(one, "ACTION") ?? "", time }];
  });
}

/** oned counts time in seconds since 1970. */
export function secondsOf(time: Date): number {
  return Math.round(time.getTime() / 1000);
}

/** SCHED_ACTION of a template. @param time seconds since 1970. */
export function scheduledEntries(action: string, time: number): TemplateEntries {
  const entries = [
    ["ACTION", action],
    ["TIME", time],
  ] as const;
  return [["SCHED_ACTION", entries]];
}

const templateOf = (action: string, time: number): string => xmlTemplate(scheduledEntries(action, time));

/** `one.vm.schedadd`. @param time seconds since 1970. */
export async function add(oned: OnedClient, session: Session, vm: number, action: string, time: number): Promise<void> {
  await oned.change(session, "one.vm.schedadd", vm, templateOf(action, time));
}

/** `one.vm.schedupdate`. @param time seconds since 1970. */
export async function move(
  oned: OnedClient,
  session: Session,
  vm: number,
  { id, action }: ScheduledAction,
  time: number,
): Promise<void> {
  await oned.change(session, "one.vm.schedupdate", vm, id, templateOf(action, time));
}

/** `one.vm.scheddelete`. */
export async function remove(oned: OnedClient, session: Session, vm: number, { id }: ScheduledAction): Promise<void> {
  await oned.change(session, "one.vm.scheddelete", vm, id);
}
