/** Arithmetic on IP addresses. */
import ipaddr from "ipaddr.js";

function numberOf(address: string): bigint {
  return ipaddr
    .parse(address)
    .toByteArray()
    .reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

/** Whether `address` is one of the `size` addresses from `first` on; false when they are of different families. */
export function addressIn(address: string, first: string, size: number): boolean {
  if (ipaddr.parse(address).kind() !== ipaddr.parse(first).kind()) return false;
  const offset = numberOf(address) - numberOf(first);
  return offset >= 0n && offset < BigInt(size);
}

/** The last of `size` addresses from `first` on. */
export function lastAddress(first: string, size: number): string {
  const parsed = ipaddr.parse(first);
  let rest = numberOf(first) + BigInt(Math.max(size, 1) - 1);
  const bytes = parsed.toByteArray().map(() => 0);
  for (let i = bytes.length - 1; i >= 0; i--) {
    bytes[i] = Number(rest % 256n);
    rest /= 256n;
  }
  return ipaddr.fromByteArray(bytes).toString();
}
