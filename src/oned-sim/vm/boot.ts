/** The order of devices that a VM boots from: OS/BOOT. */
import type { Attributes, Vector } from "../attributes.ts";

interface Devices {
  readonly disks: readonly Vector[];
  readonly nics: readonly Vector[];
}

/** The fault in the BOOT of a template for a VM with these devices; undefined for none. */
export function bootFault({ disks, nics }: Devices, template: Attributes): string | undefined {
  const boot = template.vectors("OS")[0]?.get("BOOT") ?? "";
  for (const device of boot === "" ? [] : boot.split(",")) {
    const [, kind, number] = /^(disk|nic)(\d+)$/.exec(device.trim()) ?? [];
    if (kind === undefined) {
      return `Wrong OS/BOOT value: "${device}" should be a comma-separated list of disk# or nic#`;
    }
    const [list, key] = kind === "disk" ? [disks, "DISK_ID"] : [nics, "NIC_ID"];
    if (!list.some((one) => one.get(key) === number)) {
      return `Wrong OS/BOOT value. Device with ${key} ${number} not found`;
    }
  }
  return undefined;
}
