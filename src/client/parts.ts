/** Disks, NICs and snapshots of a machine: by id, or by what people know them by. */
import { OcciError } from "../errors.ts";
import type { Resource, Value } from "./resource.ts";

type Machine = () => Promise<Resource>;
/** A disk, NIC or snapshot. */
export type Part = { readonly [key: string]: Value };

/** The members of a list of a machine; none for what is no list. */
export function partsOf(value: Value | undefined): readonly Part[] {
  return Array.isArray(value) ? (value as readonly Part[]) : [];
}

/** The name of what a part refers to. */
export function nameIn(value: Value | undefined): Value | undefined {
  return typeof value === "object" && !Array.isArray(value) ? (value as Part).name : undefined;
}

/** The only part that something is true of. */
function only(parts: readonly Part[], what: string, typed: string, matches: (part: Part) => boolean): string {
  const found = parts.filter(matches);
  const ids = found.map(({ id }) => id).join(", ");
  if (found.length === 1) return ids;
  if (found.length > 1) {
    throw new OcciError("AMBIGUOUS_NAME", `The machine has ${found.length} ${what}s that ${typed} can mean: ${ids}.`);
  }
  const there = parts.map(({ id }) => id).join(", ");
  throw new OcciError("NOT_FOUND", `The machine has no ${what} ${JSON.stringify(typed)}.`, {
    hint: there === "" ? `It has no ${what}s.` : `It has ${there}.`,
  });
}

const isId = (typed: string): boolean => /^\d+$/.test(typed);

/** Whether a disk is what was typed: its id, device or image. */
export function isDisk(disk: Part, typed: string): boolean {
  return isId(typed) ? String(disk.id) === typed : disk.target === typed || nameIn(disk.storage) === typed;
}

/** A disk by id, device (`vdb`) or image. @throws OcciError NOT_FOUND, AMBIGUOUS_NAME. */
export async function diskId(typed: string, machine: Machine): Promise<string> {
  if (isId(typed)) return typed;
  const { disks } = await machine();
  return only(partsOf(disks), "disk", typed, (disk) => isDisk(disk, typed));
}

/** A NIC by id, address or network. */
export async function nicId(typed: string, machine: Machine): Promise<string> {
  if (isId(typed)) return typed;
  const { nics } = await machine();
  const matches = (nic: Part) => [nic.ip, nic.ip6, nic.mac, nameIn(nic.network)].includes(typed);
  return only(partsOf(nics), "NIC", typed, matches);
}

/** A snapshot by id or name. @param disk id of the disk whose snapshot it is; of the machine if absent. */
export async function snapshotId(typed: string, machine: Machine, disk?: string): Promise<string> {
  if (isId(typed)) return typed;
  const found = await machine();
  const snapshots =
    disk === undefined ? found.snapshots : partsOf(found.disks).find(({ id }) => String(id) === disk)?.snapshots;
  return only(partsOf(snapshots), "snapshot", typed, ({ name }) => name === typed);
}
