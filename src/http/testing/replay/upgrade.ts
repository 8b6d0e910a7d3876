/**
 * Objects of oned 2.0 and 4.6 in the form of oned 6.x, as an upgrade of OpenNebula's database leaves them: so that
 * recorded answers of the old oned can be given to this server. For tests.
 */
import { childrenNamed, firstChild, type XmlElement, xmlElement } from "../../../xml/element.ts";
import { element, escapeText, join, type Markup } from "../../../xml/write.ts";

/** What this server's own call made an object to be, where the old server asked for something else. */
export interface Made {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly ip?: string | undefined;
  readonly size?: string | undefined;
}

export interface UpgradeFacts {
  /** Names of 2.0's users by UID: its objects do not tell them. */
  readonly users: ReadonlyMap<string, string>;
  /** Of 2.0's images: KiB of the file on the server's disk, as its answers told; oned did not know. */
  readonly fileSizes: ReadonlyMap<string, number>;
  readonly made?: Made | undefined;
}

const ONEADMIN = "0";
const VM_FAILED = "7";
const VM_ACTIVE = "3";
const LCM_BOOT_FAILURE = "36";
const IMAGE_DISABLED = "3";
const IMAGE_READY = "1";
const DATABLOCK = "2";
/** Hosts of the network classes that 2.0 kept as letters. */
const CLASS_SIZES: Readonly<Record<string, string>> = { A: "16777214", B: "65534", C: "254" };
const DEFAULT_SIZE = "254";

export function leaf(name: string, text: string): XmlElement {
  return xmlElement(name, {}, text === "" ? [] : [text]);
}

function branch(name: string, children: readonly XmlElement[]): XmlElement {
  return xmlElement(name, {}, children);
}

/** The text of the first child of that name. */
export function textIn(parent: XmlElement | undefined, name: string): string | undefined {
  return parent === undefined ? undefined : firstChild(parent, name)?.text;
}

/** The element with these children in the place of those of the same names. */
export function withChildren(parent: XmlElement, ...changed: readonly XmlElement[]): XmlElement {
  const names = new Set(changed.map((child) => child.name));
  return branch(parent.name, [...parent.children.filter((child) => !names.has(child.name)), ...changed]);
}

function without(parent: XmlElement, ...names: readonly string[]): XmlElement {
  return branch(
    parent.name,
    parent.children.filter((child) => !names.includes(child.name)),
  );
}

/** Well-formed markup; oned 2.0 escaped nothing. */
export function markupOf(node: XmlElement): Markup {
  const content = node.content.map((part) => (typeof part === "string" ? escapeText(part) : markupOf(part)));
  return element(node.name, node.attributes, join(content));
}

/** Owner, group and permissions, which 2.0 had in other elements or not at all; the name as this server made it. */
function upgradeOwned(object: XmlElement, facts: UpgradeFacts): XmlElement {
  const { name, description } = facts.made ?? {};
  const template = firstChild(object, "TEMPLATE");
  const named = withChildren(
    object,
    ...(name === undefined ? [] : [leaf("NAME", name)]),
    ...(description === undefined || template === undefined
      ? []
      : [withChildren(template, leaf("DESCRIPTION", description))]),
  );
  if (firstChild(named, "UNAME") !== undefined) return named;
  const uid = textIn(named, "UID") ?? "";
  const open = textIn(named, "PUBLIC") === "1" ? "1" : "0";
  return withChildren(
    without(named, "USERNAME", "PUBLIC"),
    leaf("GID", uid === ONEADMIN ? "0" : "1"),
    leaf("UNAME", facts.users.get(uid) ?? ""),
    leaf("GNAME", uid === ONEADMIN ? "oneadmin" : "users"),
    branch("PERMISSIONS", [leaf("OWNER_U", "1"), leaf("GROUP_U", open), leaf("OTHER_U", "0")]),
  );
}

/** The state FAILED does not exist any more; attributes that are not the machine's own are in USER_TEMPLATE. */
export function upgradeVm(vm: XmlElement, facts: UpgradeFacts): XmlElement {
  const owned = upgradeOwned(vm, facts);
  const template = firstChild(owned, "TEMPLATE") ?? branch("TEMPLATE", []);
  const failed = textIn(owned, "STATE") === VM_FAILED;
  const states = failed ? [leaf("STATE", VM_ACTIVE), leaf("LCM_STATE", LCM_BOOT_FAILURE)] : [];
  const user = firstChild(owned, "USER_TEMPLATE") ?? branch("USER_TEMPLATE", childrenNamed(template, "INSTANCE_TYPE"));
  return withChildren(owned, ...states, without(template, "INSTANCE_TYPE", "NAME"), user);
}

function ipNumber(ip: string): number {
  return ip.split(".").reduce((number, part) => number * 256 + Number(part), 0);
}

function rangeOf(vnet: XmlElement): { ip: string; size: string } {
  const range = firstChild(vnet, "RANGE");
  if (range !== undefined) {
    const first = textIn(range, "IP_START") ?? "";
    return { ip: first, size: String(ipNumber(textIn(range, "IP_END") ?? "") - ipNumber(first) + 1) };
  }
  const template = firstChild(vnet, "TEMPLATE");
  const sizes = template === undefined ? [] : childrenNamed(template, "NETWORK_SIZE").map((size) => size.text.trim());
  const size = sizes.filter((text) => text !== "").at(-1) ?? "";
  const number = /^[1-9]\d*$/.test(size) ? size : (CLASS_SIZES[size] ?? DEFAULT_SIZE);
  return { ip: textIn(template, "NETWORK_ADDRESS") ?? "", size: number };
}

/** RANGE, or NETWORK_ADDRESS and NETWORK_SIZE, became an address range; leases are counted in USED_LEASES. */
export function upgradeVnet(vnet: XmlElement, facts: UpgradeFacts): XmlElement {
  const range = rangeOf(vnet);
  const leases = firstChild(vnet, "LEASES");
  const used = textIn(vnet, "TOTAL_LEASES") ?? String(leases?.children.length ?? 0);
  const address = [
    leaf("AR_ID", "0"),
    leaf("TYPE", "IP4"),
    leaf("IP", facts.made?.ip ?? range.ip),
    leaf("SIZE", facts.made?.size ?? range.size),
  ];
  return withChildren(
    without(upgradeOwned(vnet, facts), "RANGE", "LEASES", "TOTAL_LEASES"),
    branch("AR_POOL", [branch("AR", address)]),
    leaf("USED_LEASES", used),
    leaf("STATE", "1"),
  );
}

/** FSTYPE became FS and FORMAT (5.12); 2.0's images were DISABLED until the server had copied the file itself. */
export function upgradeImage(image: XmlElement, facts: UpgradeFacts): XmlElement {
  const owned = upgradeOwned(image, facts);
  const template = firstChild(owned, "TEMPLATE");
  const kept = textIn(owned, "FSTYPE") ?? textIn(template, "FSTYPE") ?? "";
  const format = kept === "qcow2" ? "qcow2" : "raw";
  const fs = kept === format || textIn(owned, "TYPE") !== DATABLOCK ? "" : kept;
  const kib = facts.fileSizes.get(textIn(owned, "ID") ?? "") ?? 1;
  const state = textIn(owned, "STATE") ?? IMAGE_READY;
  const old = firstChild(owned, "SIZE") === undefined;
  return withChildren(
    without(owned, "FSTYPE"),
    leaf("FS", fs),
    leaf("FORMAT", format),
    leaf("SIZE", textIn(owned, "SIZE") ?? String(Math.ceil(kib / 1024))),
    leaf("STATE", old && state === IMAGE_DISABLED ? IMAGE_READY : state),
    ...(template === undefined ? [] : [without(template, "FSTYPE", "NAME", "TYPE")]),
  );
}
