/** Whether this server can do its work. It is checked in the background, so that a probe gets its answer at once. */

export interface ReadinessOptions {
  /** Looks. @returns undefined when all is well, else the reason. */
  readonly probe: () => Promise<string | undefined>;
  /** Milliseconds from the end of one check to the beginning of the next. */
  readonly every: number;
  /** Called when the answer changes. */
  readonly onChange?: (reason: string | undefined) => void;
}

export interface Readiness {
  /** Why the server is not ready; undefined when it is. */
  readonly reason: string | undefined;
  /** From now on it is not ready, whatever the probe says. */
  drain(): void;
  /** Ends the looking. */
  stop(): void;
}

/** Milliseconds from the start to the first check, whose client of HTTP the first answers do not wait for. */
const FIRST_AFTER_MS = 50;

const NOT_YET = "OpenNebula has not been checked yet";

/** Looks soon, and again and again. */
export function watchReadiness({ probe, every, onChange }: ReadinessOptions): Readiness {
  let reason: string | undefined = NOT_YET;
  let draining = false;
  let ended = false;
  let timer: Timer | undefined;

  async function look(): Promise<void> {
    const found = await probe().catch((error: unknown) => `the check of OpenNebula failed: ${String(error)}`);
    if (ended) return;
    const news = found !== reason && !(reason === NOT_YET && found === undefined);
    reason = found;
    if (news) onChange?.(found);
    timer = setTimeout(() => void look(), every);
  }
  timer = setTimeout(() => void look(), FIRST_AFTER_MS);
  return {
    get reason() {
      return draining ? "the server is stopping" : reason;
    },
    drain() {
      draining = true;
    },
    stop() {
      ended = true;
      clearTimeout(timer);
    },
  };
}
