/** Ten words for the states of oned, and which actions each of them allows. */
import { describe, expect, test } from "bun:test";
import { MACHINE_ACTIONS, type MachineState } from "../../model.ts";
import { LCM_STATES, VM_STATES } from "../../opennebula/states.ts";
import { isPossible, machineState } from "./machine-states.ts";

const active = (lcmState: string) => ({ state: "ACTIVE", lcmState }) as const;
const resting = (state: (typeof VM_STATES)[number]) => ({ state, lcmState: "LCM_INIT" });
const possible = (vm: Parameters<typeof machineState>[0]) => MACHINE_ACTIONS.filter((word) => isPossible(word, vm));

describe("the state of a machine", () => {
  test("has a word for each state of oned", () => {
    for (const state of VM_STATES) expect(machineState(resting(state))).toBeString();
    for (const lcmState of LCM_STATES) expect(machineState(active(lcmState))).toBeString();
  });

  test.each<[string, MachineState]>([
    ["RUNNING", "running"],
    ["HOTPLUG_NIC", "running"],
    ["DISK_SNAPSHOT", "running"],
    ["DISK_RESIZE", "running"],
    ["MIGRATE", "running"],
    ["BACKUP", "running"],
    ["PROLOG", "starting"],
    ["BOOT", "starting"],
    ["BOOT_POWEROFF", "starting"],
    ["BOOT_SUSPENDED", "starting"],
    ["PROLOG_RESUME", "starting"],
    ["CLEANUP_RESUBMIT", "starting"],
    ["SHUTDOWN_POWEROFF", "stopping"],
    ["EPILOG_STOP", "stopping"],
    ["SAVE_SUSPEND", "stopping"],
    ["CLEANUP_DELETE", "stopping"],
    ["HOTPLUG_SAVEAS_POWEROFF", "stopped"],
    ["DISK_SNAPSHOT_REVERT_POWEROFF", "stopped"],
    ["HOTPLUG_PROLOG_POWEROFF", "stopped"],
    ["BACKUP_POWEROFF", "stopped"],
    ["RESTORE", "stopped"],
    ["DISK_SNAPSHOT_SUSPENDED", "suspended"],
    ["HOTPLUG_SAVEAS_STOPPED", "suspended"],
    ["HOTPLUG_SAVEAS_UNDEPLOYED", "undeployed"],
    ["BOOT_UNKNOWN", "starting"],
    ["HOTPLUG_EPILOG_POWEROFF", "stopped"],
    ["BOOT_FAILURE", "failed"],
    ["PROLOG_MIGRATE_POWEROFF_FAILURE", "failed"],
    ["UNKNOWN", "unknown"],
    ["LCM_99", "starting"],
  ])("that is %s is %s", (lcmState, word) => expect(machineState(active(lcmState))).toBe(word));

  test.each<[(typeof VM_STATES)[number], MachineState]>([
    ["HOLD", "pending"],
    ["STOPPED", "suspended"],
    ["POWEROFF", "stopped"],
    ["UNDEPLOYED", "undeployed"],
    ["DONE", "gone"],
    ["CLONING_FAILURE", "failed"],
  ])("that is %s is %s", (state, word) => expect(machineState(resting(state))).toBe(word));
});

describe("possible are", () => {
  test("of a machine that runs all that stop it", () => {
    expect(possible(active("RUNNING"))).toEqual(["stop", "reboot", "suspend", "hibernate", "undeploy", "delete"]);
  });

  test("of one that rests its start", () => {
    expect(possible(resting("POWEROFF"))).toEqual(["start", "undeploy", "delete"]);
    expect(possible(resting("SUSPENDED"))).toEqual(["start", "hibernate", "delete"]);
    expect(possible(resting("STOPPED"))).toEqual(["start", "delete"]);
    expect(possible(resting("UNDEPLOYED"))).toEqual(["start", "delete"]);
  });

  test("of one that waits its hold or its release", () => {
    expect(possible(resting("PENDING"))).toEqual(["hold", "delete"]);
    expect(possible(resting("HOLD"))).toEqual(["release", "delete"]);
  });

  test("of one that has failed its recovery, of one that its host has lost the way back", () => {
    expect(possible(active("BOOT_FAILURE"))).toEqual(["recover", "delete"]);
    expect(possible(resting("CLONING_FAILURE"))).toEqual(["recover", "delete"]);
    expect(possible(resting("FAILED"))).toEqual(["recover", "delete"]);
    expect(possible(active("UNKNOWN"))).toEqual(["start", "stop", "undeploy", "delete"]);
  });

  test.each(["PROLOG", "BOOT", "SHUTDOWN_POWEROFF", "HOTPLUG_NIC", "DISK_RESIZE", "SAVE_STOP", "MIGRATE", "BACKUP"])(
    "of one that oned is at work on (%s) none",
    (lcmState) => expect(possible(active(lcmState))).toEqual([]),
  );

  test("of one that is gone none", () => expect(possible(resting("DONE"))).toEqual([]));
});
