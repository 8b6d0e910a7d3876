/**
 * A stand-in for a zone of several oneds (OpenNebula's high availability), in memory: a leader, followers that show its
 * changes late, elections, and servers that are killed, frozen, or cut off from the others. It behaves as zones of
 * three were recorded to behave (`recorded.test.ts`).
 */
import { type Clock, systemClock } from "../../clock.ts";
import type { SeenCall, SimOptions } from "../index.ts";
import { isRead, perform } from "../methods.ts";
import { demoSeed, emptySeed } from "../seed.ts";
import { recordingSeed } from "../seed-recording.ts";
import { showcaseSeed } from "../seed-showcase.ts";
import type { Caller } from "../users/permissions.ts";
import { authenticate } from "../users/users.ts";
import type { Call, Payload } from "../wire/xmlrpc.ts";
import { World } from "../world.ts";
import { Member } from "./member.ts";
import { Roles, type Trouble } from "./roles.ts";
import type { ZoneServer } from "./status.ts";
import { Views } from "./views.ts";

export interface ZoneOptions extends Pick<SimOptions, "version" | "seed" | "stepMs"> {
  /** How many servers; 3 unless told. */
  readonly servers?: number;
  /** The clock of elections, messages and deadlines; by default that of the machine. */
  readonly clock?: Clock;
  /** Milliseconds that the leader takes for a change. */
  readonly changeMs?: number;
  /** A number from 0 to 1: what a real zone leaves to chance. */
  readonly chance?: () => number;
}

/** A call and the server that it came to. */
export interface SeenAt extends SeenCall {
  readonly server: number;
}

/** Milliseconds between two polls of a call that waits for a majority. */
const LOOK = 50;

export class Zone {
  readonly clock: Clock;
  readonly changeMs: number;
  readonly chance: () => number;
  /** The committed state. */
  readonly world: World;
  readonly roles: Roles;
  readonly views: Views;
  readonly members: readonly Member[];
  readonly authenticate: (world: World, session: string) => Caller = authenticate;
  /** All calls so far, and changes that were carried out, by method and the name that is in them. */
  readonly calls: SeenAt[] = [];
  #stopped = false;

  constructor({ servers = 3, clock = systemClock, changeMs = 0, chance = Math.random, ...options }: ZoneOptions = {}) {
    this.clock = clock;
    this.changeMs = changeMs;
    this.chance = chance;
    this.world = new World(options.version ?? "6.10", options.stepMs ?? 0);
    const { seed = "demo" } = options;
    const seeds = { demo: demoSeed, empty: emptySeed, recording: recordingSeed, showcase: showcaseSeed };
    (typeof seed === "string" ? seeds[seed] : seed)(this.world);
    const now = () => clock.now();
    this.roles = new Roles(servers, now);
    this.views = new Views(this.world, this.roles, servers, now);
    this.members = Array.from({ length: servers }, (_, index) => new Member(this, index));
  }

  get urls(): string[] {
    return this.members.map(({ url }) => url);
  }

  get servers(): readonly ZoneServer[] {
    return this.members.map(({ url }, id) => ({ id, name: `s${id}`, endpoint: url }));
  }

  /** The server that makes changes now. */
  get leader(): number | undefined {
    return this.roles.leader;
  }

  /** `kill -9`. */
  kill(index: number): void {
    this.#happens(index, { alive: false, frozen: false });
    this.members[index]?.end();
  }

  /** After `kill`: with all that it had written. */
  start(index: number): void {
    this.members[index]?.listen();
    this.#happens(index, { alive: true });
  }

  /** `kill -STOP`. */
  freeze(index: number): void {
    const led = this.roles.roleOf(index).is === "leader";
    this.#happens(index, { frozen: true });
    this.members[index]?.freeze(led);
  }

  /** `kill -CONT`. */
  thaw(index: number): void {
    this.#happens(index, { frozen: false });
    this.members[index]?.thaw();
  }

  /** The other servers do not reach it any more; clients do. */
  cutOff(index: number): void {
    this.#happens(index, { cut: true });
  }

  rejoin(index: number): void {
    this.#happens(index, { cut: false });
  }

  /** Ends everything. */
  stop(): void {
    this.#stopped = true;
    for (const member of this.members) member.end();
  }

  /** Carries out what only the leader does: a change is for good. @throws Failure, Fault */
  perform(call: Call): Payload {
    const run = () => perform(this.world, call);
    return isRead(call.method) ? run() : this.views.change(call.method, run);
  }

  /** Waits until a leader has a majority again. */
  async majority(index: number): Promise<void> {
    for (;;) {
      const role = this.roles.roleOf(index);
      if (this.#stopped || role.is !== "leader" || !role.alone) return;
      await this.clock.sleep(LOOK);
    }
  }

  note(server: number, { method, parameters }: Call): void {
    const [session, ...rest] = parameters.map((one) => ("value" in one ? one.value : undefined));
    this.calls.push({ server, method, user: String(session ?? "").split(":")[0] ?? "", params: rest });
  }

  #happens(index: number, trouble: Trouble): void {
    // The servers keep the state that they have heard of by now.
    for (const { index: each } of this.members) this.views.of(each);
    this.views.hold(index);
    this.roles.change(index, trouble);
  }
}

/** Starts a zone; its first server leads. */
export function startOnedZone(options: ZoneOptions = {}): Zone {
  return new Zone(options);
}
