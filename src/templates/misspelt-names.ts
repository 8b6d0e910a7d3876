/**
 * Names of attributes that are nearly those of OpenNebula, where the one that was meant is missing. Administrators may
 * have attributes of their own: only names that differ by a slip of the finger are reported.
 */
import { closeness } from "../config/nearest-name.ts";
import type { TemplateAttribute } from "./syntax.ts";

export interface MisspeltName {
  readonly attribute: TemplateAttribute;
  /** As OpenNebula has it. */
  readonly meant: string;
}

/**
 * Attributes of machines that templates have at the top, those of `REQUIRED_OF_VM` left out. Source: the reference of
 * templates in OpenNebula's manual.
 */
export const VM_NAMES: readonly string[] = [
  ...["CONTEXT", "CONTEXT_FIXED", "CPU_MODEL", "DESCRIPTION", "DISK", "FEATURES", "GRAPHICS", "INPUT", "NAME", "NIC"],
  ...["NIC_ALIAS", "NIC_DEFAULT", "NUMA_NODE", "OS", "PCI", "RAW", "SCHED_ACTION", "SCHED_DS_RANK"],
  ...["SCHED_DS_REQUIREMENTS", "SCHED_RANK", "SCHED_REQUIREMENTS", "TOPOLOGY", "VCPU", "VIDEO"],
];
export const NETWORK_NAMES: readonly string[] = [
  "AR",
  "BRIDGE",
  "DESCRIPTION",
  "DNS",
  "GATEWAY",
  "NETWORK_ADDRESS",
  "NETWORK_MASK",
  "PHYDEV",
  "VLAN_ID",
];

/** A machine may have several of these: those of another template do not show that none was meant here. */
export const SEVERAL: ReadonlySet<string> = new Set(["DISK", "INPUT", "NIC", "NIC_ALIAS", "PCI", "SCHED_ACTION"]);
/** Without these OpenNebula refuses a machine, or a network. */
export const REQUIRED_OF_VM = ["CPU", "MEMORY"];
export const REQUIRED_OF_NETWORK = ["NAME", "VN_MAD"];

/** Members of vectors; those of CONTEXT are everybody's own. */
export const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  AR: ["GLOBAL_PREFIX", "IP", "IP6", "MAC", "PREFIX_LENGTH", "SIZE", "TYPE", "ULA_PREFIX"],
  DISK: [
    ...["CACHE", "DEV_PREFIX", "DISCARD", "DRIVER", "FORMAT", "IMAGE", "IMAGE_ID", "IMAGE_UID", "IMAGE_UNAME", "IO"],
    ...["READONLY", "SIZE", "TARGET", "TYPE"],
  ],
  FEATURES: ["ACPI", "APIC", "GUEST_AGENT", "HYPERV", "IOTHREADS", "LOCALTIME", "PAE", "VIRTIO_SCSI_QUEUES"],
  GRAPHICS: ["COMMAND", "KEYMAP", "LISTEN", "PASSWD", "PORT", "RANDOM_PASSWD", "TYPE"],
  INPUT: ["BUS", "TYPE"],
  NIC: [
    ...["IP", "IP6", "MAC", "MODEL", "NETWORK", "NETWORK_ID", "NETWORK_UID", "NETWORK_UNAME", "NETWORK_MODE"],
    ...["SECURITY_GROUPS", "TARGET"],
  ],
  OS: [
    ...["ARCH", "BOOT", "BOOTLOADER", "FIRMWARE", "INITRD", "INITRD_DS", "KERNEL", "KERNEL_CMD", "KERNEL_DS"],
    ...["MACHINE", "ROOT", "UUID"],
  ],
  RAW: ["DATA", "TYPE", "VALIDATE"],
};

const KNOWN: ReadonlySet<string> = new Set([...VM_NAMES, ...NETWORK_NAMES, ...REQUIRED_OF_VM, ...REQUIRED_OF_NETWORK]);

/** Letters that changed places, or of a longer name one that is wrong, missing or too many. */
function isSlip(name: string, intended: string): boolean {
  const { edits, swapped } = closeness(name, intended);
  return swapped || (intended.length >= 5 && edits === 1);
}

/** Where a name has to be there, a little more is a slip. */
function isLikely(name: string, intended: string): boolean {
  const { edits } = closeness(name, intended);
  return (
    isSlip(name, intended) || (intended.length >= 6 && edits === 2) || (edits === 1 && name.length !== intended.length)
  );
}

/** For names that are missing: the attribute that may have been meant for it. */
export function misspeltFor(name: string, attributes: readonly TemplateAttribute[]): TemplateAttribute | undefined {
  return attributes.find((one) => !KNOWN.has(one.name) && isLikely(one.name, name));
}

function among(attributes: readonly TemplateAttribute[], known: readonly string[], set: ReadonlySet<string>) {
  return attributes.flatMap((attribute): MisspeltName[] => {
    if (known.includes(attribute.name)) return [];
    const meant = known.find((name) => !set.has(name) && isSlip(attribute.name, name));
    return meant === undefined ? [] : [{ attribute, meant }];
  });
}

/**
 * The misspelt ones among attributes and members that may be left out.
 * @param set names that are set besides, in another template.
 */
export function misspeltNamesIn(
  attributes: readonly TemplateAttribute[],
  kind: "vm" | "network",
  set: ReadonlySet<string> = new Set(),
): readonly MisspeltName[] {
  const known = kind === "vm" ? VM_NAMES : NETWORK_NAMES;
  const unknown = attributes.filter(({ name }) => !KNOWN.has(name));
  const others = [...set].filter((name) => !SEVERAL.has(name));
  const top = among(unknown, known, new Set([...others, ...attributes.map(({ name }) => name)]));
  const members = attributes.flatMap(({ name, value }) => {
    const own = MEMBERS[name];
    if (own === undefined || typeof value === "string") return [];
    return among(value, own, new Set(value.map((member) => member.name)));
  });
  return [...top, ...members];
}
