import { expect, test } from "bun:test";
import { textOf } from "../wording.ts";
import { didYouMean, isType, named, typesHint } from "./type-names.ts";

const TYPES = { vmTypes: ["small", "medium"].map((name) => ({ name, template: `${name}.eta` })) };

test("a name that is near is suggested", () => {
  expect(didYouMean(TYPES, "smal")).toBe("Did you mean small? ");
  expect(didYouMean(TYPES, "gigantic")).toBe("");
  expect(didYouMean(TYPES, `small${"l".repeat(40)}`)).toBe("");
});

test("the hint lists all names, after a suggestion where there is one", () => {
  expect(textOf(typesHint(TYPES))).toBe("INSTANCE_TYPE is one of: small, medium.");
  expect(textOf(typesHint(TYPES, "smal"))).toBe("Did you mean small? INSTANCE_TYPE is one of: small, medium.");
  expect(textOf(typesHint(TYPES, "x"))).toBe("INSTANCE_TYPE is one of: small, medium.");
});

test("names are case-sensitive", () => {
  expect(["small", "Small", ""].map((name) => isType(TYPES, name))).toEqual([true, false, false]);
});

test("a name of forty characters is repeated, a longer one is not", () => {
  expect(named("x".repeat(40), " the type ")).toBe(` the type "${"x".repeat(40)}"`);
  expect(named("x".repeat(41), " the type ")).toBe("");
});
