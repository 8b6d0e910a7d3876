/**
 * Wrong passwords: each makes its user wait longer at that address before oned is asked again. Nobody else waits: neither
 * other users of the address, nor the user at other addresses, nor at this one with a password that oned has accepted.
 */
import { OcciError } from "../errors.ts";
import type { OnedClient, Session } from "../opennebula/client.ts";
import { plainAddress } from "./proxies.ts";

export interface Login {
  readonly user: string;
  readonly session: Session;
  /** Of the client. */
  readonly address: string;
  /** The longest delay, milliseconds; 0 for none. */
  readonly longest: number;
}

type Verdict = "accepted" | "refused" | "unknown";

/** What is known of one user at one address. */
interface Entry {
  failures: number;
  lastFailure: number;
  /** Until when nothing is tried. */
  until: number;
  /** Fingerprints of sessions that oned accepted last: they are no guesses. */
  accepted: readonly number[];
  /** A try is under way; what comes of it. */
  trying: Promise<Verdict> | undefined;
}

/** A typing mistake costs nothing. */
const FREE = 2;
const FIRST_MS = 1_000;
/** So long after the last one failures are forgotten. */
const FORGET_MS = 15 * 60_000;
/** Users use several sessions at a time: a password and tokens. */
const SESSIONS = 4;
/** Entries; the longest unused go first. About 4 MB, however many names are tried. */
const MOST_ENTRIES = 12_288;

/** What one more failure costs. */
export function delayAfter(failures: number, longest: number): number {
  return failures <= FREE ? 0 : Math.min(FIRST_MS * 2 ** (failures - FREE - 1), longest);
}

/** Whoever has an IPv6 address has 2^64 of them. */
export function networkOf(address: string): string {
  const plain = plainAddress(address);
  if (!plain.includes(":")) return plain;
  const [head = "", tail] = plain.toLowerCase().split("%")[0]?.split("::") ?? [];
  const groups = head === "" ? [] : head.split(":");
  const behind = tail === undefined || tail === "" ? [] : tail.split(":");
  while (tail !== undefined && groups.length + behind.length < 8) groups.push("0");
  return [...groups, ...behind]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}

/** What a failed call says of the password. */
function verdictOf(error: unknown): Verdict {
  if (!(error instanceof OcciError)) return "unknown";
  if (error.code === "BAD_CREDENTIALS") return "refused";
  // A call that oned could not read, or that never reached it, was not looked at.
  return error.status < 500 && error.code !== "INVALID_CHARACTER" ? "accepted" : "unknown";
}

export class LoginDelay {
  readonly #now: () => number;
  readonly #most: number;
  readonly #entries = new Map<number, Entry>();
  /** So that nobody can choose names that meet in the table, or learn from it. */
  readonly #seed = crypto.getRandomValues(new BigUint64Array(1))[0] ?? 0n;

  /** @param now milliseconds of a clock that never runs backwards. */
  constructor(now: () => number = () => performance.now(), most: number = MOST_ENTRIES) {
    this.#now = now;
    this.#most = most;
  }

  /** Users at addresses that something is known of. */
  get size(): number {
    return this.#entries.size;
  }

  /**
   * The client for one request: its first call is the try.
   * @throws OcciError LOGIN_DELAYED, by the client's methods, when oned is not asked; OVERLOADED when another try of this
   *   user got no answer from oned.
   */
  guard(oned: OnedClient, login: Login): OnedClient {
    if (login.longest === 0) return oned;
    let known = false;
    const first = async <T>(call: () => Promise<T>): Promise<T> => {
      if (known) return call();
      const settle = await this.#begin(login);
      try {
        const result = await call();
        known = true;
        settle("accepted");
        return result;
      } catch (error) {
        const verdict = verdictOf(error);
        known = verdict === "accepted";
        settle(verdict);
        throw error;
      }
    };
    return {
      read: (session, method, ...parameters) => first(() => oned.read(session, method, ...parameters)),
      readPool: (session, method, ...parameters) => first(() => oned.readPool(session, method, ...parameters)),
      readMany: (session, calls) => first(() => oned.readMany(session, calls)),
      change: (session, method, ...parameters) => first(() => oned.change(session, method, ...parameters)),
    };
  }

  /** Waits until this may be tried: guesses go one after the other, or many would be under way before one has failed. */
  async #begin(login: Login): Promise<(verdict: Verdict) => void> {
    const key = this.#hash(`${login.user}\0${networkOf(login.address)}`) & 0x1f_ffff_ffff_ffffn;
    const fingerprint = Number(this.#hash(login.session) & 0xffff_ffffn);
    for (;;) {
      const entry = this.#entryOf(Number(key));
      if (entry.accepted.includes(fingerprint)) {
        return (verdict) => {
          if (verdict === "refused") this.#settle(entry, verdict, fingerprint, login.longest);
        };
      }
      const wait = entry.until - this.#now();
      if (wait > 0) throw delayed(wait);
      if (entry.trying === undefined) {
        const trying = Promise.withResolvers<Verdict>();
        entry.trying = trying.promise;
        return (verdict) => {
          entry.trying = undefined;
          this.#settle(entry, verdict, fingerprint, login.longest);
          trying.resolve(verdict);
        };
      }
      if ((await entry.trying) === "unknown") {
        throw new OcciError("OVERLOADED", "OpenNebula did not answer whether the password is right.", {
          retryAfter: 5,
        });
      }
    }
  }

  #settle(entry: Entry, verdict: Verdict, fingerprint: number, longest: number): void {
    if (verdict === "unknown") return;
    const others = entry.accepted.filter((one) => one !== fingerprint);
    if (verdict === "accepted") {
      entry.accepted = [...others, fingerprint].slice(-SESSIONS);
      entry.failures = 0;
      return;
    }
    const now = this.#now();
    entry.accepted = others;
    entry.failures = now - entry.lastFailure > FORGET_MS ? 1 : entry.failures + 1;
    entry.lastFailure = now;
    entry.until = now + delayAfter(entry.failures, longest);
  }

  #entryOf(key: number): Entry {
    const found = this.#entries.get(key);
    const entry = found ?? { failures: 0, lastFailure: 0, until: 0, accepted: [], trying: undefined };
    // Last in the order of the map: the first one is the longest unused.
    if (found !== undefined) this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size > this.#most) {
      for (const oldest of this.#entries.keys()) {
        this.#entries.delete(oldest);
        break;
      }
    }
    return entry;
  }

  #hash(text: string): bigint {
    return BigInt(Bun.hash.wyhash(text, this.#seed));
  }
}

function delayed(milliseconds: number): OcciError {
  return new OcciError("LOGIN_DELAYED", "There were too many wrong passwords of this user from this address.", {
    hint: "Wait as long as Retry-After tells, then try again.",
    retryAfter: Math.ceil(milliseconds / 1000),
  });
}
