/** Each call for machines and networks has the parameters that oned takes, in its order. */
import { expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { ScriptedOned } from "./testing/scripted-oned.ts";
import * as vms from "./vm.ts";
import * as vnets from "./vnet.ts";

const OWNED = "<ID>7</ID><UID>2</UID><NAME>x</NAME>";
const S = "a:b";

test("of machines", async () => {
  const oned = new ScriptedOned({
    "vm.info": `<VM>${OWNED}<STATE>3</STATE></VM>`,
    "vmpool.info": "<VM_POOL/>",
    "vmpool.infoextended": "<VM_POOL/>",
  });
  expect(await vms.info(oned, S, 7)).toMatchObject({ id: 7, state: "ACTIVE" });
  for (const pool of [vms.pool, vms.poolEver, vms.poolExtended]) (await pool(oned, S, [5, 9], -3)).release();
  expect(await vms.allocate(oned, S, "CPU=1")).toBe(12);
  expect(await vms.allocate(oned, S, "CPU=1", true)).toBe(12);
  await vms.action(oned, S, 7, "reboot-hard");
  await vms.recover(oned, S, 7, vms.RECOVER.retry);
  await vms.recover(oned, S, 7, vms.RECOVER.recreate);
  for (const what of ["disk", "nic"] as const) {
    await vms.attach(oned, S, 7, what, "DISK=[]");
    await vms.detach(oned, S, 7, what, 2);
  }
  await vms.resize(oned, S, 7, "CPU=2");
  await vms.update(oned, S, 7, "X=y");
  await vms.rename(oned, S, 7, "new");
  expect(await vms.snapshotCreate(oned, S, 7, "snap")).toBe(12);
  await vms.snapshot(oned, S, 7, "revert", 1);
  await vms.snapshot(oned, S, 7, "delete", 1);
  expect(await vms.diskSnapshotCreate(oned, S, 7, 2, "snap")).toBe(12);
  await vms.diskSnapshot(oned, S, 7, "revert", 2, 1);
  await vms.diskSnapshot(oned, S, 7, "delete", 2, 1);
  expect(await vms.saveAs(oned, S, 7, 2, "copy")).toBe(12);
  await vms.updateConf(oned, S, 7, "CONTEXT=[]");
  await vms.diskResize(oned, S, 7, 2, 2048);
  await vms.changeSecurityGroup(oned, S, 7, "attach", 0, 100);
  await vms.changeSecurityGroup(oned, S, 7, "detach", 0, 100);
  expect(oned.requests.map(([, ...call]) => call)).toEqual([
    ["one.vm.info", 7],
    ["one.vmpool.info", -3, 5, 9, -1],
    ["one.vmpool.infoextended", -3, 5, 9, -2],
    ["one.vmpool.infoextended", -3, 5, 9, -1],
    ["one.vm.allocate", "CPU=1", false],
    ["one.vm.allocate", "CPU=1", true],
    ["one.vm.action", "reboot-hard", 7],
    ["one.vm.recover", 7, 2],
    ["one.vm.recover", 7, 4],
    ["one.vm.attach", 7, "DISK=[]"],
    ["one.vm.detach", 7, 2],
    ["one.vm.attachnic", 7, "DISK=[]"],
    ["one.vm.detachnic", 7, 2],
    ["one.vm.resize", 7, "CPU=2", true],
    ["one.vm.update", 7, "X=y", 1],
    ["one.vm.rename", 7, "new"],
    ["one.vm.snapshotcreate", 7, "snap"],
    ["one.vm.snapshotrevert", 7, 1],
    ["one.vm.snapshotdelete", 7, 1],
    ["one.vm.disksnapshotcreate", 7, 2, "snap"],
    ["one.vm.disksnapshotrevert", 7, 2, 1],
    ["one.vm.disksnapshotdelete", 7, 2, 1],
    ["one.vm.disksaveas", 7, 2, "copy", "", -1],
    ["one.vm.updateconf", 7, "CONTEXT=[]", 1],
    ["one.vm.diskresize", 7, 2, "2048"],
    ["one.vm.attachsg", 7, 0, 100],
    ["one.vm.detachsg", 7, 0, 100],
  ]);
});

test("of machines in full, before 5.8, and where it is refused", async () => {
  const old = new ScriptedOned({
    "vmpool.infoextended": new OcciError("NOT_SUPPORTED", "unknown"),
    "vmpool.info": "<VM_POOL/>",
  });
  (await vms.poolExtended(old, S)).release();
  expect(old.requests.map(([, ...call]) => call)).toEqual([
    ["one.vmpool.infoextended", -2, -1, -1, -1],
    ["one.vmpool.info", -2, -1, -1, -1],
  ]);
  const refused = new OcciError("FORBIDDEN", "refused");
  await expect(vms.poolExtended(new ScriptedOned({ "vmpool.infoextended": refused }), S)).rejects.toBe(refused);
});

test.each([
  ["ACTIVE", "RUNNING", "RUNNING"],
  ["POWEROFF", "LCM_INIT", "POWEROFF"],
] as const)("a machine that is %s and %s is in the state %s", (state, lcmState, word) => {
  expect(vms.stateWord({ state, lcmState })).toBe(word);
});

test("of networks", async () => {
  const oned = new ScriptedOned({ "vn.info": `<VNET>${OWNED}</VNET>`, "vnpool.info": "<VNET_POOL/>" });
  expect((await vnets.info(oned, S, 7)).id).toBe(7);
  (await vnets.pool(oned, S)).release();
  expect(await vnets.allocate(oned, S, "NAME=x", 100)).toBe(12);
  expect(await vnets.reserve(oned, S, 3, "SIZE=1")).toBe(12);
  await vnets.update(oned, S, 7, "X=y");
  await vnets.publish(oned, S, 7, true);
  await vnets.publish(oned, S, 7, false);
  await vnets.rename(oned, S, 7, "new");
  await vnets.remove(oned, S, 7);
  expect(oned.requests.map(([, ...call]) => call)).toEqual([
    ["one.vn.info", 7],
    ["one.vnpool.info", -2, -1, -1],
    ["one.vn.allocate", "NAME=x", 100],
    ["one.vn.reserve", 3, "SIZE=1"],
    ["one.vn.update", 7, "X=y", 1],
    ["one.vn.chmod", 7, -1, -1, -1, 1, -1, -1, -1, -1, -1],
    ["one.vn.chmod", 7, -1, -1, -1, 0, -1, -1, -1, -1, -1],
    ["one.vn.rename", 7, "new"],
    ["one.vn.delete", 7],
  ]);
});
