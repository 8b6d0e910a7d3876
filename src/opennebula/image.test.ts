import { describe, expect, test } from "bun:test";
import { readRecord } from "../xml/record.ts";
import * as images from "./image.ts";
import { IMAGE_STATES, IMAGE_TYPES } from "./states.ts";
import { ScriptedOned } from "./testing/scripted-oned.ts";

/** As oned 6.10 writes it, cut to what can matter. */
function image(fields: Record<string, string | number> = {}, template = ""): string {
  const all: Record<string, string | number> = {
    ...{ ID: 6, UID: 2, GID: 1, UNAME: "alice", GNAME: "users", NAME: "img-block" },
    ...{ TYPE: 2, PERSISTENT: 0, SOURCE: "dummy_path", PATH: "", FORMAT: "raw", FS: "", SIZE: 1024, STATE: 1 },
    ...fields,
  };
  const permissions = `<PERMISSIONS><GROUP_U>${fields.GROUP_U ?? 0}</GROUP_U><OTHER_U>0</OTHER_U></PERMISSIONS>`;
  const text = Object.entries(all)
    .filter(([name]) => name !== "GROUP_U")
    .map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`);
  return `<IMAGE>${text.join("")}${permissions}<TEMPLATE>${template}</TEMPLATE></IMAGE>`;
}

const read = (xml: string) => images.imageOf(readRecord(xml, "IMAGE"));

describe("an IMAGE of oned", () => {
  test("is read", () => {
    const template = "<DESCRIPTION><![CDATA[a & b]]></DESCRIPTION><ERROR><![CDATA[cp failed]]></ERROR>";
    expect(read(image({ FS: "ext4", GROUP_U: 1, PERSISTENT: 1, STATE: 5 }, template))).toEqual({
      ...{ id: 6, name: "img-block", uid: 2, uname: "alice", gname: "users" },
      ...{ state: "ERROR", type: "DATABLOCK", description: "a & b", size: 1024, fstype: "ext4" },
      ...{ public: true, persistent: true, error: "cp failed" },
    });
  });

  test.each(IMAGE_STATES.map((state, number) => [number, state] as const))("STATE %d is %s", (number, state) =>
    expect(read(image({ STATE: number })).state).toBe(state),
  );

  test.each(IMAGE_TYPES.map((type, number) => [number, type] as const))("TYPE %d is %s", (number, type) =>
    expect(read(image({ TYPE: number })).type).toBe(type),
  );

  test("that is neither public nor persistent, and has nothing written about it", () => {
    expect(read(image())).toMatchObject({
      ...{ public: false, persistent: false, description: undefined, error: undefined },
    });
    expect(read(image({ TYPE: 99, STATE: 99 }))).toMatchObject({ type: "OS", state: "INIT" });
    expect(read(image({}, "<DESCRIPTION></DESCRIPTION><ERROR></ERROR>"))).toMatchObject({
      ...{ description: undefined, error: undefined },
    });
  });

  test("has a file system when somebody named one", () => {
    expect(read(image({ FS: "xfs", PATH: "/srv/x" })).fstype).toBe("xfs");
    expect(read(image({ FSTYPE: "ext3" })).fstype).toBe("ext3"); // until 5.x
  });

  test("that oned made empty shows its format in place of a file system, as 4.6 did; a copied one does not", () => {
    expect(read(image()).fstype).toBe("raw");
    expect(read(image({ PATH: "/var/tmp/x" })).fstype).toBeUndefined();
    expect(read(image({ TYPE: 0 })).fstype).toBeUndefined();
  });

  test("is only copied while it is USED and no machine runs with it", () => {
    const copiedOnly = (fields: Record<string, string | number>) => read(image(fields)).copiedOnly;
    expect(copiedOnly({ STATE: 2, RUNNING_VMS: 0 })).toBe(true);
    expect(copiedOnly({ STATE: 2, RUNNING_VMS: 1 })).toBeUndefined();
    expect(copiedOnly({ STATE: 2 })).toBeUndefined();
    expect(copiedOnly({ STATE: 1, RUNNING_VMS: 0 })).toBeUndefined();
  });

  test("with a number missing is a damaged answer", () => {
    expect(() => read(image({ SIZE: "big" }))).toThrow("does not contain a number in SIZE");
  });
});

test("each call has the parameters that oned takes", async () => {
  const oned = new ScriptedOned({ "image.info": image(), "imagepool.info": "<IMAGE_POOL/>" });
  await images.info(oned, "a:b", 6);
  await images.pool(oned, "a:b");
  expect(await images.allocate(oned, "a:b", "<TEMPLATE/>", 1)).toBe(12);
  await images.update(oned, "a:b", 6, "<TEMPLATE/>");
  await images.publish(oned, "a:b", 6, true);
  await images.publish(oned, "a:b", 6, false);
  await images.changeType(oned, "a:b", 6, "OS");
  await images.persist(oned, "a:b", 6, true);
  expect(await images.clone(oned, "a:b", 6, "copy")).toBe(12);
  await images.rename(oned, "a:b", 6, "new");
  await images.remove(oned, "a:b", 6);
  await images.enable(oned, "a:b", 6, false);
  expect(oned.requests).toEqual([
    ["a:b", "one.image.info", 6],
    ["a:b", "one.imagepool.info", -2, -1, -1],
    ["a:b", "one.image.allocate", "<TEMPLATE/>", 1],
    ["a:b", "one.image.update", 6, "<TEMPLATE/>", 1],
    ["a:b", "one.image.chmod", 6, -1, -1, -1, 1, -1, -1, -1, -1, -1],
    ["a:b", "one.image.chmod", 6, -1, -1, -1, 0, -1, -1, -1, -1, -1],
    ["a:b", "one.image.chtype", 6, "OS"],
    ["a:b", "one.image.persistent", 6, true],
    ["a:b", "one.image.clone", 6, "copy"],
    ["a:b", "one.image.rename", 6, "new"],
    ["a:b", "one.image.delete", 6],
    ["a:b", "one.image.enable", 6, false],
  ]);
});
