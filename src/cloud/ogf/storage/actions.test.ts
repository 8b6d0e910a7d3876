/** What the actions of a storage become. */
import { describe, expect, test } from "bun:test";
import { ACTIONS, type TypeId, type Value } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { type Scripted, ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { failureOf } from "../../testing/over-sim.ts";
import { callerOf } from "../testing/caller.ts";
import { imageXml, machineXml } from "../testing/objects.ts";
import { actOnStorage } from "./actions.ts";
import { mebibytes } from "./create.ts";

/** States of an image, as oned numbers them. */
const [READY, USED, DISABLED, LOCKED, ERROR, USED_PERS] = [1, 2, 3, 4, 5, 8];
const inPlace = machineXml({ template: [["DISK", { DISK_ID: "3", IMAGE_ID: "9", LN_TARGET: "NONE" }]] });
const copied = machineXml({ template: [["DISK", { DISK_ID: "3", IMAGE_ID: "9", LN_TARGET: "SYSTEM" }]] });
const attached = (size = 2048) => imageXml({ state: USED_PERS, size, vmIds: [7] });

async function act(
  action: TypeId,
  answers: Readonly<Record<string, Scripted>>,
  attributes: Readonly<Record<string, Value>> = {},
  wait = 0,
) {
  const oned = new ScriptedOned(answers);
  const done = actOnStorage(callerOf(oned, { config: { wait } }), 9, action, new Map(Object.entries(attributes)));
  const failure = await failureOf(done);
  return { failure, changes: oned.calls.filter((call) => !call.includes(".info")) };
}

describe("online and offline", () => {
  test.each([
    [ACTIONS.ONLINE, DISABLED, "image.enable 9 true"],
    [ACTIONS.ONLINE, ERROR, "image.enable 9 true"],
    [ACTIONS.OFFLINE, READY, "image.enable 9 false"],
  ] as const)("%s of an image in state %i", async (action, state, call) => {
    expect(await act(action, { "image.info": imageXml({ state }) })).toEqual({ failure: "no error", changes: [call] });
  });

  test.each([
    [ACTIONS.ONLINE, READY],
    [ACTIONS.ONLINE, USED],
    [ACTIONS.OFFLINE, USED],
    [ACTIONS.OFFLINE, DISABLED],
    [ACTIONS.OFFLINE, ERROR],
  ] as const)("%s is not possible in state %i", async (action, state) => {
    const { failure, changes } = await act(action, { "image.info": imageXml({ state }) });
    expect([failure, changes]).toEqual([expect.stringMatching(/^WRONG_STATE: o(n|ff)line is not possible while/), []]);
  });

  test("of an image that is being copied is done as soon as it is copied", async () => {
    const states = [LOCKED, LOCKED, READY].map((state) => imageXml({ state }));
    const { failure, changes } = await act(ACTIONS.OFFLINE, { "image.info": states }, {}, 10_000);
    expect([failure, changes]).toEqual(["no error", ["image.enable 9 false"]]);
  });
});

describe("resize", () => {
  const to = (gib: number, answers: Readonly<Record<string, Scripted>>) => act(ACTIONS.RESIZE, answers, { size: gib });

  test("grows the disk of the machine that has the image", async () => {
    const { failure, changes } = await to(4, { "image.info": [attached(), attached(4096)], "vm.info": inPlace });
    expect([failure, changes]).toEqual(["no error", ["vm.diskresize 7 3 4096"]]);
  });

  test("is done when the machine has grown the disk: before that the image has its old size", async () => {
    const growing = machineXml({ state: "DISK_RESIZE" });
    const oned = new ScriptedOned({
      "image.info": [attached(), attached(4096)],
      "vm.info": [inPlace, growing, growing, inPlace],
    });
    const caller = callerOf(oned, { config: { wait: 10_000 } });
    await actOnStorage(caller, 9, ACTIONS.RESIZE, new Map([["size", 4]]));
    const methods = oned.calls.map((call) => call.split(" ")[0]);
    expect(methods).toEqual(["image.info", "vm.info", "vm.diskresize", "vm.info", "vm.info", "vm.info", "image.info"]);
  });

  test("to the same size does nothing, to a smaller one is refused", async () => {
    expect(await to(2, { "image.info": attached() })).toEqual({ failure: "no error", changes: [] });
    expect((await to(1, { "image.info": attached() })).failure).toBe(
      "INVALID_REQUEST: occi.storage.size can only grow: its current value is 2 GiB.",
    );
  });

  test.each([
    ["is the disk of no machine", imageXml({ size: 2048 }), inPlace],
    ["is the disk of several", imageXml({ state: USED_PERS, size: 2048, vmIds: [7, 8] }), inPlace],
    ["is not persistent", imageXml({ state: USED, size: 2048, vmIds: [7], persistent: false }), inPlace],
    ["is copied to the host", attached(), copied],
    ["is used otherwise than as a disk", attached(), machineXml({})],
  ])("of an image that %s is refused", async (_what, image, vm) => {
    const { failure, changes } = await to(4, { "image.info": image, "vm.info": vm });
    expect([failure, changes]).toEqual([expect.stringMatching(/^WRONG_STATE/), []]);
  });

  test("that the host does not do is refused", async () => {
    expect((await to(4, { "image.info": attached(), "vm.info": inPlace })).failure).toBe(
      "DRIVER_REFUSED: The host did not grow the image: its size is still 2 GiB.",
    );
  });
});

describe("snapshot and backup", () => {
  test("a snapshot is one of the machine's disk, and must be there afterwards", async () => {
    const answers = { "image.info": attached(), "vm.disksnapshotcreate": 1 };
    const taken = `${inPlace.replace("</VM>", "")}<SNAPSHOTS><DISK_ID>3</DISK_ID><SNAPSHOT><ID>1</ID></SNAPSHOT></SNAPSHOTS></VM>`;
    const { failure, changes } = await act(ACTIONS.SNAPSHOT, { ...answers, "vm.info": [inPlace, taken] });
    expect([failure, changes]).toEqual([
      "no error",
      [expect.stringMatching(/^vm\.disksnapshotcreate 7 3 occi-[0-9a-f]{8}$/)],
    ]);
    expect((await act(ACTIONS.SNAPSHOT, { ...answers, "vm.info": inPlace })).failure).toStartWith("DRIVER_REFUSED");
  });

  test("a backup is a copy under another name", async () => {
    const { changes } = await act(ACTIONS.BACKUP, { "image.info": imageXml({}), "image.clone": 10 });
    expect(changes).toEqual([expect.stringMatching(/^image\.clone 9 data backup-[0-9a-f]{8}/)]);
  });

  test("a refusal of oned's is passed on", async () => {
    const refused = new OcciError("FORBIDDEN", "no");
    expect((await act(ACTIONS.BACKUP, { "image.info": imageXml({}), "image.clone": refused })).failure).toBe(
      "FORBIDDEN: no",
    );
  });
});

test.each([
  [1, 1024],
  [0.5, 512],
  [0.0005, 1],
  [1.0001, 1025],
  [976_562_500, 1e12],
])("%d GiB are %i MiB", (gib, mib) => {
  expect(mebibytes(gib, "size")).toBe(mib);
});
test.each([0, -1, Number.NaN, 1e12, "1", undefined])("%p is no size", (size) => {
  expect(() => mebibytes(size, "size")).toThrow("size must be a size in GiB above 0.");
});
