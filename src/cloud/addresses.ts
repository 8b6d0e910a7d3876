/** IP and MAC addresses that users send, and the range of a new network. */
import { OcciError } from "../errors.ts";
import { bitsOf, formatIp, type IpNumber, parseIp } from "../ip-address.ts";
import type { RangeData } from "../templates/data.ts";
import { field as fieldOf, type Named, say } from "../wording.ts";

/** Hosts of the old network classes, as OpenNebula 2.0 to 4.6 took them for SIZE. */
const CLASSES: Readonly<Record<string, number>> = { A: 16_777_214, B: 65_534, C: 254 };
/** NETWORK_SIZE of the default oned.conf. */
const DEFAULT_SIZE = 254;
const SIZE_MAX = 16_777_216;
/** Guests of an IPv6 network without a prefix length get this one. */
const DEFAULT_PREFIX6 = 64;

const ADDRESS = fieldOf("networkAddress");
const SIZE = fieldOf("networkSize");

/**
 * An address asked for a NIC, in the spelling that oned uses; nothing for an absent or blank one.
 * @throws OcciError INVALID_REQUEST for anything but an address.
 */
export function nicAddress(
  value: string | undefined,
  field: Named = fieldOf("nicAddress"),
): { readonly ip?: string; readonly ip6?: string } {
  const text = value?.trim() ?? "";
  if (text === "") return {};
  const address = parse(text, field);
  return address.family === 4 ? { ip: formatIp(address) } : { ip6: formatIp(address) };
}

/** A MAC address in lower case with colons. */
export function macAddress(value: string, field: Named = fieldOf("nicMac")): string {
  const text = value.trim().toLowerCase();
  if (/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/.test(text)) return text;
  throw new OcciError("INVALID_REQUEST", say`${field} must be a MAC address such as 02:00:0a:00:00:01.`);
}

/**
 * The range of a new network from ADDRESS and SIZE.
 *
 * ADDRESS is the network's address, and the range starts one above it, when its host bits are zero: those of its prefix
 * length (`10.0.0.0/24`), else those of the smallest network that holds SIZE hosts, which is how OpenNebula up to 4.6
 * read it (for IPv6: /64). Any other ADDRESS is itself the first of the range; `/32` and `/31` (`/128`, `/127`) have no
 * network address, so `10.0.0.4/32` is exactly that one.
 * @param size a number, a class letter A, B or C; absent: all hosts of an IPv4 prefix, else 254.
 * @throws OcciError INVALID_REQUEST for what is no address or size, or a range that does not fit into its network.
 */
export function networkRange(address: string | undefined, size: string | undefined): RangeData {
  const text = address?.trim() ?? "";
  if (text === "") throw new OcciError("INVALID_REQUEST", say`${ADDRESS} is missing.`);
  const [base = "", prefixText, ...more] = text.split("/");
  const first = parse(base, ADDRESS);
  const bits = bitsOf(first.family);
  if (more.length > 0 || (prefixText !== undefined && !isPrefix(prefixText, bits))) {
    throw new OcciError(
      "INVALID_REQUEST",
      say`${ADDRESS} must have a prefix length from 8 to ${bits} after its slash.`,
    );
  }
  const prefix = prefixText === undefined ? undefined : Number(prefixText);
  const wanted = size === undefined || size.trim() === "" ? undefined : networkSize(size);
  return first.family === 4 ? range4(first, prefix, wanted) : range6(first, prefix, wanted);
}

function range4({ value }: IpNumber, prefix: number | undefined, wanted: number | undefined): RangeData {
  const hostBits = prefix === undefined ? hostBitsFor(wanted ?? DEFAULT_SIZE) : 32 - prefix;
  const { first, room } = placed(value, hostBits);
  // Without a prefix length nothing but the address space bounds a range that starts at a host.
  const limit = prefix === undefined ? (1n << 32n) - first : room;
  const most = prefix === undefined && limit > BigInt(DEFAULT_SIZE) ? DEFAULT_SIZE : Number(limit);
  const firstIp = formatIp({ family: 4, value: first });
  return { type: "IP4", firstIp, size: fitting(wanted ?? most, limit, { family: 4, value: first }) };
}

function range6({ value }: IpNumber, prefix: number | undefined, wanted: number | undefined): RangeData {
  const prefixLength = prefix ?? DEFAULT_PREFIX6;
  const { first, room } = placed(value, 128 - prefixLength);
  const firstIp = formatIp({ family: 6, value: first });
  const size = fitting(wanted ?? Number(room < BigInt(DEFAULT_SIZE) ? room : DEFAULT_SIZE), room, {
    family: 6,
    value: first,
  });
  return { type: "IP6_STATIC", firstIp, size, prefixLength };
}

/** The first host, and how many there are from it to the end of its network, the last (broadcast) address left out. */
function placed(address: bigint, hostBits: number): { first: bigint; room: bigint } {
  const span = 1n << BigInt(hostBits);
  const host = address % span;
  if (span <= 2n) return { first: address, room: span - host };
  const first = host === 0n ? address + 1n : address;
  return { first, room: span - 1n - (first % span) };
}

/** The host bits of the smallest network of so many hosts, its own and the broadcast address added. */
function hostBitsFor(size: number): number {
  return Math.ceil(Math.log2(size + 2));
}

function fitting(size: number, room: bigint, start: IpNumber): number {
  const first = formatIp(start);
  if (room < 1n) {
    throw new OcciError("INVALID_REQUEST", say`${ADDRESS}: ${first} is the broadcast address of its network.`, {
      hint: "Give the address of the network, or the first address that machines are to have.",
    });
  }
  if (BigInt(size) <= room) return Math.min(size, SIZE_MAX);
  const last = formatIp({ ...start, value: start.value + room - 1n });
  const left = room === 1n ? `1 address: ${first}` : `${room} addresses: ${first}-${last}`;
  throw new OcciError("INVALID_REQUEST", say`${SIZE} is ${size}, but ${ADDRESS} leaves ${left}.`);
}

/**
 * SIZE of a network: a number of addresses, or a class letter; 254 where it is absent or blank.
 * @throws OcciError INVALID_REQUEST for anything else.
 */
export function networkSize(size: string | undefined): number {
  const text = size?.trim().toUpperCase() ?? "";
  if (text === "") return DEFAULT_SIZE;
  const number = Object.hasOwn(CLASSES, text) ? CLASSES[text] : Number(/^[1-9]\d{0,8}$/.exec(text)?.[0]);
  if (number !== undefined && number <= SIZE_MAX) return number;
  throw new OcciError("INVALID_REQUEST", say`${SIZE} must be a number from 1 to ${SIZE_MAX}, or one of A, B, C.`);
}

function isPrefix(text: string, bits: number): boolean {
  return /^\d{1,3}$/.test(text) && Number(text) >= 8 && Number(text) <= bits;
}

function parse(text: string, field: Named): IpNumber {
  const address = parseIp(text);
  if (address !== undefined) return address;
  throw new OcciError("INVALID_REQUEST", say`${field} must be an IP address such as 192.168.1.10 or 2001:db8::10.`);
}
