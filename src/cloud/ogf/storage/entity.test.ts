/** An image of oned as a storage. */
import { describe, expect, test } from "bun:test";
import { termOf } from "../../../dialects/ogf/index.ts";
import { type Image, image } from "../testing/objects.ts";
import { callerOf, ScriptedOned } from "../testing/scripted-oned.ts";
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
    const type = (word: "KERNEL" | "CONTEXT" | "OS" | "CDROM") =>
      storageEntity(view, { ...image(), type: word }).attributes.get("org.opennebula.storage.type");
    expect([type("KERNEL"), type("CONTEXT"), type("OS"), type("CDROM")]).toEqual(["FILE", "FILE", "OS", "CDROM"]);
  });
});
