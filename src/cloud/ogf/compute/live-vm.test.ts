import { expect, test } from "bun:test";
import { ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { failureOf } from "../../testing/over-sim.ts";
import { callerOf } from "../testing/caller.ts";
import { machineXml } from "../testing/objects.ts";
import { liveVm } from "./live-vm.ts";
import { removeCompute } from "./remove.ts";

test("a machine that oned shows as DONE is not found, every other one is", async () => {
  const at = (state: string) => callerOf(new ScriptedOned({ "vm.info 7": machineXml({ state }) }));
  expect(await failureOf(liveVm(at("DONE"), 7))).toBe("NOT_FOUND: The entity does not exist.");
  for (const state of ["POWEROFF", "RUNNING", "FAILED"]) expect((await liveVm(at(state), 7)).id).toBe(7);
});

test("it is not terminated again", async () => {
  const oned = new ScriptedOned({ "vm.info": machineXml({ state: "DONE" }) });
  expect(await failureOf(removeCompute(callerOf(oned), 7))).toStartWith("NOT_FOUND");
  expect(oned.calls).toEqual(["vm.info 7"]);
});

test("a deletion is followed until the machine is DONE", async () => {
  const readings = ["RUNNING", "EPILOG", "EPILOG", "DONE"].map((state) => machineXml({ state }));
  const oned = new ScriptedOned({ "vm.info": readings });
  await removeCompute(callerOf(oned, { config: { wait: 10_000 } }), 7);
  expect(oned.calls).toEqual(["vm.info 7", "vm.action terminate-hard 7", "vm.info 7", "vm.info 7", "vm.info 7"]);
});
