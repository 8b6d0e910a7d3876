/** Rules for the names of objects. */
import type { Release } from "./records.ts";

const FORBIDDEN = /[&|:\\";/'#{}$<>]/;

/**
 * The fault of a name, in oned's words; undefined for none.
 * 6.10 takes a newline in a name, 7.4 does not.
 */
export function nameFault(name: string, release: Release): string | undefined {
  if (name === "") return "Invalid NAME, it cannot be empty";
  const forbidden = FORBIDDEN.exec(name)?.[0] ?? (release === "7.4" ? /[\n\r]/.exec(name)?.[0] : undefined);
  if (forbidden !== undefined) return `Invalid NAME, char '${forbidden}' is not allowed`;
  return Buffer.byteLength(name) > 128 ? "Invalid NAME, max length is 128 chars" : undefined;
}

/** The fault of a user's name. */
export function userNameFault(name: string): string | undefined {
  if (name === "") return "Invalid NAME, it cannot be empty.";
  const forbidden = /[\t\n\v\f\r &|:\\";/'#{}$<>]/.exec(name)?.[0];
  return forbidden === undefined ? undefined : `Invalid NAME, char '${forbidden}' is not allowed.`;
}
