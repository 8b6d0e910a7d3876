/** Converts values that hold for a time to points of equal distance. */

/** Times are seconds since 1970. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

/** Points: one for each `step` seconds from `from` to `to`. */
export interface Grid {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** A point is a gap when less than this part of its time is known. */
const KNOWN = 0.5;

/**
 * The average of each point, weighted by the time that each value held; null where more than half of the time is unknown.
 * @param segments in the order of time, none of them twice at a time. @param digits after the decimal point.
 */
export function sampled(segments: readonly Segment[], { from, to, step }: Grid, digits: number): (number | null)[] {
  const count = Math.round((to - from) / step);
  const sums = new Float64Array(count);
  const known = new Float64Array(count);
  for (const segment of segments) {
    const begin = Math.max(segment.from, from);
    const end = Math.min(segment.to, to);
    for (let at = begin; at < end; ) {
      const point = Math.floor((at - from) / step);
      const until = Math.min(end, from + (point + 1) * step);
      sums[point] = (sums[point] ?? 0) + segment.value * (until - at);
      known[point] = (known[point] ?? 0) + (until - at);
      at = until;
    }
  }
  const scale = 10 ** digits;
  return Array.from(sums, (sum, point) => {
    const seconds = known[point] ?? 0;
    return seconds < KNOWN * step ? null : Math.round((sum / seconds) * scale) / scale;
  });
}
