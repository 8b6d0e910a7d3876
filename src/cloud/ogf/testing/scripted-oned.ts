/** An oned that answers what a test gives it, and remembers what it was asked. */

import type { Config } from "../../../config/config.ts";
import { testConfig } from "../../../http/testing/config.ts";
import type { OnedClient, Parameter, PoolAnswer } from "../../../opennebula/client.ts";
import { PoolReader } from "../../../opennebula/read-around.ts";
import { type Capacity, createTemplates, type Templates } from "../../../templates/engine.ts";
import { forRequest, type ServerDeps } from "../../deps.ts";
import { testClock } from "../../testing/over-sim.ts";
import { UserTurns } from "../../user-turns.ts";
import type { Caller } from "../caller.ts";
import { CommonTypes } from "../types/common-types.ts";

export const SESSION = "alice:alicepass";

/** An answer, an error that is thrown, or several of them one after the other, of which the last stays. */
export type Scripted = string | number | Error | readonly (string | number | Error)[];

export class ScriptedOned implements OnedClient {
  /** Without `one.` and the session: `vm.info 7`. */
  readonly calls: string[] = [];
  readonly #answers: Map<string, (string | number | Error)[]>;

  /** @param answers by method, or by method and first parameter: `vm.info`, `vm.info 7`. A change that is not there is done. */
  constructor(answers: Readonly<Record<string, Scripted>> = {}) {
    const listed = (answer: Scripted) => (Array.isArray(answer) ? [...answer] : [answer as string | number | Error]);
    this.#answers = new Map(Object.entries(answers).map(([method, answer]) => [method, listed(answer)]));
  }

  #next(method: string, parameters: readonly Parameter[]): string | number | undefined {
    const name = method.replace("one.", "");
    this.calls.push([name, ...parameters].join(" "));
    const left = this.#answers.get(`${name} ${parameters[0]}`) ?? this.#answers.get(name);
    const answer = left !== undefined && left.length > 1 ? left.shift() : left?.[0];
    if (answer instanceof Error) throw answer;
    return answer;
  }

  async read(_session: string, method: string, ...parameters: Parameter[]): Promise<string> {
    const answer = this.#next(method, parameters);
    if (answer === undefined) throw new Error(`nobody expected ${this.calls.at(-1)}`);
    return String(answer);
  }

  async readPool(session: string, method: string, ...parameters: Parameter[]): Promise<PoolAnswer> {
    const encoded = (await this.read(session, method, ...parameters)).replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    return { encoded: Buffer.from(encoded), release() {} };
  }

  async readMany(): Promise<readonly PoolAnswer[]> {
    throw new Error("nobody expected system.multicall");
  }

  async change(_session: string, method: string, ...parameters: Parameter[]): Promise<string | number> {
    return this.#next(method, parameters) ?? 0;
  }
}

/** Instance types by their name: what their template fixes. */
export function typesOf(capacities: Readonly<Record<string, Capacity>>): Templates {
  const vmTypes = Object.keys(capacities).map((name) => ({ name, template: `${name}.eta` }));
  const made = createTemplates({ location: "/nonexistent", vmTypes });
  return { ...made, capacity: (type) => capacities[type] ?? {} };
}

export interface CallerOptions {
  readonly config?: Partial<Config>;
  readonly templates?: Templates;
}

/** Alice, in front of that oned. Nobody waits for anything. */
export function callerOf(oned: OnedClient, { config: different = {}, templates }: CallerOptions = {}): Caller {
  const config = testConfig("/nonexistent", different);
  const deps: Omit<ServerDeps, "staging"> = {
    config,
    oned,
    clock: testClock(),
    templates: templates ?? createTemplates({ location: "/nonexistent", vmTypes: config.vmTypes }),
    pools: new PoolReader(),
    userTurns: new UserTurns(),
  };
  const staging = { stage: () => Promise.reject(new Error("nobody uploads here")) } as unknown as ServerDeps["staging"];
  return { deps: forRequest({ ...deps, staging }), session: SESSION, commonTypes: new CommonTypes() };
}
