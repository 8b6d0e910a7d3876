/** The common parts of all of oned's objects. */
import { OcciError } from "../errors.ts";
import { all, text, texts, type XmlRecord } from "../xml/record.ts";

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
    throw new OcciError("ONED_DAMAGED_ANSWER", `OpenNebula's answer does not contain a number in ${path.join("/")}.`);
  }
  return Number(value);
}

/** Id, name, owner and group. */
export function owned(record: XmlRecord): Owned {
  const name = text(record, "NAME");
  if (name === undefined)
    throw new OcciError("ONED_DAMAGED_ANSWER", "OpenNebula's answer contains an object without a name.");
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

/** The attributes with a text value at a path, by name; of those that come twice the last. */
export function scalars(record: XmlRecord, ...path: string[]): ReadonlyMap<string, string> {
  const [first, ...others] = all(record, ...path).map(texts);
  if (first === undefined) return new Map();
  for (const other of others) for (const [name, value] of other) first.set(name, value);
  return first;
}

/** The vectors at a path, each with its members. */
export function vectors(record: XmlRecord, ...path: string[]): readonly ReadonlyMap<string, string>[] {
  return all(record, ...path).map(texts);
}

/** A number of digits only; undefined for anything else. */
export function optionalNumber(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,10}$/.test(value) ? Number(value) : undefined;
}

/** A number as templates write it, `0.50`; undefined for any other text. */
export function optionalDecimal(value: string | undefined): number | undefined {
  const number = value === undefined || value.trim() === "" ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** An error that oned notes in an object, without the date in front: `Mon Nov 30 08:16:05 2026 : `. */
export function withoutDate(error: string): string {
  return error.replace(/^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4} ?: /, "");
}

/** The ids of a list such as `<CLUSTERS><ID>0</ID></CLUSTERS>`. */
export function idsAt(record: XmlRecord, ...path: string[]): readonly number[] {
  return all(record, ...path, "ID").flatMap((id) => (typeof id === "string" ? (optionalNumber(id) ?? []) : []));
}
