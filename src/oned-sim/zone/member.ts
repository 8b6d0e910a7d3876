/** One oned of a zone: it answers reads by itself, and passes everything else on to the leader. */

import type { Clock } from "../../clock.ts";
import { Failure } from "../failure.ts";
import { isRead, perform, prepare } from "../methods.ts";
import type { Caller } from "../users/permissions.ts";
import { failed, success } from "../wire/answer.ts";
import { HttpServer, type Reply } from "../wire/http.ts";
import { MULTICALL, multicall } from "../wire/multicall.ts";
import { type Call, type Payload, readCall } from "../wire/xmlrpc.ts";
import type { World } from "../world.ts";
import type { Roles } from "./roles.ts";
import { type RaftStatus, raftStatus, type ZoneServer, zoneInfo, zonePool } from "./status.ts";
import type { Views } from "./views.ts";

/** Methods that every server carries out by itself; all others are the leader's, whatever they do. */
const LOCAL = /^(one\.(?!userquota|groupquota|acl)\w+\.info(extended|set)?|one\.zone\.raftstatus|system\.\w+)$/;
/** The calls whose outcome oned examines: other changes are answered with success by a leader that is it no more. */
const LOOKED_AT = /\.(allocate|instantiate|clone|reserve|disksaveas|delete)$/;
const CANNOT = "Cannot process request, ";
const CURL = "libcurl failed to execute the HTTP POST transaction, explaining:  ";
/** Milliseconds that a server waits for the leader's answer. */
const FORWARD_TIMEOUT = 10_000;

/** The parts of its zone that a member needs. */
export interface MemberContext {
  readonly world: World;
  readonly views: Views;
  readonly roles: Roles;
  readonly clock: Clock;
  /** Milliseconds that a change takes. */
  readonly changeMs: number;
  readonly members: readonly Member[];
  readonly servers: readonly ZoneServer[];
  /** From 0 up to 1, repeatable. */
  chance(): number;
  note(index: number, call: Call): void;
  perform(call: Call): Payload;
  /** Settled when a majority hears that server. */
  majority(index: number): Promise<void>;
  authenticate(world: World, session: string): Caller;
}

/** The connection ends without an answer. */
class Gone extends Error {}

export class Member {
  readonly index: number;
  readonly #zone: MemberContext;
  #server: HttpServer | undefined;
  #port = 0;
  /** Settled when the process ends, and when it goes on after it was frozen. */
  #ended = Promise.withResolvers<never>();
  #thawed = Promise.withResolvers<void>();
  #frozen = false;
  #led = false;

  constructor(zone: MemberContext, index: number) {
    this.#zone = zone;
    this.index = index;
    this.#ended.promise.catch(() => {});
    this.listen();
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/RPC2`;
  }

  /** Starts the process, on the port that it had. */
  listen(): void {
    if (this.#server !== undefined) return;
    this.#ended = Promise.withResolvers<never>();
    this.#ended.promise.catch(() => {});
    this.#server = new HttpServer({
      hostname: "127.0.0.1",
      port: this.#port,
      maxConnections: 15,
      timeout: 60_000,
      handle: (body) => this.#handle(body),
    });
    this.#port = this.#server.port;
  }

  /** Ends the process: connections are cut. */
  end(): void {
    this.#server?.stop();
    this.#server = undefined;
    this.#ended.reject(new Gone());
    this.thaw();
  }

  /** @param led whether it takes itself for the leader, and will when it goes on. */
  freeze(led: boolean): void {
    if (!this.#frozen) this.#thawed = Promise.withResolvers<void>();
    this.#frozen = true;
    this.#led = led;
  }

  thaw(): void {
    this.#frozen = false;
    this.#thawed.resolve();
  }

  async #handle(body: Uint8Array): Promise<Reply> {
    const call = readCall(body);
    this.#zone.note(this.index, call);
    try {
      return { body: await this.answer(call) };
    } catch (error) {
      if (error instanceof Gone) return "reset";
      return { body: failed(call, error) };
    }
  }

  /**
   * The answer to a call, as a client or another server gets it.
   * @throws Failure and Fault for error answers, Gone when the process ends.
   */
  async answer(call: Call): Promise<Uint8Array> {
    const led = this.#led;
    const waited = this.#frozen;
    if (waited) await this.#orGone(this.#thawed.promise);
    const { world, views, roles } = this.#zone;
    world.clock.runDue();
    const view = views.of(this.index);
    if (call.method === MULTICALL) return Buffer.from(multicall(call, (inner) => perform(view, inner)));
    // The caller is looked at first, by each server for itself.
    const run = prepare(view, call);
    if (LOCAL.test(call.method)) return success(this.#status(call) ?? run());
    const role = roles.roleOf(this.index);
    if (role.is === "leader") {
      if (role.replicating) throw new Failure("INTERNAL", `${CANNOT}oned cluster is replicating log`);
      if (!role.alone || isRead(call.method)) return this.#carryOut(call);
      await this.#orGone(this.#zone.majority(this.index));
      return roles.roleOf(this.index).is === "leader" ? this.answer(call) : this.#inVain(call);
    }
    // It was read while this server still took itself for the leader.
    if (waited && led) {
      const { leader } = roles;
      const passesOn = this.#zone.chance() < 1 / 6 && leader !== undefined;
      return passesOn ? this.#forward(leader, call) : this.#inVain(call);
    }
    if (role.is === "candidate") throw new Failure("INTERNAL", `${CANNOT}oned cluster in election mode`);
    if (role.leader === undefined) throw new Failure("INTERNAL", `${CANNOT}no leader found`);
    return this.#forward(role.leader, call);
  }

  /** The state of the zone, which is not part of the world's state. */
  #status(call: Call): string | undefined {
    const servers = this.#zone.servers;
    const [session, id] = call.parameters;
    if (call.method === "one.zonepool.info") return zonePool(this.#zone.world, servers);
    if (call.method === "one.zone.info") {
      return zoneInfo(this.#zone.world, id?.type === "i4" ? id.value : -1, servers);
    }
    if (call.method !== "one.zone.raftstatus" || session?.type !== "string") return undefined;
    const { roles, views, authenticate } = this.#zone;
    const view = views.of(this.index);
    const status: RaftStatus = {
      server: this.index,
      state: roles.roleOf(this.index).is,
      term: roles.termOf(this.index),
      index: view.revision,
    };
    return raftStatus(view, authenticate(view, session.value), status);
  }

  /** As the leader. */
  async #carryOut(call: Call): Promise<Uint8Array> {
    const { clock, changeMs, chance } = this.#zone;
    const make = () => success(this.#zone.perform(call));
    if (changeMs > 0) {
      try {
        await this.#orGone(clock.sleep(changeMs));
      } catch (error) {
        // The others had it, and nobody hears of that.
        if (chance() < 1 / 45) make();
        throw error;
      }
    }
    return make();
  }

  /** As a leader that is it no more: nothing is kept. */
  #inVain(call: Call): Uint8Array {
    if (LOOKED_AT.test(call.method)) throw new Failure("INTERNAL", "");
    return success(perform(this.#zone.views.of(this.index).snapshot(), call));
  }

  async #forward(leader: number, call: Call): Promise<Uint8Array> {
    const { clock, roles } = this.#zone;
    const other = this.#zone.members[leader];
    const timeout = new Failure("INTERNAL", "RPC call timed out and aborted");
    if (other === undefined || !roles.is(leader).alive) {
      const port = new URL(this.#zone.servers[leader]?.endpoint ?? "").port;
      throw new Failure(
        "INTERNAL",
        `${CURL}Failed to connect to 127.0.0.1 port ${port} after 0 ms: Couldn't connect to server`,
      );
    }
    if (roles.is(leader).cut || roles.is(this.index).cut) {
      await this.#orGone(clock.sleep(FORWARD_TIMEOUT));
      throw timeout;
    }
    const late = clock.sleep(FORWARD_TIMEOUT).then((): never => {
      throw timeout;
    });
    const answer = other.answer(call);
    // The second request is not answered.
    for (const one of [late, answer]) one.catch(() => {});
    try {
      return await this.#orGone(Promise.race([answer, late]));
    } catch (error) {
      if (error instanceof Gone && this.#server !== undefined) {
        throw new Failure("INTERNAL", `${CURL}Empty reply from server`);
      }
      throw error;
    }
  }

  #orGone<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#ended.promise]);
  }
}
