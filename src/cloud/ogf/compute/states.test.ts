/** Every state of oned has a word of OCCI, and what the word does not say is told in the message. */
import { describe, expect, test } from "bun:test";
import { LCM_STATES, VM_STATES } from "../../../opennebula/states.ts";
import { computeShown } from "./states.ts";

const NO_ERROR = { lcmState: "LCM_INIT", error: undefined };

describe("machines", () => {
  test.each(VM_STATES.filter((state) => state !== "ACTIVE"))("STATE %s has a word", (state) => {
    expect(computeShown({ state, ...NO_ERROR }).state).toMatch(/^(active|inactive|suspended|error)$/);
  });

  test.each(LCM_STATES.filter((lcm) => lcm !== "-"))(
    "LCM_STATE %s has a word; only RUNNING is active without a message",
    (lcmState) => {
      const { state, message } = computeShown({ state: "ACTIVE", lcmState, error: undefined });
      expect(state).toMatch(/^(active|inactive|suspended|error)$/);
      expect(message === undefined).toBe(lcmState === "RUNNING");
      expect(state === "error").toBe(/_FAILURE$|UNKNOWN$|^CLEANUP_DELETE$/.test(lcmState));
    },
  );

  test("by word: a machine on its way is what it was, until it is there", () => {
    const words = Map.groupBy(
      LCM_STATES.filter((lcm) => lcm !== "-" && !lcm.endsWith("_FAILURE")),
      (lcmState) => computeShown({ state: "ACTIVE", lcmState, error: undefined }).state,
    );
    expect(words.get("suspended")?.toSorted()).toEqual([
      "BOOT_STOPPED",
      "BOOT_SUSPENDED",
      "DISK_SNAPSHOT_DELETE_SUSPENDED",
      "DISK_SNAPSHOT_SUSPENDED",
      "HOTPLUG_SAVEAS_STOPPED",
      "HOTPLUG_SAVEAS_SUSPENDED",
      "PROLOG_MIGRATE_SUSPEND",
      "PROLOG_RESUME",
    ]);
    expect(words.get("active")?.toSorted()).toEqual([
      "BACKUP",
      "BOOT_MIGRATE",
      "DISK_RESIZE",
      "DISK_SNAPSHOT",
      "DISK_SNAPSHOT_DELETE",
      "EPILOG",
      "EPILOG_STOP",
      "EPILOG_UNDEPLOY",
      "HOTPLUG",
      "HOTPLUG_NIC",
      "HOTPLUG_RESIZE",
      "HOTPLUG_SAVEAS",
      "HOTPLUG_SNAPSHOT",
      "MIGRATE",
      "PROLOG_MIGRATE",
      "RUNNING",
      "SAVE_MIGRATE",
      "SAVE_STOP",
      "SAVE_SUSPEND",
      "SHUTDOWN",
      "SHUTDOWN_POWEROFF",
      "SHUTDOWN_UNDEPLOY",
    ]);
    expect(words.get("error")?.toSorted()).toEqual([
      "BOOT_UNKNOWN",
      "CLEANUP_DELETE",
      "PROLOG_MIGRATE_UNKNOWN",
      "UNKNOWN",
    ]);
  });

  const RESTED = { action: 0, rested: true };
  const STOPPED = { action: 9, rested: false };
  test.each([
    ["ACTIVE", "EPILOG_STOP", RESTED, "suspended", "epilog stop"],
    ["ACTIVE", "EPILOG_UNDEPLOY", RESTED, "inactive", "epilog undeploy"],
    ["ACTIVE", "EPILOG", RESTED, "inactive", "epilog"],
    ["ACTIVE", "PROLOG_RESUME", RESTED, "suspended", "prolog resume"],
    ["PENDING", "LCM_INIT", STOPPED, "suspended", "waits for a host"],
    ["HOLD", "LCM_INIT", STOPPED, "suspended", "on hold: start releases it"],
    ["POWEROFF", "LCM_INIT", STOPPED, "inactive", undefined],
    ["ACTIVE", "RUNNING", STOPPED, "active", undefined],
    ["ACTIVE", "EPILOG_FAILURE", RESTED, "error", "epilog failure"],
    ["ACTIVE", "BOOT_UNKNOWN", RESTED, "error", "boot unknown"],
    ["ACTIVE", "UNKNOWN", RESTED, "error", "its host no longer reports it"],
    ["PENDING", "LCM_INIT", RESTED, "inactive", "waits for a host"],
    ["HOLD", "LCM_INIT", RESTED, "inactive", "on hold: start releases it"],
    ["DONE", "LCM_INIT", RESTED, "inactive", "deleted"],
    ["INIT", "LCM_INIT", RESTED, "inactive", "OpenNebula is creating the machine"],
    ["CLONING", "LCM_INIT", RESTED, "inactive", "waits for its images to be copied"],
    ["STOPPED", "LCM_INIT", RESTED, "suspended", "stopped: its memory is saved and it has no host"],
    ["SUSPENDED", "LCM_INIT", RESTED, "suspended", undefined],
    ["UNDEPLOYED", "LCM_INIT", RESTED, "inactive", "undeployed: it has no host"],
    ["FAILED", "LCM_INIT", RESTED, "error", undefined],
    ["CLONING_FAILURE", "LCM_INIT", RESTED, "error", "an image could not be copied"],
  ] as const)("%s %s after %j is %s", (state, lcmState, past, word, message) => {
    expect(computeShown({ state, lcmState, error: undefined, past })).toEqual({
      state: word,
      ...(message !== undefined && { message }),
    });
  });

  test("the reason of a failure is told on one line, without oned's date", () => {
    const error = "Wed Nov 25 12:00:00 2026 : Error executing image transfer script:\n no space  left";
    expect(computeShown({ state: "ACTIVE", lcmState: "PROLOG_FAILURE", error })).toEqual({
      state: "error",
      message: "prolog failure: Error executing image transfer script: no space left",
    });
  });

  test("an old reason is not told of a machine that runs again, and none is longer than 500 characters", () => {
    expect(computeShown({ state: "ACTIVE", lcmState: "RUNNING", error: "old" })).toEqual({ state: "active" });
    const { message = "" } = computeShown({ state: "CLONING_FAILURE", lcmState: "", error: "x".repeat(9_999) });
    expect(message.length).toBeLessThan(600);
  });
});
