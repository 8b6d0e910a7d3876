/** Links that an update adds come all, or not at all. */
import { expect, spyOn, test } from "bun:test";
import { type LinkRequest, NETWORK_INTERFACE, STORAGE_LINK } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { type Scripted, ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { failureOf } from "../../testing/over-sim.ts";
import { callerOf } from "../testing/caller.ts";
import { machine, machineXml } from "../testing/objects.ts";
import { link } from "../testing/requests.ts";
import { addLinks, checkNewLinks } from "./add.ts";

const nic = (id: number) => ["NIC", { NIC_ID: String(id), NETWORK_ID: "3" }] as const;
const NIC = link(NETWORK_INTERFACE, "/network/3");
const DISK = link(STORAGE_LINK, "/storage/9");
/** The machine as it is read: after the first NIC, before and after the second, before the disk, and as NICs go again. */
const readings = [[0], [0], [0, 1], [0, 1], [0], []].map((ids) => machineXml({ template: ids.map(nic) }));
const methods = ({ calls }: ScriptedOned) => calls.map((call) => call.split(" <")[0]);

function adding(answers: Readonly<Record<string, Scripted>>, ...links: readonly LinkRequest[]) {
  const oned = new ScriptedOned({ "vm.info": readings, ...answers });
  return { oned, added: addLinks(callerOf(oned), machine(), links) };
}

test("each is attached; the machine is read before all but the first", async () => {
  const { oned, added } = adding({}, NIC, NIC);
  expect(await added).toEqual([
    { vm: 7, part: "nic", number: 0 },
    { vm: 7, part: "nic", number: 1 },
  ]);
  expect(methods(oned)).toEqual(["vm.attachnic 7", "vm.info 7", "vm.info 7", "vm.attachnic 7", "vm.info 7"]);
});

test("each may take WAIT", async () => {
  const caller = callerOf(new ScriptedOned({ "vm.info": readings }));
  const renewed = spyOn(caller.deps.patience, "renewed");
  await addLinks(caller, machine(), [NIC, NIC]);
  expect(renewed).toHaveBeenCalledTimes(2);
});

test("when one is refused those before it go again, the last first", async () => {
  const { oned, added } = adding({ "vm.attach": new OcciError("FORBIDDEN", "not yours") }, NIC, NIC, DISK);
  expect(await failureOf(added)).toBe("FORBIDDEN: not yours");
  const from = methods(oned).indexOf("vm.attach 7");
  expect(
    methods(oned)
      .slice(from)
      .filter((call) => call !== "vm.info 7"),
  ).toEqual(["vm.attach 7", "vm.detachnic 7 1", "vm.detachnic 7 0"]);
});

test("what cannot be taken back is named", async () => {
  const refused = new OcciError("FORBIDDEN", "no");
  const { added } = adding({ "vm.attach": refused, "vm.detachnic": refused }, NIC, DISK);
  expect(await failureOf(added)).toBe(
    "OUTCOME_UNKNOWN: The update failed after these links were created: /link/networkinterface/compute_7_nic_0.",
  );
});

test("twenty of an update are the most, and each must be right", () => {
  expect(() => checkNewLinks(Array.from({ length: 20 }, () => NIC))).not.toThrow();
  expect(() => checkNewLinks(Array.from({ length: 21 }, () => NIC))).toThrow(
    expect.objectContaining({ code: "TOO_LARGE" }),
  );
  expect(() => checkNewLinks([link(STORAGE_LINK, "/network/3")])).toThrow(
    expect.objectContaining({ code: "INVALID_REQUEST" }),
  );
});
