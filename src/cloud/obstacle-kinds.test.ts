/** Of which object a refusal is, and whether its state passes: then the change is tried again. */
import { expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import type { Parameter } from "../opennebula/client.ts";
import { ScriptedOned } from "../opennebula/testing/scripted-oned.ts";
import { patient } from "./obstacle.ts";
import { imageXml, machineXml } from "./ogf/testing/objects.ts";
import { Patience } from "./patience.ts";
import { ALICE, failureOf, testClock } from "./testing/over-sim.ts";

const vnetXml = (state: number) =>
  `<VNET><ID>12</ID><UID>2</UID><GID>1</GID><UNAME>a</UNAME><GNAME>a</GNAME><NAME>lan</NAME><STATE>${state}</STATE><AR_POOL/><TEMPLATE/></VNET>`;
const [LOCKED, DELETE, READY] = [4, 7, 1];
const [VNET_LOCK_CREATE, VNET_LOCK_DELETE] = [2, 3];
const ANSWERS = {
  "vm.info 7": machineXml({ state: "BOOT" }),
  "vm.info 8": machineXml({ state: "RUNNING" }),
  "image.info 10": imageXml({ id: 10, state: LOCKED }),
  "image.info 11": imageXml({ id: 11, state: READY }),
  "image.info 13": imageXml({ id: 13, state: DELETE }),
  "vn.info 12": vnetXml(VNET_LOCK_CREATE),
  "vn.info 13": vnetXml(VNET_LOCK_DELETE),
  "vn.info 14": vnetXml(1),
};

/** How often oned is asked for a change that it refuses once. */
async function tries(method: string, parameters: readonly Parameter[], refusal: Error): Promise<number> {
  const name = method.replace("one.", "");
  const oned = new ScriptedOned({ ...ANSWERS, [name]: [refusal, 0] });
  await failureOf(patient(oned, new Patience(testClock(), 10_000)).change(ALICE, method, ...parameters));
  return oned.calls.filter((call) => call.startsWith(name)).length;
}
const WRONG = new OcciError("WRONG_STATE", "no");

test.each<[string, readonly Parameter[], "WRONG_STATE" | "NAME_TAKEN" | "LOCKED" | "FORBIDDEN", string, boolean]>([
  ["one.vm.action", ["stop", 7], "WRONG_STATE", "no", true],
  ["one.vm.action", ["stop", 8], "WRONG_STATE", "no", false],
  ["one.vm.attach", [7, "x"], "WRONG_STATE", "no", true],
  ["one.image.delete", [10], "WRONG_STATE", "no", true],
  ["one.image.delete", [11], "WRONG_STATE", "no", false],
  ["one.vn.delete", [12], "WRONG_STATE", "no", true],
  ["one.vn.delete", [14], "WRONG_STATE", "no", false],
  ["one.vn.delete", [12], "LOCKED", "no", true],
  ["one.vn.delete", [12], "FORBIDDEN", "no", false],
  ["one.secgroup.delete", [12], "WRONG_STATE", "no", false],
  ["one.template.delete", [10], "WRONG_STATE", "no", false],
  ["one.vm.allocate", [7], "WRONG_STATE", "no", false],
  ["one.vm.action", ["stop", "7"], "WRONG_STATE", "no", false],
  ["one.template.instantiate", [4], "WRONG_STATE", "Cannot acquire image 10, it is in use", true],
  ["one.template.instantiate", [4], "WRONG_STATE", "Cannot acquire image '10'", true],
  ["one.template.instantiate", [4], "WRONG_STATE", "Cannot acquire image 11", false],
  ["one.template.instantiate", [4], "WRONG_STATE", "no lease in net 12", true],
  ["one.template.instantiate", [4], "WRONG_STATE", "no lease in virtual network 12", true],
  ["one.template.instantiate", [4], "WRONG_STATE", "no lease in virtual network 14", false],
  ["one.image.allocate", ["x", 1], "NAME_TAKEN", "NAME is already taken by IMAGE 13.", true],
  ["one.image.allocate", ["x", 1], "NAME_TAKEN", "NAME is already taken by IMAGE 10.", false],
  ["one.vn.allocate", ["x", 1], "NAME_TAKEN", "NAME is already taken by NET 13.", true],
  ["one.vn.allocate", ["x", 1], "NAME_TAKEN", "NAME is already taken by NET 12.", false],
  ["one.image.rename", [13, "x"], "NAME_TAKEN", "NAME is already taken.", false],
])("%s(%j), refused with %s (%s): tried again: %p", async (method, parameters, code, message, again) => {
  expect(await tries(method, parameters, new OcciError(code, message))).toBe(again ? 2 : 1);
});

test("an error that nobody expected while looking is not taken for a refusal", async () => {
  const oned = new ScriptedOned({ "vm.action": WRONG, "vm.info": new Error("a bug") });
  const work = patient(oned, new Patience(testClock(), 10_000)).change(ALICE, "one.vm.action", "stop", 7);
  expect(await failureOf(work)).toBe("not ours: a bug");
  const unseen = new ScriptedOned({ "vm.action": WRONG, "vm.info": new OcciError("FORBIDDEN", "hidden") });
  const other = patient(unseen, new Patience(testClock(), 10_000)).change(ALICE, "one.vm.action", "stop", 7);
  expect(await failureOf(other)).toBe("WRONG_STATE: no");
});
