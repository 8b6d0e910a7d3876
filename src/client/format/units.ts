/** Sizes for people. */

const UNITS = ["K", "M", "G", "T", "P"] as const;

/** `4K`, `512M`, `4G`, `1.5T` of KiB. */
export function kibibytesText(kib: number): string {
  let value = kib;
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${Number.isInteger(value) ? value : value.toFixed(1)}${UNITS[unit]}`;
}

/** The same of MiB. */
export function mebibytesText(mib: number): string {
  return mib === 0 ? "0M" : kibibytesText(mib * 1024);
}
