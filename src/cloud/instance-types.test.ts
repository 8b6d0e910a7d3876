import { expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import type { CloudDeps } from "./deps.ts";
import * as instanceTypes from "./instance-types.ts";
import { typesOf } from "./testing/types-of.ts";

const TYPES = { small: { cpu: "1", memory: "1024" }, custom: {} };
const deps = {
  config: { vmTypes: Object.keys(TYPES).map((name) => ({ name, template: `${name}.eta` })) },
  templates: typesOf(TYPES),
} as unknown as CloudDeps;

test("each has what its template fixes", () => {
  const small = { name: "small", cpu: "1", memory: "1024" };
  expect(instanceTypes.list(deps)).toEqual([small, { name: "custom" }]);
  expect(instanceTypes.show(deps, "small")).toEqual(small);
});

test("of one that is not there it is said where all are, and which may be meant", () => {
  const refused = (name: string): OcciError => {
    try {
      instanceTypes.show(deps, name);
    } catch (error) {
      if (error instanceof OcciError) return error;
    }
    throw new Error("it was found");
  };
  expect(refused("smal")).toMatchObject({ code: "NOT_FOUND", message: "INSTANCE_TYPE smal not found" });
  expect(refused("smal").hint).toBe("Did you mean small? GET /instance_type lists them.");
  expect(refused("SMALL").hint).toContain("GET /instance_type lists them.");
  expect(refused("x".repeat(100)).message).toBe(`INSTANCE_TYPE ${"x".repeat(64)} not found`);
});
