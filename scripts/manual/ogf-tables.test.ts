/** The manual's tables of OCCI 1.2 and the code are one. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { OWN_MIXINS } from "../../src/cloud/ogf/types/own-mixins.ts";
import { EXTENSIONS, OPENSTACK, STANDARD } from "../../src/dialects/ogf/index.ts";
import { restrictedList } from "../../src/oned-sim/users/restricted.ts";
import { nonEmpty } from "../../src/testing/non-empty.ts";
import { ATTRIBUTES, namesOf, OCCI_TABLES, RESTRICTED, withOcciTables } from "./ogf-tables.ts";

const PAGE = readFileSync(join(import.meta.dir, "../../etc/manual/ogf.md"), "utf8");

test("the tables of the manual are as generated (else: bun scripts/generate.ts)", () => {
  const written = withOcciTables(PAGE);
  expect(written).toBe(PAGE);
});

test("every attribute of every type has its row, and no other", () => {
  const defined = [...STANDARD, ...EXTENSIONS, ...OPENSTACK, ...OWN_MIXINS]
    .filter((category) => category.class !== "action")
    .flatMap(({ attributes }) => attributes.map(({ name }) => name));
  const described = ATTRIBUTES.flatMap(([attributes]) => namesOf(attributes));
  expect(new Set(described).size).toBe(described.length);
  expect(described.toSorted()).toEqual([...new Set(defined)].toSorted());
});

test("what no request can set is immutable, and only that", () => {
  const mutable = new Map(
    [...STANDARD, ...EXTENSIONS, ...OPENSTACK, ...OWN_MIXINS]
      .filter((category) => category.class !== "action")
      .flatMap(({ attributes }) => attributes.map(({ name, mutable }) => [name, mutable] as const)),
  );
  const shown = ATTRIBUTES.filter(([, , creation, later]) => creation.startsWith("-") && later === "-");
  for (const [attributes] of nonEmpty(shown))
    for (const name of nonEmpty(namesOf(attributes))) expect([name, mutable.get(name)]).toEqual([name, false]);
});

test.each(["6.10", "7.4"] as const)("OpenNebula %s restricts what the manual says", (release) => {
  for (const { oned, kind, releases } of RESTRICTED) {
    expect([oned, restrictedList(release, kind).includes(oned)]).toEqual([oned, releases.includes(release)]);
  }
});

test("every state and every action is named", () => {
  const [states, actions] = OCCI_TABLES;
  const text = JSON.stringify(states?.rows);
  for (const word of ["POWEROFF", "HOTPLUG_NIC", "BOOT_FAILURE", "USED_PERS", "UPDATE_FAILURE"])
    expect(text).toContain(word);
  const named = actions?.rows.flatMap(([, action = ""]) => action.replaceAll("`", "").split(", "));
  const defined = STANDARD.filter((category) => category.class === "action").map(({ term }) => term);
  expect([...new Set(named)].toSorted()).toEqual(defined.toSorted());
});
