/** Deletion of, and actions on, all that a caller owns in a collection. */
import { describe, expect, test } from "bun:test";
import { ACTIONS, COMPUTE, NO_FILTER, type TypeId } from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import { type Scripted, ScriptedOned } from "../../opennebula/testing/scripted-oned.ts";
import { failureOf } from "../testing/over-sim.ts";
import { actOnMembers, type Members, removeMembers } from "./collection.ts";
import { ALL_TYPES } from "./kinds.ts";
import { callerOf } from "./testing/caller.ts";
import { imageXml, machineXml, networkXml } from "./testing/objects.ts";
import { catalogOf } from "./types/catalog.ts";

const gone = new OcciError("NOT_FOUND", "gone");
const withNic = (id: number, state = "RUNNING") =>
  machineXml({ id, state, template: [["NIC", { NIC_ID: "0", NETWORK_ID: "3" }]] });
const POOLS: Readonly<Record<string, Scripted>> = {
  "vmpool.infoextended": `<VM_POOL>${withNic(8)}${withNic(7)}</VM_POOL>`,
  "vnpool.info": `<VNET_POOL>${networkXml({ id: 3 })}</VNET_POOL>`,
  "imagepool.info": `<IMAGE_POOL>${imageXml({ id: 9 })}</IMAGE_POOL>`,
  "secgrouppool.info": "<SECURITY_GROUP_POOL></SECURITY_GROUP_POOL>",
  "vm.info 7": [withNic(7), withNic(7, "DONE")],
  "vm.info 8": [withNic(8), withNic(8, "DONE")],
  "vn.info": gone,
  "image.info": gone,
};

function world(answers: Readonly<Record<string, Scripted>> = {}, kinds: readonly TypeId[] = ALL_TYPES) {
  const oned = new ScriptedOned({ ...POOLS, ...answers });
  const caller = callerOf(oned);
  const catalog = catalogOf(caller, { list: [], userId: 2, ignored: 0 });
  const selected: string[][] = [];
  const members = (more: Partial<Members> = {}): Members => ({ collected: { kinds }, filter: NO_FILTER, ...more });
  const changes = () => oned.calls.filter((call) => !/info/.test(call));
  const onSelected = (paths: readonly string[]) => void selected.push([...paths]);
  return {
    oned,
    selected,
    changes,
    remove: (more?: Partial<Members>) => removeMembers(caller, catalog, members(more), onSelected),
    act: (action: TypeId) => actOnMembers(caller, catalog, members(), action, new Map(), onSelected),
  };
}

test("an action that no member allows selects none, and changes nothing", async () => {
  const { act, selected, changes } = world({
    "vmpool.infoextended": `<VM_POOL>${withNic(8, "POWEROFF")}${withNic(7, "POWEROFF")}</VM_POOL>`,
  });
  await act(ACTIONS.STOP);
  expect([selected, changes()]).toEqual([[], []]);
});

describe("deletion of all", () => {
  test("machines first, at once, and without their links; then what they held", async () => {
    const { remove, changes, oned, selected } = world();
    await remove();
    expect(changes()).toEqual([
      "vm.action terminate-hard 8",
      "vm.action terminate-hard 7",
      "vn.delete 3",
      "image.delete 9",
    ]);
    expect(oned.calls.indexOf("vn.delete 3")).toBeGreaterThan(oned.calls.lastIndexOf("vm.info 7"));
    expect(selected).toEqual([
      [
        "/compute/8",
        "/link/networkinterface/compute_8_nic_0",
        "/compute/7",
        "/link/networkinterface/compute_7_nic_0",
        "/network/3",
        "/storage/9",
      ],
    ]);
  });

  test("of named ones is of these alone; links of a machine that stays go by themselves", async () => {
    const { remove, changes } = world({ "vm.info 7": machineXml({ id: 7 }) });
    await remove({ named: new Set(["/link/networkinterface/compute_7_nic_0", "/storage/9"]) });
    expect(changes()).toEqual(["vm.detachnic 7 0", "image.delete 9"]);
  });

  test("of one that is not there, or another's, deletes nothing", async () => {
    const { remove, changes, selected } = world();
    expect(await failureOf(remove({ named: new Set(["/storage/9", "/storage/10"]) }))).toBe(
      "INVALID_REQUEST: /storage/10 is not one of your entities in this collection.",
    );
    expect([changes(), selected]).toEqual([[], []]);
  });

  test("of what is gone already succeeds", async () => {
    const { remove, changes } = world({ "vn.delete": gone, "vm.info 7": machineXml({ id: 7, state: "DONE" }) });
    await remove();
    expect(changes()).toEqual(["vm.action terminate-hard 8", "vn.delete 3", "image.delete 9"]);
  });

  test.each(["FORBIDDEN", "IN_USE", "WRONG_STATE", "ONED_FAILED"] as const)(
    "goes on after one that is refused as %s, and names it",
    async (code) => {
      const { remove, changes } = world({ "vn.delete": new OcciError(code, "refused"), "vn.info": networkXml({}) });
      expect(await failureOf(remove())).toMatch(/^WRONG_STATE: 5 of 6 were deleted\. \/network\/3: refused/);
      expect(changes()).toContain("image.delete 9");
    },
  );

  test("ends at a fault of this server", async () => {
    expect(await failureOf(world({ "vn.delete": new Error("a slip") }).remove())).toBe("not ours: a slip");
  });

  test("is not begun where not all can be read", async () => {
    const { remove, changes } = world({ "imagepool.info": new OcciError("ONED_FAILED", "no list") });
    expect(await failureOf(remove())).toBe("ONED_FAILED: no list");
    expect(changes()).toEqual([]);
  });

  test("of nothing is done, and logs nothing", async () => {
    const { remove, selected } = world({ "vmpool.infoextended": "<VM_POOL></VM_POOL>" }, [COMPUTE]);
    await remove();
    expect(selected).toEqual([]);
  });
});

describe("an action on all", () => {
  const running = (id: number) => [withNic(id), withNic(id, "SHUTDOWN_POWEROFF")];

  test("is done where the state allows it, and passes over the others", async () => {
    const { act, changes, selected } = world({
      "vmpool.infoextended": `<VM_POOL>${withNic(8, "POWEROFF")}${withNic(7)}</VM_POOL>`,
      "vm.info 7": running(7),
    });
    await act(ACTIONS.STOP);
    expect([changes(), selected]).toEqual([["vm.action poweroff 7"], [["/compute/7"]]]);
  });

  test("passes over one whose state has changed since it was read", async () => {
    const { act, changes } = world({ "vm.info 8": withNic(8, "POWEROFF"), "vm.info 7": running(7) });
    await act(ACTIONS.STOP);
    expect(changes()).toEqual(["vm.action poweroff 7"]);
  });

  test("ends at one that is refused for another reason", async () => {
    const { act } = world({ "vm.info 8": new OcciError("FORBIDDEN", "no") });
    expect(await failureOf(act(ACTIONS.STOP))).toBe("FORBIDDEN: no");
  });
});
