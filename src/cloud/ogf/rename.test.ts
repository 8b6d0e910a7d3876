/** A new title or summary of an object that exists: its name, its notes, and the object afterwards. */
import { describe, expect, test } from "bun:test";
import type { Difference } from "./difference.ts";
import { noteTemplates, renamedObject, retitled } from "./rename.ts";
import { titleOf } from "./title.ts";

const [TITLE, SUMMARY] = ["occi.core.title", "occi.core.summary"];
const difference = (changed: Readonly<Record<string, string>>, ...dropped: readonly string[]): Difference => ({
  changed: new Map(Object.entries(changed)),
  dropped: new Set(dropped),
  addedMixins: [],
  droppedMixins: [],
});
const object = (notes: Readonly<Record<string, string>> = {}) => ({
  name: "web",
  notes: new Map(Object.entries(notes)),
});
const NOTED = { OCCI_TITLE: "web: 1" };

describe("a new title", () => {
  test("that is a name is the name; an older note is taken back", () => {
    expect(retitled(difference({ [TITLE]: "db" }), object())).toEqual({ name: "db", notes: [] });
    expect(retitled(difference({ [TITLE]: "db" }), object(NOTED))).toEqual({ name: "db", notes: [["OCCI_TITLE", ""]] });
  });

  test("that is no name is noted beside a cleaned copy", () => {
    expect(retitled(difference({ [TITLE]: "d:b" }), object())).toEqual({ name: "d b", notes: [["OCCI_TITLE", "d:b"]] });
    expect(retitled(difference({ [TITLE]: "web:" }), object())).toEqual({
      name: undefined,
      notes: [["OCCI_TITLE", "web:"]],
    });
  });

  test("of which no name is left gets one", () => {
    const { name, notes } = retitled(difference({ [TITLE]: "::" }), object());
    expect(name).toMatch(/^untitled-[0-9a-f]{8}$/);
    expect(titleOf(name ?? "", new Map(notes as [string, string][]))).toBe("::");
  });

  test.each([
    ["that is blank", difference({ [TITLE]: " " })],
    ["that a PUT leaves out", difference({}, TITLE)],
  ])("%s leaves the name, and takes the note back", (_what, change) => {
    expect(retitled(change, object(NOTED))).toEqual({ name: undefined, notes: [["OCCI_TITLE", ""]] });
  });
});

test("a summary is noted, or taken back", () => {
  expect(retitled(difference({ [SUMMARY]: "mine" }), object()).notes).toEqual([["DESCRIPTION", "mine"]]);
  expect(retitled(difference({ [SUMMARY]: "" }), object()).notes).toEqual([["DESCRIPTION", ""]]);
  expect(retitled(difference({}, SUMMARY), object()).notes).toEqual([["DESCRIPTION", ""]]);
  expect(retitled(difference({}), object(NOTED))).toEqual({ name: undefined, notes: [] });
});

test("texts and blanks are written one after the other", () => {
  expect(noteTemplates([])).toEqual([]);
  const [texts, blanks, ...more] = noteTemplates([
    ["DESCRIPTION", "a <b>"],
    ["OCCI_TITLE", " "],
    ["VLAN_ID", 7],
  ]);
  expect([texts, more]).toEqual([expect.stringMatching(/DESCRIPTION.*VLAN_ID/s), []]);
  expect([texts?.includes("OCCI_TITLE"), blanks]).toEqual([false, expect.stringMatching(/^OCCI_TITLE *= *" *"\n?$/)]);
});

describe("the object afterwards", () => {
  test("has the new name and notes, and not what was taken back", () => {
    const after = renamedObject(object({ ...NOTED, SITE: "north" }), {
      name: "db",
      notes: [
        ["OCCI_TITLE", ""],
        ["DESCRIPTION", "mine"],
      ],
    });
    expect(after).toEqual({
      name: "db",
      notes: new Map([
        ["SITE", "north"],
        ["DESCRIPTION", "mine"],
      ]),
    });
  });

  test("keeps its name when that stays, and has its description where it shows one", () => {
    const vnet = { ...object({ DESCRIPTION: "old" }), description: "old" };
    expect(renamedObject(vnet, { name: undefined, notes: [["DESCRIPTION", "mine"]] })).toMatchObject({
      name: "web",
      description: "mine",
    });
    expect(renamedObject(vnet, { name: undefined, notes: [["DESCRIPTION", ""]] })?.description).toBeUndefined();
    expect(vnet.notes.get("DESCRIPTION")).toBe("old");
  });

  test.each([" mine", "mine ", "two\nlines", "tab\there", "ends in \\", "a ]]> b", "\u{1f600}"])(
    "is only known to oned when the summary is %j",
    (summary) => {
      expect(renamedObject(object(), { name: undefined, notes: [["DESCRIPTION", summary]] })).toBeUndefined();
    },
  );
});
