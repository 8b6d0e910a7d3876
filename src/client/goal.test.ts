import { describe, expect, test } from "bun:test";
import { AT_REST, hasFailed, inState, isAtRest, stateOf, USABLE } from "./goal.ts";
import type { Resource } from "./resource.ts";

/** `ACTIVE/RUNNING` of this project's server, `ACTIVE` of older ones. */
function machine(states: string): Resource {
  const [state = "", detail] = states.split("/");
  return { id: 3, name: "web", state, ...(detail !== undefined && { lcm_state: detail }) };
}

test.each([
  ["ACTIVE/RUNNING", "RUNNING"],
  ["ACTIVE/PROLOG", "PROLOG"],
  ["ACTIVE", "ACTIVE"],
  ["PENDING/LCM_INIT", "PENDING"],
  ["POWEROFF/LCM_INIT", "POWEROFF"],
  ["ACTIVE/LCM_INIT", "LCM_INIT"],
  ["", ""],
])("a machine in %s is, for people, %s", (states, said) => {
  expect(stateOf(machine(states))).toBe(said);
});

test.each([
  ["INIT", false, false],
  ["PENDING", false, false],
  ["PENDING/LCM_INIT", false, false],
  ["HOLD/LCM_INIT", true, false],
  ["ACTIVE", true, false],
  ["ACTIVE/RUNNING", true, false],
  ["ACTIVE/UNKNOWN", true, false],
  ["ACTIVE/PROLOG", false, false],
  ["ACTIVE/HOTPLUG", false, false],
  ["ACTIVE/SHUTDOWN_POWEROFF", false, false],
  ["ACTIVE/BOOT_FAILURE", true, true],
  ["ACTIVE/PROLOG_MIGRATE_FAILURE", true, true],
  ["STOPPED/LCM_INIT", true, false],
  ["DONE/LCM_INIT", true, false],
  ["FAILED", true, true],
])("a machine in %s: at rest %j, failed %j", (states, atRest, failed) => {
  expect([isAtRest(machine(states)), hasFailed(machine(states))]).toEqual([atRest, failed]);
  expect(AT_REST.reached(machine(states))).toBe(atRest);
});

describe("a state that is waited for", () => {
  test.each([
    ["running", "ACTIVE/RUNNING", true],
    ["RUNNING", "ACTIVE/PROLOG", false],
    // Servers of OpenNebula tell no more.
    ["RUNNING", "ACTIVE", true],
    ["ACTIVE", "ACTIVE/PROLOG", true],
    ["STOPPED", "STOPPED/LCM_INIT", true],
    ["STOPPED", "ACTIVE/SAVE_STOP", false],
    ["DONE", "DONE", true],
  ])("%s by a machine in %s: %j", (name, states, reached) => {
    expect(inState(name).reached(machine(states))).toBe(reached);
  });

  test("has its name in capitals, and only DONE is reached by what is gone", () => {
    expect(inState("stopped")).toMatchObject({ name: "STOPPED" });
    expect(inState("stopped").gone).toBeUndefined();
    expect(inState("done").gone).toBe(true);
  });
});

test.each([
  ["READY", true],
  ["USED", true],
  ["USED_PERS", true],
  ["LOCKED", false],
  ["CLONE", false],
  ["INIT", false],
  ["ERROR", false],
  [undefined, true],
])("an image in %s is usable: %j", (state, usable) => {
  expect(USABLE.reached({ id: 1, name: "x", ...(state !== undefined && { state }) })).toBe(usable);
  expect(hasFailed({ id: 1, name: "x", ...(state !== undefined && { state }) })).toBe(state === "ERROR");
});
