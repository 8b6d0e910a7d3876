/** A check of the fault programme, and its result. */

/** At least, at most, or exactly. */
export type Goal = { readonly least?: number; readonly most?: number };

export interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: Goal;
}

export type Report = (name: string, value: number, unit: string, goal: Goal) => void;

export interface Check {
  readonly number: number;
  /** One line for the table. */
  readonly title: string;
  /** Takes seconds only, and no other test does the same. */
  readonly quick?: boolean;
  /** Programs that it needs; without them it is left out, and that is told. */
  readonly needs?: readonly string[];
  run(report: Report): Promise<void>;
}

export function passes({ value, goal }: Measured): boolean {
  return value >= (goal.least ?? Number.NEGATIVE_INFINITY) && value <= (goal.most ?? Number.POSITIVE_INFINITY);
}

export function goalText({ least, most }: Goal): string {
  if (least !== undefined && least === most) return String(least);
  return [least !== undefined && `>= ${least}`, most !== undefined && `<= ${most}`].filter(Boolean).join(", ");
}
