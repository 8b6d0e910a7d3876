/** Times for people. */

/** `2026-12-30 06:40 UTC` of `2026-12-30T06:40:00Z`; any other text as it is. */
export function instantText(text: string): string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?Z$/.exec(text) ?? [];
  return day === undefined ? text : `${day} ${time} UTC`;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;

/** `89 days`, `5 hours`, `12 minutes`: what is left until then, rounded down; "expired" when it is over. */
export function remainingTime(text: string, now: number): string {
  const left = Date.parse(text) - now;
  if (Number.isNaN(left)) return "";
  if (left <= 0) return "expired";
  const [size, unit] = left >= 2 * DAY ? [DAY, "days"] : left >= 2 * HOUR ? [HOUR, "hours"] : [MINUTE, "minutes"];
  return `${Math.floor(left / size)} ${unit}`;
}
