import { expect, test } from "bun:test";
import { letsUse, parseRule } from "./acl.ts";
import type { Shared } from "./shared.ts";

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
])("%s lets users of group 1 use image 7 of group 4 in cluster 2: %p", (written, expected) => {
  const rule = parseRule(written);
  expect(rule && letsUse(rule, 1, IMAGE)).toBe(expected);
});

test.each(["", "@1 IMAGE/* ", "@x IMAGE/* USE *", "@1 IMAGE USE *"])("%j is no rule", (written) => {
  expect(parseRule(written)).toBeUndefined();
});
