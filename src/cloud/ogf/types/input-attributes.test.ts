/** Inputs of VM templates as attributes, and attributes of requests as values of inputs. */
import { describe, expect, test } from "bun:test";
import { vmTemplate } from "../testing/objects.ts";
import { INPUT_WORDS, inputDefinitions, inputValues, namesInputs } from "./input-attributes.ts";

const INPUT = "org.opennebula.input.";

/** The attribute of an input A that is declared so. */
function definition(declared: string) {
  const [made] = inputDefinitions(vmTemplate([["USER_INPUTS", { A: declared }]]));
  if (made === undefined) throw new Error("no input is declared");
  const { name, ...rest } = made;
  expect(name).toBe(`${INPUT}A`);
  return rest;
}
const OPTIONAL = { mutable: true, required: false };

describe("an input is an attribute", () => {
  test.each([
    ["O|text|What it is||x", { ...OPTIONAL, type: "string", default: "x", description: "What it is" }],
    ["M|text|", { ...OPTIONAL, type: "string", required: true }],
    ["O|text64||eA==|eA==", { ...OPTIONAL, type: "string", default: "x" }],
    ["O|password|||secret", { ...OPTIONAL, type: "string" }],
    ["O|number|||7", { ...OPTIONAL, type: "integer", default: 7 }],
    ["O|number|||seven", { ...OPTIONAL, type: "integer" }],
    ["O|number||| ", { ...OPTIONAL, type: "integer" }],
    ["O|number-float|||0.5", { ...OPTIONAL, type: "number", default: 0.5 }],
    ["O|number-float|||Infinity", { ...OPTIONAL, type: "number" }],
    ["O|range||1..5|2", { ...OPTIONAL, type: "integer", minimum: 1, maximum: 5, default: 2 }],
    ["O|range-float||0..0.5|0", { ...OPTIONAL, type: "number", minimum: 0, maximum: 0.5, default: 0 }],
    ["O|list||a,b|b", { ...OPTIONAL, type: "string", values: ["a", "b"], default: "b" }],
    ["O|boolean|||YES", { ...OPTIONAL, type: "boolean", default: true }],
    ["O|boolean|||true", { ...OPTIONAL, type: "boolean", default: true }],
    ["O|boolean|||1", { ...OPTIONAL, type: "boolean", default: true }],
    ["O|boolean|||NO", { ...OPTIONAL, type: "boolean", default: false }],
    ["O|boolean|||eyes", { ...OPTIONAL, type: "boolean", default: false }],
    ["O|boolean|||11", { ...OPTIONAL, type: "boolean", default: false }],
    ["O|boolean", { ...OPTIONAL, type: "boolean" }],
    ["O|fixed|||x", { ...OPTIONAL, mutable: false, type: "string", default: "x" }],
  ] as const)("%s", (declared, attribute) => {
    expect(definition(declared) as unknown).toEqual(attribute);
  });

  test("whose description says the options where it takes several of them", () => {
    const several = "Some of a, b, with commas between them";
    expect(definition("O|list-multiple||a,b|a")).toEqual({
      ...OPTIONAL,
      type: "string",
      default: "a",
      description: several,
    });
    expect(definition("O|list-multiple|Pets|a,b|a").description).toBe(`Pets (${several})`);
    expect(definition("O|list|Pet|a,b|a").description).toBe("Pet");
  });
});

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

test("messages name the attribute", () => {
  expect(INPUT_WORDS.subject("A")).toBe(`The attribute "${INPUT}A"`);
  expect(INPUT_WORDS.listed("A")).toBe(`${INPUT}A`);
});
