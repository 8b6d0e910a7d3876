/** Sizes for people. */

const SHORT = ["K", "M", "G", "T", "P"];
const LONG = ["B", "KiB", "MiB", "GiB", "TiB"];

/** The largest unit that a figure reaches, and the figure in it. */
function scaled(figure: number, units: readonly string[]): [value: number, unit: string] {
  let value = figure;
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return [value, units[unit] ?? ""];
}

/** `4K`, `512M`, `4G`, `1.5T` of KiB. */
export function kibibytesText(kib: number): string {
  const [value, unit] = scaled(kib, SHORT);
  return `${Number.isInteger(value) ? value : value.toFixed(1)}${unit}`;
}

/** `1.2 GiB` */
export function bytesText(bytes: number): string {
  const [value, unit] = scaled(bytes, LONG);
  return `${unit === "B" || value >= 100 ? Math.round(value) : value.toFixed(1)} ${unit}`;
}

/** The same of MiB. */
export function mebibytesText(mib: number): string {
  return mib === 0 ? "0M" : kibibytesText(mib * 1024);
}
