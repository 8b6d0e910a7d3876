/** What oned refuses of a scheduled action, where that stands, and what to write. */
import { expect, test } from "bun:test";
import { scheduledActionFaults } from "./scheduled-action.ts";
import { readTemplate, type TemplateAttribute } from "./syntax.ts";

function faults(members: string) {
  const [attribute] = readTemplate(`\nSCHED_ACTION = [\n${members} ]\n`);
  const { value } = attribute as TemplateAttribute;
  return scheduledActionFaults(attribute as TemplateAttribute, value as readonly TemplateAttribute[]);
}

test.each([
  ...["terminate", "terminate-hard", "undeploy", "undeploy-hard", "hold", "release", "stop", "suspend", "resume"],
  ...["reboot", "reboot-hard", "poweroff", "poweroff-hard", "snapshot-create", "snapshot-revert", "snapshot-delete"],
  ...["disk-snapshot-create", "disk-snapshot-revert", "disk-snapshot-delete", "backup"],
])("the action %s is accepted", (action) => {
  expect(faults(`ACTION = ${action}, TIME = "+9"`)).toEqual([]);
});

test.each([
  ["shutdown", 'write ACTION = "terminate"'],
  ["shutdown-hard", 'write ACTION = "terminate-hard"'],
  ["cancel", 'write ACTION = "terminate-hard"'],
  ["DELETE", 'write ACTION = "terminate-hard"'],
  ["Suspend", 'write ACTION = "suspend"'],
  ["migrate", "remove it, or choose another action"],
])("the action %s is not: %s", (action, hint) => {
  expect(faults(`TIME = 9,\nACTION = ${action}`)).toEqual([
    { severity: "error", line: 4, column: 1, message: `OpenNebula does not accept the action ${action}`, hint },
  ]);
});

test.each(["0", "1400000000", "+9", " + 9", "-9", " -9", "+-9"])("the time %j is accepted", (time) => {
  expect(faults(`ACTION = stop, TIME = "${time}"`)).toEqual([]);
});

test.each(["x9", "9x", "14:30", "1.5", "--9", "9 "])("the time %j is not", (time) => {
  expect(faults(`ACTION = stop,\nTIME = "${time}"`)).toMatchObject([
    { severity: "error", line: 4, column: 1, message: `OpenNebula does not accept TIME = "${time}"` },
  ]);
});

test("both must be there; an empty one stands where it is", () => {
  const [action, time] = ["SCHED_ACTION does not name an ACTION", "SCHED_ACTION does not have a TIME"];
  expect(faults("X = y").map(({ line, message }) => [line, message])).toEqual([
    [2, action],
    [2, time],
  ]);
  expect(faults('ACTION = "",\nTIME = ""').map(({ line, message }) => [line, message])).toEqual([
    [3, action],
    [4, time],
  ]);
});
