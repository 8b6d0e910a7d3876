import { describe, expect, test } from "bun:test";
import { IMAGE_STATES, LCM_STATES, VM_STATES, VNET_STATES } from "../opennebula/states.ts";
import { imagePasses, namesPassingState, vmLeaves, vmPasses, vnetPasses } from "./passing-states.ts";

const vm = (state: (typeof VM_STATES)[number], lcmState = "LCM_INIT") => ({ state, lcmState });

describe("a machine", () => {
  test("that is ACTIVE is on its way, but where somebody has to do something", () => {
    const stays = LCM_STATES.filter((lcm) => !vmPasses(vm("ACTIVE", lcm)));
    expect(stays.filter((lcm) => !lcm.endsWith("_FAILURE"))).toEqual(["RUNNING", "-", "-", "UNKNOWN", "-", "-"]);
    expect(stays.filter((lcm) => lcm.endsWith("_FAILURE"))).toHaveLength(14);
    for (const lcm of ["PROLOG", "BOOT", "PROLOG_RESUME", "BOOT_STOPPED", "HOTPLUG", "SAVE_SUSPEND", "EPILOG"]) {
      expect(vmPasses(vm("ACTIVE", lcm))).toBe(true);
    }
    expect(vmPasses(vm("ACTIVE", "LCM_99"))).toBe(false);
  });

  test("in another state is at rest, but where oned or the scheduler is at work", () => {
    expect(VM_STATES.filter((state) => state !== "ACTIVE" && vmPasses(vm(state)))).toEqual([
      "INIT",
      "PENDING",
      "CLONING",
    ]);
  });

  test("for which the scheduler has found no host waits for the administrator", () => {
    expect(vmPasses({ ...vm("PENDING"), unplaced: true })).toBe(false);
  });

  test("gives back what it uses when it ends, or a part of it is taken away", () => {
    const leaving = LCM_STATES.filter((lcm) => vmLeaves(vm("ACTIVE", lcm)));
    expect(leaving).toEqual([
      ...["EPILOG", "SHUTDOWN", "HOTPLUG", "CLEANUP_DELETE", "HOTPLUG_NIC", "HOTPLUG_PROLOG_POWEROFF"],
      ...["HOTPLUG_EPILOG_POWEROFF", "HOTPLUG_NIC_POWEROFF"],
    ]);
    expect(vmLeaves(vm("POWEROFF", "EPILOG"))).toBe(false);
  });
});

test("images that oned copies, or copies from, and networks that it makes", () => {
  const images = IMAGE_STATES.filter((state) => imagePasses({ state }));
  expect(images).toEqual(["INIT", "LOCKED", "CLONE", "LOCKED_USED", "LOCKED_USED_PERS"]);
  expect(imagePasses({ state: "USED", copiedOnly: true })).toBe(true);
  expect(VNET_STATES.filter((state) => vnetPasses({ state }))).toEqual(["INIT", "LOCK_CREATE", "LOCK_DELETE"]);
});

test.each([
  ['Error performing action "poweroff": This action is not available for state PROLOG', true],
  ["Could not attach a new disk to VM 16, wrong state HOTPLUG.", true],
  ["VM 7 is in wrong state BOOT", true],
  ["Error allocating a new image. Cannot clone image in state: LOCKED", true],
  ["DISK 0: Cannot acquire image 6, it is in state: CLONE", true],
  ["Cannot acquire image 4, it is locked", true],
  ['Error performing action "hold": This action is not available for state RUNNING', false],
  ['Error performing action "poweroff": This action is not available for state BOOT_FAILURE', false],
  ["Could not make image persistent: Image cannot be in state USED.", false],
  ["Cannot delete image. There are 11 VMs using it.", false],
  ["The state PROLOG_OF_A_BOOK is none", false],
])("%s: %p", (message, expected) => {
  expect(namesPassingState(message)).toBe(expected);
});
