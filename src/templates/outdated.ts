/**
 * Attributes in templates of OpenNebula 2.x to 4.x that today's oned refuses, or accepts and never reads. oned 6.10 and
 * 7.4 do the same where no version is named. The accepted TYPEs of RAW depend on the VM_MADs in oned.conf.
 */
import { blanks, isMebibytes } from "./numbers.ts";
import { scheduledActionFaults } from "./scheduled-action.ts";
import type { TemplateAttribute } from "./syntax.ts";

export interface Outdated {
  /** An error where no machine of this template can be made. */
  readonly severity: "error" | "warning";
  /** From 1, of the rendered text. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint: string;
}

/** Vectors whose plain form oned refuses, never reads, or (6.10) does not survive. */
const VECTORS = ["DISK", "FEATURES", "GRAPHICS", "INPUT", "NIC", "OS", "RAW"];
/** Hypervisors of old whose drivers are gone: those of 6.10 and 7.4 are kvm, qemu, lxc, and in 6.10 vcenter. */
const GONE = /^(?:xen[34]?|vmware|hyperv)$/i;
const DEMANDS = /\bHYPERVISOR\s*=\s*\\?["']?(xen[34]?|vmware|hyperv)\b/i;
const NEVER_READ = "OpenNebula does not read";

interface Rule {
  /** `RANK`, or `DISK/TYPE` inside of a vector. */
  readonly name: string;
  readonly message: string;
  readonly hint: string;
}

/** Taken by oned, and without effect. */
const IGNORED: readonly Rule[] = [
  { name: "RANK", message: `${NEVER_READ} RANK`, hint: "write SCHED_RANK" },
  { name: "BOOT", message: `${NEVER_READ} BOOT outside OS`, hint: 'write OS = [ BOOT = "disk0" ]' },
  { name: "ROOT", message: `${NEVER_READ} ROOT outside OS`, hint: 'write OS = [ ROOT = "sda1" ]' },
  { name: "KERNEL", message: `${NEVER_READ} KERNEL outside OS`, hint: 'write OS = [ KERNEL = "/path" ]' },
  { name: "INITRD", message: `${NEVER_READ} INITRD outside OS`, hint: 'write OS = [ INITRD = "/path" ]' },
  { name: "BOOTLOADER", message: `${NEVER_READ} BOOTLOADER outside OS`, hint: "write it in OS = [ .. ]" },
  { name: "CLUSTER", message: `${NEVER_READ} CLUSTER`, hint: 'write SCHED_REQUIREMENTS = "CLUSTER = \\"name\\""' },
  { name: "IMAGE_ID", message: `${NEVER_READ} IMAGE_ID outside DISK`, hint: "write DISK = [ IMAGE_ID = 1 ]" },
  { name: "PUBLIC", message: `${NEVER_READ} PUBLIC`, hint: "rights are set on existing objects: onevm chmod" },
  ...["PUBLIC_CLOUD", "EC2"].map((cloud) => ({
    name: cloud,
    message: `OpenNebula 7 has no drivers for other clouds: it does not read ${cloud}`,
    hint: "remove it",
  })),
  { name: "FEATURES/DEVICE_MODEL", message: `${NEVER_READ} DEVICE_MODEL: it belonged to Xen`, hint: "remove it" },
  { name: "DISK/CLONE", message: `${NEVER_READ} CLONE of a disk`, hint: "use a persistent image to keep changes" },
  { name: "DISK/SAVE", message: `${NEVER_READ} SAVE of a disk`, hint: "use a persistent image, or save the disk" },
  { name: "DISK/BUS", message: `${NEVER_READ} BUS of a disk`, hint: 'write DEV_PREFIX = "vd", "sd" or "hd"' },
  ...["WHITE_PORTS_TCP", "BLACK_PORTS_TCP", "WHITE_PORTS_UDP", "BLACK_PORTS_UDP", "ICMP"].map((port) => ({
    name: `NIC/${port}`,
    message: `${NEVER_READ} ${port} of a NIC: nothing is filtered`,
    hint: 'write SECURITY_GROUPS = "1" with the ids of `onesecgroup list`',
  })),
];

/** The outdated ones among the attributes, with their lines. */
export function outdatedIn(attributes: readonly TemplateAttribute[]): Outdated[] {
  const several = attributes.filter(({ name }) => name === "SCHED_REQUIREMENTS");
  const requirements = several.length > 0 ? several : attributes.filter(({ name }) => name === "REQUIREMENTS");
  const second = requirements[1];
  const refused = second && error(second, `OpenNebula accepts only one ${second.name}`, "join them with &");
  return [...attributes.flatMap(ofAttribute), ...(refused === undefined ? [] : [refused])];
}

function ofAttribute(attribute: TemplateAttribute): Outdated[] {
  const { name, value } = attribute;
  const own = ignored(attribute, name);
  if (typeof value !== "string") {
    return [
      ...own,
      ...value.flatMap((member) => [...ignored(member, `${name}/${member.name}`), ...refusedMember(name, member)]),
      ...(name === "DISK" ? disk(attribute, value) : []),
      ...(name === "NIC" ? nic(attribute, value) : []),
      ...(name === "RAW" ? raw(attribute, value) : []),
      ...(name === "SCHED_ACTION" ? scheduledActionFaults(attribute, value) : []),
    ];
  }
  if (VECTORS.includes(name)) {
    return [error(attribute, `${name} does not have values of its own`, `write ${name} = [ NAME = "value" ]`)];
  }
  const [, hypervisor] = name.endsWith("REQUIREMENTS") ? (DEMANDS.exec(value) ?? []) : [];
  if (hypervisor !== undefined) {
    const message = `no host of OpenNebula has the hypervisor ${hypervisor}: the machine would stay PENDING`;
    return [...own, warning(attribute, message, 'write HYPERVISOR = "kvm"')];
  }
  if (name === "VCPU" && !/^ *(?:0*[1-9]\d*)?$/.test(value)) {
    return [error(attribute, "VCPU must be a whole number from 1", "write VCPU = 1")];
  }
  return own;
}

function ignored(at: TemplateAttribute, path: string): Outdated[] {
  return IGNORED.filter(({ name }) => name === path).map(({ message, hint }) => ({
    severity: "warning",
    line: at.line,
    column: at.column,
    message,
    hint,
  }));
}

function refusedMember(vector: string, member: TemplateAttribute): Outdated[] {
  const { name } = member;
  const value = typeof member.value === "string" ? member.value : "";
  const path = `${vector}/${name}`;
  if (path === "OS/BOOT" && !/^(?: *(?:disk|nic)\d+(?:, *(?:disk|nic)\d+)* *)?$/i.test(value)) {
    return [error(member, `OpenNebula does not accept BOOT = "${value}"`, `write BOOT = "${today(value)}"`)];
  }
  if ((path === "OS/KERNEL_DS" || path === "OS/INITRD_DS") && value !== "" && !value.startsWith("$FILE")) {
    return [error(member, `OpenNebula does not accept ${name} = "${value}"`, `write ${name} = "$FILE[IMAGE_ID=1]"`)];
  }
  if (path === "GRAPHICS/PORT" && value !== "" && !(/^\d+$/.test(value) && Number(value) < 65_536)) {
    return [error(member, "PORT of GRAPHICS must be a whole number below 65536", "leave it out: OpenNebula finds one")];
  }
  if (path === "GRAPHICS/TYPE" && value !== "" && !/^(?:vnc|spice)$/i.test(value)) {
    return [warning(member, `OpenNebula does not support GRAPHICS of TYPE ${value}`, 'write TYPE = "vnc" or "spice"')];
  }
  if (path === "RAW/TYPE" && GONE.test(value)) {
    return [warning(member, `OpenNebula has no driver ${value}, and refuses RAW for it`, "remove the RAW")];
  }
  return [];
}

/** BOOT of OpenNebula 2.x to 4.x as it is written today; an unknown device becomes the first disk. */
export function today(boot: string): string {
  const names = boot.split(",").map((name) => name.trim().toLowerCase());
  // The image with the CD is a disk like any other: the only one, or the one after the first.
  const cdrom = names.includes("hd") ? "disk1" : "disk0";
  const known: Readonly<Record<string, string>> = { cdrom, network: "nic0" };
  return [...new Set(names.map((name) => (/^(?:disk|nic)\d+$/.test(name) ? name : (known[name] ?? "disk0"))))].join(
    ",",
  );
}

const VOLATILE = ["fs", "swap"];

function disk(at: TemplateAttribute, members: readonly TemplateAttribute[]): Outdated[] {
  const value = (name: string) => members.find((member) => member.name === name)?.value;
  if (value("IMAGE") !== undefined && value("IMAGE_UNAME") === undefined && value("IMAGE_UID") === undefined) {
    const message = "an IMAGE without an owner is one of the user's own images, and OpenNebula refuses all others";
    return [warning(at, message, 'write IMAGE_ID, or IMAGE_UNAME = "oneadmin" beside it')];
  }
  if (value("IMAGE") !== undefined || value("IMAGE_ID") !== undefined) return [];
  const type = String(value("TYPE") ?? "").toLowerCase();
  if (VOLATILE.includes(type)) {
    const size = String(value("SIZE") ?? "");
    if (isMebibytes(size.trimEnd()) && size !== size.trimEnd()) return [blanks("SIZE", at)];
    return isMebibytes(size) ? [] : [error(at, `a disk of TYPE ${type} needs SIZE in MiB`, "write SIZE = 1024")];
  }
  if (value("SOURCE") !== undefined) {
    return [
      error(
        at,
        "OpenNebula does not accept a DISK with only a SOURCE",
        "register the file as an image, and write its IMAGE_ID",
      ),
    ];
  }
  const message = type === "" ? "the DISK does not name an image" : `OpenNebula does not know a disk of TYPE ${type}`;
  return [error(at, message, "write IMAGE_ID, or TYPE = fs or swap with SIZE")];
}

function nic(at: TemplateAttribute, members: readonly TemplateAttribute[]): Outdated[] {
  const has = (name: string) => members.some((member) => member.name === name);
  if (has("NETWORK") && !has("NETWORK_UNAME") && !has("NETWORK_UID")) {
    const message = "a NETWORK without an owner is one of the user's own networks, and OpenNebula refuses all others";
    return [warning(at, message, 'write NETWORK_ID, or NETWORK_UNAME = "oneadmin" beside it')];
  }
  return [];
}

/** oned selects a driver of that TYPE before anything else; it puts DATA into the machine. */
function raw(at: TemplateAttribute, members: readonly TemplateAttribute[]): Outdated[] {
  const text = (name: string): string => String(members.find((member) => member.name === name)?.value ?? "").trim();
  const hint = 'write RAW = [ TYPE = "kvm", DATA = ".." ]';
  const [validated, data] = [text("VALIDATE").toUpperCase() !== "NO", text("DATA")];
  if (text("TYPE") === "" && validated) return [error(at, "OpenNebula refuses RAW without a TYPE", hint)];
  return text("TYPE") === "" || data === "" ? [warning(at, "RAW does nothing without TYPE and DATA", hint)] : [];
}

function error({ line, column }: TemplateAttribute, message: string, hint: string): Outdated {
  return { severity: "error", line, column, message, hint };
}

function warning({ line, column }: TemplateAttribute, message: string, hint: string): Outdated {
  return { severity: "warning", line, column, message, hint };
}
