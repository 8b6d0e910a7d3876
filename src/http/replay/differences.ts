/**
 * Every recorded answer that this server does not give, with what it gives instead: one table. What is in no row has to
 * match, and what is in a row has to differ in exactly this way.
 */
import type { RecordedServer } from "../../dialects/opennebula-xml/fixtures/recorded.ts";
import { DIFFERENCES_2_0 } from "./differences-2.0.ts";
import { DIFFERENCES_4_6 } from "./differences-4.6.ts";
import type { Reason } from "./reasons.ts";

export interface Difference {
  readonly reason: Reason;
  readonly server: RecordedServer;
  /** Names of the cases, with blanks between them. */
  readonly cases: string;
  /** Status, and of an error its code. */
  readonly ours: string;
  /** Of a recorded success: what stands in the recorded body, and what stands in ours in its place, in document order. */
  readonly replaced?: readonly (readonly [recorded: string, ours: string])[];
  /** Our body is what was recorded for this other case. */
  readonly like?: string;
  /** Our answer is of OCCI 1.2, whose tests are elsewhere: this media type. */
  readonly type?: string;
  /** Our body is in `golden.json`. */
  readonly golden?: true;
}

export const DIFFERENCES: readonly Difference[] = [...DIFFERENCES_2_0, ...DIFFERENCES_4_6];
