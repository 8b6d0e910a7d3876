/** PERMISSIONS of oned's objects. Access lists may grant more, and only oned knows them all. */
import { all, text, type XmlRecord } from "../xml/record.ts";

export type Right = "use" | "manage" | "admin";
export type Holder = "owner" | "group" | "other";

/** The rights of owner, group and others, as nine bits. */
export type Permissions = ReadonlySet<`${Holder} ${Right}`>;

const BITS: readonly (readonly [string, `${Holder} ${Right}`])[] = [
  ["OWNER_U", "owner use"],
  ["OWNER_M", "owner manage"],
  ["OWNER_A", "owner admin"],
  ["GROUP_U", "group use"],
  ["GROUP_M", "group manage"],
  ["GROUP_A", "group admin"],
  ["OTHER_U", "other use"],
  ["OTHER_M", "other manage"],
  ["OTHER_A", "other admin"],
];

/** The permissions in an element with PERMISSIONS. */
export function permissionsOf(record: XmlRecord): Permissions {
  const [bits] = all(record, "PERMISSIONS");
  if (bits === undefined) return new Set();
  return new Set(BITS.flatMap(([bit, right]) => (text(bits, bit) === "1" ? right : [])));
}
