/** New images and changes of images: what is refused before oned is asked, and what it is asked then. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../../errors.ts";
import type { StorageChange, StorageRequest } from "../../model.ts";
import { type Scripted, ScriptedOned } from "../../opennebula/testing/scripted-oned.ts";
import { callerOf } from "../ogf/testing/caller.ts";
import { imageXml } from "../ogf/testing/objects.ts";
import type { StagedFile } from "../staged-upload.ts";
import { changeImage, cloneImage, createImage, deleteImage } from "./images.ts";
import type { Requester } from "./requester.ts";

async function asking<T>(work: (alice: Requester) => Promise<T>, answers: Readonly<Record<string, Scripted>> = {}) {
  const oned = new ScriptedOned({
    "image.allocate": 9,
    "image.clone": 9,
    "image.info": imageXml({ id: 9 }),
    ...answers,
  });
  const config = { uploadUrls: ["images.example.org"], wait: 10_000 };
  const result = await work({ ...callerOf(oned, { config }), user: "alice" }).catch((error: OcciError) => error);
  const isRefused = result instanceof OcciError;
  return {
    failure: isRefused ? `${result.code}: ${result.message}` : "no error",
    faults: isRefused ? result.faults.map(({ at, message }) => `${at.join("/")}: ${message}`) : [],
    result,
    calls: oned.calls.filter((call) => !call.startsWith("image.info")),
    readings: oned.calls.filter((call) => call.startsWith("image.info")).length,
  };
}

/** A staged file, which remembers whether it was removed. */
function staged() {
  let removed = 0;
  const file = { path: "/var/tmp/occi-server/occi-0", remove: async () => void removed++ } as unknown as StagedFile;
  return { file, removed: () => removed };
}
const URL = "https://images.example.org/a.img";

describe("the source of a new image", () => {
  const creating = (wanted: StorageRequest, file?: StagedFile) =>
    asking((alice) => createImage(alice, { name: "data", ...wanted }, { wait: 0 }, file));

  test.each<[StorageRequest, boolean]>([
    [{ type: "DATABLOCK", size: "64" }, false],
    [{ type: "DATABLOCK", size: "64", fstype: "ext4" }, false],
    [{ url: URL }, false],
    [{ url: ` ${URL.toUpperCase()}` }, false],
    [{ type: "OS", persistent: "YES", public: "NO" }, true],
    [{ public: "YES", persistent: "NO" }, true],
  ])("may be %j (with a file: %p)", async (wanted, hasFile) => {
    const { failure, calls } = await creating(wanted, hasFile ? staged().file : undefined);
    expect([failure, calls[0]?.split(" ")[0]]).toEqual(["no error", "image.allocate"]);
  });

  const BOTH =
    "public: public cannot be combined with persistent, because only one machine at a time can use a persistent image.";

  test.each<[StorageRequest, boolean, readonly string[]]>([
    [{ url: URL, size: "64" }, false, ["sizeMiB: sizeMiB cannot be combined with a url."]],
    [{ url: URL, fstype: "ext4" }, false, ["fileSystem: fileSystem cannot be combined with a url."]],
    [{ url: URL }, true, ["url: url cannot be combined with a file."]],
    [
      { size: "64", fstype: "ext4" },
      true,
      ["sizeMiB: sizeMiB cannot be combined with a file.", "fileSystem: fileSystem cannot be combined with a file."],
    ],
    [{ url: "ftp://images.example.org/a.img" }, false, ["url: url must be an http or https URL."]],
    [{ url: "xhttp://images.example.org/a.img" }, false, ["url: url must be an http or https URL."]],
    [{ type: "DATABLOCK", size: "64", persistent: "YES", public: "YES" }, false, [BOTH]],
  ])("must not be %j (with a file: %p)", async (wanted, hasFile, faults) => {
    const found = await creating(wanted, hasFile ? staged().file : undefined);
    expect([found.faults, found.calls]).toEqual([[...faults], []]);
  });

  test("has its faults told with those of the fields", async () => {
    const { failure, calls } = await creating({ name: "a/b", size: "0", fstype: "!", url: URL });
    expect([failure, calls]).toEqual([expect.stringContaining("There are 4 faults more."), []]);
  });

  test("is removed where it is refused, and kept for oned otherwise", async () => {
    const refused = staged();
    await creating({ url: URL }, refused.file);
    expect(refused.removed()).toBe(1);
    const taken = staged();
    await creating({}, taken.file);
    expect(taken.removed()).toBe(1);
  });
});

test("a new image is read until it is copied, for the time that was asked for", async () => {
  const copying = imageXml({ id: 9, state: 4 });
  const creating = (wait: number) =>
    asking((alice) => createImage(alice, { name: "data", type: "DATABLOCK", size: "64" }, { wait }), {
      "image.info": [copying, copying, copying, imageXml({ id: 9 })],
    });
  expect((await creating(0)).result).toMatchObject({ id: 9, state: "copying" });
  expect((await creating(10_000)).result).toMatchObject({ id: 9, state: "ready" });
});

describe("a change of an image", () => {
  const changing = (change: StorageChange) => asking((alice) => changeImage(alice, 9, change));

  test("of nothing asks oned for nothing but the image", async () => {
    expect(await changing({})).toMatchObject({ calls: [], readings: 1 });
  });

  test("of all is one thing after the other", async () => {
    const { calls } = await changing({ name: "db", description: "mine", persistent: "NO", public: "YES" });
    expect(calls.map((call) => call.split(" ")[0])).toEqual([
      "image.rename",
      "image.persistent",
      "image.update",
      "image.chmod",
    ]);
  });

  test("that is wrong is refused before anything is done", async () => {
    const { failure, calls } = await changing({ name: "a/b", description: "\u0000" });
    expect([failure, calls]).toEqual([expect.stringContaining("There is 1 fault more."), []]);
  });
});

test("a copy has the name that it was to have, and is waited for", async () => {
  const found = await asking((alice) => cloneImage(alice, 4, " copy\n", { wait: 10_000 }), {
    "image.info": [imageXml({ id: 9, state: 4 }), imageXml({ id: 9 })],
  });
  expect([found.calls, found.readings]).toEqual([["image.clone 4 copy"], 3]);
  expect((await asking((alice) => cloneImage(alice, 4, "a/b", { wait: 0 }))).calls).toEqual([]);
});

test("a deletion is over when the image is gone, or its time", async () => {
  const gone = { "image.info": [imageXml({ id: 9, state: 7 }), new OcciError("NOT_FOUND", "no")] };
  expect(await asking((alice) => deleteImage(alice, 9, 10_000), gone)).toMatchObject({
    result: undefined,
    calls: ["image.delete 9"],
  });
  const stays = { "image.info": imageXml({ id: 9, state: 7 }) };
  expect((await asking((alice) => deleteImage(alice, 9, 0), stays)).result).toMatchObject({ state: "deleting" });
});
