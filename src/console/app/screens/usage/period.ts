/** The times that usage is shown for: whole days in UTC, as the server counts them. */

export const CHOICES = ["week", "days30", "month", "lastMonth", "own"] as const;
export type Choice = (typeof CHOICES)[number];

/** Days such as `2026-11-30`, the last one included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

const DAY_MS = 86_400_000;

const dayOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

/** @param now milliseconds since 1970. */
export function periodOf(choice: Exclude<Choice, "own">, now: number): Period {
  const date = new Date(now);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  switch (choice) {
    case "week":
      return { from: dayOf(now - 6 * DAY_MS), to: dayOf(now) };
    case "days30":
      return { from: dayOf(now - 29 * DAY_MS), to: dayOf(now) };
    case "month":
      return { from: dayOf(Date.UTC(year, month, 1)), to: dayOf(now) };
    case "lastMonth":
      return { from: dayOf(Date.UTC(year, month - 1, 1)), to: dayOf(Date.UTC(year, month, 0)) };
  }
}
