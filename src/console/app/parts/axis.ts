/** Axes of plots: they begin at zero and end at a round number, which changes only when the values need it. */

/** Round numbers between two powers of ten. */
const ROUND = [1, 2, 5, 10] as const;
/** An axis becomes shorter when less than this part of it is used. */
const USED = 0.2;

/** The smallest round number that is not below the value. @param value above 0. */
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
 * @param max the largest value. @param minEnd the smallest end that the axis can have. @param before its end so far.
 */
export function axisEnd(max: number, minEnd: number, before: number | undefined): number {
  const wanted = Math.max(minEnd, max > 0 ? roundUp(max) : 0);
  return before !== undefined && before >= wanted && max >= before * USED ? before : wanted;
}

/** Times of the points, in seconds since 1970: each is in the middle of its step. */
export function timesOf(from: string, stepSeconds: number, count: number): number[] {
  const start = new Date(from).getTime() / 1000;
  return Array.from({ length: count }, (_, index) => start + (index + 0.5) * stepSeconds);
}
