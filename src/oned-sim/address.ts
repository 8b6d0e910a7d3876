/** IP and MAC addresses as numbers. */

/** An IPv4 address as a number, undefined when it is none. */
export function parseIp4(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

export function formatIp4(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}

/** A MAC address as a number, undefined when it is none. */
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

/** An IPv6 address as a number, undefined when it is none. */
export function parseIp6(text: string): bigint | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const groups = (half: string | undefined): string[] => (half === undefined || half === "" ? [] : half.split(":"));
  const front = groups(halves[0]);
  const back = groups(halves[1]);
  const missing = 8 - front.length - back.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const all = [...front, ...Array<string>(halves.length === 2 ? missing : 0).fill("0"), ...back];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return all.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);
}

/** In the short form: the longest run of two or more zero groups is `::`. */
export function formatIp6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(16 * (7 - index))) & 0xffffn).toString(16));
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start += 1) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === "0") length += 1;
    if (length > best.length) best = { start, length };
  }
  if (best.start < 0) return groups.join(":");
  return `${groups.slice(0, best.start).join(":")}::${groups.slice(best.start + best.length).join(":")}`;
}

/** The address that a host with a MAC takes in a prefix of 64 bits (modified EUI-64). */
export function slaac(prefix: bigint, mac: number): bigint {
  const wide = BigInt(mac);
  const high = (wide >> 24n) ^ 0x020000n;
  const id = (high << 40n) | 0xfffe000000n | (wide & 0xffffffn);
  return ((prefix >> 64n) << 64n) | id;
}
