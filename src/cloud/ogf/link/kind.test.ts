/** A link at its place: it is read with its machine, and stays as it is. */
import { expect, test } from "bun:test";
import { ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { failureOf } from "../../testing/over-sim.ts";
import type { Change } from "../change.ts";
import { callerOf } from "../testing/caller.ts";
import { machineXml } from "../testing/objects.ts";
import { viewContext } from "../view-context.ts";
import { networkInterface, securityGroupLink, storageLink } from "./kind.ts";

const oned = () =>
  new ScriptedOned({
    "vm.info": machineXml({
      template: [
        ["NIC", { NIC_ID: "2", NETWORK_ID: "3", SECURITY_GROUPS: "100" }],
        ["DISK", { DISK_ID: "0", IMAGE_ID: "9" }],
      ],
    }),
  });

test.each([
  [networkInterface, "compute_7_nic_2", "/network/3"],
  [storageLink, "compute_7_disk_0", "/storage/9"],
  [securityGroupLink, "compute_7_sg_100", "/securitygroup/100"],
] as const)("%#: is shown as a part of its machine", async (kind, id, target) => {
  const caller = callerOf(oned());
  const loaded = await kind.at(id)?.read(caller);
  const entity = loaded?.entity(viewContext(caller, { list: [], userId: 2, ignored: 0 }));
  expect(entity).toMatchObject({ id, target: { location: target } });
});

test("is nothing where the machine has no such part, or the id is another kind's", async () => {
  const caller = callerOf(oned());
  const loaded = await networkInterface.at("compute_7_nic_5")?.read(caller);
  expect(loaded?.entity(viewContext(caller, { list: [], userId: 2, ignored: 0 }))).toBeUndefined();
  expect([networkInterface.at("compute_7_disk_0"), storageLink.at("7")]).toEqual([undefined, undefined]);
});

test("has no actions, and no change but by a new one", async () => {
  const caller = callerOf(oned());
  const address = storageLink.at("compute_7_disk_0");
  expect(await failureOf((async () => address?.act(caller, "x", new Map()))())).toBe(
    "INVALID_REQUEST: Links have no actions.",
  );
  const changed = new Map([["occi.storagelink.deviceid", "vdc"]]);
  const change = { newMixins: [], difference: { changed } } as unknown as Change;
  const loaded = await address?.read(caller);
  expect(await failureOf((async () => loaded?.update(caller, change))())).toStartWith(
    "NOT_SUPPORTED: OpenNebula cannot change",
  );
});
