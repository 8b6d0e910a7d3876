/** Which actions are possible in a state, what they become, and how another one is refused. */
import { describe, expect, test } from "bun:test";
import { ACTIONS, type TypeId, termOf } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { type Scripted, ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import type { Vm } from "../../../opennebula/vm.ts";
import { failureOf } from "../../testing/over-sim.ts";
import { callerOf } from "../testing/caller.ts";
import { machineXml } from "../testing/objects.ts";
import { actOnCompute } from "./act.ts";
import { applicableActions, onedAction } from "./actions.ts";

const { START, STOP, RESTART, SUSPEND } = ACTIONS;
const vm = (word: string): Pick<Vm, "state" | "lcmState"> =>
  /^(RUNNING|UNKNOWN|BOOT|PROLOG)$/.test(word)
    ? { state: "ACTIVE", lcmState: word }
    : { state: word as Vm["state"], lcmState: "LCM_INIT" };

test.each([
  ["RUNNING", "restart save stop suspend"],
  ["UNKNOWN", "start stop"],
  ["POWEROFF", "save start"],
  ["SUSPENDED", "save start suspend"],
  ["STOPPED", "start"],
  ["UNDEPLOYED", "start"],
  ["HOLD", "start"],
  ["PENDING", ""],
  ["BOOT", ""],
])("a machine that is %s can %s", (word, terms) => {
  expect(applicableActions(vm(word)).map(termOf).sort().join(" ")).toBe(terms);
});

test.each<[TypeId, string, string, string]>([
  [START, "", "HOLD", "release"],
  [START, "", "POWEROFF", "resume"],
  [STOP, "", "RUNNING", "poweroff"],
  [STOP, "graceful", "RUNNING", "poweroff"],
  [STOP, "acpioff", "RUNNING", "poweroff"],
  [STOP, "poweroff", "RUNNING", "poweroff-hard"],
  [STOP, "poweroff", "UNKNOWN", "poweroff-hard"],
  [RESTART, "", "RUNNING", "reboot"],
  [RESTART, "graceful", "RUNNING", "reboot"],
  [RESTART, "warm", "RUNNING", "reboot"],
  [RESTART, "cold", "RUNNING", "reboot-hard"],
  [SUSPEND, "", "RUNNING", "suspend"],
  [SUSPEND, "suspend", "RUNNING", "suspend"],
  [SUSPEND, "hibernate", "RUNNING", "stop"],
  [SUSPEND, "hibernate", "SUSPENDED", "stop"],
])("%s, method %j, of a machine that is %s is %s", (action, method, word, name) => {
  expect<string>(onedAction(vm(word), action, method)).toBe(name);
});

test("an action that the state does not allow says from where it is possible, and what is possible now", () => {
  const refused = (word: string) => {
    try {
      return onedAction(vm(word), STOP, "poweroff");
    } catch (error) {
      return error as OcciError;
    }
  };
  expect(refused("POWEROFF")).toMatchObject({
    code: "WRONG_STATE",
    message: "stop is not possible while the machine is POWEROFF.",
    hint: expect.stringMatching(/RUNNING, UNKNOWN.*start, save/),
  });
  expect(refused("BOOT")).toMatchObject({ hint: expect.stringContaining("no action is possible now") });
});

describe("an action on a machine", () => {
  const act = (answers: Readonly<Record<string, Scripted>>, wait: number) => {
    const oned = new ScriptedOned(answers);
    return { oned, done: actOnCompute(callerOf(oned, { config: { wait } }), 7, STOP, new Map()) };
  };
  const states = (...words: readonly string[]) => words.map((state) => machineXml({ state }));

  test("waits for a state that passes, and decides anew by each", async () => {
    const { oned, done } = act({ "vm.info": states("PROLOG", "BOOT", "RUNNING", "SHUTDOWN_POWEROFF") }, 10_000);
    await done;
    expect(oned.calls.filter((call) => !call.startsWith("vm.info"))).toEqual(["vm.action poweroff 7"]);
  });

  test("is refused at once in a state that stays, and by a server that does not wait", async () => {
    expect(await failureOf(act({ "vm.info": states("POWEROFF") }, 10_000).done)).toStartWith("WRONG_STATE");
    expect(await failureOf(act({ "vm.info": states("PROLOG", "RUNNING") }, 0).done)).toStartWith("WRONG_STATE");
  });

  test("that oned refuses although the state allows it is asked for once", async () => {
    const answers = { "vm.info": states("RUNNING"), "vm.action": new OcciError("WRONG_STATE", "not now") };
    const { oned, done } = act(answers, 10_000);
    expect(await failureOf(done)).toBe("WRONG_STATE: not now");
    expect(oned.calls.filter((call) => call.startsWith("vm.action"))).toHaveLength(1);
  });

  test("of a machine that is gone is not found", async () => {
    expect(await failureOf(act({ "vm.info": states("DONE") }, 10_000).done)).toStartWith("NOT_FOUND");
  });
});
