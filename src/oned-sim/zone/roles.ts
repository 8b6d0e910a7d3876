/**
 * The leader of a zone of several oneds, by the time: killed, frozen and cut-off servers, elections, and what each
 * server knows of them. Nothing runs by itself: a reader gets the state that has come about by then. Times as recorded
 * of 6.10 and 7.4.
 */

/** The role of a server, as it sees itself. */
export type Role =
  /** `alone`: without the majority that a change needs. */
  | { readonly is: "leader"; readonly alone: boolean; readonly replicating: boolean }
  /** The id of the server that it takes for the leader. */
  | { readonly is: "follower"; readonly leader: number | undefined }
  | { readonly is: "candidate" };

interface Server {
  alive: boolean;
  frozen: boolean;
  /** Clients reach it, the other servers do not. */
  cut: boolean;
  /** Since when it takes part as it does, milliseconds. */
  since: number;
  /** The server that it took for the leader when it was cut off, and its term. */
  believed: number | undefined;
  term: number;
}

export type Trouble = Partial<Pick<Server, "alive" | "frozen" | "cut">>;

/** Milliseconds from the loss of a leader to the election, and what it takes. */
export const ELECTION = 5_000;
const VOTING = 60;
const REPLICATING = 40;
/** Until the others have heard of a new leader, and a server that was away of any. */
const NEWS = 40;
const NEWS_AFTER_START = 200;
/** Between two messages of the leader. */
const HEARTBEAT = 500;

export class Roles {
  readonly #now: () => number;
  readonly #servers: Server[];
  #leader: number | undefined = 0;
  #since: number;
  #term = 1;
  /** When there was no leader any more, or a majority again to elect one. */
  #lostAt: number | undefined;

  /** The first of the servers leads. */
  constructor(count: number, now: () => number) {
    this.#now = now;
    const since = now() - ELECTION;
    this.#since = since;
    this.#servers = Array.from({ length: count }, () => ({
      alive: true,
      frozen: false,
      cut: false,
      since,
      believed: undefined,
      term: 1,
    }));
  }

  /** The one that can make changes, were there a majority. */
  get leader(): number | undefined {
    this.#elect();
    return this.#leader !== undefined && this.partakes(this.#leader) ? this.#leader : undefined;
  }

  /** The term of the last election that a server has heard of, or is a candidate in. */
  termOf(index: number): number {
    this.#elect();
    const { cut, since, term, believed } = this.#at(index);
    const without = cut && believed !== index ? since : this.#lostAt;
    const fruitless = without === undefined ? 0 : Math.floor((this.#now() - without) / ELECTION);
    if (cut) return believed === index ? term : term + fruitless;
    return this.#term + fruitless;
  }

  get hasMajority(): boolean {
    return this.#servers.filter((_, index) => this.partakes(index)).length > this.#servers.length / 2;
  }

  /** Whether the other servers reach it. */
  partakes(index: number): boolean {
    const { alive, frozen, cut } = this.#at(index);
    return alive && !frozen && !cut;
  }

  is(index: number): Readonly<Server> {
    return this.#at(index);
  }

  /** When the leader has last told a server what is committed, milliseconds; undefined: not since it takes part. */
  heard(index: number): number | undefined {
    const { leader } = this;
    if (leader === undefined || !this.partakes(index)) return undefined;
    const begin = this.#since + VOTING + NEWS;
    const last = begin + Math.floor((this.#now() - begin) / HEARTBEAT) * HEARTBEAT;
    return last >= begin && last >= this.#at(index).since ? last : undefined;
  }

  /** Something happens to a server. */
  change(index: number, trouble: Trouble): void {
    const server = this.#at(index);
    const role = this.roleOf(index);
    const wasLeader = this.#leader === index && this.partakes(index);
    const hadMajority = this.hasMajority;
    if (trouble.cut === true && !server.cut) {
      server.believed = role.is === "leader" ? index : this.#leader;
      server.term = this.#term;
    }
    Object.assign(server, trouble);
    server.since = this.#now();
    if (wasLeader && !this.partakes(index)) this.#lostAt ??= this.#now();
    // One that was only away for a moment is the leader still; one that is started anew is not.
    if (!wasLeader && this.#leader === index && this.partakes(index)) {
      if (trouble.alive === true) this.#leader = undefined;
      else this.#lostAt = undefined;
    }
    if (this.#lostAt !== undefined && !hadMajority && this.hasMajority) this.#lostAt = this.#now();
  }

  roleOf(index: number): Role {
    this.#elect();
    const now = this.#now();
    const server = this.#at(index);
    if (server.cut) return this.#cutOff(index, server);
    const leader = this.#leader;
    const known = leader !== undefined && (this.#lostAt === undefined || now < this.#lostAt + ELECTION);
    if (known && leader === index) {
      const replicating = this.#term > 1 && now < this.#since + VOTING + REPLICATING;
      return { is: "leader", alone: !this.hasMajority, replicating };
    }
    if (known) {
      const told = now >= this.#since + VOTING + NEWS && now >= server.since + NEWS_AFTER_START;
      return { is: "follower", leader: told ? leader : undefined };
    }
    if (this.#lostAt !== undefined && now < this.#lostAt + ELECTION) return { is: "follower", leader: undefined };
    return this.hasMajority && index !== this.#next() ? { is: "follower", leader: undefined } : { is: "candidate" };
  }

  /** An isolated leader stays it; a follower stands for election in vain. */
  #cutOff(index: number, { since, believed }: Server): Role {
    if (believed === index) return { is: "leader", alone: true, replicating: false };
    return this.#now() < since + ELECTION ? { is: "follower", leader: believed } : { is: "candidate" };
  }

  #elect(): void {
    if (this.#lostAt === undefined || !this.hasMajority) return;
    const at = this.#lostAt + ELECTION + VOTING;
    if (this.#now() < at) return;
    this.#leader = this.#next();
    this.#since = at - VOTING;
    this.#term++;
    this.#lostAt = undefined;
  }

  /** The server that is elected next. */
  #next(): number {
    const start = this.#leader ?? 0;
    for (let step = 1; step <= this.#servers.length; step++) {
      const index = (start + step) % this.#servers.length;
      if (this.partakes(index)) return index;
    }
    return start;
  }

  #at(index: number): Server {
    const server = this.#servers[index];
    if (server === undefined) throw new Error(`no server ${index}`);
    return server;
  }
}
