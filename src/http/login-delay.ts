/**
 * Wrong passwords make their user wait longer at that address before oned is asked again. Nobody else waits: neither
 * other users of the address, nor the user at other addresses, nor at this one with a password that oned has accepted
 * there within the last minutes. (At other addresses that would tell a guesser at once which of his guesses is right.)
 * The same wrong password again is no other guess: it waits longer each time, and others for it a second at most.
 */

import { OcciError } from "../errors.ts";
import { clientNetwork } from "../ip-address.ts";
import type { CallOf, OnedClient, Parameter, PoolAnswer, Session } from "../opennebula/client.ts";
import { AcceptedLately } from "./accepted-lately.ts";
import { LoginFailures } from "./login-failures.ts";
import { accountOf } from "./login-name.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

export interface Login {
  readonly user: string;
  readonly session: Session;
  /** The address of the client. */
  readonly address: string;
  /** The longest delay, milliseconds; 0 for none. */
  readonly longest: number;
}

/** A typing mistake costs nothing. */
const FREE = 2;
const FIRST_MS = 1_000;

/** The delay after one more failure. */
export function delayAfter(failures: number, longest: number): number {
  return failures <= FREE ? 0 : Math.min(FIRST_MS * 2 ** (failures - FREE - 1), longest);
}

/** How the tables know a login. */
interface Keys {
  readonly account: string;
  /** The key of the account at its address with this password. */
  readonly secret: string;
}

/** The same where the password was not accepted lately. */
interface FailureKeys {
  /** The key of the account at its address. */
  readonly place: string;
  /**
   * The keys under which failures are counted since the last right password: that of the place, and that of the
   * password there.
   */
  readonly failures: { readonly place: Buffer; readonly secret: Buffer };
}

/** Accounts at addresses whose failures the right password has ended; the longest ago go first. */
const MOST_PARDONS = 4096;

export class LoginDelay {
  readonly #now: () => number;
  readonly #failures = new LoginFailures();
  readonly #accepted = new AcceptedLately();
  /** Tries that are under way, one for each account at an address, and what comes of them. */
  readonly #trying = new Map<string, Promise<Verdict>>();
  /**
   * How often the right password has ended the failures of an account at an address. Failures are counted anew from
   * then on, under another digest: a count is never taken out of the table, where others share its cells.
   */
  readonly #pardons = new Map<string, number>();
  /** So that nobody can choose names that meet in the tables, or learn a password from them. */
  readonly #key = crypto.getRandomValues(Buffer.alloc(32)).toString("hex");

  /** @param now milliseconds of a clock that never runs backwards. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * The client for one request: its first call is the try.
   * @throws OcciError LOGIN_DELAYED, by the client's methods, when oned is not asked; OVERLOADED when another try of
   * this
   *   user got no answer from oned.
   */
  guard(oned: OnedClient, login: Login): OnedClient {
    return login.longest === 0 ? oned : new Guarded(oned, () => this.#begin(login));
  }

  /**
   * Tries what this server checks itself, and what is right only once: a code. A wrong code is delayed as a wrong
   * password is, and so is a code that is used again.
   * @param login whose account and secret are not those of a password.
   * @throws OcciError LOGIN_DELAYED.
   */
  async once(login: Login, isRight: () => Promise<boolean>): Promise<boolean> {
    const keys = this.#keysOf(login);
    const failing = this.#failureKeysOf(login);
    const wait = this.#waitOf(failing, login.longest);
    if (wait > 0) throw delayed(wait);
    // Counted before it is known: of many at a time each waits for those before it.
    this.#failures.add(failing.failures.place, this.#now());
    const right = await isRight();
    // After that nothing is waited for: of the same code twice at a time one counts.
    if (!right || this.#accepted.has(keys.account, keys.secret, this.#now())) return false;
    this.#accepted.add(keys.account, keys.secret, this.#now());
    this.#pardon(failing.place);
    return true;
  }

  #begin(login: Login): Settle | Promise<Settle> {
    const keys = this.#keysOf(login);
    return this.#acceptedBefore(keys, login) ?? this.#beginInTurn(keys, login);
  }

  /** The outcome of a login that was accepted lately; undefined for another. */
  #acceptedBefore(keys: Keys, login: Login): Settle | undefined {
    if (!this.#accepted.has(keys.account, keys.secret, this.#now())) return undefined;
    // Guesses of others meanwhile stay counted: the right password comes here again and again.
    return (verdict) => this.#note(keys, () => this.#failureKeysOf(login), verdict, false);
  }

  /**
   * Waits until this may be tried: guesses go one after the other, or many would be under way before one has failed.
   */
  async #beginInTurn(keys: Keys, login: Login): Promise<Settle> {
    for (;;) {
      const accepted = this.#acceptedBefore(keys, login);
      if (accepted !== undefined) return accepted;
      const failing = this.#failureKeysOf(login);
      const { place } = failing;
      const wait = this.#waitOf(failing, login.longest);
      if (wait > 0) throw delayed(wait);
      const other = this.#trying.get(place);
      if (other === undefined) {
        const trying = Promise.withResolvers<Verdict>();
        this.#trying.set(place, trying.promise);
        return (verdict) => {
          this.#trying.delete(place);
          this.#note(keys, () => failing, verdict, true);
          trying.resolve(verdict);
        };
      }
      if ((await other) === "unknown") {
        throw new OcciError("OVERLOADED", "OpenNebula did not answer whether the password is right.", {
          retryAfter: 5,
        });
      }
    }
  }

  /** How long nothing is tried, milliseconds; 0 or less when it may be. */
  #waitOf({ failures: { place, secret } }: FailureKeys, longest: number): number {
    const now = this.#now();
    const until = [place, secret].map((digest) => {
      const { count, last } = this.#failures.of(digest, now);
      return last + delayAfter(count, longest);
    });
    return Math.max(...until) - now;
  }

  /** @param pardons whether success ends the delay of this account at this address. */
  #note({ account, secret }: Keys, failing: () => FailureKeys, verdict: Verdict, pardons: boolean): void {
    if (verdict === "unknown") return;
    const now = this.#now();
    if (verdict === "refused") {
      const { failures } = failing();
      this.#accepted.delete(account, secret);
      const isOther = this.#failures.add(failures.secret, now) === 0;
      this.#failures.add(failures.place, now, isOther ? undefined : FREE + 1);
      return;
    }
    this.#accepted.add(account, secret, now);
    if (!pardons) return;
    const { place, failures } = failing();
    if (this.#failures.of(failures.place, now).count > 0) this.#pardon(place);
  }

  #pardon(place: string): void {
    const times = this.#pardons.get(place) ?? 0;
    this.#pardons.delete(place);
    this.#pardons.set(place, times + 1);
    const [oldest] = this.#pardons.keys();
    if (this.#pardons.size > MOST_PARDONS && oldest !== undefined) this.#pardons.delete(oldest);
  }

  #keysOf({ user, session, address }: Login): Keys {
    const account = accountOf(user);
    return { account, secret: this.#digestText(account, clientNetwork(address), session) };
  }

  #failureKeysOf({ user, session, address }: Login): FailureKeys {
    const account = accountOf(user);
    const network = clientNetwork(address);
    const place = this.#digestText(account, network);
    const times = String(this.#pardons.get(place) ?? 0);
    return {
      place,
      failures: {
        place: this.#digest(times, account, network),
        secret: this.#digest(times, account, network, session),
      },
    };
  }

  #digest(...parts: readonly string[]): Buffer {
    return Bun.CryptoHasher.hash("sha256", this.#keyed(parts)) as Buffer;
  }

  #digestText(...parts: readonly string[]): string {
    return Bun.CryptoHasher.hash("sha256", this.#keyed(parts), "base64");
  }

  /** No part of a login holds a NUL. The key always has the same length, and no digest is ever shown to anybody. */
  #keyed(parts: readonly string[]): string {
    return `${this.#key}${parts.join("\0")}`;
  }
}

type Settle = (verdict: Verdict) => void;

/** The client of one request, whose first call is the try. A class, as a closure for each method costs more. */
class Guarded implements OnedClient {
  readonly #oned: OnedClient;
  readonly #begin: () => Settle | Promise<Settle>;
  #known = false;

  constructor(oned: OnedClient, begin: () => Settle | Promise<Settle>) {
    this.#oned = oned;
    this.#begin = begin;
  }

  read(session: Session, method: string, ...parameters: Parameter[]): Promise<string> {
    return this.#tried(() => this.#oned.read(session, method, ...parameters));
  }

  readPool(session: Session, method: string, ...parameters: Parameter[]): Promise<PoolAnswer> {
    return this.#tried(() => this.#oned.readPool(session, method, ...parameters));
  }

  readMany(session: Session, calls: readonly CallOf[]): Promise<readonly PoolAnswer[]> {
    return this.#tried(() => this.#oned.readMany(session, calls));
  }

  change(session: Session, method: string, ...parameters: Parameter[]): Promise<string | number> {
    return this.#tried(() => this.#oned.change(session, method, ...parameters));
  }

  async #tried<T>(call: () => Promise<T>): Promise<T> {
    if (this.#known) return call();
    const begun = this.#begin();
    const settle = begun instanceof Promise ? await begun : begun;
    try {
      const result = await call();
      this.#known = true;
      settle("accepted");
      return result;
    } catch (error) {
      const verdict = verdictOf(error);
      this.#known = verdict === "accepted";
      settle(verdict);
      throw error;
    }
  }
}

function delayed(milliseconds: number): OcciError {
  const seconds = Math.ceil(milliseconds / 1000);
  return new OcciError("LOGIN_DELAYED", "Too many wrong passwords of this user came from this address.", {
    hint: `Wait ${seconds} s, then try again.`,
    retryAfter: seconds,
  });
}
