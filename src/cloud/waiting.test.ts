/** Changes that oned refuses for the moment, in front of the stand-in: its states pass while the requests wait. */
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { ActionParameters, ComputeRequest } from "../model.ts";
import * as compute from "./compute.ts";
import * as actions from "./compute-actions.ts";
import * as network from "./network.ts";
import * as storage from "./storage.ts";
import { ALICE, clockOf, failureOf, type OverSim, overSim } from "./testing/over-sim.ts";

let cloud: OverSim;
const start = async (wait = 10_000) => {
  cloud = await overSim({ wait }, { stepMs: "manual" }, clockOf);
};
beforeEach(() => start());
afterEach(() => cloud.stop());

const SMALL: ComputeRequest = { name: "web", instanceType: "small", disks: [{ storage: "0" }], nics: [], context: [] };
const create = (request: Partial<ComputeRequest> = {}) => compute.create(cloud.deps, ALICE, { ...SMALL, ...request });
const act = (id: number, perform: string, params: ActionParameters = {}) =>
  actions.act(cloud.deps, ALICE, id, { perform, params });
const put = (id: number, state: string) => compute.change(cloud.deps, ALICE, id, { state, saveAs: [] });
const show = (id: number) => compute.show(cloud.deps, ALICE, id);
const tries = (method: string) => cloud.sim.calls.filter((call) => call.method === method).length;

/** A new machine in PROLOG: STATE is ACTIVE, and oned refuses all but the change of a name. */
async function prolog(): Promise<number> {
  const { id } = await create();
  cloud.sim.advance();
  expect(await show(id)).toMatchObject({ state: "ACTIVE", lcmState: "PROLOG" });
  cloud.sim.calls.length = 0;
  return id;
}
async function running(): Promise<number> {
  const id = await prolog();
  cloud.sim.advance(5);
  expect((await show(id)).lcmState).toBe("RUNNING");
  return id;
}

describe("a machine that shows ACTIVE, but is not RUNNING yet", () => {
  test.each([
    ["reboot", {}],
    ["reset", {}],
    ["suspended", {}],
    ["stopped", {}],
    ["poweroff", {}],
    ["poweroffhard", {}],
    ["undeploy", {}],
    ["shutdown", {}],
    ["cancel", {}],
    ["done", {}],
    ["attachdisk", { storage: "0" }],
    ["detachdisk", { disk: "0" }],
    ["attachnic", { network: "0" }],
    ["saveas", { disk: "0", name: "copy" }],
    ["snapshotcreate", { name: "s" }],
    ["resize", { instanceType: "medium" }],
  ] as [string, ActionParameters][])("is asked for %s when it can do it", async (word, params) => {
    const id = await prolog();
    expect((await act(id, word, params)).id).toBe(id);
  });

  test.each(["STOPPED", "SUSPENDED", "POWEROFF", "REBOOT", "RESET", "SHUTDOWN", "CANCEL", "DONE"])(
    "is put to %s when it can be",
    async (word) => {
      const id = await prolog();
      expect((await put(id, word)).acted).toBe(true);
    },
  );

  test("is deleted, and its disk saved, when it can be", async () => {
    await compute.remove(cloud.deps, ALICE, await prolog());
    const id = await prolog();
    const saved = await compute.change(cloud.deps, ALICE, id, { saveAs: [{ disk: "0", name: "copy" }] });
    expect(saved.compute.disks[0]?.saveAs).toBeGreaterThan(0);
  });

  test("is looked at once between two tries, at growing intervals, and told of with Retry-After when WAIT is over", async () => {
    await cloud.stop();
    await start(1000);
    const id = await prolog();
    const error = await act(id, "reboot").catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "WRONG_STATE", retryAfter: 5 });
    expect(cloud.deps.clock.now()).toBe(1000);
    expect([tries("one.vm.action"), tries("one.vm.info")]).toEqual([5, 5]);
  });

  test("and what it is asked for then take WAIT in all: the answer shows how far it is", async () => {
    await cloud.stop();
    await start(4000);
    const id = await prolog();
    const shown = await act(id, "attachdisk", { storage: "0" });
    expect([shown.lcmState, shown.disks.length, cloud.deps.clock.now()]).toEqual(["HOTPLUG", 2, 4000]);
  });

  test("is resumed as soon as it sleeps, whatever puts it to sleep", async () => {
    const id = await running();
    for (const word of ["SUSPENDED", "POWEROFF", "STOPPED"]) {
      await put(id, word);
      expect(await show(id)).toMatchObject({ state: "ACTIVE" });
      expect((await put(id, "RESUME")).acted).toBe(true);
      if (word !== "STOPPED") expect((await put(id, "REBOOT")).acted).toBe(true);
    }
    // STATE tells that it waits for a host: as in 4.6 that is no state to reboot from.
    expect(await failureOf(put(id, "REBOOT"))).toBe(
      "STATE_NOT_ALLOWED: The state of the resource cannot be changed from PENDING to REBOOT.",
    );
  });

  test("and is on its way to what it is asked for is left alone: there is nothing to do when it is there", async () => {
    const id = await running();
    await put(id, "SUSPENDED");
    expect((await put(id, "SUSPENDED")).acted).toBe(false);
    expect(await show(id)).toMatchObject({ state: "SUSPENDED" });
  });

  test("is not put to what is not possible from where it arrives", async () => {
    const id = await running();
    await put(id, "SUSPENDED");
    expect(await failureOf(put(id, "STOPPED"))).toStartWith("STATE_NOT_ALLOWED: The state of the resource cannot be");
    expect(await show(id)).toMatchObject({ state: "SUSPENDED" });
  });
});

describe("a state that does not pass by itself", () => {
  test("is refused at once", async () => {
    const id = await running();
    await put(id, "POWEROFF");
    cloud.sim.advance(5);
    const before = cloud.deps.clock.now();
    cloud.sim.calls.length = 0;
    expect(await failureOf(put(id, "REBOOT"))).toStartWith("STATE_NOT_ALLOWED");
    for (const word of ["hold", "release"]) expect(await failureOf(act(id, word))).toStartWith("WRONG_STATE");
    expect([tries("one.vm.action"), cloud.deps.clock.now() - before]).toEqual([2, 0]);
  });

  test("so is a machine on hold, and one for which there is no host", async () => {
    const { id } = await create();
    await act(id, "hold");
    cloud.sim.calls.length = 0;
    expect(await failureOf(act(id, "attachdisk", { storage: "0" }))).toStartWith("WRONG_STATE");
    expect(tries("one.vm.attach")).toBe(1);
    cloud.sim.world.hosts.length = 0;
    await act(id, "release");
    cloud.sim.advance(3);
    cloud.sim.calls.length = 0;
    expect(await failureOf(act(id, "attachdisk", { storage: "0" }))).toStartWith("WRONG_STATE");
    expect([tries("one.vm.attach"), cloud.deps.clock.now()]).toEqual([1, 0]);
  });
});

describe("an image", () => {
  const block = (name: string) => storage.create(cloud.deps, ALICE, { name, type: "DATABLOCK", size: "10" });

  test("that a machine gives back while it ends is deleted when it is free", async () => {
    const { id: image } = await block("data");
    const id = await running();
    await act(id, "attachdisk", { storage: String(image) });
    expect(await failureOf(storage.remove(cloud.deps, ALICE, image))).toStartWith("IN_USE");
    await compute.remove(cloud.deps, ALICE, id);
    await storage.remove(cloud.deps, ALICE, image);
    cloud.sim.advance();
    expect(cloud.sim.world.images.has(image)).toBe(false);
  });

  test("that is still being copied is copied again, attached and deleted when it is there", async () => {
    const machine = await running();
    await cloud.deps.oned.change(ALICE, "one.image.allocate", "NAME=late TYPE=DATABLOCK SIZE=1", 1);
    const late = [...cloud.sim.world.images.keys()].at(-1) ?? -1;
    expect((await storage.show(cloud.deps, ALICE, late)).state).toBe("LOCKED");
    const copy = await storage.act(cloud.deps, ALICE, late, { perform: "clone", params: { name: "copy" } });
    expect(copy.isCreation).toBe(true);
    await cloud.deps.oned.change(ALICE, "one.image.allocate", "NAME=later TYPE=DATABLOCK SIZE=1", 1);
    const later = [...cloud.sim.world.images.keys()].at(-1) ?? -1;
    await act(machine, "attachdisk", { storage: String(later) });
    await cloud.deps.oned.change(ALICE, "one.image.allocate", "NAME=last TYPE=DATABLOCK SIZE=1", 1);
    const last = [...cloud.sim.world.images.keys()].at(-1) ?? -1;
    await storage.remove(cloud.deps, ALICE, last);
  });

  test("may have the name of one that is being deleted", async () => {
    const { id } = await block("same");
    await storage.remove(cloud.deps, ALICE, id);
    expect((await block("same")).name).toBe("same");
  });

  test("of TYPE=CONTEXT that is still being copied is waited for by the machine that wants it", async () => {
    const upload = await cloud.deps.staging.begin();
    await upload.write(new TextEncoder().encode("#!/bin/sh"));
    const { path } = await upload.finish();
    const { deps } = cloud;
    await deps.onceOned.change(ALICE, "one.image.allocate", `NAME=init TYPE=CONTEXT PATH="${path}"`, 2);
    const file = [...cloud.sim.world.images.keys()].at(-1);
    const machine = { context: [["FILES_DS", `$FILE[IMAGE_ID=${file}]`]] } as const;
    cloud.deps = { ...deps, oned: deps.onceOned, config: { ...deps.config, wait: 0 } };
    expect(await failureOf(create(machine))).toBe(`LOCKED: CONTEXT Image '${file}' not in READY state.`);
    cloud.deps = { ...deps, oned: deps.onceOned };
    expect(new Map((await create(machine)).context).get("FILES_DS")).toContain(":'init'");
  });
});

test("a network that a machine gives back while it ends is deleted when it is free", async () => {
  const lan = await network.create(cloud.deps, ALICE, { name: "lan", address: "10.9.0.0", size: "10" });
  const { id } = await create({ nics: [{ network: String(lan.id) }] });
  cloud.sim.advance(5);
  await compute.remove(cloud.deps, ALICE, id);
  await network.remove(cloud.deps, ALICE, lan.id);
  cloud.sim.advance();
  expect(cloud.sim.world.vnets.has(lan.id)).toBe(false);
});
