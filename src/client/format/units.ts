/** Sizes for people. */

const UNITS = ["M", "G", "T", "P"] as const;

/** `512M`, `4G`, `1.5T` of MiB. */
export function mebibytesText(mib: number): string {
  let value = mib;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${Number.isInteger(value) ? value : value.toFixed(1)}${UNITS[unit]}`;
}
