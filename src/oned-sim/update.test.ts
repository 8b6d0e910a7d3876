import { beforeEach, describe, expect, test } from "bun:test";
import { ADMIN, ALICE, TestWorld } from "./testing/world.ts";

let sim: TestWorld;

beforeEach(() => {
  sim = new TestWorld();
});

/** What is kept of alice, and of her first VM. */
function user(): string {
  return sim.world.user(2).template.markup();
}
function vm(): string {
  return sim.vm(0).userTemplate.markup();
}

function updateBoth(text: string, type: number): void {
  expect(sim.call(ALICE, "one.user.update", 2, text, type)).toBe(2);
  expect(sim.call(ALICE, "one.vm.update", 0, text, type)).toBe(0);
}

describe("an update of a user or a VM", () => {
  test("keeps blanks and vectors, and replaces all or what it names", () => {
    updateBoth('A="1"\nV=[K="1",B=""]', 0);
    updateBoth('X=""\nA="2"\nW=[]', 1);
    const kept = "<A><![CDATA[2]]></A><V><B><![CDATA[]]></B><K><![CDATA[1]]></K></V><X><![CDATA[]]></X>";
    expect([user(), vm()]).toEqual([kept, kept]);
  });

  test.each([0, 1])("with what oned cannot keep succeeds and changes nothing (type %p)", (type) => {
    const before = [user(), vm()];
    updateBoth("<T><A>a]]&gt;b</A><B>2</B></T>", type);
    updateBoth("<T><V><K>a]]&gt;b</K></V></T>", type);
    expect([user(), vm()]).toEqual(before);
    expect(sim.call(ADMIN, "one.template.update", 0, "<T><A>]]&gt;</A></T>", type)).toBe(0);
    expect(sim.world.vmTemplates.get(0)?.template.has("CPU")).toBe(true);
  });

  test("is refused with the same in a text, and to make something of it is refused too", () => {
    expect(sim.refused(ALICE, "one.vm.update", 0, 'A="a]]>b"', 1)).toEqual([2048, "Parse error."]);
    expect(sim.refused(ALICE, "one.user.update", 2, 'A="a]]>b"', 1)).toEqual([
      8192,
      "Cannot update template. Parse error.",
    ]);
    expect(sim.refused(ALICE, "one.template.allocate", "<T><NAME>n</NAME><A>]]&gt;</A></T>")).toEqual([
      8192,
      "Error transforming the Template to XML.",
    ]);
  });

  test("of the user -1 is not one of oneself", () => {
    expect(sim.refused(ALICE, "one.user.update", -1, 'A="1"', 1)).toEqual([
      512,
      "User [2] : Not authorized to perform MANAGE USER.",
    ]);
    expect(sim.refused(ADMIN, "one.user.update", -1, 'A="1"', 1)).toEqual([1024, "Error getting user Pool."]);
  });

  test("of another user or VM needs MANAGE", () => {
    expect(sim.refused(ALICE, "one.user.update", 3, 'A="1"', 1)[0]).toBe(512);
    expect(sim.refused(ALICE, "one.vm.update", 2, "<T><A>]]&gt;</A></T>", 1)[0]).toBe(512);
  });
});
