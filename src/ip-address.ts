/** IPv4 and IPv6: addresses and networks, as text and as numbers. The only file that knows ipaddr.js. */
import type Ipaddr from "ipaddr.js";

/** Loaded with the first address that needs it: it makes a dozen patterns, which no start needs. */
const ipaddr = (): typeof Ipaddr => require("ipaddr.js");

export type IpFamily = 4 | 6;

const BYTE = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]\\d|\\d)";
const FOUR = `(?:${BYTE}\\.){3}${BYTE}`;
const GROUP = "[0-9A-Fa-f]{1,4}";
/** As `isIP` of node:net has it, which would bring all sockets and streams with it to every start. */
const END = "$";
const IPV4 = new RegExp(`^${FOUR}${END}`);
const IPV6 = new RegExp(
  `^(?:${[
    `(?:${GROUP}:){7}(?:${GROUP}|:)`,
    `(?:${GROUP}:){6}(?:${FOUR}|:${GROUP}|:)`,
    ...[5, 4, 3, 2, 1].map(
      (count) => `(?:${GROUP}:){${count}}(?:(?::${GROUP}){0,${5 - count}}:${FOUR}|(?::${GROUP}){1,${7 - count}}|:)`,
    ),
    `:(?:(?::${GROUP}){0,5}:${FOUR}|(?::${GROUP}){1,7}|:)`,
  ].join("|")})(?:%[0-9a-zA-Z.:-]+)?${END}`,
);

/** The family of an address; undefined for any other text. Short, octal and hexadecimal spellings of IPv4 are refused. */
export function ipFamily(text: string): IpFamily | undefined {
  if (IPV4.test(text)) return 4;
  // The pattern is compiled where it is needed: names of hosts do without.
  return text.includes(":") && IPV6.test(text) ? 6 : undefined;
}

/** Bits of an address of that family. */
export function bitsOf(family: IpFamily): number {
  return family === 4 ? 32 : 128;
}

/**
 * The address that a peer of a socket for both families has: such a socket writes IPv4 as `::ffff:192.0.2.1`, and nobody
 * searches for it in that form.
 */
export function unmapped(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "");
}

/** An address as URLs have it: IPv6 in brackets; a host name stays as it is. */
export function inUrl(host: string): string {
  return ipFamily(host) === 6 ? `[${host}]` : host;
}

/** True for the addresses that never leave this machine: 127.0.0.0/8 and ::1, in any spelling. */
export function isLoopbackAddress(text: string): boolean {
  const family = ipFamily(text);
  return family === 4 ? text.startsWith("127.") : family === 6 && ipaddr().process(text).range() === "loopback";
}

/**
 * The key by which limits of a client's address are counted: an IPv4 address itself, and the /64 of an IPv6 address, since
 * each customer has at least one /64 and can use any address in it. Text that is not an address is returned as it is.
 */
export function clientNetwork(address: string): string {
  const plain = unmapped(address);
  if (!plain.includes(":") || ipFamily(plain) !== 6) return plain;
  const { parts } = ipaddr().IPv6.parse(plain);
  return parts
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(":");
}

/** A network, or the single address without a prefix length. */
export interface IpNetwork {
  readonly family: IpFamily;
  readonly address: string;
  /** Prefix length, in bits. */
  readonly prefix: number;
}

/** `10.0.0.0/8`, `2001:db8::/32` or a single address; undefined for any other text. */
export function parseNetwork(text: string): IpNetwork | undefined {
  const [address = "", prefix, ...more] = text.split("/");
  const family = ipFamily(address);
  if (family === undefined || more.length > 0) return undefined;
  if (prefix === undefined) return { family, address, prefix: bitsOf(family) };
  if (!/^[0-9]{1,3}$/.test(prefix) || Number(prefix) > bitsOf(family)) return undefined;
  return { family, address, prefix: Number(prefix) };
}

/**
 * A test for an address being in one of the networks; false for text that is not an address. IPv4 that is written as
 * IPv6 (`::ffff:192.0.2.1`) is IPv4.
 * @param entries addresses and networks, as `parseNetwork` reads them; others are left out.
 */
export function inNetworks(entries: readonly string[]): (address: string) => boolean {
  const networks = entries.flatMap((entry) => {
    const network = parseNetwork(entry);
    return network === undefined ? [] : [{ base: ipaddr().process(network.address), prefix: prefixOf(network) }];
  });
  return (text) => {
    if (networks.length === 0 || ipFamily(text) === undefined) return false;
    const address = ipaddr().process(text);
    return networks.some(({ base, prefix }) => base.kind() === address.kind() && address.match(base, prefix));
  };
}

/** The prefix length as IPv4 of a network of IPv4 that is written as IPv6. */
function prefixOf({ address, family, prefix }: IpNetwork): number {
  const mapped = family === 6 && ipaddr().process(address).kind() === "ipv4";
  return mapped ? Math.max(prefix - 96, 0) : prefix;
}

/** An address as a number: what can be added to and compared. */
export interface IpNumber {
  readonly family: IpFamily;
  readonly value: bigint;
}

/** In the usual spellings only: IPv6 without a zone and without IPv4 inside. Undefined for any other text. */
export function parseIp(text: string): IpNumber | undefined {
  if (ipaddr().IPv4.isValidFourPartDecimal(text)) return numberOf(ipaddr().IPv4.parse(text));
  if (/^[0-9A-Fa-f:]+$/.test(text) && ipaddr().IPv6.isValid(text)) return numberOf(ipaddr().IPv6.parse(text));
  return undefined;
}

function numberOf(address: Ipaddr.IPv4 | Ipaddr.IPv6): IpNumber {
  const value = address.toByteArray().reduce((number, byte) => number * 256n + BigInt(byte), 0n);
  return { family: address.kind() === "ipv4" ? 4 : 6, value };
}

/** The shortest spelling, in lower case (RFC 5952), as oned and most programs write it. */
export function formatIp({ family, value }: IpNumber): string {
  const bytes = bitsOf(family) / 8;
  const octets = Array.from({ length: bytes }, (_, index) => Number((value >> BigInt(8 * (bytes - 1 - index))) & 255n));
  return ipaddr().fromByteArray(octets).toString();
}

/** The ten zero bytes and two of ones that an IPv4 address has before it in an IPv6 one (RFC 4291, 2.5.5.2). */
const MAPPED = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]);

/**
 * The address of 4 or 16 bytes in network order; IPv4 that is written as IPv6 as IPv4. It is called for each connection
 * many times a second, so the common case takes no detour.
 */
export function formatBytes(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  if (MAPPED.equals(bytes.subarray(0, 12))) return bytes.subarray(12).join(".");
  return ipaddr()
    .fromByteArray([...bytes])
    .toString();
}

/** Whether `address` is one of the `size` addresses from `first` on; false when they are of different families. */
export function addressIn(address: string, first: string, size: number): boolean {
  const wanted = parseIp(address);
  const start = parseIp(first);
  if (wanted === undefined || start === undefined || wanted.family !== start.family) return false;
  const offset = wanted.value - start.value;
  return offset >= 0n && offset < BigInt(size);
}

/** The last of `size` addresses from `first` on; `first` itself where it is not an address. */
export function lastAddress(first: string, size: number): string {
  const start = parseIp(first);
  return start === undefined ? first : formatIp({ ...start, value: start.value + BigInt(Math.max(size, 1) - 1) });
}
