/** A change that the machine's state did not allow: what the hint says, and when there is none. */
import { expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { withNeededState } from "./needed-state.ts";
import { fakeContext, reply } from "./testing/context.ts";

const inState = (state: string) =>
  fakeContext(() => reply(`<COMPUTE><ID>3</ID><NAME>web</NAME><STATE>${state}</STATE></COMPUTE>`));
const REFUSAL = new OcciError("WRONG_STATE", "This action is not available for state PENDING.");

test("the state of the machine is told, and those from which the change is possible", async () => {
  const context = inState("PENDING");
  const error = (await withNeededState(context, "resume", "3", REFUSAL)) as OcciError;
  expect(error.message).toBe(REFUSAL.message);
  expect(error.hint).toBe(
    "The machine is PENDING, and `occi-compute resume` is possible from STOPPED, SUSPENDED, POWEROFF, UNDEPLOYED or UNKNOWN.",
  );
});

test.each(["STOPPED", "SUSPENDED", "POWEROFF", "UNDEPLOYED", "UNKNOWN"])(
  "nothing is said of a machine that is %s by now, from which it can resume",
  async (state) => {
    expect(await withNeededState(inState(state), "resume", "3", REFUSAL)).toBe(REFUSAL);
  },
);

test("a hint of the server's own stays, and nobody is asked", async () => {
  const context = inState("PENDING");
  const hinted = new OcciError("WRONG_STATE", "no", { hint: "Wait." });
  expect(await withNeededState(context, "resume", "3", hinted)).toBe(hinted);
  expect(context.requests).toEqual([]);
});
