/**
 * Passwords and tokens that oned has accepted within the last minutes, as hashes with a key that this process made and
 * never writes anywhere. They let nobody in: oned is asked about each of them again. They only tell that a login is no
 * guess.
 */

/** After oned has accepted it last. Milliseconds. */
const KEEP_MS = 10 * 60_000;
/** A user has a password and tokens, and comes from several addresses. */
const OF_A_USER = 16;
const USERS = 4096;

export class AcceptedLately {
  /** Until when each digest counts, by user; those who were accepted last come last. */
  readonly #users = new Map<string, Map<string, number>>();

  /** @param user whose it is, so that nobody crowds out what is another's. */
  has(user: string, digest: string, now: number): boolean {
    return (this.#users.get(user)?.get(digest) ?? Number.NEGATIVE_INFINITY) > now;
  }

  add(user: string, digest: string, now: number): void {
    const own = this.#users.get(user) ?? new Map<string, number>();
    put(own, digest, now + KEEP_MS, OF_A_USER);
    put(this.#users, user, own, USERS);
  }

  delete(user: string, digest: string): void {
    this.#users.get(user)?.delete(digest);
  }
}

/** Sets it as the last one; the first one goes when there are too many. */
function put<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= most) return;
  for (const first of map.keys()) {
    map.delete(first);
    if (map.size <= most) return;
  }
}
