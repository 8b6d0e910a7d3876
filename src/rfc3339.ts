/** Times as RFC 3339 writes them. */

const TIME =
  /^(\d{4})-(\d{2})-(\d{2})t(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** `Date` takes the 30th of February for the 2nd of March. */
function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function millisecondsIn(text: string, form: RegExp): number | undefined {
  const [all, year, month, day] = form.exec(text) ?? [];
  if (all === undefined || !isDay(Number(year), Number(month), Number(day))) return undefined;
  return Date.parse(all.toUpperCase());
}

/** A time with its zone (`2026-12-24T18:00:00Z`), in milliseconds since 1970; undefined for one that does not exist. */
export const timeIn = (text: string): number | undefined => millisecondsIn(text, TIME);

/** The beginning of a day (`2026-12-24`) in UTC, in milliseconds since 1970; undefined for one that does not exist. */
export const dayIn = (text: string): number | undefined => millisecondsIn(text, DAY);
