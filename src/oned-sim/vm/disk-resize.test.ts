import { beforeEach, describe, expect, test } from "bun:test";
import { ALICE, BOB, TestWorld } from "../testing/world.ts";

let sim: TestWorld;

beforeEach(() => {
  sim = new TestWorld();
});

function resize(disk: number, size: number | string, vm = 0): unknown {
  return sim.call(ALICE, "one.vm.diskresize", vm, disk, String(size));
}

function refused(disk: number, size: string, session = ALICE, vm = 0): [number, string] {
  return sim.refused(session, "one.vm.diskresize", vm, disk, size);
}

function disk(id: number, vm = 0): Record<string, string> {
  return Object.fromEntries(sim.vm(vm).disks.find((one) => one.get("DISK_ID") === String(id)) ?? []);
}

describe("a disk", () => {
  test.each([
    [[], "DISK_RESIZE", "RUNNING"],
    [["poweroff"], "DISK_RESIZE_POWEROFF", "POWEROFF"],
    [["undeploy"], "DISK_RESIZE_UNDEPLOYED", "UNDEPLOYED"],
  ])("grows after %j in the state %s", (actions, state, end) => {
    for (const action of actions) sim.call(ALICE, "one.vm.action", action, 0);
    sim.settle();
    expect(resize(0, 4096)).toBe(0);
    expect(disk(0)).toMatchObject({ SIZE: "4096", SIZE_PREV: "2048", ORIGINAL_SIZE: "2048", RESIZE: "YES" });
    expect(sim.states(0)).toEqual([state, end]);
    expect(disk(0)).toMatchObject({ SIZE: "4096" });
    expect(disk(0)).not.toHaveProperty("RESIZE");
    expect(sim.world.images.get(0)?.size).toBe(2048);
    if (end === "RUNNING") return;
    sim.call(ALICE, "one.vm.action", "resume", 0);
    sim.settle();
    expect(sim.state(0)).toBe("RUNNING");
  });

  test.each([
    ["6.10", [19, 5]],
    ["7.4", [19]],
  ] as const)("of a VM at rest on %s: the new stay has ended as the one before", (release, ends) => {
    sim = new TestWorld(release);
    const history = (): (readonly [number, boolean])[] =>
      sim.vm(0).history.map(({ action, end }) => [action, end > 0] as const);
    ["poweroff", "undeploy"].forEach((action, index) => {
      sim.call(ALICE, "one.vm.action", action, 0);
      sim.settle();
      resize(0, 4096 + index);
      sim.settle();
      const end = ends[index];
      if (end === undefined) expect(history().at(-1)).toEqual([5, true]);
      else
        expect(history().slice(-2)).toEqual([
          [29, true],
          [end, false],
        ]);
    });
  });

  test("keeps its size when the driver fails", () => {
    sim.world.failNext("resize");
    resize(0, 4096);
    sim.settle();
    expect(disk(0)).toMatchObject({ SIZE: "2048" });
  });

  test.each([
    [0, "x", [2048, "Disk SIZE is not a valid integer"]],
    [0, "12x", [2048, "Disk SIZE is not a valid integer"]],
    [0, "10.5", [2048, "Disk SIZE is not a valid integer"]],
    [0, "4096 ", [2048, "Disk SIZE is not a valid integer"]],
    [0, "2048", [2048, "New disk size has to be greater than current one"]],
    [0, "-5", [2048, "New disk size has to be greater than current one"]],
    [9, "4096", [2048, "VM disk does not exist"]],
  ] as const)("%d cannot be of %s", (id, size, expected) => {
    expect(refused(id, size)).toEqual([...expected]);
  });

  test("is not resized on hold, twice at a time, or by others", () => {
    expect(refused(0, "4096", ALICE, 1)).toEqual([2048, "Could not resize disk for VM 1, wrong state HOLD."]);
    resize(0, 4096);
    expect(refused(0, "8192")).toEqual([2048, "Could not resize disk for VM 0, wrong state DISK_RESIZE."]);
    expect(refused(0, "8192", BOB)).toEqual([512, "User [3] : Not authorized to perform MANAGE VM [0]."]);
  });

  test("counts: the quota of the system's disks, whose error 7.4 loses", () => {
    sim.world.user(2).limits.vm = { SYSTEM_DISK_SIZE: 5000 };
    expect(refused(0, "9000")).toEqual([
      512,
      "User [2] : user [2] limit of 5000 reached for SYSTEM_DISK_SIZE quota in VM.",
    ]);
    sim = new TestWorld("7.4");
    sim.world.user(2).limits.vm = { SYSTEM_DISK_SIZE: 5000 };
    expect(refused(0, "9000")).toEqual([512, "User [2] not authorized to perform action on virtual machine."]);
    sim.world.user(2).limits.vm = {};
    expect(resize(0, 4096, 0)).toBe(0);
  });
});

function sizeUsed(): string | undefined {
  return /<SIZE_USED><!\[CDATA\[(\d+)/.exec(String(sim.call(ALICE, "one.user.info", -1)))?.[1];
}

describe("the disk of a persistent image", () => {
  beforeEach(() => {
    sim.call(ALICE, "one.vm.attach", 0, 'DISK=[IMAGE_ID="2"]');
    sim.settle();
  });

  test("is the image where nothing is copied: the image grows with it", () => {
    const attached = sim.vm(0).disks.find((one) => one.get("IMAGE_ID") === "2");
    attached?.set("LN_TARGET", "NONE");
    resize(2, 3000);
    expect([sim.world.images.get(2)?.size, sizeUsed()]).toEqual([1024, "3000"]);
    sim.settle();
    expect([sim.world.images.get(2)?.size, sizeUsed()]).toEqual([3000, "3000"]);
  });

  test("goes back into the image when the VM leaves it", () => {
    resize(2, 3000);
    sim.settle();
    expect(sim.world.images.get(2)?.size).toBe(1024);
    sim.call(ALICE, "one.vm.detach", 0, 2);
    sim.settle();
    expect(sim.world.images.get(2)).toMatchObject({ size: 3000, state: 1 });
  });

  test("counts as the image", () => {
    sim.world.user(2).limits.datastores.set(1, { SIZE: 2000 });
    expect(refused(2, "3000")).toEqual([
      512,
      "User [2] : user [2] limit of 2000 reached for SIZE quota in DATASTORE with ID: 1.",
    ]);
  });
});
