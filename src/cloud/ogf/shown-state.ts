/** States as entities show them: a word of the standard, and a message for what the word does not say. */
import { withoutDate } from "../../opennebula/record-parts.ts";

export interface Shown<T extends string> {
  readonly state: T;
  /** The current operation of OpenNebula, or the reason of a failure; absent when there is nothing to report. */
  readonly message?: string;
}

const LONGEST_MESSAGE = 500;

/** On one line, without the date that oned puts in front. */
export function reasonOf(error: string | undefined): string {
  const line = withoutDate(error ?? "")
    .replace(/\s+/g, " ")
    .trim();
  return line.slice(0, LONGEST_MESSAGE);
}
