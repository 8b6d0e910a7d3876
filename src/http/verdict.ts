/** The verdict of a call to oned on the credentials that it was made with. */
import { OcciError } from "../errors.ts";

export type Verdict = "accepted" | "refused" | "unknown";

/** The codes of calls that oned could not read, or that never reached it. */
const NOT_LOOKED_AT: ReadonlySet<string> = new Set(["INVALID_CHARACTER", "LOGIN_DELAYED"]);

/** The verdict of a call that failed; one that succeeds is `accepted`. */
export function verdictOf(error: unknown): Verdict {
  if (!(error instanceof OcciError)) return "unknown";
  if (error.code === "BAD_CREDENTIALS") return "refused";
  return error.status < 500 && !NOT_LOOKED_AT.has(error.code) ? "accepted" : "unknown";
}
