/** Numbers, sizes and times in the user's language. */
import { language } from "./text/index.ts";

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language.value} ${JSON.stringify(options)}`;
  const found = formats.get(key) ?? new Intl.NumberFormat(language.value, options);
  formats.set(key, found);
  return found;
}

export function number(value: number): string {
  return numberFormat({ maximumFractionDigits: 2 }).format(value);
}

const UNITS = ["megabyte", "gigabyte", "terabyte", "petabyte"] as const;
const STEP = 1024;

/** A size in MiB as `1.5 GB`: users of clouds say gigabytes and mean powers of 1024. */
export function mebibytes(value: number): string {
  let size = value;
  let unit = 0;
  while (Math.abs(size) >= STEP && unit < UNITS.length - 1) {
    size /= STEP;
    unit += 1;
  }
  return numberFormat({
    style: "unit",
    unit: UNITS[unit] ?? "megabyte",
    unitDisplay: "short",
    maximumFractionDigits: size < 10 ? 1 : 0,
  }).format(size);
}

const RATES = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
const DECIMAL_STEP = 1000;

/** A rate: 1.5 MB/s, in powers of 1000 as networks count. */
export function bytesPerSecond(value: number): string {
  let rate = value;
  let unit = 0;
  while (Math.abs(rate) >= DECIMAL_STEP && unit < RATES.length - 1) {
    rate /= DECIMAL_STEP;
    unit += 1;
  }
  return numberFormat({
    style: "unit",
    unit: `${RATES[unit] ?? "byte"}-per-second`,
    unitDisplay: "short",
    maximumFractionDigits: rate < 10 ? 1 : 0,
  }).format(rate);
}

export function percent(value: number): string {
  return numberFormat({ style: "percent", maximumFractionDigits: 0 }).format(value / 100);
}

/** The time of day: 14:05. */
export function clock(value: Date): string {
  return new Intl.DateTimeFormat(language.value, { hour: "2-digit", minute: "2-digit" }).format(value);
}

export function dateTime(value: string | Date): string {
  return new Intl.DateTimeFormat(language.value, { dateStyle: "medium", timeStyle: "short" }).format(new Date(value));
}

export function date(value: string | Date): string {
  return new Intl.DateTimeFormat(language.value, { dateStyle: "medium" }).format(new Date(value));
}

const SPANS = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["week", 7 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** A time in the largest unit that fits; in minutes at least. */
function spanOf(seconds: number): { readonly unit: Intl.RelativeTimeFormatUnit; readonly count: number } {
  const [unit, length] = SPANS.find(([, one]) => Math.abs(seconds) >= one) ?? ["minute", 60];
  return { unit, count: Math.round(seconds / length) };
}

/** How long ago, or how long until: "3 days ago", "in 2 hours". @param now milliseconds since 1970. */
export function fromNow(value: string | Date, now = Date.now()): string {
  const { unit, count } = spanOf((new Date(value).getTime() - now) / 1000);
  return new Intl.RelativeTimeFormat(language.value, { numeric: "auto" }).format(count, unit);
}

/** The age of something: "3 days". @param now milliseconds since 1970. */
export function age(value: string | Date, now = Date.now()): string {
  const { unit, count } = spanOf((now - new Date(value).getTime()) / 1000);
  return numberFormat({ style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 }).format(
    Math.max(0, count),
  );
}

/** A duration: "3 minutes"; less than a minute in seconds. */
export function duration(seconds: number): string {
  const { unit, count } = seconds < 60 ? { unit: "second", count: Math.ceil(seconds) } : spanOf(seconds);
  return numberFormat({ style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 }).format(count);
}

/** A number of bytes, in megabytes or more. */
export function bytes(value: number): string {
  return mebibytes(value / 2 ** 20);
}

/** An amount of money. The currency of the cloud has no name. */
export function money(value: number): string {
  return numberFormat({ minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
}

/** A day as the server counts them, in UTC: `2026-11-30` as "Nov 30". */
export function utcDay(day: string): string {
  return new Intl.DateTimeFormat(language.value, { month: "short", day: "numeric", timeZone: "UTC" }).format(
    new Date(day),
  );
}

/** The same with its year. */
export function utcDate(day: string): string {
  return new Intl.DateTimeFormat(language.value, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(day));
}

/** `2026-11` as "November 2026". */
export function utcMonth(month: string): string {
  return new Intl.DateTimeFormat(language.value, { month: "long", year: "numeric", timeZone: "UTC" }).format(
    new Date(`${month}-01`),
  );
}
