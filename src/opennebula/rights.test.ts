import { expect, test } from "bun:test";
import { readRecord } from "../xml/record.ts";
import { permissionsOf } from "./rights.ts";

const BITS = ["OWNER", "GROUP", "OTHER"].flatMap((holder) => ["U", "M", "A"].map((right) => `${holder}_${right}`));
const NAMES = ["owner", "group", "other"].flatMap((holder) =>
  ["use", "manage", "admin"].map((right) => `${holder} ${right}`),
);
const permissions = (isSet: (at: number) => boolean): string[] => {
  const bits = BITS.map((name, at) => `<${name}>${isSet(at) ? 1 : 0}</${name}>`).join("");
  return [...permissionsOf(readRecord(`<VM><PERMISSIONS>${bits}</PERMISSIONS></VM>`, "VM"))];
};

test("each of the nine bits is one right of one holder", () => {
  expect(BITS.map((_, one) => permissions((at) => at === one))).toEqual(NAMES.map((name) => [name]));
  expect(permissions(() => true)).toEqual(NAMES);
  expect(permissions(() => false)).toEqual([]);
});

test("what is not said is not allowed", () => {
  expect([...permissionsOf(readRecord("<VM></VM>", "VM"))]).toEqual([]);
});
