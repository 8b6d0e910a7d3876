/** A world that tests call without HTTP. */
import { Failure } from "../failure.ts";
import { perform } from "../methods.ts";
import type { Release, Vm } from "../records.ts";
import { demoSeed } from "../seed.ts";
import { stateName } from "../vm/states.ts";
import type { Parameter, Payload } from "../wire/xmlrpc.ts";
import { World } from "../world.ts";

export const ADMIN = "oneadmin:opennebula";
export const ALICE = "alice:alicepass";
export const BOB = "bob:bobpass";

type Value = string | number | boolean;

function parameter(value: Value): Parameter {
  if (typeof value === "string") return { type: "string", value };
  return typeof value === "number" ? { type: "i4", value } : { type: "boolean", value };
}

export class TestWorld {
  readonly world: World;

  /** The demo's world, with a clock that is moved by hand. */
  constructor(release: Release = "6.10") {
    this.world = new World(release, "manual");
    demoSeed(this.world);
  }

  call(session: string, method: string, ...values: readonly Value[]): Payload {
    return perform(this.world, { method, parameters: [session, ...values].map(parameter) });
  }

  /** Code and message of the error that a call ends in. */
  refused(session: string, method: string, ...values: readonly Value[]): [number, string] {
    try {
      this.call(session, method, ...values);
    } catch (error) {
      if (error instanceof Failure) return [error.code, error.message];
      throw error;
    }
    throw new Error(`${method} was not refused`);
  }

  vm(id: Payload): Vm {
    const found = this.world.vms.get(Number(id));
    if (found === undefined) throw new Error(`no VM ${String(id)}`);
    return found;
  }

  state(id: Payload): string {
    return stateName(this.vm(id));
  }

  /** The states that a VM passes, one step each, until it stays. */
  states(id: Payload): string[] {
    const seen = [this.state(id)];
    for (let step = 0; step < 10; step += 1) {
      this.world.clock.advance();
      if (this.state(id) !== seen.at(-1)) seen.push(this.state(id));
    }
    return seen;
  }

  settle(): void {
    this.world.clock.settle();
  }
}
