/** Sizes on the command line. */
import { OcciError } from "../errors.ts";

const MIB: Readonly<Record<string, number>> = { "": 1, M: 1, G: 1024, T: 1024 ** 2, P: 1024 ** 3 };
/** 1 PiB: more than any host or datastore has. */
const MOST = 1024 ** 3;

/** MiB of `512`, `512M`, `4G`. @throws OcciError USAGE that names the range and the units. */
export function mebibytes(option: string, typed: string): number {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)(M|G|T|P|)(?:i?B)?$/i.exec(typed) ?? [];
  const size = digits === undefined ? Number.NaN : Number(digits) * (MIB[unit.toUpperCase()] ?? 1);
  if (Number.isInteger(size) && size > 0 && size <= MOST) return size;
  const shape = Number.isNaN(size) ? "a size such as 512M or 4G," : "a size";
  throw new OcciError("USAGE", `--${option} must be ${shape} from 1M to 1P, not ${JSON.stringify(typed)}.`, {
    hint: "The units are M, G, T and P (1G is 1024M); the default is M. A size is a whole number of M.",
  });
}

/** A number of CPUs as it was typed. @throws OcciError USAGE. */
export function cpus(typed: string): string {
  if (/^\d+(\.\d+)?$/.test(typed) && Number(typed) > 0) return typed;
  throw new OcciError("USAGE", `--cpu must be a number above 0 such as 1 or 0.5, not ${JSON.stringify(typed)}.`);
}
