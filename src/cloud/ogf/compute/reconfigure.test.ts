import { describe, expect, test } from "bun:test";
import { ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { createTemplates } from "../../../templates/engine.ts";
import { callerOf } from "../testing/caller.ts";
import { machine, machineXml } from "../testing/objects.ts";
import { changeHostName, reconfigure, refuseFixed } from "./reconfigure.ts";

describe("another host name", () => {
  test("is told to the guest, or noted where the machine has no CONTEXT", async () => {
    const oned = new ScriptedOned({ "vm.info": machineXml({}) });
    const caller = callerOf(oned);
    await changeHostName(caller, machine({ template: [["CONTEXT", { NETWORK: "YES" }]] }), "web");
    await changeHostName(caller, machine(), "web");
    expect(oned.calls).toEqual([
      "vm.updateconf 7 <TEMPLATE><CONTEXT><SET_HOSTNAME>web</SET_HOSTNAME></CONTEXT></TEMPLATE> 1",
      "vm.info 7",
      "vm.update 7 <TEMPLATE><OCCI_HOSTNAME>web</OCCI_HOSTNAME></TEMPLATE> 1",
    ]);
  });
});

test("another CONTEXT is there when oned is at rest again: the next change would be refused before", async () => {
  const oned = new ScriptedOned({ "vm.info": [machineXml({ state: "HOTPLUG" }), machineXml({})] });
  await reconfigure(callerOf(oned, { config: { wait: 10_000 } }), 7, "<TEMPLATE/>");
  expect(oned.calls).toEqual(["vm.updateconf 7 <TEMPLATE/> 1", "vm.info 7", "vm.info 7"]);
});

describe("what the instance type fixes of CONTEXT", () => {
  const vmTypes = [{ name: "small", template: "small.eta" }];
  const templates = {
    ...createTemplates({ location: "/nonexistent", vmTypes }),
    context: () => ({ defaults: [["SET_HOSTNAME", "x"] as const], fixed: [["SSH_PUBLIC_KEY", "x"] as const] }),
  };
  const caller = callerOf(new ScriptedOned(), { config: { vmTypes }, templates });
  const [key, host] = [
    ["SSH_PUBLIC_KEY", "the key"],
    ["SET_HOSTNAME", "the host name"],
  ] as const;

  test("cannot be changed, other things can", () => {
    const small = machine({ notes: [["INSTANCE_TYPE", "small"]] });
    expect(() => refuseFixed(caller, small, [host, key])).toThrow("the key: the instance type small fixes it.");
    expect(() => refuseFixed(caller, small, [host])).not.toThrow();
    expect(() => refuseFixed(caller, small, [])).not.toThrow();
  });

  test("is nothing for a machine of no type that this server knows", () => {
    expect(() => refuseFixed(caller, machine(), [key])).not.toThrow();
    expect(() => refuseFixed(caller, machine({ notes: [["INSTANCE_TYPE", "old"]] }), [key])).not.toThrow();
  });
});
