/** An oned that answers an action before it takes it up, as those of the field do: the next request comes at once. */
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { ACTIONS } from "../dialects/ogf/index.ts";
import { OcciError } from "../errors.ts";
import type { OnedClient } from "../opennebula/client.ts";
import * as compute from "./compute.ts";
import * as actions from "./compute-actions.ts";
import { actOnCompute } from "./ogf/compute/act.ts";
import { CommonTypes } from "./ogf/types/common-types.ts";
import * as storage from "./storage.ts";
import { letTakeUp } from "./taken-up.ts";
import { ALICE, clockOf, failureOf, type OverSim, overSim } from "./testing/over-sim.ts";

let cloud: OverSim;
/** Readings of machines that still show them as they were, after each action. */
let late: number;
let readings: number;

/** Shows machines as they were right before the last action. */
function lagging(oned: OnedClient): OnedClient {
  let left = 0;
  let stale = "";
  return {
    ...oned,
    async read(session, method, ...parameters) {
      if (method !== "one.vm.info") return oned.read(session, method, ...parameters);
      readings += 1;
      left -= 1;
      return left >= 0 ? stale : oned.read(session, method, ...parameters);
    },
    async change(session, method, ...parameters) {
      if (method !== "one.vm.action") return oned.change(session, method, ...parameters);
      const before = await oned.read(session, "one.vm.info", Number(parameters[1]));
      const payload = await oned.change(session, method, ...parameters);
      [left, stale] = [late, before];
      return payload;
    },
  };
}

beforeEach(async () => {
  [late, readings] = [3, 0];
  await start(10_000);
});
afterEach(() => cloud.stop());

async function start(wait: number): Promise<void> {
  cloud = await overSim({ wait }, { stepMs: "manual" }, clockOf);
  const { deps } = cloud;
  cloud.deps = { ...deps, oned: lagging(deps.onceOned) };
}

async function running(disk = "0"): Promise<number> {
  const request = { instanceType: "small", disks: [{ storage: disk }], nics: [], context: [] };
  const { id } = await compute.create(cloud.deps, ALICE, request);
  cloud.sim.advance(6);
  expect((await compute.show(cloud.deps, ALICE, id)).lcmState).toBe("RUNNING");
  return id;
}
const put = async (id: number, state: string) =>
  (await compute.change(cloud.deps, ALICE, id, { state, saveAs: [] })).compute;
const perform = (id: number, word: string) => actions.act(cloud.deps, ALICE, id, { perform: word, params: {} });
const invoke = (id: number, action: (typeof ACTIONS)[keyof typeof ACTIONS]) =>
  actOnCompute({ deps: cloud.deps, session: ALICE, commonTypes: new CommonTypes() }, id, action, new Map());

describe("the answer to an action", () => {
  test("comes when oned has taken it up: the next word finds the machine where it left it", async () => {
    const id = await running();
    expect((await put(id, "STOPPED")).lcmState).not.toBe("RUNNING");
    expect((await put(id, "RESUME")).state).not.toBe("STOPPED");
    cloud.sim.advance(6);
    expect((await put(id, "SUSPENDED")).lcmState).not.toBe("RUNNING");
    expect((await put(id, "RESUME")).lcmState).toStartWith("BOOT");
    expect((await perform(id, "undeploy")).lcmState).not.toBe("RUNNING");
    expect((await perform(id, "resume")).state).not.toBe("UNDEPLOYED");
    cloud.sim.advance(6);
    expect((await perform(id, "poweroffhard")).lcmState).not.toBe("RUNNING");
    expect((await perform(id, "resume")).state).not.toBe("POWEROFF");
    expect((await put(id, "DONE")).lcmState).not.toBe("RUNNING");
  });

  test("of OCCI, too", async () => {
    const id = await running();
    for (const action of [ACTIONS.SUSPEND, ACTIONS.START, ACTIONS.STOP, ACTIONS.START]) await invoke(id, action);
    expect((await compute.show(cloud.deps, ALICE, id)).lcmState).toStartWith("BOOT");
  });

  test("that leaves the machine where it is comes at once", async () => {
    const id = await running();
    readings = 0;
    expect((await put(id, "REBOOT")).lcmState).toBe("RUNNING");
    expect(readings).toBe(2);
    expect(cloud.deps.clock.now()).toBe(0);
  });

  test("is not waited for longer than a second: a driver that failed at once has brought the machine back", async () => {
    const id = await running();
    late = Number.POSITIVE_INFINITY;
    expect((await put(id, "STOPPED")).lcmState).toBe("RUNNING");
    expect(cloud.deps.clock.now()).toBe(1000);
  });

  describe("with WAIT=0", () => {
    beforeEach(async () => {
      await cloud.stop();
      await start(0);
    });

    test("shows the machine as it is", async () => {
      const id = await running();
      readings = 0;
      expect((await put(id, "STOPPED")).lcmState).toBe("RUNNING");
      expect(readings).toBe(2);
    });

    test("costs no reading where the machine is not shown", async () => {
      const id = await running();
      readings = 0;
      await invoke(id, ACTIONS.SUSPEND);
      expect(readings).toBe(1);
      late = 0;
      const other = await running();
      readings = 0;
      await compute.remove(cloud.deps, ALICE, other);
      expect(readings).toBe(0);
    });
  });
});

describe("the answer to a deletion", () => {
  test("comes when the machine is ending: its image can be deleted next", async () => {
    const image = await storage.create(cloud.deps, ALICE, { name: "data", type: "DATABLOCK", size: "10" });
    const id = await running(String(image.id));
    await compute.remove(cloud.deps, ALICE, id);
    await storage.remove(cloud.deps, ALICE, image.id);
    cloud.sim.advance();
    expect(cloud.sim.world.images.has(image.id)).toBe(false);
  });

  test("is no success where the reading fails in a way that nobody expected", async () => {
    const oned = { ...cloud.deps.oned, read: () => Promise.reject(new Error("a bug")) };
    const { patience } = cloud.deps;
    expect(await failureOf(letTakeUp({ oned, patience }, ALICE, 7, "stop"))).toBe("not ours: a bug");
  });

  test("is success even if the machine cannot be read then", async () => {
    const id = await running();
    const { deps } = cloud;
    const blind: OnedClient = {
      ...deps.onceOned,
      read: async () => {
        throw new OcciError("ONED_UNREACHABLE", "It is gone.");
      },
    };
    cloud.deps = { ...deps, oned: blind };
    await compute.remove(cloud.deps, ALICE, id);
    expect(await failureOf(compute.show(cloud.deps, ALICE, id))).toStartWith("ONED_UNREACHABLE");
  });
});
