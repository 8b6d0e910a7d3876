/** Disks, NICs and snapshots of a machine: by id, or by what people know them by. */
import { OcciError } from "../errors.ts";
import { exitCodeOf } from "./exit.ts";
import { harmless } from "./format/terminal-text.ts";
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

/** The parts of which a machine, or a disk, has several. */
interface PartKind {
  readonly what: "disk" | "NIC" | "snapshot";
  /** The owner of the parts: `The machine`. */
  readonly owner: string;
  /** The names that each part can go by, the best first; the id is not among them. */
  names(part: Part): readonly (Value | undefined)[];
}

const DISK: PartKind = {
  what: "disk",
  owner: "The machine",
  names: ({ target, storage }) => [target, nameIn(storage)],
};
const NIC: PartKind = {
  what: "NIC",
  owner: "The machine",
  names: ({ ip, ip6, mac, network }) => [nameIn(network), ip, ip6, mac],
};
const SNAPSHOT: PartKind = { what: "snapshot", owner: "The machine", names: ({ name }) => [name] };

const namesOf = ({ names }: PartKind, part: Part): string[] =>
  names(part).flatMap((name) => (typeof name === "string" && name !== "" ? [name] : []));

/** A snapshot as `before (0)`, a disk as `0 vda debian-12`, a NIC as `0 lan 10.0.0.9 02:00:0a:00:00:09`. */
function described(kind: PartKind, part: Part): string {
  const names = harmless(namesOf(kind, part).join(" "));
  if (names === "") return String(part.id);
  return kind.what === "snapshot" ? `${names} (${part.id})` : `${part.id} ${names}`;
}

/** Those that there are, and the one that may be meant. */
async function noSuchPart(kind: PartKind, typed: string, parts: readonly Part[]): Promise<OcciError> {
  const { what, owner } = kind;
  const message = `${owner} has no ${what} ${JSON.stringify(typed)}.`;
  if (parts.length === 0) return new OcciError("NOT_FOUND", message, { hint: `It has no ${what}s at all.` });
  const { nearestNames } = await import("../config/nearest-name.ts");
  const names = parts.flatMap((part) => namesOf(kind, part));
  const near = isId(typed) ? [] : nearestNames(typed, names);
  const there = `Its ${what}s: ${parts.map((part) => described(kind, part)).join(", ")}.`;
  return new OcciError("NOT_FOUND", message, {
    hint: near.length === 1 ? `${there} Did you mean ${harmless(near.join())}?` : there,
  });
}

function goesBy(kind: PartKind, part: Part, typed: string): boolean {
  return isId(typed) ? String(part.id) === String(Number(typed)) : namesOf(kind, part).includes(typed);
}

/** Whether a disk is what was typed: its id, device or image. */
export function isDisk(disk: Part, typed: string): boolean {
  return goesBy(DISK, disk, typed);
}

/** The only part that goes by what was typed. */
async function onlyPart(kind: PartKind, typed: string, parts: readonly Part[]): Promise<string> {
  const found = parts.filter((part) => goesBy(kind, part, typed));
  const [first, ...others] = found;
  if (first === undefined) throw await noSuchPart(kind, typed, parts);
  if (others.length === 0) return String(first.id);
  const candidates = found.map((part) => described(kind, part)).join(", ");
  throw new OcciError(
    "AMBIGUOUS_NAME",
    `${kind.owner} has ${found.length} ${kind.what}s that ${typed} can mean: ${candidates}.`,
    { hint: `Name the ${kind.what} by its id.` },
  );
}

const isId = (typed: string): boolean => /^\d+$/.test(typed);

/** A disk by id, device (`vdb`) or image. @throws OcciError NOT_FOUND, AMBIGUOUS_NAME. */
export async function diskId(typed: string, machine: Machine): Promise<string> {
  return isId(typed) ? typed : await onlyPart(DISK, typed, partsOf((await machine()).disks));
}

/** A NIC by id, address or network. */
export async function nicId(typed: string, machine: Machine): Promise<string> {
  return isId(typed) ? typed : await onlyPart(NIC, typed, partsOf((await machine()).nics));
}

/** A snapshot by id or name. @param disk id of the disk whose snapshot it is; of the machine if absent. */
export async function snapshotId(typed: string, machine: Machine, disk?: string): Promise<string> {
  return isId(typed) ? typed : await snapshotOf(await machine(), typed, disk);
}

async function snapshotOf(machine: Resource, typed: string, disk?: string): Promise<string> {
  if (disk === undefined) return await onlyPart(SNAPSHOT, typed, partsOf(machine.snapshots));
  const disks = partsOf(machine.disks);
  const id = await onlyPart(DISK, disk, disks);
  const found = disks.find((one) => String(one.id) === id);
  return await onlyPart({ ...SNAPSHOT, owner: `Disk ${id}` }, typed, partsOf(found?.snapshots));
}

/** Parts that a command named, as they were typed. */
export interface NamedParts {
  readonly disk?: string;
  readonly nic?: string;
  readonly snapshot?: string;
}

/** @throws OcciError NOT_FOUND for a part that the machine does not have. */
async function checkParts(machine: Resource, { disk, nic, snapshot }: NamedParts): Promise<void> {
  if (disk !== undefined) await onlyPart(DISK, disk, partsOf(machine.disks));
  if (nic !== undefined) await onlyPart(NIC, nic, partsOf(machine.nics));
  if (snapshot !== undefined) await snapshotOf(machine, snapshot, disk);
}

/** Undefined for what cannot be read: then only the refusal can be reported. */
async function readable(machine: Machine): Promise<Resource | undefined> {
  try {
    return await machine();
  } catch (error) {
    if (error instanceof OcciError) return undefined;
    throw error;
  }
}

/**
 * Looks, after a refusal, whether the machine has the parts that were named: of ids OpenNebula says in its own words,
 * or not at all, that there is no such part.
 * @throws OcciError NOT_FOUND with those that it has.
 */
export async function explainParts(machine: Machine, parts: NamedParts, refusal: unknown): Promise<void> {
  if (Object.keys(parts).length === 0 || !(refusal instanceof OcciError) || exitCodeOf(refusal) > 3) return;
  const found = await readable(machine);
  if (found !== undefined) await checkParts(found, parts);
}
