import { expect, test } from "bun:test";
import { letsUse, parseRule, rules } from "./acl.ts";
import type { Shared } from "./shared.ts";
import { ScriptedOned } from "./testing/scripted-oned.ts";

const IMAGE: Shared = {
  ...{ id: 7, name: "debian", gid: 4, aclKind: "IMAGE", clusterIds: [2] },
  ...{ groupMayUse: false, othersMayUse: false },
};

test.each([
  ["@1 VM+IMAGE+TEMPLATE/* USE *", true],
  ["* IMAGE/* USE+MANAGE #0", true],
  ["@1 IMAGE/#7 USE *", true],
  ["@1 IMAGE/@4 USE", true],
  ["@1 IMAGE/%2 USE *", true],
  ["@2 IMAGE/* USE *", false],
  ["#1 IMAGE/* USE *", false],
  ["@1 NET/* USE *", false],
  ["@1 IMAGE/* CREATE+MANAGE *", false],
  ["@1 IMAGE/#77 USE *", false],
  ["@1 IMAGE/%3 USE *", false],
  // The ids of objects, groups and clusters are counted apart.
  ["@1 IMAGE/#2 USE *", false],
  ["@1 IMAGE/#4 USE *", false],
  ["@1 IMAGE/@2 USE *", false],
  ["@1 IMAGE/@7 USE *", false],
  ["@1 IMAGE/%7 USE *", false],
  ["@1 IMAGE/%4 USE *", false],
])("%s lets users of group 1 use image 7 of group 4 in cluster 2: %p", (written, expected) => {
  const rule = parseRule(written);
  expect(rule && letsUse(rule, 1, IMAGE)).toBe(expected);
});

test.each(["", "@1 IMAGE/* ", "@x IMAGE/* USE *", "@1 IMAGE USE *"])("%j is no rule", (written) => {
  expect(parseRule(written)).toBeUndefined();
});

test("a rule has its ids in full, and nothing around it but blanks", () => {
  const rule = { who: "#12", kinds: ["VM", "NET"], what: "@345", rights: ["USE", "MANAGE"] };
  expect(parseRule("  #12   VM+NET/@345  USE+MANAGE   #10  ")).toEqual(rule);
  expect(parseRule("#12 VM+NET/@345 USE+MANAGE")).toEqual(rule);
  for (const odd of [
    "x #12 VM/* USE",
    "#12 VM/* USE * x",
    "#12x VM/* USE",
    "#12 VM/*1 USE",
    "#12 VM /* USE",
    "# VM/* USE",
  ]) {
    expect([odd, parseRule(odd)]).toEqual([odd, undefined]);
  }
});

test("all rules are read, but for those that are none", async () => {
  const acl = (text: string) => `<ACL><ID>0</ID>${text}</ACL>`;
  const oned = new ScriptedOned({
    "acl.info": `<ACL_POOL>${acl("<STRING>@1 NET/* USE</STRING>")}${acl("<STRING>odd</STRING>")}${acl("")}</ACL_POOL>`,
  });
  expect(await rules(oned, "a:b")).toEqual([{ who: "@1", kinds: ["NET"], what: "*", rights: ["USE"] }]);
  expect(oned.requests).toEqual([["a:b", "one.acl.info"]]);
});
