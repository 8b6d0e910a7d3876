/** A machine that was read after its change need not be read again. */
import { describe, expect, test } from "bun:test";
import { ScriptedOned } from "../../opennebula/testing/scripted-oned.ts";
import * as vms from "../../opennebula/vm.ts";
import { callerOf } from "../ogf/testing/caller.ts";
import { keepingLast } from "./last-reading.ts";

const xml = (id: number, name: string) =>
  `<VM><ID>${id}</ID><UID>2</UID><GID>1</GID><UNAME>alice</UNAME><GNAME>users</GNAME><NAME>${name}</NAME><STATE>3</STATE><LCM_STATE>3</LCM_STATE><STIME>0</STIME><TEMPLATE/><USER_TEMPLATE/></VM>`;

function remembering() {
  const oned = new ScriptedOned({ "vm.info 7": [xml(7, "old"), xml(7, "new")], "vm.info 8": xml(8, "other") });
  const { requester, last } = keepingLast({ ...callerOf(oned), user: "alice" }, 7);
  return { oned, last, requester, session: requester.session };
}

describe("the machine after its last change", () => {
  test("is as it was read after it", async () => {
    const { oned, last, requester, session } = remembering();
    await vms.info(requester.deps.oned, session, 7);
    expect((await last()).name).toBe("old");
    expect(oned.calls).toEqual(["vm.info 7"]);
  });

  test.each(["oned", "onceOned"] as const)("is read again where it was changed since, by %s", async (client) => {
    const { oned, last, requester, session } = remembering();
    await vms.info(requester.deps[client], session, 7);
    await vms.rename(requester.deps[client], session, 7, "new");
    expect((await last()).name).toBe("new");
    expect(oned.calls).toEqual(["vm.info 7", "vm.rename 7 new", "vm.info 7"]);
  });

  test("is no other machine, and nothing else that was read of it", async () => {
    const { oned, last, requester, session } = remembering();
    await vms.info(requester.deps.oned, session, 8);
    await requester.deps.oned.read(session, "one.vm.monitoring", 7).catch(() => {});
    expect((await last()).name).toBe("old");
    expect(oned.calls).toEqual(["vm.info 8", "vm.monitoring 7", "vm.info 7"]);
  });
});
