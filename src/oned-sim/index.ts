/**
 * A stand-in for oned, in memory: it speaks XML-RPC over HTTP as oned does, one call per connection, and behaves as a
 * real oned was recorded to behave (`recorded.test.ts`). For `occi-server demo`, tests and measurements.
 */

import { Failure, Fault } from "./failure.ts";
import { isLasting, perform, prepare } from "./methods.ts";
import type { Release } from "./records.ts";
import { MachineScreens } from "./screen/screens.ts";
import { demoSeed, emptySeed } from "./seed.ts";
import { recordingSeed } from "./seed-recording.ts";
import { showcaseSeed } from "./seed-showcase.ts";
import { failed, success } from "./wire/answer.ts";
import { AnswerCache, CallCache } from "./wire/answer-cache.ts";
import { HttpServer, type Reply } from "./wire/http.ts";
import { innerCalls, MULTICALL, multicall } from "./wire/multicall.ts";
import { type Call, failureAnswer, faultAnswer, type Parameter } from "./wire/xmlrpc.ts";
import { type DriverAction, World } from "./world.ts";

/** Trouble that a test wants instead of an answer, or on top of it. */
export type InjectedFault =
  /** The connection is reset, the call is not performed. */
  | "reset"
  /** The call is performed and its answer lost: the connection is reset. */
  | "reset-after"
  /** Nothing is ever answered, the call is not performed. */
  | "hang"
  /** The call is performed; the answer ends after so many bytes of its body. */
  | { readonly cutAt: number }
  /** An HTML page of another status. */
  | { readonly status: number; readonly body?: string }
  /** This body in place of the answer, whatever it is. */
  | { readonly answer: string }
  /** An error answer of oned. */
  | { readonly error: readonly [keyof typeof import("./failure.ts").CODE, string] }
  /** An XML-RPC fault. */
  | { readonly fault: readonly [number, string] }
  /** The call is performed and answered after so many milliseconds more. */
  | { readonly delayMs: number };

/** A call as tests see it: who, what, with which parameters (the session left out). */
export interface SeenCall {
  readonly method: string;
  readonly user: string;
  readonly params: readonly (string | number | boolean | undefined)[];
}

export interface SimOptions {
  readonly port?: number;
  readonly hostname?: string;
  readonly version?: Release;
  /** Milliseconds between call and answer. */
  readonly answerDelayMs?: number;
  /** `demo` is the small cloud of the tests, `showcase` what `occi-server demo` shows. */
  readonly seed?: "demo" | "showcase" | "empty" | "recording" | ((world: World) => void);
  /** Milliseconds that each asynchronous state takes; 0: until the next call; "manual": until `advance`. */
  readonly stepMs?: number | "manual";
  /** Connections served at a time; others wait. */
  readonly maxConnections?: number;
  /** Milliseconds that a connection may be silent. */
  readonly timeoutMs?: number;
  /** Whether machines with GRAPHICS of the type VNC have a screen: a VNC server on loopback each. */
  readonly screens?: boolean;
  readonly faults?: (method: string, params: SeenCall["params"]) => InjectedFault | undefined;
}

/** How many calls are remembered. */
const REMEMBERED_CALLS = 1000;
const DEFAULT_STEP_MS = 1500;
const DEFAULT_TIMEOUT_MS = 15_000;

export class OnedSim {
  readonly world: World;
  /** The last calls, newest last; behind one of several calls those. */
  readonly calls: SeenCall[] = [];
  /** All calls so far. */
  callCount = 0;
  readonly #options: SimOptions;
  readonly #hostname: string;
  readonly #server: HttpServer;
  readonly #cache = new AnswerCache();
  readonly #known = new CallCache();

  constructor(options: SimOptions) {
    this.#options = options;
    this.#hostname = options.hostname ?? "127.0.0.1";
    this.world = new World(options.version ?? "6.10", options.stepMs ?? DEFAULT_STEP_MS);
    if (options.screens === true) this.world.screens = new MachineScreens();
    const seed = options.seed ?? "demo";
    const seeds = { demo: demoSeed, empty: emptySeed, recording: recordingSeed, showcase: showcaseSeed };
    (typeof seed === "string" ? seeds[seed] : seed)(this.world);
    this.#server = new HttpServer({
      hostname: this.#hostname,
      port: options.port ?? 0,
      maxConnections: options.maxConnections ?? 15,
      timeout: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      handle: (body) => this.#handle(body),
    });
  }

  get port(): number {
    return this.#server.port;
  }

  get url(): string {
    return `http://${this.#hostname}:${this.port}/RPC2`;
  }

  /** The most connections that were served at a time. */
  get maxConcurrent(): number {
    return this.#server.mostServed;
  }

  /** The most connections that were open at a time, those that waited included. */
  get maxOpen(): number {
    return this.#server.mostOpen;
  }

  /** All connections so far. */
  get connections(): number {
    return this.#server.accepted;
  }

  /** Moves a manual clock. */
  advance(steps = 1): void {
    this.world.clock.advance(steps);
  }

  /** Does all outstanding work at once. */
  settle(): void {
    this.world.clock.settle();
  }

  /** Makes a driver fail the next time it is asked. */
  failNext(action: DriverAction, message?: string): void {
    this.world.failNext(action, message);
  }

  /** Ends the listener and all connections. */
  async stop(): Promise<void> {
    this.#server.stop();
    this.world.screens?.stop();
  }

  /** Notes a call, and the calls that it holds. */
  #remember(call: Call): SeenCall {
    this.callCount += 1;
    const seen = this.#note(call);
    if (call.method === MULTICALL) for (const inner of innerCalls(call)) this.#note(inner);
    return seen;
  }

  #note(call: Call): SeenCall {
    const [session, ...rest] = call.parameters;
    const value = (parameter: Parameter): string | number | boolean | undefined =>
      "value" in parameter ? parameter.value : undefined;
    const user = session?.type === "string" ? (session.value.split(":")[0] ?? "") : "";
    const seen = { method: call.method, user, params: rest.map(value) };
    this.calls.push(seen);
    if (this.calls.length > 2 * REMEMBERED_CALLS) this.calls.splice(0, REMEMBERED_CALLS);
    return seen;
  }

  async #handle(body: Uint8Array): Promise<Reply> {
    let call: Call;
    try {
      call = this.#known.read(body);
    } catch (error) {
      if (error instanceof Fault) return { body: Buffer.from(faultAnswer(error)) };
      throw error;
    }
    const seen = this.#remember(call);
    const fault = this.#options.faults?.(call.method, seen.params);
    const delay = this.#options.answerDelayMs ?? 0;
    if (fault === undefined && delay === 0) return { body: this.#answer(call) };
    return this.#trouble(call, fault, delay);
  }

  async #trouble(call: Call, fault: InjectedFault | undefined, delay: number): Promise<Reply> {
    if (fault === "hang" || fault === "reset") return fault;
    const extra = typeof fault === "object" && "delayMs" in fault ? fault.delayMs : 0;
    const body = instead(call, fault) ?? this.#answer(call);
    if (delay + extra > 0) await Bun.sleep(delay + extra);
    if (fault === "reset-after") return "reset";
    if (typeof fault === "object" && "status" in fault) return { status: fault.status, body: fault.body ?? "" };
    return typeof fault === "object" && "cutAt" in fault ? { body, cutAt: fault.cutAt } : { body };
  }

  /** The bytes of the answer; what reads gave is kept until something changes. */
  #answer(call: Call): Uint8Array {
    this.world.clock.runDue();
    try {
      if (call.method === MULTICALL) return Buffer.from(multicall(call, (inner) => perform(this.world, inner)));
      // The caller is determined each time: a token may have expired meanwhile.
      const run = prepare(this.world, call);
      if (!isLasting(call.method)) return success(run());
      const kept = this.#cache.get(call, this.world.revision);
      if (kept !== undefined) return kept;
      const bytes = success(run());
      this.#cache.set(call, this.world.revision, bytes);
      return bytes;
    } catch (error) {
      return failed(call, error);
    }
  }
}

/** The answer that a test puts in the place of the real one. */
function instead(call: Call, fault: InjectedFault | undefined): Uint8Array | undefined {
  if (typeof fault !== "object") return undefined;
  if ("answer" in fault) return Buffer.from(fault.answer);
  if ("status" in fault) return new Uint8Array();
  if ("error" in fault) return Buffer.from(failureAnswer(call.method, new Failure(...fault.error)));
  if ("fault" in fault) return Buffer.from(faultAnswer(new Fault(...fault.fault)));
  return undefined;
}

/** Starts a stand-in. */
export async function startOnedSim(options: SimOptions = {}): Promise<OnedSim> {
  return new OnedSim(options);
}
