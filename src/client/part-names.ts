/** Disks, NICs and snapshots of a machine, for completions: by id, and by the names that commands take. */
import type { Names } from "../terminal/command.ts";
import type { Candidate } from "../terminal/completion.ts";
import { isDisk, nameIn, type Part, partsOf } from "./parts.ts";
import type { Resource } from "./resource.ts";

const PARTS = ["disk", "nic", "snapshot", "disk-snapshot"] as const;
export type PartName = (typeof PARTS)[number];

export function isPartName(names: Names): names is PartName {
  return PARTS.some((part) => part === names);
}

/** @param disk of disk snapshots: the disk that was typed, by id, device or image. */
export function partNames(part: PartName, machine: Resource, disk: string): Candidate[] {
  switch (part) {
    case "disk":
      return candidatesOf("disk", partsOf(machine.disks), ({ target, storage }) => [target, nameIn(storage)]);
    case "nic":
      return candidatesOf("NIC", partsOf(machine.nics), ({ ip, ip6, network }) => [ip, ip6, nameIn(network)]);
    case "snapshot":
      return candidatesOf("snapshot", partsOf(machine.snapshots), ({ name }) => [name]);
    case "disk-snapshot": {
      const [found, ...others] = partsOf(machine.disks).filter((one) => isDisk(one, disk));
      return found === undefined || others.length > 0
        ? []
        : candidatesOf("snapshot", partsOf(found.snapshots), ({ name }) => [name]);
    }
  }
}

/** Ids always, other names where they mean one part and do not look like an id or an option. */
function candidatesOf(noun: string, parts: readonly Part[], namesOf: (part: Part) => readonly unknown[]): Candidate[] {
  const known = parts.map((part) => ({
    id: String(part.id),
    names: namesOf(part).filter((name): name is string => typeof name === "string" && name !== ""),
  }));
  const times = new Map<string, number>();
  for (const name of known.flatMap(({ names }) => names)) times.set(name, (times.get(name) ?? 0) + 1);
  return known.flatMap(({ id, names }): Candidate[] => {
    const own = names.filter((name) => times.get(name) === 1 && !/^\d+$/.test(name) && !name.startsWith("-"));
    return [[id, names.join(" ")], ...own.map((name): Candidate => [name, `${noun} ${id}`])];
  });
}
