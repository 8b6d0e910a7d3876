/** A link that is not there is not found, whatever oned calls that. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../../../errors.ts";
import { type Scripted, ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { failureOf } from "../../testing/over-sim.ts";
import { callerOf } from "../testing/caller.ts";
import { machineXml } from "../testing/objects.ts";
import { removeLink } from "./remove.ts";

const parts = [
  ["NIC", { NIC_ID: "0", NETWORK_ID: "3" }],
  ["DISK", { DISK_ID: "1", IMAGE_ID: "9" }],
] as const;
const remove = (part: "nic" | "disk", number: number, answers: Readonly<Record<string, Scripted>>) => {
  const oned = new ScriptedOned(answers);
  return { oned, done: removeLink(callerOf(oned), { vm: 7, part, number }) };
};

describe("removing a link", () => {
  test.each([
    ["nic", 0, "vm.detachnic 7 0"],
    ["disk", 1, "vm.detach 7 1"],
  ] as const)("detaches a %s", async (part, number, call) => {
    const { oned, done } = remove(part, number, { "vm.info": machineXml({}) });
    await done;
    expect(oned.calls).toEqual([call, "vm.info 7"]);
  });

  test.each([
    ["nic", 5, "RUNNING", "NOT_FOUND"],
    ["disk", 0, "RUNNING", "NOT_FOUND"],
    ["nic", 1, "RUNNING", "NOT_FOUND"],
    ["nic", 0, "RUNNING", "WRONG_STATE"],
    ["disk", 1, "RUNNING", "WRONG_STATE"],
    ["nic", 0, "DONE", "NOT_FOUND"],
  ] as const)(
    "that oned refuses for its state, %s %i of a machine that is %s, is %s",
    async (part, number, state, code) => {
      const refusal = new OcciError("WRONG_STATE", "not now");
      const { done } = remove(part, number, {
        "vm.detachnic": refusal,
        "vm.detach": refusal,
        "vm.info": machineXml({ state, template: parts }),
      });
      expect(await failureOf(done)).toStartWith(code);
    },
  );

  test("that oned forbids is forbidden: nobody looks for the part", async () => {
    const { oned, done } = remove("nic", 5, { "vm.detachnic": new OcciError("FORBIDDEN", "no") });
    expect(await failureOf(done)).toBe("FORBIDDEN: no");
    expect(oned.calls).toEqual(["vm.detachnic 7 5"]);
  });
});
