/** Disks, NICs and snapshots of machines. */
import { Type } from "@sinclair/typebox";
import { id, listOf, mebibytes, nullable, object, Reference, text } from "./parts.ts";

export const Snapshot = object(
  "Snapshot",
  {
    id: id("the snapshot"),
    name: Type.String(),
    active: Type.Boolean({ description: "Whether the disk or machine was last reverted to this snapshot." }),
  },
  "A snapshot of a machine or of one of its disks.",
);

export const Disk = object(
  "Disk",
  {
    id: id("the disk within the machine"),
    image: nullable(Reference),
    type: nullable(text("`file`, `block`, `cdrom`, `swap`, `fs`, ... as OpenNebula has it.")),
    sizeMiB: nullable(mebibytes("Size")),
    target: nullable(text("Device name within the machine.")),
    snapshots: Type.Array(Snapshot),
  },
  "A disk of a machine.",
);

export const Nic = object(
  "Nic",
  {
    id: id("the NIC within the machine"),
    network: nullable(Reference),
    addresses: Type.Array(Type.String(), { description: "IPv4 first." }),
    mac: nullable(Type.String()),
  },
  "A network interface of a machine.",
);

export const NewDisk = object(
  "NewDisk",
  { image: id("the image"), target: Type.Optional(Type.String({ minLength: 1, maxLength: 16 })) },
  "A disk to attach.",
);

export const NewNic = object(
  "NewNic",
  { network: id("the network"), address: Type.Optional(Type.String({ minLength: 2, maxLength: 45 })) },
  "A NIC to attach.",
);

export const NewName = object(
  "NewName",
  { name: Type.String({ minLength: 1, maxLength: 128 }) },
  "The name of the new resource.",
);

export const DiskSize = object("DiskSize", { sizeMiB: Type.Integer({ minimum: 1 }) }, "The new size of a disk.");

export const Disks = listOf(Disk, "Disks");
export const Nics = listOf(Nic, "Nics");
export const Snapshots = listOf(Snapshot, "Snapshots");
