/** Scheduled actions as oned has them. */
import { expect, test } from "bun:test";
import { readRecord } from "../xml/record.ts";
import { add, move, remove, scheduledActionsOf, secondsOf } from "./scheduled-actions.ts";
import { ScriptedOned } from "./testing/scripted-oned.ts";

const scheduled = (...actions: readonly string[]) =>
  scheduledActionsOf(
    readRecord(
      `<VM><TEMPLATE>${actions.map((one) => `<SCHED_ACTION>${one}</SCHED_ACTION>`).join("")}</TEMPLATE></VM>`,
      "VM",
    ),
  );

test("those to come are read; what was carried out, or cannot be named, is not", () => {
  expect(
    scheduled(
      "<ID>0</ID><ACTION>suspend</ACTION><TIME>1700000000</TIME><DONE>-1</DONE>",
      "<ID>1</ID><ACTION>resume</ACTION><TIME>1700000060</TIME>",
      "<ID>2</ID><ACTION>hold</ACTION><TIME>1700000000</TIME><DONE>1700000001</DONE>",
      "<ACTION>hold</ACTION><TIME>1700000000</TIME>",
      "<ID>3</ID><ACTION>hold</ACTION>",
      "<ID>4</ID><TIME>1700000000</TIME>",
    ),
  ).toEqual([
    { id: 0, action: "suspend", time: 1_700_000_000 },
    { id: 1, action: "resume", time: 1_700_000_060 },
    { id: 4, action: "", time: 1_700_000_000 },
  ]);
});

test("each change is the call that oned has for it", async () => {
  const oned = new ScriptedOned();
  const action = { id: 3, action: "suspend", time: 1 };
  await add(oned, "alice:x", 7, "suspend", 1_700_000_000);
  await move(oned, "alice:x", 7, action, 1_700_000_060);
  await remove(oned, "alice:x", 7, action);
  const template = (time: number) =>
    `<TEMPLATE><SCHED_ACTION><ACTION>suspend</ACTION><TIME>${time}</TIME></SCHED_ACTION></TEMPLATE>`;
  expect(oned.requests).toEqual([
    ["alice:x", "one.vm.schedadd", 7, template(1_700_000_000)],
    ["alice:x", "one.vm.schedupdate", 7, 3, template(1_700_000_060)],
    ["alice:x", "one.vm.scheddelete", 7, 3],
  ]);
});

test("times are whole seconds", () => {
  expect(secondsOf(new Date(1_700_000_000_499))).toBe(1_700_000_000);
  expect(secondsOf(new Date(1_700_000_000_500))).toBe(1_700_000_001);
});

test("a time that has no name is the last that has one: the action can still be seen, and removed", () => {
  const at = (time: string) =>
    scheduled(`<ID>5</ID><ACTION>terminate</ACTION><TIME>${time}</TIME>`).map((one) => one.time);
  expect(["253402300799", "253402300800", "9223372036854775807"].flatMap(at)).toEqual([
    253_402_300_799, 253_402_300_799, 253_402_300_799,
  ]);
  expect(["-5", "+60", "x", "60x", "x60", ""].flatMap(at)).toEqual([]);
});
