/** A security group of a machine is one of all its NICs. */
import { describe, expect, test } from "bun:test";
import { ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { failureOf } from "../../testing/over-sim.ts";
import { callerOf } from "../testing/caller.ts";
import { machine, machineXml } from "../testing/objects.ts";
import { addGroup, removeGroup } from "./security-groups.ts";

const vm = (...groups: readonly (string | undefined)[]) => ({
  template: groups.map(
    (list, id) =>
      ["NIC", { NIC_ID: String(id), NETWORK_ID: "3", ...(list !== undefined && { SECURITY_GROUPS: list }) }] as const,
  ),
});
const onedWith = (...groups: readonly (string | undefined)[]) =>
  new ScriptedOned({ "vm.info 7": machineXml(vm(...groups)) });

describe("a group that is given to a machine", () => {
  test("comes to the NICs that do not have it", async () => {
    const oned = onedWith("0,100", "0", undefined, "1001");
    await addGroup(callerOf(oned), 7, 100);
    expect(oned.calls).toEqual(["vm.info 7", "vm.attachsg 7 1 100", "vm.attachsg 7 2 100", "vm.attachsg 7 3 100"]);
  });

  test("is refused when all NICs have it, and when there is none", async () => {
    expect(await failureOf(addGroup(callerOf(onedWith("100", "0,100")), 7, 100))).toBe(
      "NAME_TAKEN: The machine 7 already has the security group 100.",
    );
    expect(await failureOf(addGroup(callerOf(onedWith()), 7, 100))).toStartWith(
      "WRONG_STATE: The security group cannot be attached",
    );
  });

  test("may be oned's default group, which no link shows: what all NICs have is given again", async () => {
    const oned = onedWith("0", "0,100");
    await addGroup(callerOf(oned), 7, 0);
    expect(oned.calls).toEqual(["vm.info 7"]);
  });

  test("begins with the machine as somebody has read it", async () => {
    const oned = new ScriptedOned();
    await addGroup(callerOf(oned), 7, 100, machine(vm("0")));
    expect(oned.calls).toEqual(["vm.attachsg 7 0 100"]);
  });
});

describe("a group that is taken from a machine", () => {
  test("leaves the NICs that have it", async () => {
    const oned = onedWith("0,100", "0", "100,5");
    await removeGroup(callerOf(oned), 7, 100);
    expect(oned.calls).toEqual(["vm.info 7", "vm.detachsg 7 0 100", "vm.detachsg 7 2 100"]);
  });

  test("is not found where no NIC has it", async () => {
    expect(await failureOf(removeGroup(callerOf(onedWith("0,1000")), 7, 100))).toStartWith("NOT_FOUND");
  });
});

test("a NIC that oned shows without NIC_ID is changed by nobody", async () => {
  const oned = new ScriptedOned({ "vm.info": machineXml({ template: [["NIC", { NETWORK_ID: "3" }]] }) });
  expect(await failureOf(addGroup(callerOf(oned), 7, 100))).toStartWith("ONED_DAMAGED_ANSWER");
  expect(oned.calls).toEqual(["vm.info 7"]);
});
