/** Machines that are shown again: from the recent ones only what is still right, and right for this user. */
import { describe, expect, test } from "bun:test";
import type { Compute, Machine } from "../model.ts";
import { ScriptedOned } from "../opennebula/testing/scripted-oned.ts";
import { RecentMap } from "../recent-map.ts";
import { showAs } from "./compute.ts";
import { callerOf } from "./ogf/testing/caller.ts";
import { type OwnView, showMachineAs } from "./self-service/machines.ts";

const machineXml = (name: string) =>
  `<VM><ID>7</ID><UID>2</UID><GID>1</GID><UNAME>alice</UNAME><GNAME>users</GNAME><NAME>${name}</NAME>` +
  "<PERMISSIONS><OWNER_U>1</OWNER_U><OWNER_M>1</OWNER_M><OTHER_U>1</OTHER_U></PERMISSIONS><STATE>3</STATE><LCM_STATE>3</LCM_STATE>" +
  "<STIME>0</STIME><TEMPLATE/><USER_TEMPLATE/></VM>";
const userXml = "<USER><ID>3</ID><GID>9</GID><GROUPS><ID>9</ID></GROUPS><NAME>bob</NAME></USER>";

describe("a machine in OpenNebula's XML", () => {
  async function shownTwice(first: string, second: string) {
    const views: Compute[] = [];
    const recent = new RecentMap<string>(10_000);
    const show = (document: string) => {
      const { deps, session } = callerOf(new ScriptedOned({ "vm.info": document }));
      return showAs(deps, session, 7, recent, (compute) => {
        views.push(compute);
        return `${compute.id} ${compute.name}`;
      });
    };
    return { shown: [await show(first), await show(second)], times: views.length };
  }

  test("is made once while oned's document stays the same", async () => {
    expect(await shownTwice(machineXml("web"), machineXml("web"))).toEqual({ shown: ["7 web", "7 web"], times: 1 });
  });

  test("is made anew when it has changed", async () => {
    expect(await shownTwice(machineXml("web"), machineXml("wiki"))).toEqual({ shown: ["7 web", "7 wiki"], times: 2 });
  });
});

describe("a machine in the JSON API", () => {
  async function shownTo(...readings: readonly { readonly user: string; readonly name?: string }[]) {
    const views: Machine[] = [];
    const recent = new RecentMap<OwnView<string>>(10_000);
    const shown: string[] = [];
    for (const { user, name = "web" } of readings) {
      const oned = new ScriptedOned({ "vm.info": machineXml(name), "user.info": userXml });
      const view = (machine: Machine) => {
        views.push(machine);
        return `${machine.name}: ${machine.actions.length > 0 ? "may act" : "may look"}`;
      };
      shown.push(await showMachineAs({ ...callerOf(oned), user }, 7, recent, view));
    }
    return { shown, times: views.length };
  }

  test("is made once for its owner while oned's document stays the same", async () => {
    expect(await shownTo({ user: "alice" }, { user: "alice" })).toEqual({
      shown: ["web: may act", "web: may act"],
      times: 1,
    });
  });

  test("is made anew when it has changed", async () => {
    expect(await shownTo({ user: "alice" }, { user: "alice", name: "wiki" })).toEqual({
      shown: ["web: may act", "wiki: may act"],
      times: 2,
    });
  });

  test("never shows others what the owner may do, nor the owner what others may", async () => {
    const { shown } = await shownTo({ user: "alice" }, { user: "bob" }, { user: "alice" });
    expect(shown).toEqual(["web: may act", "web: may look", "web: may act"]);
    expect((await shownTo({ user: "bob" }, { user: "alice" })).shown).toEqual(["web: may look", "web: may act"]);
  });

  test("is made anew each time for others: their rights may have changed", async () => {
    expect((await shownTo({ user: "bob" }, { user: "bob" })).times).toBe(2);
  });
});
