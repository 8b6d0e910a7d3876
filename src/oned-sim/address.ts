/** IP and MAC addresses as numbers. */

import { formatIp, parseIp } from "../ip-address.ts";

/** An IPv4 address as a number, undefined for any other text. */
export function parseIp4(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

export function formatIp4(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}

/** A MAC address as a number, undefined for any other text. */
export function parseMac(text: string): number | undefined {
  return /^([0-9a-f]{1,2}:){5}[0-9a-f]{1,2}$/i.test(text)
    ? text.split(":").reduce((sum, part) => sum * 256 + Number.parseInt(part, 16), 0)
    : undefined;
}

export function formatMac(value: number): string {
  const hex = value.toString(16).padStart(12, "0");
  return (hex.match(/../g) ?? []).join(":");
}

/** oned's MAC of an IPv4 address: its prefix 02:00 and the address. */
export function macOfIp4(ip: number): number {
  return 0x020000000000 + ip;
}

/** An IPv6 address as a number, undefined for any other text. */
export function parseIp6(text: string): bigint | undefined {
  const address = parseIp(text);
  return address?.family === 6 ? address.value : undefined;
}

export function formatIp6(value: bigint): string {
  return formatIp({ family: 6, value });
}

/** The address that a host with a MAC takes in a prefix of 64 bits (modified EUI-64). */
export function slaac(prefix: bigint, mac: number): bigint {
  const wide = BigInt(mac);
  const high = (wide >> 24n) ^ 0x020000n;
  const id = (high << 40n) | 0xfffe000000n | (wide & 0xffffffn);
  return ((prefix >> 64n) << 64n) | id;
}
