/** Quotas as bars: what is used, of the limit. */
import { QUOTAS } from "../quota-figures.ts";
import type { Resource, Value } from "../resource.ts";
import { fieldsOf, listOf, plain } from "./columns.ts";
import { type Colour, coloured, harmless } from "./terminal-text.ts";
import { mebibytesText } from "./units.ts";

type Fields = { readonly [key: string]: Value };

const BAR = 20;

/** oned's marks for "no limit" (-2) and for the cloud's default (-1). */
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

/** 3.2 reported limits and usage in two elements. */
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

/** Key of the limit, title, whether it is in MiB. */
type Row = readonly [key: string, title: string, mib?: true | undefined];

/** Figures that are not listed: oned has had new ones, for PCI devices for instance. */
function others(member: Fields, known: readonly Row[]): Row[] {
  return Object.keys(member)
    .filter((key) => `${key}_used` in member && !known.some(([listed]) => listed === key))
    .map((key) => [key, harmless(key.replaceAll("_", " ").toUpperCase())]);
}

/** A user's quotas; empty if the server does not report them. */
export function quotaLines(resource: Resource, colour: boolean): string[] {
  const lines = QUOTAS.flatMap(({ quota, title: kind, figures }) => {
    const known = figures.map(({ name, title, mib }): Row => [name.toLowerCase(), title, mib]);
    return listOf(resource[quota.toLowerCase()]).flatMap((member) => {
      const rows = [...known, ...others(member, known)].flatMap(([key, title, mib = false]) => {
        const limit = member[key];
        const used = member[`${key}_used`];
        if (typeof limit !== "number" || typeof used !== "number") return [];
        return [figureLine(title, used, limit, mib, colour)];
      });
      const of = member.id === undefined ? "" : ` ${plain(member.id)}`;
      return rows.length === 0 ? [] : ["", coloured(`QUOTA OF ${kind}${of}`, "bold", colour), ...rows];
    });
  });
  return lines.length > 0 ? lines : oldQuota(resource, colour);
}
