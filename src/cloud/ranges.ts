/** Address ranges of networks, as users read them. */

import { lastAddress } from "../ip-address.ts";
import type { AddressRange } from "../opennebula/vnet.ts";

/** More of them would hide the sentence that they stand in. */
const SHOWN = 5;

/** `10.0.0.1-10.0.0.254`, or one address. */
export function spanText(first: string, size: number): string {
  return size === 1 ? first : `${first}-${lastAddress(first, size)}`;
}

/** @param like an address: of a range with both families that of its own is shown. */
function rangeText(range: AddressRange, like = ""): string {
  const first = like.includes(":") ? (range.ip6 ?? range.ip) : (range.ip ?? range.ip6);
  return first === undefined ? `${range.size} addresses without IP` : spanText(first, range.size);
}

/** `10.0.0.1-10.0.0.9, 10.0.1.1-10.0.1.9`; "none" without any. @param like see above. */
export function rangesText(ranges: readonly AddressRange[], like?: string): string {
  const shown = ranges.slice(0, SHOWN).map((range) => rangeText(range, like));
  if (ranges.length > SHOWN) shown.push(`and ${ranges.length - SHOWN} more`);
  return shown.join(", ") || "none";
}
