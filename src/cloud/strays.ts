/** Objects that oned makes of a creation after the creation was refused. */
import { messageOf, OcciError } from "../errors.ts";
import type { Creation } from "../opennebula/marked-creation.ts";
import { type Clock, follow } from "./follow.ts";

/** The object that a refused request might still become. */
const STRAY_MS = 10 * 60_000;
/** Refused creations that are watched at a time; each holds a session and asks oned every half minute. */
const MOST_STRAYS = 64;

/** Deletes what oned makes of a creation after the creation was refused. */
export class Strays {
  readonly #clock: Clock;
  readonly #log: (line: string) => void;
  #watched = 0;

  /** @param log lines for the administrator; nothing secret is in them. */
  constructor(clock: Clock, log: (line: string) => void = () => {}) {
    this.#clock = clock;
    this.#log = log;
  }

  /** Whether one more can be watched. */
  get hasRoom(): boolean {
    return this.#watched < MOST_STRAYS;
  }

  /** Looks for the object for ten minutes and deletes it as soon as oned lets it go. */
  watch(creation: Creation): void {
    this.#watched++;
    const gone = () => this.#removeWhenSeen(creation);
    const options = { waitMs: STRAY_MS, clock: this.#clock, firstMs: 1_000, longestMs: 30_000 };
    void follow(gone, (removed) => removed, options)
      .catch((error: unknown) => this.#log(`a refused ${creation.kind} is no longer searched for: ${messageOf(error)}`))
      .finally(() => {
        this.#watched--;
      });
  }

  async #removeWhenSeen(creation: Creation): Promise<boolean> {
    try {
      const sighting = await creation.find();
      if (sighting.kind !== "found") return false;
      await creation.remove(sighting.id);
      this.#log(`the ${creation.kind} ${sighting.id} was made after its creation had been refused: it was deleted`);
      return true;
    } catch (error) {
      // It is locked while oned copies it, or oned is away: there is another try.
      if (error instanceof OcciError && error.status !== 401) return false;
      throw error;
    }
  }
}
