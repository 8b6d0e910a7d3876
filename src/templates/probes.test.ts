import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTemplates } from "./engine.ts";
import { vmProbes } from "./probes.ts";

let location = "";
beforeEach(() => {
  location = mkdtempSync(join(tmpdir(), "occi-probes-"));
});
afterEach(() => rmSync(location, { recursive: true }));

/** What check says of a template that two instance types share. */
function check(text: string): string[] {
  writeFileSync(join(location, "both.eta"), text);
  const vmTypes = ["one", "two"].map((name) => ({ name, template: "both.eta" }));
  return createTemplates({ location, vmTypes })
    .check()
    .map(({ line, message }) => `${line} ${message}`);
}

test("each instance type asks for everything, for nothing, and for two capacities", () => {
  const of = (type: string) => vmProbes(["one", "two"]).filter(({ instanceType }) => instanceType === type);
  for (const type of ["one", "two"]) {
    expect(of(type).map(({ disks, cpu }) => [disks.length, cpu])).toEqual([
      [1, "1"],
      [0, undefined],
      [0, "1"],
      [0, "2"],
    ]);
  }
});

const HEAD = "CPU = 1\nMEMORY = 2\n";
test.each([
  ['it.instanceType === "two"', "B = two words", "4 expected = after words (values with blanks need double quotes)"],
  ['it.instanceType === "two" && !it.name', "B = <%= [].x.y %>", "4 [].x has no value, so [].x.y cannot be read"],
  ['it.cpu === "2"', '<% throw "no" %>', '4 the template throws "no"'],
  ['it.instanceType === "two"', "VCPU = lots", "4 VCPU must be a whole number from 1"],
  ["it.name === undefined", "DISK = [ IMAGE_ID = x ]", "4 IMAGE_ID must be the id of an image"],
])("what only the branch %s says is found", (condition, line, expected) => {
  expect(check(`${HEAD}<% if (${condition}) { %>\n${line}\n<% } %>\n`)).toEqual([expected]);
});

test("a template cannot change the request of the next try", () => {
  expect(check(`${HEAD}<% if (it.disks.length > 1) throw "kept"; it.disks.push({}) %>\n`)).toEqual([]);
});
