/** Address ranges of networks and the leases of them. */
import { formatIp4, formatIp6, formatMac, macOfIp4, parseIp4, parseIp6, parseMac, slaac } from "../address.ts";
import { type Vector, vectorMarkup } from "../attributes.ts";
import { cdata, plain } from "../markup.ts";
import type { AddressRange, Release, Vnet } from "../records.ts";

/** Why a range cannot be; the message is oned's. */
export class RangeFault extends Error {
  override readonly name = "RangeFault";
}

const TYPES = new Set(["ETHER", "IP4", "IP6", "IP4_6", "IP6_STATIC", "IP4_6_STATIC"]);
const LINK_LOCAL = 0xfe80n << 112n;

function randomMac(): number {
  return 0x020000000000 + Math.floor(Math.random() * 0xffffffff);
}

function firstMac(wanted: Vector, ip: number | undefined): number {
  const given = wanted.get("MAC");
  if (given === undefined) return ip === undefined ? randomMac() : macOfIp4(ip);
  const mac = parseMac(given);
  if (mac === undefined) throw new RangeFault("Wrong MAC attribute");
  return mac;
}

/**
 * A range of an AR vector.
 * @throws RangeFault
 */
export function makeRange(wanted: Vector, id: number, release: Release): AddressRange {
  const type = (wanted.get("TYPE") ?? "").toUpperCase();
  if (!TYPES.has(type)) throw new RangeFault("Unknown or missing address range TYPE.");
  const size = Number(wanted.get("SIZE") ?? "");
  if (!Number.isInteger(size) || size < 1) throw new RangeFault("Wrong SIZE for address range");
  const attributes = new Map(wanted);
  const ip = parseIp4(wanted.get("IP") ?? "");
  if (type.startsWith("IP4") && ip === undefined) throw new RangeFault("Wrong or empty IP attribute");
  if (type.endsWith("STATIC") && parseIp6(wanted.get("IP6") ?? "") === undefined) {
    throw new RangeFault("Wrong or empty IP6 attribute");
  }
  for (const prefix of ["GLOBAL_PREFIX", "ULA_PREFIX"]) {
    const value = wanted.get(prefix);
    if (value !== undefined && parseIp6(value) === undefined) throw new RangeFault(`Wrong ${prefix} attribute`);
  }
  attributes.set("AR_ID", String(id));
  attributes.set("MAC", formatMac(firstMac(wanted, type.startsWith("IP4") ? ip : undefined)));
  attributes.set("SIZE", String(size));
  attributes.set("TYPE", type);
  if (release === "7.4") {
    attributes.set("SHARED", "NO");
    attributes.set("NEXT_INDEX", "0");
  }
  return { id, attributes, size, leases: new Map(), used: false };
}

/** IPv4 address, IPv6 addresses and MAC of an index of a range, by the names that a NIC or lease has. */
export function addressesAt(range: AddressRange, index: number): Map<string, string> {
  const { attributes } = range;
  const found = new Map<string, string>();
  const mac = (parseMac(attributes.get("MAC") ?? "") ?? 0) + index;
  const type = attributes.get("TYPE") ?? "";
  const ip = parseIp4(attributes.get("IP") ?? "");
  if (ip !== undefined && type.startsWith("IP4")) found.set("IP", formatIp4(ip + index));
  if (type === "IP6" || type === "IP4_6") {
    found.set("IP6_LINK", formatIp6(slaac(LINK_LOCAL, mac)));
    const global = parseIp6(attributes.get("GLOBAL_PREFIX") ?? "");
    const ula = parseIp6(attributes.get("ULA_PREFIX") ?? "");
    if (global !== undefined) found.set("IP6_GLOBAL", formatIp6(slaac(global, mac)));
    if (ula !== undefined) found.set("IP6_ULA", formatIp6(slaac(ula, mac)));
  }
  const fixed = parseIp6(attributes.get("IP6") ?? "");
  if (fixed !== undefined && type.endsWith("STATIC")) found.set("IP6", formatIp6(fixed + BigInt(index)));
  found.set("MAC", formatMac(mac));
  return found;
}

/** The index of an IPv4 address or MAC in a range, undefined when it lies outside. */
export function indexOf(
  range: AddressRange,
  wanted: { readonly ip?: string; readonly mac?: string },
): number | undefined {
  const first =
    wanted.ip === undefined ? parseMac(range.attributes.get("MAC") ?? "") : parseIp4(range.attributes.get("IP") ?? "");
  const value = wanted.ip === undefined ? parseMac(wanted.mac ?? "") : parseIp4(wanted.ip);
  if (first === undefined || value === undefined) return undefined;
  const index = value - first;
  return index >= 0 && index < range.size ? index : undefined;
}

/** The first index of `count` free addresses in a row, undefined when there is none. */
export function freeRun(range: AddressRange, count: number, from = 0): number | undefined {
  let run = 0;
  for (let index = from; index < range.size; index += 1) {
    run = range.leases.has(index) ? 0 : run + 1;
    if (run === count) return index - count + 1;
  }
  return undefined;
}

/** How many addresses of a network are in use. */
export function usedLeases(vnet: Vnet): number {
  return vnet.ranges.reduce((sum, range) => sum + range.leases.size, 0);
}

const VM_BIT = 2 ** 36;
const NET_BIT = 2 ** 38;

/** A range as pools show it: with oned's numbers of index and user in place of leases. */
export function poolRangeMarkup(range: AddressRange): string {
  const attributes = new Map(range.attributes);
  const pairs = [...range.leases].sort(([a], [b]) => a - b);
  const allocated = pairs
    .map(([index, { vm, vnet }]) => ` ${index} ${vnet >= 0 ? NET_BIT + vnet : VM_BIT + vm}`)
    .join("");
  if (allocated !== "" || range.used) attributes.set("ALLOCATED", allocated);
  if (attributes.has("NEXT_INDEX")) attributes.set("NEXT_INDEX", String((pairs.at(-1)?.[0] ?? -1) + 1));
  return `<AR>${vectorMarkup(attributes)}</AR>`;
}

/** A range as `one.vn.info` shows it: with its last addresses, and the leases of VMs that are to be shown. */
export function rangeMarkup(range: AddressRange, shown: (vm: number) => boolean): string {
  const first = addressesAt(range, 0);
  const last = addressesAt(range, range.size - 1);
  const end = (name: string): string => {
    const value = last.get(name);
    return value === undefined ? "" : cdata(`${name}_END`, value);
  };
  const both = (name: string): string => {
    const value = first.get(name);
    return value === undefined ? "" : cdata(name, value) + end(name);
  };
  const leases = [...range.leases]
    .filter(([, { vm }]) => shown(vm))
    .sort(([a], [b]) => a - b)
    .map(([index, { vm, vnet }]) => {
      const user = vnet >= 0 ? cdata("VNET", vnet) : cdata("VM", vm);
      return `<LEASE>${vectorMarkup(addressesAt(range, index))}${user}</LEASE>`;
    });
  const list = leases.length === 0 ? "<LEASES/>" : `<LEASES>${leases.join("")}</LEASES>`;
  const attributes = new Map(range.attributes);
  if (attributes.has("NEXT_INDEX")) attributes.set("NEXT_INDEX", String(Math.max(-1, ...range.leases.keys()) + 1));
  return `<AR>${vectorMarkup(attributes)}${end("MAC")}${end("IP")}${end("IP6")}${both("IP6_ULA")}${both("IP6_GLOBAL")}${plain("USED_LEASES", range.leases.size)}${list}</AR>`;
}
