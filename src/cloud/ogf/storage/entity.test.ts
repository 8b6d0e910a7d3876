/** An image of oned as a storage. */
import { describe, expect, test } from "bun:test";
import { ACTIONS, STORAGE, termOf } from "../../../dialects/ogf/index.ts";
import { ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { callerOf } from "../testing/caller.ts";
import { type Image, image, type Template, tagOn } from "../testing/objects.ts";
import { viewContext } from "../view-context.ts";
import { soleUser, storageActions, storageEntity } from "./entity.ts";

const view = viewContext(callerOf(new ScriptedOned()), { list: [], userId: 2, ignored: 0 });
const actions = (given: Image) => storageActions(image(given)).map(termOf).sort().join(" ");
const [INIT, READY, USED, DISABLED, LOCKED, ERROR, USED_PERS] = [0, 1, 2, 3, 4, 5, 8];

test("only a persistent image of one machine has a machine that it can grow with", () => {
  expect(soleUser({ persistent: true, vmIds: [7] })).toBe(7);
  expect(soleUser({ persistent: true, vmIds: [0] })).toBe(0);
  expect(soleUser({ persistent: true, vmIds: [] })).toBeUndefined();
  expect(soleUser({ persistent: true, vmIds: [7, 8] })).toBeUndefined();
  expect(soleUser({ persistent: false, vmIds: [7] })).toBeUndefined();
});

test.each([
  [{ state: READY }, "backup offline"],
  [{ state: READY, vmIds: [7] }, "backup offline resize snapshot"],
  [{ state: DISABLED, vmIds: [7] }, "online"],
  [{ state: ERROR }, "online"],
  [{ state: USED }, "backup"],
  [{ state: USED_PERS, vmIds: [7] }, "resize snapshot"],
  [{ state: LOCKED }, ""],
  [{ state: INIT }, ""],
])("%j can %s", (given, terms) => {
  expect(actions(given)).toBe(terms);
});

describe("a storage", () => {
  test("has its size in GiB, and what oned says of its device", () => {
    const { attributes } = storageEntity(
      view,
      image({
        size: 1536,
        template: [
          ["DEV_PREFIX", "vd"],
          ["DRIVER", ""],
        ],
      }),
    );
    expect(attributes.get("occi.storage.size")).toBe(1.5);
    expect(attributes.get("org.opennebula.storage.dev_prefix")).toBe("vd");
    expect(attributes.has("org.opennebula.storage.driver")).toBe(false);
  });

  test("is a file where oned has several words for that", () => {
    const type = (word: "KERNEL" | "RAMDISK" | "CONTEXT" | "BACKUP" | "OS" | "CDROM") =>
      storageEntity(view, { ...image(), type: word }).attributes.get("org.opennebula.storage.type");
    for (const word of ["KERNEL", "RAMDISK", "CONTEXT", "BACKUP"] as const) expect(type(word)).toBe("FILE");
    expect([type("OS"), type("CDROM")]).toEqual(["OS", "CDROM"]);
  });
});

test("the whole of a storage of which oned says all", () => {
  const notes: Template = [
    ["DEV_PREFIX", "vd"],
    ["BUS", "virtio"],
    ["DRIVER", "qcow2"],
    ["ERROR", "no file"],
    ["DESCRIPTION", "mine"],
    ["FS", "ext4"],
  ];
  const given = { ...image({ state: ERROR, template: notes, persistent: false }), fstype: "ext4" };
  const { attributes, ...storage } = storageEntity(
    { ...view, tags: { ...view.tags, list: [tagOn("storage", "9")] } },
    given,
  );
  const own = "org.opennebula.storage";
  expect({ ...storage, attributes: Object.fromEntries(attributes) } as unknown).toEqual({
    kind: STORAGE,
    mixins: ["http://opennebula.org/occi/infrastructure#storage", "http://example.org/tags#blue"],
    id: "9",
    location: "/storage/9",
    title: "data",
    summary: "mine",
    attributes: {
      "occi.storage.size": 2,
      "occi.storage.state.message": "no file",
      "occi.storage.state": "error",
      [`${own}.id`]: 9,
      [`${own}.type`]: "DATABLOCK",
      [`${own}.persistent`]: "NO",
      [`${own}.dev_prefix`]: "vd",
      [`${own}.bus`]: "virtio",
      [`${own}.driver`]: "qcow2",
      [`${own}.fstype`]: "ext4",
    },
    actions: [ACTIONS.ONLINE],
    links: [],
  });
  const plain = storageEntity(view, image({}));
  expect(plain.attributes.get(`${own}.persistent`)).toBe("YES");
  expect("summary" in plain).toBe(false);
});
