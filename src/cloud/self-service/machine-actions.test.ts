/** Actions on machines: which are possible, what oned is asked, and when they are done. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../../errors.ts";
import { MACHINE_ACTIONS, MACHINE_STATES, type MachineAction } from "../../model.ts";
import { LCM_STATES, VM_STATES } from "../../opennebula/states.ts";
import { type Scripted, ScriptedOned } from "../../opennebula/testing/scripted-oned.ts";
import { callerOf } from "../ogf/testing/caller.ts";
import { failureOf } from "../testing/over-sim.ts";
import { act, actionWord } from "./machine-actions.ts";
import { statesIn } from "./machines.ts";

test("every action but the deletion is a word of a path", () => {
  const words = MACHINE_ACTIONS.filter((word) => word !== "delete");
  expect(words.map(actionWord)).toEqual(words);
  for (const other of ["delete", "Start", "", "explode", "constructor"]) {
    expect(() => actionWord(other)).toThrow(`There is no action ${JSON.stringify(other)}.`);
  }
});

test("states are listed with commas; a word that is none is named", () => {
  expect(statesIn(MACHINE_STATES.join(","))).toEqual([...MACHINE_STATES]);
  expect(statesIn(" running , stopped")).toEqual(["running", "stopped"]);
  for (const other of ["", "RUNNING", "running;stopped", "running,,stopped"]) {
    expect(() => statesIn(other)).toThrow("There is no state ");
  }
});

/** A machine in that state: a word of STATE or, of an ACTIVE one, of LCM_STATE. */
function machineXml(state: string): string {
  const whole = (VM_STATES as readonly string[]).indexOf(state);
  const [number, lcm] = whole >= 0 ? [whole, 0] : [3, LCM_STATES.indexOf(state)];
  return `<VM><ID>7</ID><UID>2</UID><GID>1</GID><UNAME>alice</UNAME><GNAME>users</GNAME><NAME>web</NAME><STATE>${number}</STATE><LCM_STATE>${lcm}</LCM_STATE><STIME>0</STIME><TEMPLATE/><USER_TEMPLATE/></VM>`;
}

interface Acting {
  readonly force?: boolean;
  readonly wait?: number;
  readonly answers?: Readonly<Record<string, Scripted>>;
}

/** Acts on a machine that is in these states, one after the other; the last stays. */
async function acting(
  word: MachineAction,
  states: readonly string[],
  { force = false, wait = 10_000, answers = {} }: Acting = {},
) {
  const oned = new ScriptedOned({ "vm.info": states.map(machineXml), ...answers });
  const done = act({ ...callerOf(oned, { config: { wait: 2_000 } }), user: "alice" }, 7, word, { force, wait });
  const failure = await failureOf(done);
  const result = await done.catch((error: OcciError) => error);
  const [acted, error] = result instanceof OcciError ? [undefined, result] : [result, undefined];
  return {
    failure,
    hint: error?.hint,
    faults: error?.faults.map(({ at }) => at),
    state: acted?.machine.oned,
    done: acted?.done,
    changes: oned.calls.filter((call) => !call.startsWith("vm.info")),
    readings: oned.calls.filter((call) => call.startsWith("vm.info")).length,
  };
}

describe("an action", () => {
  test.each<[MachineAction, string, boolean, string, string]>([
    ["start", "POWEROFF", false, "resume", "RUNNING"],
    ["stop", "RUNNING", false, "poweroff", "POWEROFF"],
    ["stop", "RUNNING", true, "poweroff-hard", "POWEROFF"],
    ["reboot", "RUNNING", false, "reboot", "RUNNING"],
    ["reboot", "RUNNING", true, "reboot-hard", "RUNNING"],
    ["suspend", "RUNNING", false, "suspend", "SUSPENDED"],
    ["hibernate", "RUNNING", false, "stop", "STOPPED"],
    ["undeploy", "RUNNING", false, "undeploy", "UNDEPLOYED"],
    ["undeploy", "RUNNING", true, "undeploy-hard", "UNDEPLOYED"],
    ["hold", "PENDING", false, "hold", "HOLD"],
    ["release", "HOLD", false, "release", "RUNNING"],
    ["delete", "RUNNING", false, "terminate-hard", "DONE"],
    ["delete", "RUNNING", true, "terminate-hard", "DONE"],
  ])("%s, of a machine that is %s (forced: %p), is oned's %s and ends in %s", async (word, from, force, name, to) => {
    const found = await acting(word, [from, to], { force });
    expect([found.failure, found.changes, found.done]).toEqual(["no error", [`vm.action ${name} 7`], true]);
  });

  test("of recovery tries again what has failed", async () => {
    const found = await acting("recover", ["BOOT_FAILURE", "BOOT", "RUNNING"]);
    expect([found.changes, found.done, found.state?.lcmState]).toEqual([["vm.recover 7 2"], true, "RUNNING"]);
    expect((await acting("recover", ["BOOT_FAILURE", "BOOT"])).done).toBe(false);
    expect((await acting("recover", ["BOOT_FAILURE"])).done).toBe(false);
  });

  test("is done already where the machine is in the state to which it leads", async () => {
    for (const [word, state] of [
      ["stop", "POWEROFF"],
      ["start", "RUNNING"],
      ["hold", "HOLD"],
    ] as const) {
      expect(await acting(word, [state])).toMatchObject({ changes: [], done: true, readings: 1 });
    }
  });

  test("has ended, too, where the machine has failed", async () => {
    expect(await acting("start", ["POWEROFF", "BOOT_FAILURE"])).toMatchObject({ done: true });
  });

  test("is not done when the time is over before", async () => {
    expect(await acting("stop", ["RUNNING", "SHUTDOWN_POWEROFF"], { wait: 0 })).toMatchObject({ done: false });
    expect(await acting("stop", ["RUNNING", "SHUTDOWN_POWEROFF"])).toMatchObject({ done: false });
    expect(await acting("reboot", ["RUNNING", "UNKNOWN"], { wait: 0 })).toMatchObject({ done: false });
  });
});

describe("an action that is not possible", () => {
  test("is refused with what the machine is, and what is possible", async () => {
    const found = await acting("suspend", ["POWEROFF"]);
    expect(found).toMatchObject({
      failure: "STATE_NOT_ALLOWED: suspend is not possible: the machine is stopped (POWEROFF).",
      changes: [],
    });
    expect(found.hint).toBe("Possible actions now: start, undeploy, delete.");
  });

  test("while oned is at work waits for that, and is refused when the time is over", async () => {
    expect(await acting("suspend", ["BOOT", "BOOT", "RUNNING", "SUSPENDED"])).toMatchObject({
      failure: "no error",
      changes: ["vm.action suspend 7"],
      done: true,
    });
    const never = await acting("suspend", ["BOOT"]);
    expect(never.failure).toBe("STATE_NOT_ALLOWED: suspend is not possible: the machine is starting (BOOT).");
    expect(never.hint).toBe("Wait until OpenNebula has finished its current work on it.");
  });

  test("releases only a machine that is held: one that waits for a host already is not", async () => {
    const { failure, changes } = await acting("release", ["PENDING"], { wait: 0 });
    expect([failure, changes]).toEqual([expect.stringContaining("STATE_NOT_ALLOWED: release is not possible"), []]);
  });

  test("of a machine that is gone has nothing to wait for", async () => {
    expect(await acting("start", ["DONE"])).toMatchObject({
      failure: expect.stringContaining("gone (DONE)"),
      readings: 1,
    });
  });

  test("is tried again where oned refuses it while the machine is on its way", async () => {
    const late = { "vm.action": [new OcciError("WRONG_STATE", "no"), ""] };
    const again = await acting("delete", ["PENDING", "PENDING", "DONE"], { answers: late });
    expect([again.failure, again.changes.length]).toEqual(["no error", 2]);
    expect((await acting("delete", ["RUNNING", "DONE"], { answers: late })).failure).toBe("WRONG_STATE: no");
    const refused = { "vm.action": new OcciError("FORBIDDEN", "no") };
    expect(await acting("stop", ["RUNNING"], { answers: refused })).toMatchObject({ failure: "FORBIDDEN: no" });
  });
});

describe("force", () => {
  test.each<MachineAction>(["start", "suspend", "hibernate", "hold", "release", "recover"])(
    "is refused for %s, before anything is asked",
    async (word) => {
      const found = await acting(word, ["RUNNING"], { force: true });
      expect(found).toMatchObject({
        failure: `INVALID_REQUEST: ${word} cannot be forced.`,
        faults: [["force"]],
        readings: 0,
      });
      expect(found.hint).toBe("These actions can be forced: stop, reboot, undeploy, delete.");
    },
  );
});
