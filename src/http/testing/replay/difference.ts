/** One row of the table of differences. */
import type { RecordedServer } from "../../../dialects/opennebula-xml/testing/fixtures/recorded.ts";
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
