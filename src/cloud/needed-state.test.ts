/** What a refusal because of a machine's state advises. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import type { OnedClient } from "../opennebula/client.ts";
import { LCM_STATES, VM_STATES } from "../opennebula/states.ts";
import { withNeededState } from "./needed-state.ts";

const nobody = () => Promise.reject(new Error("nobody expected this"));

/** The hint for an action on a machine in that state, a word of STATE or LCM_STATE. */
async function hintFor(action: string, state: string): Promise<string | undefined> {
  const lcm = (LCM_STATES as readonly string[]).indexOf(state);
  const plain = (VM_STATES as readonly string[]).indexOf(state);
  const states = `<STATE>${plain >= 0 ? plain : 3}</STATE><LCM_STATE>${plain >= 0 ? 0 : lcm}</LCM_STATE>`;
  const owned = "<ID>7</ID><UID>2</UID><GID>1</GID><UNAME>alice</UNAME><GNAME>users</GNAME><NAME>web</NAME>";
  const oned: OnedClient = {
    read: async () => `<VM>${owned}${states}<TEMPLATE/><USER_TEMPLATE/></VM>`,
    readPool: nobody,
    readMany: nobody,
    change: nobody,
  };
  const refusal = new OcciError("WRONG_STATE", "no");
  const error = await withNeededState(oned, "alice:x", 7, action, refusal);
  return error === refusal ? undefined : (error as OcciError).hint;
}

/** From which states oned 6.10 carries the actions out (RequestManagerVirtualMachine.cc, LifeCycleActions.cc). */
const POSSIBLE: Readonly<Record<string, readonly string[]>> = {
  attachdisk: ["RUNNING", "POWEROFF"],
  detachdisk: ["RUNNING", "POWEROFF"],
  attachnic: ["RUNNING", "POWEROFF"],
  detachnic: ["RUNNING", "POWEROFF"],
  resize: ["PENDING", "HOLD", "RUNNING", "POWEROFF", "UNDEPLOYED"],
  saveas: ["RUNNING", "POWEROFF", "SUSPENDED"],
  snapshotcreate: ["RUNNING"],
  snapshotrevert: ["RUNNING"],
  snapshotdelete: ["RUNNING"],
  disksnapshotcreate: ["RUNNING", "POWEROFF", "SUSPENDED"],
  disksnapshotrevert: ["POWEROFF"],
  disksnapshotdelete: ["RUNNING", "POWEROFF", "SUSPENDED"],
  hold: ["PENDING"],
  release: ["HOLD"],
  undeploy: ["RUNNING", "POWEROFF", "UNKNOWN"],
  undeployhard: ["RUNNING", "POWEROFF", "UNKNOWN"],
  poweroffhard: ["RUNNING", "UNKNOWN"],
};

describe.each(Object.entries(POSSIBLE))("%s", (action, states) => {
  test("names every state from which it is possible", async () => {
    const hint = await hintFor(action, "STOPPED");
    expect(hint).toContain(`The machine is STOPPED, and ${action} is possible from `);
    const listed = /possible from ([^:.]*)/.exec(hint ?? "")?.[1] ?? "";
    expect(listed.split(/\W+(?:or\W+)?/)).toEqual([...states]);
  });

  test.each(states.map((state) => [state]))("says nothing of states when the machine is %s by now", async (state) => {
    expect(await hintFor(action, state)).toBeUndefined();
  });
});

test("the word that leads there is named, and waiting is advised where the state passes", async () => {
  expect(await hintFor("attachdisk", "SUSPENDED")).toContain("RESUME");
  expect(await hintFor("disksnapshotrevert", "RUNNING")).toContain("POWEROFF");
  expect(await hintFor("snapshotcreate", "PROLOG")).toContain("wait until it has left that state");
  expect(await hintFor("hold", "RUNNING")).toEndWith("is possible from PENDING.");
});

test("other actions and errors stay as they are", async () => {
  expect(await hintFor("reboot", "STOPPED")).toBeUndefined();
  const other = new OcciError("NOT_FOUND", "no");
  const oned: OnedClient = { read: nobody, readPool: nobody, readMany: nobody, change: nobody };
  expect(await withNeededState(oned, "alice:x", 7, "hold", other)).toBe(other);
});
