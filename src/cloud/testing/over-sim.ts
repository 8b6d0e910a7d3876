/** For tests of the use cases: what they need, in front of the stand-in oned, whose work moves on with each look. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../../config/config.ts";
import { testConfig } from "../../http/testing/config.ts";
import { type OnedSim, type SimOptions, startOnedSim } from "../../oned-sim/index.ts";
import { PoolReader } from "../../opennebula/read-around.ts";
import { createRpc } from "../../opennebula/rpc.ts";
import { createTemplates } from "../../templates/engine.ts";
import { type CloudDeps, forRequest, type ServerDeps } from "../deps.ts";
import type { Clock } from "../follow.ts";
import { openStaging } from "../staging.ts";
import { UserTurns } from "../user-turns.ts";

export const ALICE = "alice:alicepass";
export const BOB = "bob:bobpass";
export const ADMIN = "oneadmin:opennebula";

/** Time passes only by waiting: nobody sleeps. */
export function testClock(): Clock {
  let now = 0;
  return {
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
  };
}

/** The same, and the stand-in, whose clock is to be manual, moves on with it. @param stepMs that each of its states takes. */
export function clockOf(sim: OnedSim, stepMs = 1500): Clock {
  const { now, sleep } = testClock();
  let steps = 0;
  return {
    now,
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      await sleep(milliseconds);
      for (; steps < Math.floor(now() / stepMs); steps++) sim.advance();
    },
  };
}

export interface OverSim {
  readonly sim: OnedSim;
  /** Of a new request each time. May be replaced by a test. */
  get deps(): CloudDeps;
  set deps(deps: ServerDeps);
  stop(): Promise<void>;
}

export async function overSim(
  different: Partial<Config> = {},
  sim: SimOptions = {},
  clock: (sim: OnedSim) => Clock = testClock,
): Promise<OverSim> {
  const oned = await startOnedSim({ seed: "demo", stepMs: 0, ...sim });
  const directory = mkdtempSync(join(tmpdir(), "occi-cloud-"));
  const config = testConfig(directory, { wait: 10_000, ...different });
  let deps: ServerDeps = {
    config,
    clock: clock(oned),
    oned: createRpc({ urls: [oned.url], connections: 8, timeout: 5000, answerLimit: 1 << 26 }),
    templates: createTemplates({ location: config.templateLocation, vmTypes: config.vmTypes }),
    pools: new PoolReader(),
    userTurns: new UserTurns(),
    staging: await openStaging({ directory: config.imageDir, limit: config.uploadLimit }),
  };
  return {
    sim: oned,
    get deps() {
      return forRequest(deps);
    },
    set deps(other) {
      deps = other;
    },
    async stop() {
      await oned.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The error's code and message, for a call that must fail. */
export async function failureOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "no error";
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return `${code ?? "not ours"}: ${message}`;
  }
}

/** For lists in which every object can be read. */
export function noFault(id: number | undefined): never {
  throw new Error(`object ${id} was left out`);
}
