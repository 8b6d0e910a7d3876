/** The disks and snapshots of a `<VM>` element, for all readers of machines. */
import { all, text, type XmlRecord } from "../xml/record.ts";
import { optionalNumber } from "./record-parts.ts";

export interface VmSnapshot {
  readonly id: number;
  readonly name: string;
  /** The one that the disk or machine was last set to. */
  readonly active: boolean;
}

/** A DISK of TEMPLATE. */
export interface DiskParts {
  readonly id: number;
  readonly imageId: number | undefined;
  readonly image: string | undefined;
  readonly type: string | undefined;
  readonly target: string | undefined;
  readonly snapshots: readonly VmSnapshot[];
}

/** The snapshots of each disk, by the text of its DISK_ID. */
export type DiskSnapshots = ReadonlyMap<string | undefined, readonly VmSnapshot[]>;

/** Reads the members of a disk that all readers of machines need. */
export function diskParts(record: XmlRecord, index: number, snapshots: DiskSnapshots): DiskParts {
  const id = text(record, "DISK_ID");
  return {
    // oned 2.0 knew no DISK_ID: disks are counted there.
    id: optionalNumber(id) ?? index,
    imageId: optionalNumber(text(record, "IMAGE_ID")),
    image: text(record, "IMAGE"),
    type: text(record, "TYPE"),
    target: text(record, "TARGET"),
    snapshots: snapshots.get(id) ?? [],
  };
}

/** A SNAPSHOT of TEMPLATE, or of a disk. */
export function snapshotOf(record: XmlRecord): VmSnapshot {
  const id = Number(text(record, "SNAPSHOT_ID") ?? text(record, "ID") ?? -1);
  return { id, name: text(record, "NAME") ?? "", active: text(record, "ACTIVE") === "YES" };
}

/** They are outside of TEMPLATE: `SNAPSHOTS` with DISK_ID and SNAPSHOT elements. */
export function diskSnapshots(record: XmlRecord): DiskSnapshots {
  return new Map(
    all(record, "SNAPSHOTS").map((group) => [text(group, "DISK_ID"), all(group, "SNAPSHOT").map(snapshotOf)]),
  );
}
