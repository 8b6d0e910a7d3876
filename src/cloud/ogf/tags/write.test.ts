/** Changes of tags: those of one user go one after the other. */
import { expect, spyOn, test } from "bun:test";
import { ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { callerOf } from "../testing/caller.ts";
import { addTags } from "./write.ts";

test("new tags are made in their user's turn, whatever the user has logged in with", async () => {
  const caller = callerOf(new ScriptedOned({ "user.info": "<USER><ID>2</ID><NAME>alice</NAME></USER>" }));
  const take = spyOn(caller.deps.userTurns, "take");
  for (const secret of ["alicepass", "a:password:with:colons"]) {
    await addTags({ ...caller, session: `alice:${secret}` }, () => []);
  }
  expect(take.mock.calls.map(([user]) => user)).toEqual(["alice", "alice"]);
});
