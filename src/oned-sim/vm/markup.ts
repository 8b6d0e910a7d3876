/** VMs as documents: in full for `one.vm.info`, short for `one.vmpool.info`. Kept encoded until the VM changes. */

import { type Vector, vectorMarkup } from "../attributes.ts";
import { cdata, encode, plain } from "../markup.ts";
import { headMarkup, permissionsMarkup } from "../objects.ts";
import type { HistoryRecord, Vm } from "../records.ts";
import type { World } from "../world.ts";
import { scheduledIds, scheduledMarkup } from "./scheduled-markup.ts";

const SHORT_DISK = [
  "DISK_ID",
  "DATASTORE",
  "DATASTORE_ID",
  "IMAGE",
  "IMAGE_ID",
  "SIZE",
  "TYPE",
  "CLONE",
  "CLONE_TARGET",
  "LN_TARGET",
  "DISK_SNAPSHOT_TOTAL_SIZE",
];
const SHORT_NIC = [
  "IP",
  "IP6",
  "IP6_ULA",
  "IP6_LINK",
  "IP6_GLOBAL",
  "MAC",
  "NETWORK",
  "NETWORK_ID",
  "NIC_ID",
  "SECURITY_GROUPS",
];
const SHORT_GRAPHICS = ["LISTEN", "PASSWD", "PORT", "RANDOM_PASSWD", "TYPE"];

function hostName(world: World, record: HistoryRecord): string {
  return world.hosts.find(({ id }) => id === record.hostId)?.name ?? "";
}

/** The members of a history record. */
export function historyMarkup(world: World, vm: Vm, record: HistoryRecord, sequence: number): string {
  const values = [
    plain("OID", vm.id),
    plain("SEQ", sequence),
    plain("HOSTNAME", hostName(world, record)),
    plain("HID", record.hostId),
    plain("CID", 0),
    plain("STIME", record.start),
    plain("ETIME", record.end),
    cdata("VM_MAD", "dummy"),
    cdata("TM_MAD", "dummy"),
    plain("DS_ID", world.systemDatastore),
    world.release === "7.4" ? plain("PLAN_ID", -1) + plain("ACTION_ID", 0) : "",
    plain("PSTIME", record.prologStart),
    plain("PETIME", record.prologEnd),
    plain("RSTIME", record.runStart),
    plain("RETIME", record.runEnd),
    plain("ESTIME", record.epilogStart),
    plain("EETIME", record.epilogEnd),
    plain("ACTION", record.action),
    plain("UID", record.uid),
    plain("GID", record.gid),
    plain("REQUEST_ID", record.uid < 0 ? -1 : 16 * (sequence + 1)),
  ];
  return values.join("");
}

function fullHistory(world: World, vm: Vm): string {
  const records = vm.history.map(
    (record, sequence) => `<HISTORY>${historyMarkup(world, vm, record, sequence)}</HISTORY>`,
  );
  return records.length === 0 ? "<HISTORY_RECORDS/>" : `<HISTORY_RECORDS>${records.join("")}</HISTORY_RECORDS>`;
}

function shortHistory(world: World, vm: Vm): string {
  const record = vm.history.at(-1);
  if (record === undefined) return "<HISTORY_RECORDS/>";
  return `<HISTORY_RECORDS><HISTORY>${plain("OID", vm.id)}${plain("SEQ", vm.history.length - 1)}${cdata("HOSTNAME", hostName(world, record))}${plain("HID", record.hostId)}${plain("CID", 0)}${plain("DS_ID", world.systemDatastore)}${cdata("VM_MAD", "dummy")}${cdata("TM_MAD", "dummy")}${cdata("ACTION", record.action)}</HISTORY></HISTORY_RECORDS>`;
}

function times(vm: Vm): string {
  return `${plain("RESCHED", vm.resched ? 1 : 0)}${plain("STIME", vm.started)}${plain("ETIME", vm.ended)}${plain("DEPLOY_ID", vm.deployId)}`;
}

function snapshots(vm: Vm): string {
  return [...vm.diskSnapshots]
    .map(([disk, { list, active, next }]) => {
      const each = list.map(({ id, name, parent, date, size }) => {
        const children = list.filter((other) => other.parent === id).map((other) => other.id);
        const values: Vector = new Map(
          Object.entries({
            DATE: String(date),
            ID: String(id),
            NAME: name,
            PARENT: String(parent),
            SIZE: String(size),
          }),
        );
        if (id === active) values.set("ACTIVE", "YES");
        if (children.length > 0) values.set("CHILDREN", children.join(","));
        return `<SNAPSHOT>${vectorMarkup(values)}</SNAPSHOT>`;
      });
      return `<SNAPSHOTS>${cdata("ALLOW_ORPHANS", "NO")}${cdata("CURRENT_BASE", -1)}${cdata("DISK_ID", disk)}${cdata("NEXT_SNAPSHOT", next)}${each.join("")}</SNAPSHOTS>`;
    })
    .join("");
}

function full(world: World, vm: Vm, history: string): string {
  const more: (readonly [string, Vector])[] = [
    ...vm.disks.map((disk) => ["DISK", disk] as const),
    ...vm.nics.map((nic) => ["NIC", nic] as const),
    ...vm.aliases.map((alias) => ["NIC_ALIAS", alias] as const),
    ...vm.snapshots.map((snapshot) => ["SNAPSHOT", snapshot] as const),
  ];
  const states = [
    plain("LAST_POLL", 0),
    plain("STATE", vm.state),
    plain("LCM_STATE", vm.lcm),
    plain("PREV_STATE", vm.state),
    plain("PREV_LCM_STATE", vm.lcm),
    times(vm),
  ];
  const lock = vm.locked
    ? `<LOCK>${plain("LOCKED", 1)}${plain("OWNER", vm.uid)}${plain("TIME", vm.started)}${plain("REQ_ID", 0)}</LOCK>`
    : "";
  return `<VM>${headMarkup(world, vm)}${permissionsMarkup(vm)}${states.join("")}${lock}<MONITORING></MONITORING>${scheduledIds(vm)}<TEMPLATE>${vm.template.markup(more)}${scheduledMarkup(vm)}</TEMPLATE><USER_TEMPLATE>${vm.userTemplate.markup()}</USER_TEMPLATE>${history}${snapshots(vm)}<BACKUPS><BACKUP_CONFIG/><BACKUP_IDS></BACKUP_IDS></BACKUPS></VM>`;
}

/** The members of the list that the vector has, in the list's order; with `always` all of them. */
function selected(
  name: string,
  vector: ReadonlyMap<string, string>,
  members: readonly string[],
  always: boolean,
): string {
  const found = members.filter((member) => always || vector.has(member));
  return `<${name}>${found.map((member) => cdata(member, vector.get(member) ?? "")).join("")}</${name}>`;
}

/** The attributes of the user template that a pool shows: none of a user's own. */
const SHORT_USER = ["LABELS", "SCHED_REQUIREMENTS", "SCHED_DS_REQUIREMENTS", "SCHED_RANK", "ERROR", "SCHED_MESSAGE"];

function short(world: World, vm: Vm): string {
  const value = (name: string): string => plain(name, vm.template.single(name) ?? "");
  const template = [
    value("CPU"),
    value("MEMORY"),
    value("VCPU"),
    ...vm.disks.map((disk) => selected("DISK", disk, SHORT_DISK, true)),
    ...vm.nics.map((nic) => selected("NIC", nic, SHORT_NIC, false)),
    ...vm.aliases.map((alias) => selected("NIC_ALIAS", alias, SHORT_NIC, false)),
    ...vm.template.vectors("GRAPHICS").map((graphics) => selected("GRAPHICS", graphics, SHORT_GRAPHICS, false)),
  ];
  const user = SHORT_USER.flatMap((name) => {
    const found = vm.userTemplate.single(name);
    return found === undefined ? [] : [cdata(name, found)];
  });
  return `<VM>${headMarkup(world, vm)}${plain("LAST_POLL", 0)}${plain("STATE", vm.state)}${plain("LCM_STATE", vm.lcm)}${times(vm)}<TEMPLATE>${template.join("")}</TEMPLATE><MONITORING/><USER_TEMPLATE>${user.join("")}</USER_TEMPLATE>${shortHistory(world, vm)}</VM>`;
}

/** The VM as it stands in a history record. */
export function markupWithoutHistory(world: World, vm: Vm): string {
  return full(world, vm, "<HISTORY_RECORDS/>");
}

/** The whole VM, encoded for an answer. */
export function encodedFull(world: World, vm: Vm): string {
  vm.full ??= encode(full(world, vm, fullHistory(world, vm)));
  return vm.full;
}

/** The VM as in a pool, encoded for an answer. */
export function encodedShort(world: World, vm: Vm): string {
  vm.short ??= encode(short(world, vm));
  return vm.short;
}
