/** What a user may do with an object, by the nine bits of its permissions. */
import { describe, expect, test } from "bun:test";
import { permissionsOf } from "../../opennebula/rights.ts";
import { readRecord } from "../../xml/record.ts";
import { Rights } from "./rights.ts";

/** An object of alice (group 100), with permissions as `onevm chmod` takes them. */
function object(octal: string) {
  const bits = ["OWNER", "GROUP", "OTHER"].flatMap((holder, index) =>
    ["U", "M", "A"].map((letter, bit) => {
      const set = (Number(octal[index]) & (4 >> bit)) !== 0;
      return `<${holder}_${letter}>${set ? 1 : 0}</${holder}_${letter}>`;
    }),
  );
  const record = readRecord(`<VM><PERMISSIONS>${bits.join("")}</PERMISSIONS></VM>`, "VM");
  return { uid: 2, uname: "alice", gid: 100, permissions: permissionsOf(record) };
}

describe("rights", () => {
  test("of the owner are the first digit", () => {
    const alice = new Rights("alice");
    expect(alice.has(object("600"), "manage")).toBe(true);
    expect(alice.has(object("600"), "admin")).toBe(false);
    expect(alice.has(object("700"), "admin")).toBe(true);
    expect(alice.has(object("066"), "use")).toBe(true);
    expect(alice.has(object("060"), "use")).toBe(false);
  });

  test("of the group are the second, for its members only", () => {
    expect(new Rights("bob", [1, 100]).has(object("660"), "manage")).toBe(true);
    expect(new Rights("bob", [1]).has(object("660"), "manage")).toBe(false);
    expect(new Rights("bob").has(object("660"), "manage")).toBe(false);
    expect(new Rights("bob", [100]).has(object("640"), "manage")).toBe(false);
  });

  test("of everybody are the third", () => {
    expect(new Rights("bob").has(object("604"), "use")).toBe(true);
    expect(new Rights("bob").has(object("604"), "manage")).toBe(false);
  });

  test("of a group's administrator are to use and to manage all of the group", () => {
    const bob = new Rights("bob", [1, 100], [100]);
    expect([bob.has(object("600"), "use"), bob.has(object("600"), "manage")]).toEqual([true, true]);
    expect(bob.has(object("600"), "admin")).toBe(false);
    expect(bob.has({ ...object("600"), gid: 1 }, "use")).toBe(false);
  });

  test("of oneadmin's group are all", () => {
    expect(new Rights("root", [0]).has(object("000"), "admin")).toBe(true);
    expect(new Rights("root", [1]).has(object("000"), "use")).toBe(false);
  });
});
