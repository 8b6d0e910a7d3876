/** Whether something was deleted although the answer to that was lost. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { goneAfter, isMissing } from "./deletion.ts";
import { ScriptedOned } from "./testing/scripted-oned.ts";

const OWNED = "<ID>7</ID><UID>2</UID><NAME>x</NAME>";
const missing = new OcciError("NOT_FOUND", "gone");
const refused = new OcciError("FORBIDDEN", "refused");

describe("an object that is deleted", () => {
  test.each([
    ["one.image.delete", "one.image.info", `<IMAGE>${OWNED}<TYPE>0</TYPE><STATE>1</STATE><SIZE>1</SIZE></IMAGE>`],
    ["one.vn.delete", "one.vn.info", `<VNET>${OWNED}</VNET>`],
    ["one.secgroup.delete", "one.secgroup.info", `<SECURITY_GROUP>${OWNED}</SECURITY_GROUP>`],
    ["one.template.delete", "one.template.info", `<VMTEMPLATE>${OWNED}</VMTEMPLATE>`],
  ])("%s is gone when %s finds it no more", async (method, info, text) => {
    const oned = new ScriptedOned({ [info.replace("one.", "")]: [text, missing, refused] });
    const isGone = goneAfter(oned, "a:b", method, [7]);
    expect([await isGone?.(), await isGone?.()]).toEqual([false, true]);
    await expect(isGone?.()).rejects.toBe(refused);
    expect(oned.requests).toEqual([7, 7, 7].map((id) => ["a:b", info, id]));
  });

  test.each(["terminate", "terminate-hard"])("a machine is after %s when it is DONE", async (action) => {
    const vm = (state: number) => `<VM>${OWNED}<STATE>${state}</STATE></VM>`;
    const oned = new ScriptedOned({ "vm.info": [vm(3), vm(6)] });
    const isGone = goneAfter(oned, "a:b", "one.vm.action", [action, 7]);
    expect([await isGone?.(), await isGone?.()]).toEqual([false, true]);
    expect(oned.requests).toEqual([7, 7].map((id) => ["a:b", "one.vm.info", id]));
  });
});

test.each([
  ["one.vm.action", ["reboot", 7]],
  ["one.vm.action", ["xterminate", 7]],
  ["one.vm.action", ["terminate-harder", 7]],
  ["one.vm.rename", ["terminate", 7]],
  ["one.image.rename", [7, "x"]],
  ["toString", [7]],
])("%s of %j deletes nothing", (method, parameters) => {
  expect(goneAfter(new ScriptedOned({}), "a:b", method, parameters)).toBeUndefined();
});

test("only what is not found is missing", async () => {
  expect(await isMissing(() => Promise.resolve(1))).toBe(false);
  expect(await isMissing(() => Promise.reject(missing))).toBe(true);
  const other = Object.assign(new Error("other"), { code: "NOT_FOUND" });
  await expect(isMissing(() => Promise.reject(other))).rejects.toBe(other);
});
