/** What all of oned's objects have in common. */
import { OcciError } from "../errors.ts";
import { text, type XmlRecord } from "../xml/record.ts";

export interface Owned {
  readonly id: number;
  readonly name: string;
  readonly uid: number;
  readonly uname: string;
  readonly gname: string;
}

/**
 * A number that oned always writes.
 * @throws OcciError ONED_DAMAGED_ANSWER when it is missing or no number.
 */
export function wholeNumber(record: XmlRecord, ...path: string[]): number {
  const value = text(record, ...path);
  if (value === undefined || !/^-?\d{1,15}$/.test(value)) {
    throw new OcciError("ONED_DAMAGED_ANSWER", `OpenNebula's answer holds no number in ${path.join("/")}.`);
  }
  return Number(value);
}

/** Id, name, owner and group. */
export function owned(record: XmlRecord): Owned {
  const name = text(record, "NAME");
  if (name === undefined)
    throw new OcciError("ONED_DAMAGED_ANSWER", "OpenNebula's answer holds an object without NAME.");
  return {
    id: wholeNumber(record, "ID"),
    name,
    uid: wholeNumber(record, "UID"),
    uname: text(record, "UNAME") ?? "",
    gname: text(record, "GNAME") ?? "",
  };
}

/** 4.6's rule for PUBLIC: the group or everybody may use it. */
export function isPublic(record: XmlRecord): boolean {
  return text(record, "PERMISSIONS", "GROUP_U") === "1" || text(record, "PERMISSIONS", "OTHER_U") === "1";
}
