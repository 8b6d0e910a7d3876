/** Times on the command line. */
import { OcciError } from "../errors.ts";

const UNITS: Readonly<Record<string, number>> = { "": 1e3, ms: 1, s: 1e3, m: 60e3, h: 3600e3, d: 86_400e3 };
/** Timers take no more. Milliseconds. */
const LONGEST = 24 * 86_400e3;
const UNITS_SHOWN = "The units are ms, s, m (minutes), h and d (days); the default is seconds.";

/**
 * Milliseconds of `30` (seconds), `1.5s`, `10m`, `2h`, `7d`.
 * @param longest milliseconds, whole days. @param least milliseconds, whole seconds or 1.
 * @throws OcciError USAGE that names the range and the units.
 */
export function duration(option: string, typed: string, longest = LONGEST, least = 1): number {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|)$/i.exec(typed) ?? [];
  const time = digits === undefined ? Number.NaN : Math.round(Number(digits) * (UNITS[unit.toLowerCase()] ?? 1));
  if (time >= least && time <= longest) return time;
  const range = `from ${least < 1e3 ? `${least}ms` : `${least / 1e3}s`} to ${longest / 86_400e3}d`;
  const shape = Number.isNaN(time) ? "a time such as 30, 90s or 10m," : "a time";
  throw new OcciError("USAGE", `--${option} must be ${shape} ${range}, not ${JSON.stringify(typed)}.`, {
    hint: UNITS_SHOWN,
  });
}
