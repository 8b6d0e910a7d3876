/** The checks of an open screen: whether it may stay open. */
import { OcciError } from "../../errors.ts";
import type { ClosedBy, Tunnel } from "../../screen/tunnel.ts";

/** Checks in a row that oned has not answered, after which a screen is closed. */
const MOST_UNANSWERED = 5;

/** The reason to close a screen after an error of oned; undefined when oned has not answered. */
function refusalOf(error: unknown): ClosedBy | undefined {
  const code = error instanceof OcciError ? error.code : "";
  if (code === "BAD_CREDENTIALS") return "login_ended";
  if (code === "FORBIDDEN") return "right_lost";
  return code === "NOT_FOUND" ? "machine_changed" : undefined;
}

/**
 * @param ask asks oned again. Returns the reason to close the screen; undefined while it may stay open.
 * @returns the check that runs once a minute: it closes the screen when it must not stay open.
 */
export function checking(
  ask: () => Promise<ClosedBy | undefined>,
  tunnel: Pick<Tunnel, "isStuck" | "close">,
): () => Promise<void> {
  let unanswered = 0;
  let asking = false;
  return async () => {
    if (tunnel.isStuck()) return tunnel.close("host_stuck");
    if (asking) return;
    asking = true;
    let end: ClosedBy | undefined;
    try {
      end = await ask();
      unanswered = 0;
    } catch (error) {
      end = refusalOf(error);
      unanswered++;
    }
    asking = false;
    if (end !== undefined) tunnel.close(end);
    else if (unanswered >= MOST_UNANSWERED) tunnel.close("unchecked");
  };
}
