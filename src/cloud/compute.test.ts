import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { ActionParameters, Compute, ComputeRequest } from "../model.ts";
import { changing } from "../opennebula/testing/changing.ts";
import * as compute from "./compute.ts";
import * as actions from "./compute-actions.ts";
import * as storage from "./storage.ts";
import { ADMIN, ALICE, BOB, failureOf, noFault, type OverSim, overSim } from "./testing/over-sim.ts";

let cloud: OverSim;
beforeEach(async () => {
  cloud = await overSim({
    vmTypes: [
      { name: "small", template: "small.eta" },
      { name: "medium", template: "medium.eta" },
      { name: "custom", template: "custom.eta", cpuMax: 4, memoryMax: 4096 },
    ],
  });
});
afterEach(() => cloud.stop());

const SMALL: ComputeRequest = { name: "web", instanceType: "small", disks: [], nics: [], context: [] };
const create = (request: Partial<ComputeRequest> = {}, session = ALICE) =>
  compute.create(cloud.deps, session, { ...SMALL, ...request });
const methods = () => cloud.sim.calls.map((call) => call.method.slice(4));
const act = (id: number, perform: string, params: ActionParameters = {}, session = ALICE) =>
  actions.act(cloud.deps, session, id, { perform, params });
const change = (id: number, state: string) => compute.change(cloud.deps, ALICE, id, { state, saveAs: [] });

async function staged(content: string) {
  const upload = await cloud.deps.staging.begin();
  await upload.write(new TextEncoder().encode(content));
  return upload.finish();
}

async function until(id: number, done: (machine: Compute) => boolean): Promise<Compute> {
  for (let look = 0; look < 100; look++) {
    const machine = await compute.show(cloud.deps, ALICE, id);
    if (done(machine)) return machine;
  }
  throw new Error("it never comes to that");
}
const runs = (id: number) => until(id, ({ lcmState }) => lcmState === "RUNNING");
const running = async (request: Partial<ComputeRequest> = {}) => (await runs((await create(request)).id)).id;

describe("a new machine", () => {
  test("has what its instance type and the request say", async () => {
    const made = await create({
      disks: [{ storage: "0" }],
      nics: [{ network: "0" }],
      context: [
        ["hostname", 'web "1"'],
        ["START_SCRIPT", "#!/bin/sh\necho $HOME"],
      ],
    });
    expect(made).toMatchObject({
      ...{ name: "web", instanceType: "small", cpu: "1", memory: "1024" },
      ...{ user: { id: 2, name: "alice" }, disks: [{ id: 0, storage: { id: 0 } }], nics: [{ id: 0 }] },
    });
    const context = new Map(made.context);
    expect(context.get("HOSTNAME")).toBe('web "1"');
    expect(atob(context.get("START_SCRIPT_BASE64") ?? "")).toBe("#!/bin/sh\necho $HOME");
  });

  test("has the files of TYPE=CONTEXT that FILES_DS names, with the rights of the user", async () => {
    const file = await storage.create(
      cloud.deps,
      ALICE,
      { name: "init.sh", type: "CONTEXT" },
      await staged("#!/bin/sh"),
    );
    const files = (value: string, session = ALICE) => create({ context: [["FILES_DS", value]] }, session);
    const path = /^\S+:'init.sh' \S+:'init.sh' $/;
    const both = await files(`$FILE[IMAGE_ID=${file.id}] $FILE[IMAGE="init.sh"]`);
    expect(new Map(both.context).get("FILES_DS")).toMatch(path);
    expect(await failureOf(files(`$FILE[IMAGE_ID=${file.id}]`, BOB))).toStartWith("FORBIDDEN");
    expect(await failureOf(files("$FILE[IMAGE_ID=0]"))).toStartWith("INVALID_REQUEST: Only images of type CONTEXT");
    expect(await failureOf(files("$FILE[IMAGE_ID=9999]"))).toStartWith("INVALID_REQUEST");
    expect(await failureOf(files("/etc/passwd"))).toStartWith("INVALID_REQUEST: CONTEXT FILES_DS must");
  });

  test("without a name is named by oned", async () => {
    const { name, ...unnamed } = SMALL;
    const made = await compute.create(cloud.deps, ALICE, unnamed);
    expect([name, made.name]).toEqual(["web", `vm-${made.id}`]);
  });

  test("of the custom type has the capacity that was asked for, within the limits", async () => {
    expect(await create({ instanceType: "custom", cpu: "2.5", memory: "512" })).toMatchObject({
      cpu: "2.5",
      memory: "512",
    });
    expect(await failureOf(create({ instanceType: "custom", cpu: "64" }))).toStartWith("INVALID_REQUEST: CPU may be");
    expect(await failureOf(create({ instanceType: "custom", memory: "8192" }))).toStartWith(
      "INVALID_REQUEST: MEMORY may be",
    );
  });

  test("of another type cannot be made larger by the request", async () => {
    expect(await create({ cpu: "64", memory: "999999" })).toMatchObject({ cpu: "1", memory: "1024" });
  });

  test.each([
    [{ instanceType: "huge" }, 'INVALID_REQUEST: Bad instance type: "huge"'],
    [{ disks: [{ storage: "0, SAVE=YES" }] }, "INVALID_REQUEST: STORAGE href must be an id"],
    [{ nics: [{ network: "0", ip: "10.0.0.1\nMAC=1" }] }, "INVALID_REQUEST: IP must be"],
    [{ context: [["A B", "x"]] as const }, "INVALID_REQUEST"],
    [{ context: [["A", "costs $5"]] as const }, "INVALID_CHARACTER"],
    [{ name: "smile \u{1f600}" }, "INVALID_CHARACTER"],
  ] as [Partial<ComputeRequest>, string][])("%j is refused before oned hears of it", async (request, expected) => {
    expect(await failureOf(create(request))).toStartWith(expected);
    expect(methods()).toEqual([]);
  });

  test("with an image that is not there is a wrong request, not a missing resource", async () => {
    expect(await failureOf(create({ disks: [{ storage: "999" }] }))).toStartWith("INVALID_REQUEST");
  });

  test("of a template that oned refuses is the administrator's fault, not the request's", async () => {
    const templates = Object.create(cloud.deps.templates, { renderVm: { value: () => "CPU = 1\nMEMORY = lots" } });
    const deps = { ...cloud.deps, templates };
    const failure = await compute.create(deps, ALICE, SMALL).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ code: "INTERNAL", status: 500 });
    expect(String((failure as Error).cause)).toContain("MEMORY");
  });

  test("is made once when the answer is lost, and the error says what to look at", async () => {
    await cloud.stop();
    cloud = await overSim({}, { faults: (method) => (method === "one.vm.allocate" ? "reset-after" : undefined) });
    expect(await failureOf(create())).toStartWith("OUTCOME_UNKNOWN");
    expect(methods()).toEqual(["vm.allocate"]);
    expect([...cloud.sim.world.vms.values()].filter((vm) => vm.name === "web")).toHaveLength(1);
  });
});

describe("PUT", () => {
  test("acts, and shows the machine right after it", async () => {
    const id = await running();
    const { acted, compute: shown } = await change(id, "suspended");
    expect([acted, shown.id]).toEqual([true, id]);
    await until(id, ({ state }) => state === "SUSPENDED");
    expect((await change(id, "SUSPENDED")).acted).toBe(false);
    expect((await change(id, "resume")).acted).toBe(true);
    await runs(id);
  });

  test("of a state that is none of the words does nothing", async () => {
    const id = await running();
    cloud.sim.calls.length = 0;
    expect((await change(id, "ACTIVE")).acted).toBe(false);
    expect((await compute.change(cloud.deps, ALICE, id, { saveAs: [] })).acted).toBe(false);
    expect(new Set(methods())).toEqual(new Set(["vm.info"]));
  });

  test("RESUBMIT without ADMIN right says how it is granted; with it the machine starts anew", async () => {
    const id = await running();
    let hint = "";
    try {
      await change(id, "RESUBMIT");
    } catch (error) {
      hint = `${(error as { code: string }).code} ${(error as { hint?: string }).hint}`;
    }
    expect(hint).toBe(`FORBIDDEN The cloud's administrator can grant it with: onevm chmod ${id} 700`);
    expect((await compute.change(cloud.deps, ADMIN, id, { state: "RESUBMIT", saveAs: [] })).acted).toBe(true);
  });

  test("saves a disk as a new image and shows it", async () => {
    const id = await running({ disks: [{ storage: "0" }] });
    const { acted, compute: shown } = await compute.change(cloud.deps, ALICE, id, {
      state: "ACTIVE",
      saveAs: [{ disk: "0", name: "copy" }],
    });
    expect(acted).toBe(true);
    expect(shown.disks[0]?.saveAs).toBeGreaterThan(0);
  });

  test("saves the disk that holds an image, where the image's id stands in the place of the disk's", async () => {
    const block = await storage.create(cloud.deps, ALICE, { name: "block", type: "DATABLOCK", size: "10" });
    const image = String(block.id);
    const id = await running({ disks: [{ storage: "0" }, { storage: image }] });
    const save = (disk: string, of: string, name: string) =>
      compute.change(cloud.deps, ALICE, id, { saveAs: [{ disk, name, ...(of === disk && { orImage: true }) }] });
    expect((await save(image, image, "by image")).compute.disks.map(({ saveAs }) => saveAs !== undefined)).toEqual([
      false,
      true,
    ]);
    await runs(id);
    expect((await save("0", "0", "by either")).compute.disks[0]?.saveAs).toBeGreaterThan(0);
    await runs(id);
    expect((await save("1", "0", "by id")).compute.disks[1]?.saveAs).toBeGreaterThan(0);
    expect(await failureOf(save("9", image, "none"))).toStartWith("INVALID_REQUEST");
    expect(await failureOf(save("9", "9", "none"))).toStartWith("INVALID_REQUEST");
  });

  test("saves no disk together with a change of state, nor two", async () => {
    const id = await running({ disks: [{ storage: "0" }] });
    const save = { disk: "0", name: "copy" };
    const both = compute.change(cloud.deps, ALICE, id, { state: "STOPPED", saveAs: [save] });
    expect(await failureOf(both)).toStartWith("STATE_NOT_ALLOWED: Changing the state");
    const two = compute.change(cloud.deps, ALICE, id, { saveAs: [save, save] });
    expect(await failureOf(two)).toBe("STATE_NOT_ALLOWED: Only one disk can be saved per request");
  });
});

describe("DELETE", () => {
  test("ends a machine in any state", async () => {
    const { id } = await create();
    await compute.remove(cloud.deps, ALICE, id);
    expect((await until(id, ({ state }) => state === "DONE")).state).toBe("DONE");
  });

  test("while oned cannot: a conflict for the moment", async () => {
    await cloud.stop();
    cloud = await overSim({}, { stepMs: "manual" });
    const { id } = await create();
    cloud.sim.advance();
    const { lcmState } = await compute.show(cloud.deps, ALICE, id);
    expect(lcmState).toBe("PROLOG");
    let after: unknown;
    try {
      await compute.remove(cloud.deps, ALICE, id);
    } catch (error) {
      after = error;
    }
    expect(after).toMatchObject({ code: "WRONG_STATE", retryAfter: 5 });
  });

  test("of another user's machine is refused", async () => {
    const { id } = await create();
    expect(await failureOf(compute.remove(cloud.deps, BOB, id))).toStartWith("FORBIDDEN");
  });
});

describe("actions", () => {
  test("attach and detach disks and NICs, and show them", async () => {
    const id = await running({ disks: [{ storage: "0" }] });
    const disk = (await act(id, "attachdisk", { storage: "0", target: "vdz" })).disks.at(-1);
    expect(disk).toMatchObject({ storage: { id: 0 }, target: "vdz" });
    const without = await act(id, "detachdisk", { disk: String(disk?.id) });
    expect(without.disks.map(({ id: part }) => part)).not.toContain(disk?.id);
    const nic = (await act(id, "attachnic", { network: "0" })).nics.at(-1);
    expect(nic?.network?.id).toBe(0);
    expect((await act(id, "detachnic", { nic: String(nic?.id) })).nics).toHaveLength(0);
  });

  test.each([
    ["attach", "attachdisk", { storage: "0" }],
    ["attachnic", "attachnic", { network: "0" }],
    ["snapshot", "snapshotcreate", { name: "s" }],
  ] as const)(
    "that the host refuses (%s) are a conflict: the machine comes back as it was",
    async (driver, word, params) => {
      const id = await running({ disks: [{ storage: "0" }] });
      const before = await compute.show(cloud.deps, ALICE, id);
      cloud.sim.failNext(driver);
      expect(await failureOf(act(id, word, params))).toStartWith("DRIVER_REFUSED");
      expect(await compute.show(cloud.deps, ALICE, id)).toEqual(before);
    },
  );

  test("that take longer than WAIT are answered with the state as it is", async () => {
    const { deps } = cloud;
    const id = await running();
    cloud.deps = { ...deps, config: { ...deps.config, wait: 0 } };
    const shown = await act(id, "attachnic", { network: "0" });
    expect(shown.lcmState).toMatch(/^(HOTPLUG_NIC|RUNNING)$/);
  });

  test("make, take back and delete snapshots", async () => {
    const id = await running({ disks: [{ storage: "0" }] });
    const [snapshot] = (await act(id, "snapshotcreate", { name: "first" })).snapshots;
    expect(snapshot).toMatchObject({ name: "first" });
    await act(id, "snapshotrevert", { snapshot: String(snapshot?.id) });
    await runs(id);
    expect((await act(id, "snapshotdelete", { snapshot: String(snapshot?.id) })).snapshots).toEqual([]);
  });

  test("make, take back and delete snapshots of a disk", async () => {
    const id = await running({ disks: [{ storage: "0" }, { storage: "0" }] });
    await act(id, "poweroff");
    await until(id, ({ state }) => state === "POWEROFF");
    const disk = "1";
    await act(id, "disksnapshotcreate", { disk, name: "first" });
    const both = await act(id, "disksnapshotcreate", { disk, name: "second" });
    expect(both.disks[1]?.snapshots.map(({ name }) => name)).toEqual(["first", "second"]);
    await act(id, "disksnapshotrevert", { disk, snapshot: "0" });
    const left = await act(id, "disksnapshotdelete", { disk, snapshot: "1" });
    expect(left.disks[1]?.snapshots).toEqual([{ id: 0, name: "first" }]);
  });

  test("save a disk as a new image, and say which", async () => {
    const id = await running({ disks: [{ storage: "0" }] });
    const saved = await act(id, "saveas", { disk: "0", name: "copy" });
    const image = saved.disks[0]?.saveAs ?? -1;
    expect(cloud.sim.world.images.get(image)?.name).toBe("copy");
    expect(await failureOf(act(id, "saveas", { disk: "0", name: "copy" }))).toStartWith("NAME_TAKEN");
  });

  test("resize to another type, and say which type it is", async () => {
    const id = await running();
    await act(id, "poweroff");
    await until(id, ({ state }) => state === "POWEROFF");
    expect(await act(id, "resize", { instanceType: "medium" })).toMatchObject({
      instanceType: "medium",
      cpu: "4",
      memory: "4096",
    });
  });

  test("resize that the host refuses is a conflict, of CPU alone too", async () => {
    const id = await running({ instanceType: "custom", cpu: "1", memory: "128" });
    const { oned } = cloud.deps;
    // A driver that fails leaves the machine as it was, and oned's answer was a success before.
    const refusing = changing(oned, (session, method, ...parameters) =>
      method === "one.vm.resize" ? Promise.resolve(id) : oned.change(session, method, ...parameters),
    );
    cloud.deps = { ...cloud.deps, oned: refusing };
    expect(await failureOf(act(id, "resize", { cpu: "2" }))).toStartWith("DRIVER_REFUSED");
    expect(await failureOf(act(id, "resize", { memory: "256" }))).toStartWith("DRIVER_REFUSED");
    cloud.deps = { ...cloud.deps, oned };
    expect(await act(id, "resize", { cpu: "1.25" })).toMatchObject({ cpu: "1.25", memory: "128" });
  });

  test("resize never past what the type allows", async () => {
    const { id } = await create();
    expect(await failureOf(act(id, "resize", { cpu: "64" }))).toStartWith(
      "INVALID_REQUEST: CPU cannot be chosen: the instance type small fixes it.",
    );
    expect(await failureOf(act(id, "resize", { instanceType: "custom", cpu: "64" }))).toStartWith(
      "INVALID_REQUEST: CPU may be at most 4",
    );
    expect(await failureOf(act(id, "resize", { instanceType: "custom" }))).toStartWith("INVALID_REQUEST");
    expect(methods()).not.toContain("vm.resize");
  });

  test("rename, undeploy and the words of PUT", async () => {
    const id = await running();
    expect((await act(id, "rename", { name: "new name" })).name).toBe("new name");
    await act(id, "stopped");
    await until(id, ({ state }) => state === "STOPPED");
    await act(id, "resume");
    await runs(id);
    await act(id, "undeployhard");
    await until(id, ({ state }) => state === "UNDEPLOYED");
  });

  test("hold and release a machine that is not placed yet", async () => {
    await cloud.stop();
    cloud = await overSim({}, { stepMs: "manual" });
    const { id } = await create();
    expect((await act(id, "hold")).state).toBe("HOLD");
    expect((await act(id, "release")).state).toBe("PENDING");
    expect(await failureOf(act(id, "suspended"))).toStartWith("STATE_NOT_ALLOWED");
  });

  test.each([
    ["attachdisk", "STORAGE href"],
    ["detachdisk", "DISK id"],
    ["attachnic", "NETWORK href"],
    ["detachnic", "NIC id"],
    ["rename", "NAME"],
    ["snapshotcreate", "NAME"],
    ["snapshotrevert", "SNAPSHOT id"],
    ["snapshotdelete", "SNAPSHOT id"],
    ["disksnapshotcreate", "DISK id"],
    ["disksnapshotrevert", "DISK id"],
    ["disksnapshotdelete", "DISK id"],
    ["saveas", "DISK id"],
    ["resize", "INSTANCE_TYPE, CPU or MEMORY"],
  ])("%s without its parameter is refused: it needs %s", async (word, what) => {
    expect(await failureOf(act(0, word))).toBe(`INVALID_REQUEST: The action requires ${what} in its PARAMS.`);
    expect(methods()).toEqual([]);
  });

  test.each([
    ["attachdisk", { storage: "" }],
    ["attachdisk", { storage: "0", target: " " }],
    ["detachdisk", { disk: "" }],
    ["attachnic", { network: "" }],
    ["detachnic", { nic: " " }],
    ["resize", { instanceType: "" }],
    ["resize", { cpu: "" }],
    ["resize", { memory: " " }],
    ["resize", { instanceType: "custom", cpu: "", memory: "" }],
    ["rename", { name: "" }],
    ["rename", { name: " " }],
    ["saveas", { disk: "0", name: "" }],
    ["saveas", { disk: "", name: "copy" }],
    ["snapshotcreate", { name: "" }],
    ["snapshotrevert", { snapshot: "" }],
    ["disksnapshotcreate", { disk: "0", name: "" }],
    ["disksnapshotrevert", { disk: "0", snapshot: "" }],
    ["disksnapshotdelete", { disk: "0" }],
  ] as [string, ActionParameters][])("%s with an empty parameter is refused: %j", async (word, params) => {
    expect(await failureOf(act(0, word, params))).toStartWith("INVALID_REQUEST: ");
    expect(methods().filter((method) => method !== "vm.info")).toEqual([]);
  });

  test("that nobody knows are refused, and the known ones named", async () => {
    for (const word of ["explode", "toString", "__proto__", "active"]) {
      expect(await failureOf(act(0, word))).toBe(`FORBIDDEN: Action ${word} not supported`);
      await expect(act(0, word)).rejects.toMatchObject({ hint: expect.stringContaining("attachdisk, detachdisk") });
    }
  });
});

describe("a list", () => {
  test("is of what the user may see, in oned's order, without what is DONE", async () => {
    const { id } = await create();
    const gone = await create({ name: "gone" });
    await compute.remove(cloud.deps, ALICE, gone.id);
    await until(gone.id, ({ state }) => state === "DONE");
    const plain: number[] = [];
    for await (const batch of compute.list(cloud.deps, ALICE, noFault)) plain.push(...batch.map((entry) => entry.id));
    const full: number[] = [];
    for await (const batch of compute.listFull(cloud.deps, ALICE, noFault))
      full.push(...batch.map((entry) => entry.id));
    expect(plain[0]).toBe(id);
    expect(plain).not.toContain(gone.id);
    expect(full).toEqual(plain);
  });
});
