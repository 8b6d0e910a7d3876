/** The used part of a quota, in words and as a bar. */

interface BarProps {
  readonly label: string;
  /** "3 of 10". */
  readonly value: string;
  /** "7 left". */
  readonly left: string;
  /** From 0 to 1; undefined where there is no limit. */
  readonly part: number | undefined;
}

/** The bar warns from this part of the limit on. */
const NARROW = 0.8;

export function Bar({ label, value, left, part }: BarProps) {
  const level = part === undefined ? "free" : part >= 1 ? "full" : part >= NARROW ? "narrow" : "fine";
  return (
    <div class={`bar ${level}`}>
      <div class="bar-head">
        <span class="bar-label">{label}</span>
        <span class="bar-left">{left}</span>
      </div>
      {/* The words say it; the bar is for the eye. */}
      <svg class="bar-line" aria-hidden="true" width="100%" height="8">
        <rect class="bar-all" width="100%" height="8" rx="4" />
        {part !== undefined && part > 0 && (
          <rect class="bar-used" width={`${Math.max(2, Math.min(1, part) * 100)}%`} height="8" rx="4" />
        )}
      </svg>
      <span class="bar-value">{value}</span>
    </div>
  );
}
