/** Who carries a tag. */
import { describe, expect, test } from "bun:test";
import { type Scripted, ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { failureOf } from "../../testing/over-sim.ts";
import { callerOf } from "../testing/caller.ts";
import { imageXml, machineXml, networkXml } from "../testing/objects.ts";
import { catalogOf } from "../types/catalog.ts";
import { addMembers, refuseFixed, removeMembersOf, replaceMembers } from "./members.ts";
import { fromNotes, tagMixin, tagsAt } from "./tags.ts";

const SCHEME = "http://example.org/tags#";
const ID = `${SCHEME}blue`;

/** A tag that machine 7 and storage 9 carry. */
function world(answers: Readonly<Record<string, Scripted>> = {}, applies = "") {
  const hash = new Bun.CryptoHasher("sha256").update(ID).digest("hex").slice(0, 16).toUpperCase();
  const vector = new Map([
    ["SCHEME", SCHEME],
    ["TERM", "blue"],
    ["LOCATION", "/blue/"],
    ["APPLIES", applies],
  ]);
  const texts = new Map([`OCCI_TAG_${hash}_COMPUTE_7`, `OCCI_TAG_${hash}_STORAGE_9`].map((name) => [name, "1"]));
  const tags = fromNotes({ id: 2, name: "alice", texts, vectors: new Map([[`OCCI_TAG_${hash}`, vector]]) });
  const oned = new ScriptedOned({
    "vm.info 7": machineXml({ id: 7 }),
    "vm.info 8": machineXml({ id: 8 }),
    "vn.info": networkXml({}),
    "image.info": imageXml({}),
    "vmpool.infoextended": `<VM_POOL>${machineXml({ id: 8 })}${machineXml({ id: 7 })}</VM_POOL>`,
    "vnpool.info": `<VNET_POOL>${networkXml({})}</VNET_POOL>`,
    "imagepool.info": `<IMAGE_POOL>${imageXml({})}</IMAGE_POOL>`,
    ...answers,
  });
  const caller = callerOf(oned);
  const [tag] = tags.list;
  if (tag === undefined) throw new Error("the tag of the test is none");
  const written = () => {
    const [call = ""] = oned.calls.filter((one) => one.startsWith("user.update"));
    return [...call.replaceAll(hash, "X").matchAll(/(OCCI_TAG_X_\w+)(?:>| *= *")([ 1]*)/g)]
      .map(([, name, value]) => `${name}=${value?.trim()}`)
      .filter((one, index, all) => all.indexOf(one) === index && !(one.endsWith("=") && all.includes(`${one}1`)));
  };
  return { oned, caller, catalog: catalogOf(caller, tags), mixin: tagMixin(tag), written };
}

describe("entities that are given to a tag", () => {
  test("are read, and those that carry it already are not written", async () => {
    const { caller, catalog, mixin, written, oned } = world();
    const after = await addMembers(caller, catalog, mixin, ["/compute/8", "/compute/7/", "/network/3?x"]);
    expect(oned.calls.slice(0, 3)).toEqual(["vm.info 8", "vm.info 7", "vn.info 3"]);
    expect(written()).toEqual(["OCCI_TAG_X_COMPUTE_8=1", "OCCI_TAG_X_NETWORK_3=1"]);
    const carriers = [
      ["compute", "7"],
      ["compute", "8"],
      ["network", "3"],
      ["storage", "9"],
      ["network", "8"],
    ] as const;
    expect(carriers.map(([kind, id]) => tagsAt(after.tags, kind, id).length)).toEqual([1, 1, 1, 1, 0]);
  });

  test("that are many are looked for in their pools; each must be there", async () => {
    const { caller, catalog, mixin, oned, written } = world();
    await addMembers(caller, catalog, mixin, ["/compute/7", "/compute/8", "/network/3", "/storage/9"]);
    expect(oned.calls.some((call) => /^(vm|vn|image)\.info/.test(call))).toBe(false);
    expect(written()).toEqual(["OCCI_TAG_X_COMPUTE_8=1", "OCCI_TAG_X_NETWORK_3=1"]);
    const missing = ["/compute/7", "/compute/8", "/network/3", "/storage/10"];
    expect(await failureOf(addMembers(caller, catalog, mixin, missing))).toBe(
      "NOT_FOUND: There is no entity at /storage/10.",
    );
  });

  test("are at least one, at paths where entities can be, of kinds that the tag goes with", async () => {
    const { caller, catalog, mixin } = world();
    expect(await failureOf(addMembers(caller, catalog, mixin, []))).toBe(
      "INVALID_REQUEST: The request does not name an entity.",
    );
    expect(await failureOf(addMembers(caller, catalog, mixin, ["/compute/x"]))).toStartWith(
      "INVALID_REQUEST: There is no entity at",
    );
    const narrow = world({}, "http://schemas.ogf.org/occi/infrastructure#network");
    for (const add of [addMembers, replaceMembers]) {
      expect(await failureOf(add(narrow.caller, narrow.catalog, narrow.mixin, ["/compute/7"]))).toStartWith(
        "INVALID_REQUEST",
      );
    }
    expect(narrow.written()).toEqual([]);
  });
});

test("entities that are to be the only ones push out the others", async () => {
  const { caller, catalog, mixin, written } = world();
  const after = await replaceMembers(caller, catalog, mixin, ["/compute/7", "/compute/8"]);
  expect(written()).toEqual(["OCCI_TAG_X_COMPUTE_8=1", "OCCI_TAG_X_STORAGE_9="]);
  expect(tagsAt(after.tags, "storage", "9")).toEqual([]);
  expect(tagsAt(after.tags, "compute", "7")).toEqual([ID]);
});

describe("entities that are taken from a tag", () => {
  test("need not be there; those that do not carry it are not written", async () => {
    const { caller, catalog, mixin, written, oned } = world();
    await removeMembersOf(caller, catalog, mixin, ["/compute/7", "/compute/8", "/storage/9/"]);
    expect(written()).toEqual(["OCCI_TAG_X_COMPUTE_7=", "OCCI_TAG_X_STORAGE_9="]);
    expect(oned.calls).toHaveLength(1);
  });

  test("are all where none is named", async () => {
    const { caller, catalog, mixin, written } = world();
    await removeMembersOf(caller, catalog, mixin, undefined);
    expect(written()).toEqual(["OCCI_TAG_X_COMPUTE_7=", "OCCI_TAG_X_STORAGE_9="]);
  });

  test("are none where no entity can be", async () => {
    const { caller, catalog, mixin } = world();
    expect(await failureOf(removeMembersOf(caller, catalog, mixin, ["/nothing/7"]))).toStartWith("INVALID_REQUEST");
  });
});

test("only tags have members that come and go", () => {
  const { mixin } = world();
  expect(() => refuseFixed(mixin)).not.toThrow();
  const { tag: _tag, ...fixed } = mixin;
  expect(() => refuseFixed(fixed)).toThrow("Only your own mixins");
});
