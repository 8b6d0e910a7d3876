/** A map that forgets what was not asked for lately. */

interface Entry<V> {
  readonly value: V;
  readonly size: number;
}

/**
 * Entries are in two generations. When the young ones are half of what may be kept, they become the old ones, and the old
 * ones that nobody has asked for since then are forgotten: a reading costs no reordering.
 */
export class RecentMap<V> {
  readonly #half: number;
  #young = new Map<string, Entry<V>>();
  #old = new Map<string, Entry<V>>();
  #size = 0;

  /** @param limit of the sizes of all entries together, in the unit that `set` counts in. */
  constructor(limit: number) {
    this.#half = limit / 2;
  }

  get(key: string): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young.value;
    const old = this.#old.get(key);
    if (old === undefined) return undefined;
    this.#old.delete(key);
    this.#put(key, old);
    return old.value;
  }

  /** Sets or replaces an entry; one that is larger than half of the limit is not kept. */
  set(key: string, value: V, size: number): void {
    this.#old.delete(key);
    this.#size -= this.#young.get(key)?.size ?? 0;
    this.#young.delete(key);
    if (size <= this.#half) this.#put(key, { value, size });
  }

  #put(key: string, entry: Entry<V>): void {
    if (this.#size + entry.size > this.#half) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#size = 0;
    }
    this.#young.set(key, entry);
    this.#size += entry.size;
  }
}
