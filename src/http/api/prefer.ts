/** The header Prefer (RFC 7240). */

/** Seconds, at most: as long as a proxy waits. */
export const LONGEST_WAIT = 60;

/** The parts between commas, except for commas within quotes. */
function preferences(header: string): string[] {
  return header.match(/(?:[^,"]|"(?:[^"\\]|\\.)*"?)+/g) ?? [];
}

/**
 * The seconds of `wait=30` (4.3), at most LONGEST_WAIT. The first of two equal preferences counts (2); others, and
 * a value that is not a number, are ignored.
 * @returns 0 where nothing is to be waited for.
 */
export function waitOf(headers: Headers): number {
  for (const preference of preferences(headers.get("prefer") ?? "")) {
    const [, value] = /^\s*wait\s*=\s*([^;]*?)\s*(?:;.*)?$/is.exec(preference) ?? [];
    if (value === undefined) continue;
    const [, seconds] = /^"?(\d+)"?$/.exec(value) ?? [];
    return Math.min(Number(seconds ?? 0), LONGEST_WAIT);
  }
  return 0;
}
