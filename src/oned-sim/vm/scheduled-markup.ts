/** Scheduled actions as they stand in the document of a VM. */
import { plain } from "../markup.ts";
import type { Vm } from "../records.ts";

/** SCHED_ACTIONS, which has the ids alone. */
export function scheduledIds(vm: Vm): string {
  return `<SCHED_ACTIONS>${vm.scheduled.map(({ id }) => plain("ID", id)).join("")}</SCHED_ACTIONS>`;
}

/** The content of TEMPLATE. */
export function scheduledMarkup(vm: Vm): string {
  return vm.scheduled
    .map(
      ({ id, action, time }) =>
        `<SCHED_ACTION>${plain("ID", id)}${plain("PARENT_ID", vm.id)}${plain("TYPE", "VM")}${plain("ACTION", action)}<ARGS></ARGS>${plain("TIME", time)}${plain("REPEAT", -1)}<DAYS></DAYS>${plain("END_TYPE", -1)}${plain("END_VALUE", -1)}${plain("DONE", -1)}<MESSAGE></MESSAGE>${plain("WARNING", 0)}</SCHED_ACTION>`,
    )
    .join("");
}
