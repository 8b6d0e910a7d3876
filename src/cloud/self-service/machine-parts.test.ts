/** Disks, NICs and snapshots of machines: what oned is asked, and which part is not there. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../../errors.ts";
import type { Machine } from "../../model.ts";
import { LCM_STATES } from "../../opennebula/states.ts";
import { type Scripted, ScriptedOned } from "../../opennebula/testing/scripted-oned.ts";
import { callerOf } from "../ogf/testing/caller.ts";
import { failureOf } from "../testing/over-sim.ts";
import * as parts from "./machine-parts.ts";
import type { Requester } from "./requester.ts";

const disk = (id: number, size = 1024) =>
  `<DISK><DISK_ID>${id}</DISK_ID><IMAGE_ID>9</IMAGE_ID><SIZE>${size}</SIZE></DISK>`;
const nic = (id: number) => `<NIC><NIC_ID>${id}</NIC_ID><NETWORK_ID>3</NETWORK_ID></NIC>`;
const snapshot = (id: number) => `<SNAPSHOT><SNAPSHOT_ID>${id}</SNAPSHOT_ID><NAME>s${id}</NAME></SNAPSHOT>`;
const ofDisk = (diskId: number, ...ids: readonly number[]) =>
  `<SNAPSHOTS><DISK_ID>${diskId}</DISK_ID>${ids.map((id) => `<SNAPSHOT><ID>${id}</ID><NAME>s${id}</NAME><ACTIVE>YES</ACTIVE></SNAPSHOT>`).join("")}</SNAPSHOTS>`;

interface Given {
  readonly template?: string;
  readonly more?: string;
  /** LCM_STATE; RUNNING unless given. */
  readonly lcm?: number;
}
const machineXml = ({ template = "", more = "", lcm = 3 }: Given = {}) =>
  `<VM><ID>7</ID><UID>2</UID><GID>1</GID><UNAME>alice</UNAME><GNAME>users</GNAME><NAME>web</NAME><STATE>3</STATE><LCM_STATE>${lcm}</LCM_STATE><STIME>0</STIME><TEMPLATE>${template}</TEMPLATE><USER_TEMPLATE/>${more}</VM>`;

/** @returns the failure, the machine, and what oned was asked besides readings. */
async function asked<T>(
  work: (alice: Requester) => Promise<T>,
  readings: readonly Given[],
  answers: Readonly<Record<string, Scripted>> = {},
) {
  const oned = new ScriptedOned({ "vm.info": readings.map(machineXml), ...answers });
  const done = work({ ...callerOf(oned, { config: { wait: 10_000 } }), user: "alice" });
  const failure = await failureOf(done);
  const result = await done.catch((error: OcciError) => error);
  const calls = oned.calls.filter((call) => !call.startsWith("vm.info"));
  return { failure, result, hint: result instanceof OcciError ? result.hint : undefined, calls };
}
const WRONG = new OcciError("INVALID_REQUEST", "oned says no");

describe("a disk", () => {
  test("is attached under the device that the request names, or one of oned's choice", async () => {
    const readings = [{}, { template: disk(1) }];
    const named = await asked((alice) => parts.attachDisk(alice, 7, { image: 9, target: "vdc" }), readings);
    expect(named.calls).toEqual([
      "vm.attach 7 <TEMPLATE><DISK><IMAGE_ID>9</IMAGE_ID><TARGET>vdc</TARGET></DISK></TEMPLATE>",
    ]);
    expect((named.result as Machine).disks.map(({ id }) => id)).toEqual([1]);
    const any = await asked((alice) => parts.attachDisk(alice, 7, { image: 9 }), readings);
    expect(any.calls).toEqual(["vm.attach 7 <TEMPLATE><DISK><IMAGE_ID>9</IMAGE_ID></DISK></TEMPLATE>"]);
  });

  test("is detached by its id", async () => {
    expect((await asked((alice) => parts.detachDisk(alice, 7, 1), [{}])).calls).toEqual(["vm.detach 7 1"]);
  });

  test("grows, but does not shrink", async () => {
    const readings = [{ template: disk(0, 1024) }];
    expect((await asked((alice) => parts.growDisk(alice, 7, 0, 2048), readings)).calls).toEqual([
      "vm.diskresize 7 0 2048",
    ]);
    expect((await asked((alice) => parts.growDisk(alice, 7, 0, 1024), readings)).calls).toEqual([]);
    const smaller = await asked((alice) => parts.growDisk(alice, 7, 0, 1023), readings);
    expect([smaller.failure, smaller.calls]).toEqual([
      "INVALID_REQUEST: The disk has 1024 MiB: it can grow but not shrink.",
      [],
    ]);
    expect((smaller.result as OcciError).faults.map(({ at }) => at)).toEqual([["sizeMiB"]]);
    expect((await asked((alice) => parts.growDisk(alice, 7, 4, 2048), readings)).failure).toBe(
      "NOT_FOUND: The machine has no disk 4.",
    );
  });

  test.each(["DISK_RESIZE", "DISK_RESIZE_POWEROFF", "DISK_RESIZE_UNDEPLOYED"] as const)(
    "is waited for while it grows: %s",
    async (state) => {
      const growing = { template: disk(0), lcm: LCM_STATES.indexOf(state) };
      const readings = [{ template: disk(0) }, growing, growing, { template: disk(0, 2048) }];
      const { result } = await asked((alice) => parts.growDisk(alice, 7, 0, 2048), readings);
      expect((result as Machine).disks[0]?.size).toBe(2048);
    },
  );
});

describe("a NIC", () => {
  test("is attached with the address that the request names, or a free one", async () => {
    const readings = [{}, { template: nic(1) }];
    const named = await asked((alice) => parts.attachNic(alice, 7, { network: 3, address: "10.0.0.7" }), readings);
    expect(named.calls).toEqual([
      "vm.attachnic 7 <TEMPLATE><NIC><NETWORK_ID>3</NETWORK_ID><IP>10.0.0.7</IP></NIC></TEMPLATE>",
    ]);
    const six = await asked((alice) => parts.attachNic(alice, 7, { network: 3, address: "2001:db8::7" }), readings);
    expect(six.calls).toEqual([
      "vm.attachnic 7 <TEMPLATE><NIC><NETWORK_ID>3</NETWORK_ID><IP6>2001:db8::7</IP6></NIC></TEMPLATE>",
    ]);
    const any = await asked((alice) => parts.attachNic(alice, 7, { network: 3 }), readings);
    expect(any.calls).toEqual(["vm.attachnic 7 <TEMPLATE><NIC><NETWORK_ID>3</NETWORK_ID></NIC></TEMPLATE>"]);
  });

  test("is detached by its id", async () => {
    expect((await asked((alice) => parts.detachNic(alice, 7, 1), [{}])).calls).toEqual(["vm.detachnic 7 1"]);
  });
});

describe("a snapshot", () => {
  const DISK = { disk: 1 };
  const before = { template: disk(1) + snapshot(5), more: ofDisk(1, 5) };

  test("is taken of the machine, or of one of its disks", async () => {
    const whole = await asked((alice) => parts.takeSnapshot(alice, 7, {}, "s5"), [before], { "vm.snapshotcreate": 5 });
    expect(whole.calls).toEqual(["vm.snapshotcreate 7 s5"]);
    const one = await asked((alice) => parts.takeSnapshot(alice, 7, DISK, "s5"), [before], {
      "vm.disksnapshotcreate": 5,
    });
    expect(one.calls).toEqual(["vm.disksnapshotcreate 7 1 s5"]);
  });

  test("is gone back to, or deleted", async () => {
    const change = (place: parts.SnapshotPlace, verb: "revert" | "delete", after: Given) =>
      asked((alice) => parts.changeSnapshot(alice, 7, place, 5, verb), [after]);
    expect((await change({}, "revert", before)).calls).toEqual(["vm.snapshotrevert 7 5"]);
    expect((await change({}, "delete", {})).calls).toEqual(["vm.snapshotdelete 7 5"]);
    expect((await change(DISK, "revert", before)).calls).toEqual(["vm.disksnapshotrevert 7 1 5"]);
    expect((await change(DISK, "delete", { template: disk(1) })).calls).toEqual(["vm.disksnapshotdelete 7 1 5"]);
  });
});

describe("a part that is not there", () => {
  const has = { template: disk(0) + disk(2) + nic(1) + snapshot(4), more: ofDisk(0, 6, 7) };
  const refusing = (method: string, refusal: Error = WRONG) => ({ [method]: refusal });

  test.each<[string, string, (alice: Requester) => Promise<unknown>, string, string]>([
    ["disk", "vm.detach", (alice) => parts.detachDisk(alice, 7, 5), "disk 5", "Its disks: 0, 2."],
    ["NIC", "vm.detachnic", (alice) => parts.detachNic(alice, 7, 5), "NIC 5", "Its NICs: 1."],
    [
      "snapshot",
      "vm.snapshotrevert",
      (alice) => parts.changeSnapshot(alice, 7, {}, 6, "revert"),
      "snapshot 6",
      "Its snapshots: 4.",
    ],
    [
      "disk of a snapshot",
      "vm.disksnapshotdelete",
      (alice) => parts.changeSnapshot(alice, 7, { disk: 5 }, 6, "delete"),
      "disk 5",
      "Its disks: 0, 2.",
    ],
    [
      "snapshot of a disk",
      "vm.disksnapshotdelete",
      (alice) => parts.changeSnapshot(alice, 7, { disk: 0 }, 4, "delete"),
      "snapshot 4",
      "Its snapshots: 6, 7.",
    ],
    [
      "snapshot of a disk without any",
      "vm.disksnapshotdelete",
      (alice) => parts.changeSnapshot(alice, 7, { disk: 2 }, 4, "delete"),
      "snapshot 4",
      "It has no snapshots.",
    ],
  ])("is not found, and those that there are are named: a %s", async (_, method, work, part, hint) => {
    const found = await asked(work, [has], refusing(method));
    expect([found.failure, found.hint]).toEqual([`NOT_FOUND: The machine has no ${part}.`, hint]);
  });

  test("makes no other refusal a missing part", async () => {
    expect((await asked((alice) => parts.detachDisk(alice, 7, 0), [has], refusing("vm.detach"))).failure).toBe(
      "INVALID_REQUEST: oned says no",
    );
    for (const refusal of [new OcciError("ONED_FAILED", "broken"), new Error("a bug")]) {
      const { failure } = await asked((alice) => parts.detachDisk(alice, 7, 5), [has], refusing("vm.detach", refusal));
      expect(failure).toEndWith(refusal.message);
    }
    const attached = await asked((alice) => parts.attachDisk(alice, 7, { image: 9 }), [has], refusing("vm.attach"));
    expect(attached.failure).toBe("INVALID_REQUEST: oned says no");
  });
});

test("oned is at work on a part while it attaches, copies or resizes one", () => {
  const isAtWork = (lcmState: string) => parts.isAtWork({ oned: { state: "ACTIVE", lcmState } } as Machine);
  for (const lcm of ["HOTPLUG", "HOTPLUG_NIC", "DISK_SNAPSHOT", "DISK_RESIZE_POWEROFF"])
    expect(isAtWork(lcm)).toBe(true);
  for (const lcm of ["RUNNING", "BOOT", "LCM_INIT", "PROLOG_MIGRATE"]) expect(isAtWork(lcm)).toBe(false);
});
