/** What a refusal because of a machine's state advises. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import type { ActionParameters } from "../model.ts";
import { VM_STATE } from "../oned-sim/records.ts";
import { addVm, callerOf } from "../oned-sim/seed.ts";
import { LCM_STATES, VM_STATES } from "../opennebula/states.ts";
import { ScriptedOned } from "../opennebula/testing/scripted-oned.ts";
import { act } from "./compute-actions.ts";
import { NEEDED_STATES, withNeededState } from "./needed-state.ts";
import { ALICE, failureOf, type OverSim, overSim } from "./testing/over-sim.ts";

/** The hint for an action on a machine in that state, a word of STATE or LCM_STATE. */
async function hintFor(action: string, state: string): Promise<string | undefined> {
  const lcm = (LCM_STATES as readonly string[]).indexOf(state);
  const plain = (VM_STATES as readonly string[]).indexOf(state);
  const states = `<STATE>${plain >= 0 ? plain : 3}</STATE><LCM_STATE>${plain >= 0 ? 0 : lcm}</LCM_STATE>`;
  const owned = "<ID>7</ID><UID>2</UID><GID>1</GID><UNAME>alice</UNAME><GNAME>users</GNAME><NAME>web</NAME>";
  const oned = new ScriptedOned({ "vm.info": `<VM>${owned}${states}<TEMPLATE/><USER_TEMPLATE/></VM>` });
  const refusal = new OcciError("WRONG_STATE", "no");
  const error = await withNeededState(oned, "alice:x", 7, action, refusal);
  expect(oned.calls.filter((call) => call !== "vm.info 7")).toEqual([]);
  return error === refusal ? undefined : (error as OcciError).hint;
}

const STATES = ["PENDING", "HOLD", "RUNNING", "UNKNOWN", "POWEROFF", "SUSPENDED", "STOPPED", "UNDEPLOYED"] as const;

const MACHINE = 'NAME="web"\nCPU="0.1"\nMEMORY="32"\nDISK=[IMAGE_ID="0"]\nNIC=[NETWORK_ID="0"]';

/** Parameters with which an action is refused for no other reason than the state. */
const PARAMETERS: ActionParameters = {
  ...{
    storage: "1",
    disk: "0",
    network: "0",
    nic: "0",
    snapshot: "0",
    name: "new",
    instanceType: "custom",
    cpu: "0.5",
  },
  memory: "64",
};

describe("the stand-in carries an action out from the states that are named, and from no other", () => {
  let cloud: OverSim;
  beforeAll(async () => {
    const types = [{ name: "custom", template: "custom.eta", cpuMax: 4, memoryMax: 4096 }];
    cloud = await overSim({ wait: 0, vmTypes: types }, { stepMs: "manual" });
  });
  afterAll(() => cloud.stop());

  /** A machine with a part of each kind, in that state. */
  function machineIn(state: (typeof STATES)[number]): number {
    const { world } = cloud.sim;
    const vm = addVm(world, callerOf(world.user(2)), MACHINE);
    const first = { id: 0, name: "first", parent: -1, date: 1, size: 1 };
    vm.diskSnapshots.set(0, { active: 1, next: 2, list: [first, { ...first, id: 1 }] });
    const plain = state in VM_STATE;
    vm.state = plain ? VM_STATE[state as keyof typeof VM_STATE] : VM_STATE.ACTIVE;
    vm.lcm = plain ? 0 : (LCM_STATES as readonly string[]).indexOf(state);
    return vm.id;
  }

  test.each(Object.entries(NEEDED_STATES))("%s", async (perform, states) => {
    const possible: string[] = [];
    for (const state of STATES) {
      const refused = await failureOf(act(cloud.deps, ALICE, machineIn(state), { perform, params: PARAMETERS }));
      if (!refused.startsWith("WRONG_STATE")) possible.push(state);
    }
    expect(possible.toSorted()).toEqual([...states].toSorted());
  });
});

test("a hint names every state from which the action is possible", async () => {
  expect(await hintFor("resize", "STOPPED")).toContain(
    "The machine is STOPPED, and resize is possible from PENDING, HOLD, RUNNING, POWEROFF, UNDEPLOYED: ",
  );
  expect(await hintFor("hold", "STOPPED")).toContain("The machine is STOPPED, and hold is possible from PENDING");
});

test.each(NEEDED_STATES.resize ?? [])("nothing is said of states when the machine is %s by now", async (state) => {
  expect(await hintFor("resize", state)).toBeUndefined();
});

describe("behind the states that are needed a hint names", () => {
  const end = async (action: string, state: string): Promise<string> =>
    (await hintFor(action, state))?.replace(/^.* is possible from [A-Z_, ]+/, "") ?? "";

  test.each([
    ["attachdisk", "SUSPENDED"],
    ["attachdisk", "STOPPED"],
    ["snapshotcreate", "POWEROFF"],
    ["saveas", "UNDEPLOYED"],
    ["snapshotdelete", "UNKNOWN"],
    ["undeploy", "SUSPENDED"],
  ])("RESUME, where %s needs a running machine and one is %s", async (action, state) => {
    expect(await end(action, state)).toBe(": change STATE to RESUME first.");
  });

  test("POWEROFF, where a running machine has to be off", async () => {
    expect(await end("disksnapshotrevert", "RUNNING")).toBe(": change STATE to POWEROFF first.");
  });

  test.each([
    ["disksnapshotrevert", "SUSPENDED"],
    ["disksnapshotrevert", "UNDEPLOYED"],
    ["hold", "RUNNING"],
    ["release", "RUNNING"],
    ["release", "STOPPED"],
    ["snapshotcreate", "HOLD"],
  ])("nothing, where no word leads to %s from %s", async (action, state) => {
    expect(await end(action, state)).toBe(".");
  });

  test.each(["PROLOG", "BOOT", "HOTPLUG"])("waiting, while the machine passes through %s", async (state) => {
    expect(await end("disksnapshotrevert", state)).toBe(": wait until it has left that state.");
  });
});

test("other actions and errors stay as they are", async () => {
  expect(await hintFor("reboot", "STOPPED")).toBeUndefined();
  const other = new OcciError("NOT_FOUND", "no");
  const oned = new ScriptedOned();
  expect(await withNeededState(oned, "alice:x", 7, "hold", other)).toBe(other);
  expect(oned.calls).toEqual([]);
});
