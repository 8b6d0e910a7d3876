/** Quotas as bars: what is used, of the limit. */
import type { Resource, Value } from "../resource.ts";
import { fieldsOf, listOf, plain } from "./columns.ts";
import { type Colour, coloured, harmless } from "./terminal-text.ts";
import { mebibytesText } from "./units.ts";

type Fields = { readonly [key: string]: Value };

/** Figures of each quota of oned: the limit's element (used: NAME_USED), its name for people, whether it is in MiB. */
const FIGURES: Readonly<Record<string, readonly (readonly [key: string, title: string, mib?: true])[]>> = {
  vm_quota: [
    ["vms", "MACHINES"],
    ["running_vms", "RUNNING"],
    ["cpu", "CPU"],
    ["running_cpu", "CPU RUNNING"],
    ["memory", "MEMORY", true],
    ["running_memory", "MEMORY RUNNING", true],
    ["system_disk_size", "SYSTEM DISKS", true],
  ],
  datastore_quota: [
    ["images", "IMAGES"],
    ["size", "SIZE", true],
  ],
  network_quota: [["leases", "ADDRESSES"]],
  image_quota: [["rvms", "MACHINES"]],
};
const TITLES: Readonly<Record<string, string>> = {
  vm_quota: "MACHINES",
  datastore_quota: "DATASTORE",
  network_quota: "NETWORK",
  image_quota: "IMAGE",
};
const BAR = 20;

/** oned's marks for a limit that is none (-2) and for that of the cloud (-1). */
function limitText(limit: number, show: (value: number) => string): string {
  if (limit >= 0) return `of ${show(limit)}`;
  return limit === -1 ? "(limit: the cloud's default)" : "(no limit)";
}

function colourOf(share: number): Colour {
  return share >= 1 ? "red" : share >= 0.8 ? "yellow" : "green";
}

function bar(used: number, limit: number, colour: boolean): string {
  if (limit < 0) return " ".repeat(BAR + 2);
  const share = limit === 0 ? 1 : used / limit;
  const filled = Math.max(0, Math.min(BAR, Math.floor(share * BAR)));
  return `[${coloured("#".repeat(filled), colourOf(share), colour)}${"-".repeat(BAR - filled)}]`;
}

function figureLine(title: string, used: number, limit: number, mib: boolean, colour: boolean): string {
  const show = (value: number) => (mib ? mebibytesText(value) : String(value));
  return `  ${title.padEnd(16)}${bar(used, limit, colour)}  ${show(used)} ${limitText(limit, show)}`;
}

/** 3.2 told limits and what is used in two elements. */
function oldQuota(resource: Resource, colour: boolean): string[] {
  const limits = fieldsOf(resource.quota);
  const usage = fieldsOf(resource.usage);
  if (limits === undefined || usage === undefined) return [];
  const lines = Object.entries(limits).flatMap(([key, limit]) => {
    const used = usage[key];
    if (typeof limit !== "number" || typeof used !== "number") return [];
    // There 0 is no limit.
    return [
      figureLine(key.replaceAll("_", " ").toUpperCase(), used, limit === 0 ? -2 : limit, key === "memory", colour),
    ];
  });
  return ["", coloured("QUOTA", "bold", colour), ...lines];
}

/** A quota that is not listed above: oned has had new ones, for PCI devices for instance. */
function others(member: Fields, known: readonly (readonly [string, string, true?])[]): [string, string][] {
  return Object.keys(member)
    .filter((key) => `${key}_used` in member && !known.some(([listed]) => listed === key))
    .map((key) => [key, harmless(key.replaceAll("_", " ").toUpperCase())]);
}

/** A user's quotas; none where the server tells none. */
export function quotaLines(resource: Resource, colour: boolean): string[] {
  const lines = Object.entries(FIGURES).flatMap(([quota, figures]) =>
    listOf(resource[quota]).flatMap((member) => {
      const rows = [...figures, ...others(member, figures)].flatMap(([key, title, mib = false]) => {
        const limit = member[key];
        const used = member[`${key}_used`];
        if (typeof limit !== "number" || typeof used !== "number") return [];
        return [figureLine(title, used, limit, mib, colour)];
      });
      const of = member.id === undefined ? "" : ` ${plain(member.id)}`;
      return rows.length === 0 ? [] : ["", coloured(`QUOTA OF ${TITLES[quota]}${of}`, "bold", colour), ...rows];
    }),
  );
  return lines.length > 0 ? lines : oldQuota(resource, colour);
}
