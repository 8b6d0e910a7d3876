/** Instance types as sizes: what each fixes, and the limits of what it leaves open. */
import { expect, test } from "bun:test";
import { testConfig } from "../../http/testing/config.ts";
import { typesOf } from "../testing/types-of.ts";
import { listSizes, unknownSize } from "./sizes.ts";

const limits = { template: "x.eta", cpuMax: 8, memoryMax: 4096 };
const vmTypes = ["small", "custom", "half"].map((name) => ({ ...limits, name }));
const config = testConfig("/nonexistent", { vmTypes: [...vmTypes, { name: "free", template: "x.eta" }] });
const templates = typesOf({ small: { cpu: "0.50", memory: "512" }, custom: {}, half: { cpu: "1" }, free: {} });

test("a size has what it fixes, or the limit of what it leaves open, in the order of the configuration", () => {
  expect(listSizes({ config, templates })).toEqual([
    { name: "small", cpu: 0.5, memory: 512 },
    { name: "custom", cpuMax: 8, memoryMax: 4096 },
    { name: "half", cpu: 1, memoryMax: 4096 },
    { name: "free" },
  ]);
});

test("a size that is not there is named, shortened, with those that are", () => {
  const deps = { config } as Parameters<typeof unknownSize>[0];
  expect(unknownSize(deps, `"${"x".repeat(80)}`)).toEqual({
    at: ["size"],
    message: `There is no size "\\"${"x".repeat(63)}": the sizes are small, custom, half, free.`,
  });
});
