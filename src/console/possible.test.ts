/** What the page offers for the parts of a machine, beside the states from which oned carries it out. */
import { describe, expect, test } from "bun:test";
import { NEEDED_STATES } from "../cloud/needed-state.ts";
import { LCM_STATES, VM_STATES } from "../opennebula/states.ts";
import { isPossible, type PartAction } from "./app/screens/machine/possible.ts";

const PLAIN = VM_STATES.filter((state) => state !== "ACTIVE");
const ALL = [
  ...PLAIN.map((state) => ({ word: state, oned: { state, lcmState: "LCM_INIT" } })),
  ...LCM_STATES.map((lcmState) => ({ word: lcmState, oned: { state: "ACTIVE", lcmState } })),
];

const offered = (action: PartAction): string[] =>
  ALL.filter(({ oned }) => isPossible(action, { actions: ["delete"], oned })).map(({ word }) => word);

describe("is offered from the states in which oned carries it out", () => {
  test.each([
    ["attach", "attachdisk"],
    ["attach", "attachnic"],
    ["detach", "detachdisk"],
    ["detach", "detachnic"],
    ["saveDisk", "saveas"],
    ["diskSnapshot", "disksnapshotcreate"],
    ["revertDisk", "disksnapshotrevert"],
    ["deleteDiskSnapshot", "disksnapshotdelete"],
    ["snapshot", "snapshotcreate"],
    ["snapshot", "snapshotrevert"],
    ["snapshot", "snapshotdelete"],
    ["resize", "resize"],
  ] as const)("%s: %s", (action, perform) => {
    expect(offered(action).toSorted()).toEqual([...(NEEDED_STATES[perform] ?? [])].toSorted());
  });
});

test("nothing is offered to a user who may not manage the machine", () => {
  const running = { state: "ACTIVE", lcmState: "RUNNING" };
  expect(isPossible("attach", { actions: [], oned: running })).toBe(false);
  expect(isPossible("attach", { actions: ["stop"], oned: running })).toBe(true);
});
