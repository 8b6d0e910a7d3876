/** Axes of plots: they begin at zero, end at a round number, and stay as they are as long as that is right. */

/** Round numbers between two powers of ten. */
const ROUND = [1, 2, 5, 10] as const;
/** An axis becomes shorter when less than this part of it is used. */
const USED = 0.2;

/** The least round number that is not below. @param value above 0. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return (ROUND.find((one) => one * power >= value) ?? 10) * power;
}

/** The largest of the values; 0 where there are none. */
export function largest(values: readonly (number | null)[]): number {
  return values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
}

/**
 * The end of an axis.
 * @param most the largest value. @param least the least end that the axis has. @param before its end so far.
 */
export function axisEnd(most: number, least: number, before: number | undefined): number {
  const wanted = Math.max(least, most > 0 ? roundUp(most) : 0);
  return before !== undefined && before >= wanted && most >= before * USED ? before : wanted;
}

/** Times of the points, in seconds since 1970: each stands in the middle of its step. */
export function timesOf(from: string, stepSeconds: number, count: number): number[] {
  const start = new Date(from).getTime() / 1000;
  return Array.from({ length: count }, (_, index) => start + (index + 0.5) * stepSeconds);
}
