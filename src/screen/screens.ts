/** The screens that are open at this server: their limits, and the times of their connections. */
import { OcciError } from "../errors.ts";
import { HOST_PATIENCE, type HostPatience } from "./host.ts";

export interface ScreenTimes extends HostPatience {
  /** Milliseconds between two checks whether a screen may stay open. */
  readonly check: number;
}

const TIMES: ScreenTimes = { ...HOST_PATIENCE, check: 60_000 };

export interface ScreenLimits {
  readonly all: number;
  readonly perUser: number;
}

/** Made at start. A reload keeps it, because the screens stay open. */
export class Screens {
  readonly times: ScreenTimes;
  readonly #byUser = new Map<string, number>();
  #open = 0;

  constructor(times: Partial<ScreenTimes> = {}) {
    this.times = { ...TIMES, ...times };
  }

  get open(): number {
    return this.#open;
  }

  /**
   * Counts one more screen, before the connection to its host.
   * @returns a function that counts it as closed; to be called once.
   * @throws OcciError OVERLOADED.
   */
  enter(user: string, { all, perUser }: ScreenLimits): () => void {
    const own = this.#byUser.get(user) ?? 0;
    if (own >= perUser) {
      throw new OcciError("OVERLOADED", `You have ${own} screens open, which is the limit.`, {
        hint: "Close one of them. The administrator sets the limit with SCREENS_PER_USER.",
        retryAfter: 5,
      });
    }
    if (this.#open >= all) {
      throw new OcciError("OVERLOADED", "The limit of open screens on this server is reached.", {
        hint: "Try again later. The administrator sets the limit with SCREENS.",
        retryAfter: 30,
      });
    }
    this.#open++;
    this.#byUser.set(user, own + 1);
    return () => {
      this.#open--;
      const left = (this.#byUser.get(user) ?? 1) - 1;
      if (left === 0) this.#byUser.delete(user);
      else this.#byUser.set(user, left);
    };
  }
}
