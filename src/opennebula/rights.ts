/** PERMISSIONS of oned's objects. Access lists may grant more, and only oned knows them all. */
import { text, type XmlRecord } from "../xml/record.ts";

export type Right = "use" | "manage" | "admin";
export type Holder = "owner" | "group" | "other";

const LETTERS: Readonly<Record<Right, string>> = { use: "U", manage: "M", admin: "A" };

/** Who has which right, by the nine bits. */
export type Permissions = ReadonlySet<`${Holder} ${Right}`>;

/** The permissions in an element with PERMISSIONS. */
export function permissionsOf(record: XmlRecord): Permissions {
  const found = new Set<`${Holder} ${Right}`>();
  for (const holder of ["owner", "group", "other"] as const) {
    for (const right of ["use", "manage", "admin"] as const) {
      const bit = text(record, "PERMISSIONS", `${holder.toUpperCase()}_${LETTERS[right]}`);
      if (bit === "1") found.add(`${holder} ${right}`);
    }
  }
  return found;
}
