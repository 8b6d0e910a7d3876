/**
 * The texts of answers that came lately. Clients and this server itself read the same object again and again, and most
 * readings find it unchanged: then its bytes are compared, not decoded anew.
 */
import { RecentMap } from "../recent-map.ts";

/** Bytes of all answers that are remembered. */
const LIMIT = 4 * 1024 * 1024;

interface Known {
  readonly encoded: Uint8Array;
  readonly text: string;
}

export class RecentTexts {
  readonly #known: RecentMap<Known>;

  constructor(limit = LIMIT) {
    this.#known = new RecentMap(limit);
  }

  /**
   * @param key what was asked, for all users alike: only the bytes decide.
   * @param encoded the payload as it came. It is kept, and must not be changed afterwards.
   * @returns what `decode` makes of it; for the bytes that came last time, the string of last time.
   */
  textOf(key: string, encoded: Uint8Array, decode: (encoded: Uint8Array) => string): string {
    const known = this.#known.get(key);
    if (known !== undefined && Buffer.compare(known.encoded, encoded) === 0) return known.text;
    const text = decode(encoded);
    this.#known.set(key, { encoded, text }, encoded.length);
    return text;
  }
}
