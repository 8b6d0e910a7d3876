/** New machines of templates: what the request adds to them, in front of the stand-in. */
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { NewMachine } from "../../model.ts";
import { ALICE, failureOf, type OverSim, overSim } from "../testing/over-sim.ts";
import { act } from "./machine-actions.ts";
import { changeMachine, showMachine } from "./machines.ts";
import { createMachines } from "./new-machine.ts";
import type { Requester } from "./requester.ts";
import { makeToken, revokeByValue } from "./tokens.ts";

let cloud: OverSim;
let alice: Requester;
beforeEach(async () => {
  cloud = await overSim();
  alice = { deps: cloud.deps, session: ALICE, user: "alice" };
});
afterEach(() => cloud.stop());

const PLAIN: NewMachine = { template: 0, inputs: {}, sshKeys: [], networks: [], disks: [], hold: false };

async function made(wanted: Partial<NewMachine> = {}) {
  const { machines } = await createMachines(alice, { ...PLAIN, ...wanted }, { wait: 0 });
  const [machine] = machines;
  if (machine === undefined) throw new Error("no machine was made");
  return machine;
}

const textOf = (id: number): string => cloud.sim.world.vms.get(id)?.userTemplate.markup() ?? "";

describe("a machine of a template", () => {
  test("has the disks and networks of the template and those of the request, in this order", async () => {
    const plain = await made();
    const more = await made({ disks: [1], networks: [1] });
    expect(plain.disks.length).toBeGreaterThan(0);
    expect(more.disks.map(({ image }) => image?.id)).toEqual([...plain.disks.map(({ image }) => image?.id), 1]);
    expect(more.nics.map(({ network }) => network?.id)).toEqual([...plain.nics.map(({ network }) => network?.id), 1]);
  });

  test("has a description where the request has one that is not empty", async () => {
    expect((await made({ description: "The front page" })).description).toBe("The front page");
    expect(textOf((await made({ description: "" })).id)).not.toContain("<DESCRIPTION>");
    expect((await made()).description).toBeUndefined();
  });

  test("is on hold where the request says so, and released once", async () => {
    const { id } = await made({ hold: true });
    expect((await showMachine(alice, id)).oned.state).toBe("HOLD");
    const changes = () => cloud.sim.calls.filter(({ method }) => method === "one.vm.action").length;
    expect((await act(alice, id, "hold", { force: false, wait: 0 })).done).toBe(true);
    expect(changes()).toBe(0);
    await act(alice, id, "release", { force: false, wait: 0 });
    expect(changes()).toBe(1);
  });
});

describe("the actions that are offered", () => {
  test("are those of the user's rights: recover is for administrators", async () => {
    cloud.sim.failNext("boot");
    const { id } = await made();
    cloud.sim.world.clock.settle();
    expect((await showMachine(alice, id)).actions).toEqual(["delete"]);
  });
});

test("another name and description are changed together, and a description of null is removed", async () => {
  const { id } = await made({ name: "web", description: "old" });
  const changed = await changeMachine(alice, id, { name: "db", description: null });
  expect([changed.name, changed.description]).toEqual(["db", undefined]);
});

describe("a token", () => {
  test("that has expired or was revoked meanwhile needs no end", async () => {
    const { token } = await makeToken(alice, 3600);
    await revokeByValue(alice, token);
    expect(await failureOf(revokeByValue(alice, token))).toBe("no error");
  });

  test("that cannot be revoked is an error", async () => {
    const { token } = await makeToken(alice, 3600);
    expect(await failureOf(revokeByValue({ ...alice, session: "alice:wrong" }, token))).toStartWith("BAD_CREDENTIALS");
  });
});
