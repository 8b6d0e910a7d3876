import { expect, test } from "bun:test";
import { testConfig } from "../http/testing/config.ts";
import type { CloudDeps } from "./deps.ts";
import { resizeCapacity } from "./resize-capacity.ts";
import { typesOf } from "./testing/types-of.ts";

const TYPES = { small: { cpu: "1", memory: "1024" }, cpuOnly: { cpu: "2" }, custom: {} };
const vmTypes = Object.keys(TYPES).map((name) => ({ name, template: `${name}.eta` }));
const deps = { config: testConfig("/nonexistent", { vmTypes }), templates: typesOf(TYPES) } as unknown as CloudDeps;

test("what the type fixes cannot be chosen: one of them, or both", () => {
  expect(() => resizeCapacity(deps, "small", { cpu: "2" })).toThrow(
    "CPU cannot be chosen: the instance type small fixes it.",
  );
  expect(() => resizeCapacity(deps, "small", { cpu: "2", memory: "64" })).toThrow(
    "CPU and MEMORY cannot be chosen: the instance type small fixes them.",
  );
  expect(() => resizeCapacity(deps, "cpuOnly", { cpu: "2", memory: "64" })).toThrow("CPU cannot be chosen");
});

test.each([
  [{ memory: "64" }, "With cpuOnly, custom you choose the size yourself."],
  [{ cpu: "2", memory: "64" }, "With custom you choose the size yourself."],
])("a type that leaves all of %j open is named", (params, advice) => {
  expect(() => resizeCapacity(deps, "small", params)).toThrow(
    expect.objectContaining({ hint: `Choose another INSTANCE_TYPE: cpuOnly, custom. ${advice}` }),
  );
});

test("what it leaves open is the request's", () => {
  expect(resizeCapacity(deps, "small", {})).toEqual([
    ["CPU", "1"],
    ["MEMORY", "1024"],
  ]);
  expect(resizeCapacity(deps, "cpuOnly", { memory: "64" })).toEqual([
    ["CPU", "2"],
    ["MEMORY", "64"],
  ]);
  expect(resizeCapacity(deps, "custom", { cpu: "0.5", memory: "64" })).toEqual([
    ["CPU", "0.5"],
    ["MEMORY", "64"],
  ]);
});
