/** `PUT /compute/ID`: what oned is asked for a state, a disk to be saved and a name, and what the answer is. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import type { ComputeChange } from "../model.ts";
import { type Scripted, ScriptedOned } from "../opennebula/testing/scripted-oned.ts";
import * as compute from "./compute.ts";
import { callerOf } from "./ogf/testing/caller.ts";
import { imageXml, machineXml, type Template } from "./ogf/testing/objects.ts";

async function changing(change: Partial<ComputeChange>, answers: Readonly<Record<string, Scripted>> = {}) {
  const oned = new ScriptedOned({ "vm.info": machineXml({}), "image.info": imageXml({ id: 40 }), ...answers });
  const { deps, session } = callerOf(oned, { config: { wait: 10_000 } });
  const result = await compute.change(deps, session, 7, { saveAs: [], ...change }).catch((error: OcciError) => error);
  const isRefused = result instanceof OcciError;
  return {
    failure: isRefused ? `${result.code}: ${result.message}` : "no error",
    hint: isRefused ? result.hint : undefined,
    acted: isRefused ? undefined : result.acted,
    compute: isRefused ? undefined : result.compute,
    calls: oned.calls.filter((call) => !/^(vm|image)\.info/.test(call)),
    readings: oned.calls.filter((call) => call.startsWith("vm.info")).length,
  };
}
const states = (...words: readonly string[]) => ({ "vm.info": words.map((state) => machineXml({ state })) });

describe("a state", () => {
  test("is an action of oned, and the answer shows the machine when oned has taken it up", async () => {
    const found = await changing({ state: "suspended" }, states("RUNNING", "RUNNING", "SAVE_SUSPEND"));
    expect([found.calls, found.acted, found.compute?.lcmState]).toEqual([
      ["vm.action suspend 7"],
      true,
      "SAVE_SUSPEND",
    ]);
  });

  test("may be a recovery, which needs the ADMIN right: who can grant it is told", async () => {
    const failed = states("BOOT_FAILURE");
    expect((await changing({ state: "restart" }, failed)).calls).toEqual(["vm.recover 7 2"]);
    const { failure, hint } = await changing(
      { state: "resubmit" },
      { ...failed, "vm.recover": new OcciError("FORBIDDEN", "no") },
    );
    expect(failure).toBe("FORBIDDEN: RESUBMIT requires the ADMIN right on the machine.");
    expect(hint).toBe("The cloud's administrator can grant it with: onevm chmod 7 700");
    const other = await changing({ state: "restart" }, { ...failed, "vm.recover": new OcciError("LOCKED", "no") });
    expect(other.failure).toBe("LOCKED: no");
  });

  test("that the machine is in asks for nothing", async () => {
    expect(await changing({ state: "ACTIVE" })).toMatchObject({ calls: [], acted: false });
    expect(await changing({ state: "POWEROFF" }, states("POWEROFF"))).toMatchObject({ calls: [], acted: false });
  });

  test("is waited for while the machine is on its way", async () => {
    const found = await changing(
      { state: "RESUME" },
      states("SAVE_SUSPEND", "SAVE_SUSPEND", "SUSPENDED", "BOOT_SUSPENDED"),
    );
    expect([found.failure, found.calls]).toEqual(["no error", ["vm.action resume 7"]]);
    const never = await changing({ state: "RESUME" }, states("SAVE_SUSPEND"));
    expect([never.failure.split(":")[0], never.calls]).toEqual(["STATE_NOT_ALLOWED", []]);
    const stays = await changing({ state: "RESUME" }, states("RUNNING"));
    expect([stays.failure.split(":")[0], stays.readings]).toEqual(["STATE_NOT_ALLOWED", 1]);
    const rests = await changing({ state: "STOPPED" }, states("PENDING"));
    expect([rests.failure.split(":")[0], rests.readings]).toEqual(["STATE_NOT_ALLOWED", 1]);
  });

  test("that oned refuses while the machine is on its way is tried again", async () => {
    const refusal = { "vm.action": [new OcciError("WRONG_STATE", "no"), ""] };
    const again = await changing({ state: "DONE" }, { ...states("PENDING", "PENDING", "DONE"), ...refusal });
    expect([again.failure, again.calls.length]).toEqual(["no error", 2]);
    expect((await changing({ state: "DONE" }, { ...states("RUNNING"), ...refusal })).failure).toBe("WRONG_STATE: no");
  });
});

describe("a name", () => {
  test("is changed last, and only where it is another one", async () => {
    const found = await changing({ state: "SUSPENDED", name: "db" }, states("RUNNING", "RUNNING", "SAVE_SUSPEND"));
    expect([found.calls, found.acted]).toEqual([["vm.action suspend 7", "vm.rename 7 db"], true]);
    expect(await changing({ name: " web " })).toMatchObject({ calls: [], acted: false });
    expect(await changing({ name: "db" })).toMatchObject({ calls: ["vm.rename 7 db"], acted: true });
  });

  test("that is refused after the rest says so", async () => {
    const taken = { "vm.rename": new OcciError("FORBIDDEN", "no") };
    const after = await changing(
      { state: "SUSPENDED", name: "db" },
      { ...states("RUNNING", "RUNNING", "SAVE_SUSPEND"), ...taken },
    );
    expect(after.failure).toBe("FORBIDDEN: no The rest of the request was carried out: only NAME is unchanged.");
    expect((await changing({ name: "db" }, taken)).failure).toBe("FORBIDDEN: no");
  });
});

describe("a disk to be saved", () => {
  const disks = (...list: readonly (readonly [string, string])[]): Template =>
    list.map(([id, image]) => ["DISK", { DISK_ID: id, IMAGE_ID: image }] as const);
  const saving = (saveAs: ComputeChange["saveAs"][number], template: Template, more: Partial<ComputeChange> = {}) =>
    changing({ saveAs: [saveAs], ...more }, { "vm.info": machineXml({ template }), "vm.disksaveas": 40 });
  const saved = (disk: number) => [`vm.disksaveas 7 ${disk} copy  -1`];

  test("is the one with that id, the first where none is named", async () => {
    const template = disks(["0", "9"], ["2", "9"]);
    expect((await saving({ name: "copy", disk: "2" }, template)).calls).toEqual(saved(2));
    expect((await saving({ name: "copy" }, template)).calls).toEqual(saved(0));
  });

  test("may be named by its image, where no other disk can be meant", async () => {
    const byImage = (disk: string, template: Template) => saving({ name: "copy", disk, orImage: true }, template);
    expect((await byImage("9", disks(["0", "4"], ["2", "9"]))).calls).toEqual(saved(2));
    expect((await byImage("9", disks(["0", "9"], ["2", "9"]))).calls).toEqual(saved(9));
    expect((await byImage("9", disks(["0", "4"], ["2", "5"]))).calls).toEqual(saved(9));
    expect((await byImage("2", disks(["0", "2"], ["2", "2"]))).calls).toEqual(saved(2));
    expect((await saving({ name: "copy", disk: "9" }, disks(["0", "4"], ["2", "9"]))).calls).toEqual(saved(9));
  });

  test("is one of a request, without a change of state", async () => {
    const two = await changing({ saveAs: [{ name: "a" }, { name: "b" }] });
    expect([two.failure, two.calls]).toEqual(["STATE_NOT_ALLOWED: Only one disk can be saved per request", []]);
    const both = await saving({ name: "copy" }, disks(["0", "9"]), { state: "SUSPENDED" });
    expect([both.failure, both.calls]).toEqual([
      "STATE_NOT_ALLOWED: Changing the state of the resource and saving a disk is not allowed in the same request",
      [],
    ]);
    const same = await saving({ name: "copy" }, disks(["0", "9"]), { state: "ACTIVE" });
    expect([same.failure, same.calls, same.acted]).toEqual(["no error", saved(0), true]);
  });

  test("has a name that oned takes", async () => {
    const found = await saving({ name: "a/b" }, disks(["0", "9"]));
    expect([found.failure, found.calls]).toEqual([
      expect.stringContaining("INVALID_CHARACTER: SAVE_AS name holds"),
      [],
    ]);
  });
});

test("a state and a name at once: the answer shows the machine as it is after both", async () => {
  const last = machineXml({ state: "SAVE_SUSPEND", name: "after" });
  const documents = [...states("RUNNING", "RUNNING", "SAVE_SUSPEND")["vm.info"], last];
  const found = await changing({ state: "suspended", name: "after" }, { "vm.info": documents });
  expect([found.calls, found.compute?.name]).toEqual([["vm.action suspend 7", "vm.rename 7 after"], "after"]);
});
