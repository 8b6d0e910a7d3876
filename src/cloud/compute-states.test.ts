import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import type { VmState } from "../opennebula/states.ts";
import type { Vm } from "../opennebula/vm.ts";
import { operationFor, STATE_WORDS } from "./compute-states.ts";
import { computeState } from "./compute-view.ts";

function vm(state: VmState, lcmState = state === "ACTIVE" ? "RUNNING" : "LCM_INIT"): Vm {
  return {
    ...{ id: 7, name: "web", uid: 2, uname: "alice", gname: "users", state, lcmState },
    ...{ cpu: "1", memory: "1024", instanceType: "small", error: undefined },
    ...{ disks: [], nics: [], context: [], snapshots: [] },
  };
}

/** What a word does: an action of oned, `recover N`, `nothing`, or the error's code. */
function outcome(word: string, machine: Vm): string {
  try {
    const operation = operationFor(word, machine);
    if (operation === undefined) return "nothing";
    return operation.kind === "action" ? operation.name : `recover ${operation.operation}`;
  } catch (error) {
    return error instanceof OcciError ? error.code : String(error);
  }
}

describe("the state that clients see", () => {
  test.each([
    ["ACTIVE", "RUNNING", "ACTIVE"],
    ["ACTIVE", "BOOT_FAILURE", "FAILED"],
    ["ACTIVE", "PROLOG_MIGRATE_UNKNOWN_FAILURE", "FAILED"],
    ["ACTIVE", "UNKNOWN", "ACTIVE"],
    ["CLONING", "LCM_INIT", "PENDING"],
    ["CLONING_FAILURE", "LCM_INIT", "FAILED"],
    ["UNDEPLOYED", "LCM_INIT", "UNDEPLOYED"],
  ] as const)("%s with %s is %s", (state, lcm, seen) => {
    expect(computeState(vm(state, lcm))).toBe(seen);
  });
});

describe("a STATE of PUT", () => {
  test.each([
    ["STOPPED", "stop"],
    ["SUSPENDED", "suspend"],
    ["POWEROFF", "poweroff"],
    ["REBOOT", "reboot"],
    ["RESET", "reboot-hard"],
    ["SHUTDOWN", "terminate"],
    ["CANCEL", "terminate-hard"],
    ["DONE", "terminate-hard"],
    ["RESTART", "resume"],
    ["RESUBMIT", "recover 4"],
    ["RESUME", "STATE_NOT_ALLOWED"],
  ])("%s on a running machine: %s", (word, expected) => {
    expect(outcome(word, vm("ACTIVE"))).toBe(expected);
  });

  test("may be written in any case", () => {
    expect(outcome("sUsPeNdEd", vm("ACTIVE"))).toBe("suspend");
  });

  test.each(["STOPPED", "SUSPENDED", "POWEROFF", "UNDEPLOYED"] as const)(
    "RESUME wakes a machine that is %s",
    (state) => {
      expect(outcome("RESUME", vm(state))).toBe("resume");
      expect(outcome("SHUTDOWN", vm(state))).toBe("terminate");
      expect(outcome("CANCEL", vm(state))).toBe("terminate-hard");
    },
  );

  test("RESUME wakes a machine that its host has lost", () => {
    expect(outcome("RESUME", vm("ACTIVE", "UNKNOWN"))).toBe("resume");
  });

  test("DONE ends a machine in any state", () => {
    for (const state of ["INIT", "PENDING", "HOLD", "ACTIVE", "STOPPED", "SUSPENDED", "DONE", "POWEROFF", "CLONING"]) {
      expect(outcome("DONE", vm(state as VmState))).toBe("terminate-hard");
    }
  });

  test("RESTART of a failed machine tries its step again, RESUBMIT starts it anew", () => {
    expect(outcome("RESTART", vm("ACTIVE", "BOOT_FAILURE"))).toBe("recover 2");
    expect(outcome("RESUBMIT", vm("ACTIVE", "BOOT_FAILURE"))).toBe("recover 4");
    expect(outcome("STOPPED", vm("ACTIVE", "BOOT_FAILURE"))).toBe("STATE_NOT_ALLOWED");
  });

  test("that the machine has already asks for nothing", () => {
    expect(outcome("STOPPED", vm("STOPPED"))).toBe("nothing");
    expect(outcome("SUSPENDED", vm("SUSPENDED"))).toBe("nothing");
    expect(outcome("POWEROFF", vm("POWEROFF"))).toBe("nothing");
  });

  test("that is no word to act asks for nothing, true or not: a client sends back what it has read", () => {
    for (const word of ["ACTIVE", "PENDING", "FAILED", "HOLD", "INIT", "UNDEPLOYED"]) {
      expect(outcome(word, vm("ACTIVE"))).toBe("nothing");
    }
  });

  test("that nobody knows is refused, blanks included", () => {
    for (const word of ["NONSENSE", "", " SUSPENDED ", "toString", "__proto__"]) {
      expect(outcome(word, vm("ACTIVE"))).toBe("INVALID_REQUEST");
    }
  });

  test("that is not allowed now says from where it would be", () => {
    let hint: string | undefined;
    try {
      operationFor("STOPPED", vm("PENDING"));
    } catch (error) {
      if (error instanceof OcciError) hint = `${error.message} ${error.hint}`;
    }
    expect(hint).toBe(
      "The state of the resource cannot be changed from PENDING to STOPPED. STOPPED is possible from ACTIVE.",
    );
  });

  test("that needs a running machine says how it runs again, of one that sleeps", () => {
    expect(() => operationFor("REBOOT", vm("STOPPED"))).toThrow(
      expect.objectContaining({ hint: "REBOOT is possible from ACTIVE: change STATE to RESUME first." }),
    );
  });

  test("every word is possible from some state", () => {
    for (const [word, { from }] of Object.entries(STATE_WORDS)) {
      expect([word, from.length > 0]).toEqual([word, true]);
    }
  });
});
