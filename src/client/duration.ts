/** Times on the command line. */
import { OcciError } from "../errors.ts";

const UNITS: Readonly<Record<string, number>> = { "": 1e3, ms: 1, s: 1e3, m: 60e3, h: 3600e3, d: 86_400e3 };
/** Timers take no more. Milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** Milliseconds of `30` (seconds), `1.5s`, `10m`, `2h`, `7d`. @throws OcciError USAGE. */
export function duration(option: string, typed: string, longest = LONGEST): number {
  const [, digits, unit = ""] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d|)$/.exec(typed) ?? [];
  const time = digits === undefined ? Number.NaN : Math.round(Number(digits) * (UNITS[unit] ?? 1));
  if (time > 0 && time <= longest) return time;
  throw new OcciError("USAGE", `--${option} must be a time such as 30, 90s or 10m, not ${JSON.stringify(typed)}.`);
}
