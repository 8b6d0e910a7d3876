/** Sizes on the command line. */
import { OcciError } from "../errors.ts";

const MIB: Readonly<Record<string, number>> = { "": 1, M: 1, G: 1024, T: 1024 ** 2 };

/** MiB of `512`, `512M`, `4G`. @throws OcciError USAGE. */
export function mebibytes(option: string, typed: string): number {
  const [, digits, unit = ""] = /^(\d{1,9}(?:\.\d{1,3})?)(M|G|T|)(?:i?B)?$/i.exec(typed) ?? [];
  const size = digits === undefined ? Number.NaN : Number(digits) * (MIB[unit.toUpperCase()] ?? 1);
  if (Number.isInteger(size) && size > 0) return size;
  throw new OcciError("USAGE", `--${option} must be a size such as 512M or 4G, not ${JSON.stringify(typed)}.`);
}
