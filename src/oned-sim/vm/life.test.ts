import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Clock } from "../clock.ts";
import { IMAGE_STATE, type Release, VNET_STATE } from "../records.ts";
import { ADMIN, ALICE, BOB, TestWorld } from "../testing/world.ts";
import type { World } from "../world.ts";

let sim: TestWorld;
let world: World;
const call: TestWorld["call"] = (...args) => sim.call(...args);
const refused: TestWorld["refused"] = (...args) => sim.refused(...args);
const state: TestWorld["state"] = (id) => sim.state(id);
const states: TestWorld["states"] = (id) => sim.states(id);

function begin(release: Release): void {
  sim = new TestWorld(release);
  world = sim.world;
}

beforeEach(() => begin("6.10"));

const SMALL = 'CPU="0.1"\nMEMORY="64"\nDISK=[IMAGE_ID="0"]\nNIC=[NETWORK_ID="0"]';

describe("a VM", () => {
  test("goes from PENDING to RUNNING by itself", () => {
    expect(states(call(ALICE, "one.vm.allocate", SMALL))).toEqual(["PENDING", "PROLOG", "BOOT", "RUNNING"]);
  });

  test.each([
    ["suspend", ["SAVE_SUSPEND", "SUSPENDED"], ["BOOT_SUSPENDED", "RUNNING"]],
    ["poweroff", ["SHUTDOWN_POWEROFF", "POWEROFF"], ["BOOT_POWEROFF", "RUNNING"]],
    ["stop", ["SAVE_STOP", "EPILOG_STOP", "STOPPED"], ["PENDING", "PROLOG_RESUME", "BOOT_STOPPED", "RUNNING"]],
    [
      "undeploy",
      ["SHUTDOWN_UNDEPLOY", "EPILOG_UNDEPLOY", "UNDEPLOYED"],
      ["PENDING", "PROLOG_UNDEPLOY", "BOOT_UNDEPLOY", "RUNNING"],
    ],
  ])("can %s and resume", (action, down, up) => {
    call(ALICE, "one.vm.action", action, 0);
    expect(states(0)).toEqual(down);
    call(ALICE, "one.vm.action", "resume", 0);
    expect(states(0)).toEqual(up);
  });

  test("gives its image, addresses and quota back when it is gone", () => {
    const id = Number(call(BOB, "one.vm.allocate", SMALL));
    world.clock.settle();
    expect(world.images.get(0)?.vms).toContain(id);
    call(BOB, "one.vm.action", "terminate-hard", id);
    expect(states(id)).toEqual(["SHUTDOWN", "EPILOG", "DONE"]);
    expect(world.images.get(0)?.vms).not.toContain(id);
    const leases = [...(world.vnets.get(0)?.ranges[0]?.leases.values() ?? [])];
    expect(leases.map(({ vm }) => vm)).not.toContain(id);
  });

  test("is refused over the quota, with the limit's name", () => {
    for (let count = 1; count < 4; count += 1) call(BOB, "one.vm.allocate", SMALL);
    expect(refused(BOB, "one.vm.allocate", SMALL)).toEqual([
      512,
      "User [3] : user [3] limit of 4 reached for VMS quota in VM.",
    ]);
  });

  test("that no host has memory for waits until there is room", () => {
    const id = call(ALICE, "one.vm.allocate", 'CPU="1"\nMEMORY="65536"');
    world.clock.settle();
    expect(state(id)).toBe("PENDING");
    for (const running of [0, 2]) call(ADMIN, "one.vm.action", "terminate-hard", running);
    world.clock.settle();
    expect(state(id)).toBe("RUNNING");
  });

  test("whose disk is attached is HOTPLUG meanwhile, and goes back without it when the driver fails", () => {
    call(ALICE, "one.vm.attach", 0, 'DISK=[IMAGE_ID="2"]');
    expect(state(0)).toBe("HOTPLUG");
    world.clock.settle();
    expect(world.vms.get(0)?.disks.map((disk) => disk.get("DISK_ID"))).toEqual(["0", "2"]);
    call(ALICE, "one.vm.detach", 0, 2);
    world.clock.settle();
    world.failNext("attach");
    call(ALICE, "one.vm.attach", 0, 'DISK=[IMAGE_ID="2"]');
    world.clock.settle();
    expect(world.vms.get(0)?.disks).toHaveLength(1);
    expect(state(0)).toBe("RUNNING");
    expect(world.images.get(2)?.state).toBe(IMAGE_STATE.READY);
  });

  test("that failed to boot can be deleted by its owner", () => {
    world.failNext("boot", "DEPLOY: no such file");
    const id = Number(call(ALICE, "one.vm.allocate", SMALL));
    expect(states(id).at(-1)).toBe("BOOT_FAILURE");
    expect(world.vms.get(id)?.userTemplate.single("ERROR")).toEndWith(": DEPLOY: no such file");
    call(ALICE, "one.vm.action", "terminate-hard", id);
    expect(states(id)).toEqual(["CLEANUP_DELETE", "DONE"]);
  });

  test("work under way is dropped when the VM is deleted meanwhile", () => {
    const id = Number(call(ALICE, "one.vm.allocate", SMALL));
    call(ALICE, "one.vm.action", "terminate", id);
    expect(states(id)).toEqual(["DONE"]);
  });
});

describe("an image from a file", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "oned-sim-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const template = (path: string): string => `NAME="new"\nTYPE="OS"\nPATH="${path}"`;

  test("is LOCKED, then READY, and has the file's size in MiB", () => {
    const path = join(directory, "disk.img");
    writeFileSync(path, "");
    truncateSync(path, 3 * 1024 * 1024 + 1);
    const image = world.images.get(Number(call(ALICE, "one.image.allocate", template(path), 1)));
    expect(image).toMatchObject({ state: IMAGE_STATE.LOCKED, size: 4 });
    world.clock.advance();
    expect(image).toMatchObject({ state: IMAGE_STATE.READY });
  });

  test("that is gone before the driver copies it ends in ERROR", () => {
    const path = join(directory, "disk.img");
    writeFileSync(path, "x");
    const image = world.images.get(Number(call(ALICE, "one.image.allocate", template(path), 1)));
    rmSync(path);
    world.clock.advance();
    expect(image?.state).toBe(IMAGE_STATE.ERROR);
    expect(image?.template.single("ERROR")).toContain("Error copying");
  });

  test("outside SAFE_DIRS ends in ERROR", () => {
    const image = world.images.get(Number(call(ALICE, "one.image.allocate", template("/etc/hostname"), 1)));
    world.clock.advance();
    expect(image?.template.single("ERROR")).toContain("check RESTRICTED_DIRS");
  });

  test("that is no file is refused at once", () => {
    expect(refused(ALICE, "one.image.allocate", template("/no/such"), 1)[0]).toBe(8192);
  });
});

describe("a network", () => {
  const AR = 'AR=[TYPE="IP4",IP="192.168.7.1",SIZE="4"]';

  test("has its ranges when the driver is done, and is gone when it is done again", () => {
    const id = Number(call(ALICE, "one.vn.allocate", `NAME="blue"\nVN_MAD="bridge"\n${AR}`, -1));
    expect(world.vnets.get(id)).toMatchObject({ state: VNET_STATE.LOCK_CREATE, ranges: [] });
    world.clock.advance();
    expect(world.vnets.get(id)).toMatchObject({ state: VNET_STATE.READY, ranges: [{ size: 4 }] });
    call(ALICE, "one.vn.delete", id);
    world.clock.advance();
    expect(world.vnets.has(id)).toBe(false);
  });

  test("of addresses of another: reserved from a first address on, given back when deleted", () => {
    const id = Number(call(BOB, "one.vn.reserve", 0, 'NAME="mine"\nSIZE="8"\nIP="10.0.0.50"'));
    expect(world.vnets.get(id)?.ranges[0]?.attributes.get("IP")).toBe("10.0.0.50");
    const vm = Number(call(BOB, "one.vm.allocate", `CPU="0.1"\nMEMORY="64"\nNIC=[NETWORK_ID="${id}"]`));
    expect(world.vms.get(vm)?.nics[0]?.get("IP")).toBe("10.0.0.50");
    expect(refused(BOB, "one.vn.delete", id)[0]).toBe(2048);
    call(BOB, "one.vm.action", "terminate", vm);
    call(BOB, "one.vn.delete", id);
    expect([...(world.vnets.get(0)?.ranges[0]?.leases.values() ?? [])].every(({ vnet }) => vnet < 0)).toBe(true);
  });

  test("of 7.4 is not for plain users, who may reserve", () => {
    begin("7.4");
    const text = `NAME="blue"\nVN_MAD="bridge"\n${AR}`;
    expect(refused(ALICE, "one.vn.allocate", text, -1)[1]).toContain("restricted attribute VN_MAD");
    expect(call(ALICE, "one.vn.reserve", 0, 'NAME="mine"\nSIZE="2"')).toBeNumber();
  });
});

describe("a login token", () => {
  test("stands for the password until it expires", () => {
    const token = call(ALICE, "one.user.login", "alice", "", 3600, -1);
    const session = `alice:${token}`;
    expect(call(session, "one.user.info", -1)).toContain("<NAME>alice</NAME>");
    const alice = world.user(2);
    alice.tokens = alice.tokens.map((known) => ({ ...known, expires: 1 }));
    expect(refused(session, "one.user.info", -1)[0]).toBe(256);
  });
});

describe("the clock", () => {
  const owner = { epoch: 0 };

  test("by hand: each step does what is due, and no more", () => {
    const clock = new Clock("manual");
    const done: string[] = [];
    clock.after(owner, () => {
      done.push("first");
      clock.after(owner, () => done.push("second"));
    });
    clock.runDue();
    expect(done).toEqual([]);
    clock.advance();
    expect(done).toEqual(["first"]);
    clock.advance();
    expect(done).toEqual(["first", "second"]);
  });

  test("without time: all is done at the next call, what follows too", () => {
    const clock = new Clock(0);
    const done: number[] = [];
    const go = (left: number): void => {
      done.push(left);
      if (left > 0) clock.after(owner, () => go(left - 1));
    };
    clock.after(owner, () => go(3));
    expect(done).toEqual([]);
    clock.runDue();
    expect(done).toEqual([3, 2, 1, 0]);
  });

  test("with time: nothing is done before its time", () => {
    const clock = new Clock(1_000_000);
    let done = false;
    clock.after(owner, () => {
      done = true;
    });
    clock.runDue();
    expect(done).toBe(false);
    clock.settle();
    expect(done).toBe(true);
  });

  test("work of an owner that has moved on is dropped", () => {
    const clock = new Clock("manual");
    const mover = { epoch: 0 };
    let done = false;
    clock.after(mover, () => {
      done = true;
    });
    mover.epoch += 1;
    clock.advance();
    expect(done).toBe(false);
  });
});
