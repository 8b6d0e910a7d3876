import { expect, test } from "bun:test";
import { inputValues, namesInputs } from "./input-attributes.ts";

const INPUT = "org.opennebula.input.";

test("attributes that name inputs are their values, under OpenNebula's names; others are not", () => {
  const attributes = new Map<string, string | number>([
    [`${INPUT}SIZE`, 4],
    ["occi.compute.cores", 2],
    [`${INPUT}NAME`, "web"],
  ]);
  expect(inputValues(attributes)).toEqual({ SIZE: 4, NAME: "web" });
  expect(namesInputs(attributes)).toBe(true);
  expect(namesInputs(new Map([["occi.compute.cores", 2]]))).toBe(false);
});
