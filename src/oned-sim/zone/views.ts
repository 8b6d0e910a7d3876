/**
 * The state that each server of a zone shows: a follower shows committed changes when the leader announces them, up to
 * half a second later.
 */
import type { World } from "../world.ts";
import type { Roles } from "./roles.ts";

/** The state that a server shows until it hears from the leader after that time. */
interface Held {
  readonly world: World;
  readonly since: number;
}

/** Changes that write more than one record: those behind it carry the first ones along. */
const CARRIED =
  /^one\.(vm\.allocate|vm\.disksaveas|template\.instantiate|image\.(allocate|clone)|vn\.(allocate|reserve))$/;

export class Views {
  readonly #world: World;
  readonly #roles: Roles;
  readonly #now: () => number;
  readonly #held: (Held | undefined)[];

  /** @param world what is committed. */
  constructor(world: World, roles: Roles, count: number, now: () => number) {
    this.#world = world;
    this.#roles = roles;
    this.#now = now;
    this.#held = Array<Held | undefined>(count).fill(undefined);
  }

  /** The state that a server shows now. */
  of(index: number): World {
    this.#listen(index);
    return this.#held[index]?.world ?? this.#world;
  }

  /** Makes a change. Followers show what was before it. */
  change<T>(method: string, make: () => T): T {
    const before = this.#world.snapshot();
    const made = make();
    const since = this.#now();
    for (let index = 0; index < this.#held.length; index++) {
      if (!this.#roles.partakes(index)) continue;
      const late = index !== this.#roles.leader && !CARRIED.test(method);
      this.#held[index] = late ? { world: before, since } : undefined;
    }
    return made;
  }

  /** Before a server's place in the zone changes: what it shows stays until it hears of the leader again. */
  hold(index: number): void {
    this.#listen(index);
    this.#held[index] = { world: this.#held[index]?.world ?? this.#world.snapshot(), since: this.#now() };
  }

  #listen(index: number): void {
    const held = this.#held[index];
    const heard = this.#roles.heard(index);
    if (held !== undefined && heard !== undefined && heard > held.since) this.#held[index] = undefined;
  }
}
