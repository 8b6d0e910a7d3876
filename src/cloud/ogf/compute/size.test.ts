/** How much CPU and memory a machine gets. */
import { describe, expect, test } from "bun:test";
import type { Value } from "../../../dialects/ogf/index.ts";
import { ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import type { Capacity } from "../../../templates/engine.ts";
import { typesOf } from "../../testing/types-of.ts";
import { callerOf } from "../testing/caller.ts";
import { requestedSize, sizeOf, sizeOfNew } from "./size.ts";

const [CORES, MEMORY, SHARE, SPEED, CPU] = [
  "occi.compute.cores",
  "occi.compute.memory",
  "occi.compute.share",
  "occi.compute.speed",
  "org.opennebula.compute.cpu",
];
const asked = (attributes: Readonly<Record<string, Value>>) => new Map(Object.entries(attributes));

function cloud(capacities: Readonly<Record<string, Capacity>>, defaultResourceTpl?: string) {
  const vmTypes = Object.keys(capacities).map((name) => ({
    name,
    template: `${name}.eta`,
    cpuMax: 8,
    memoryMax: 4096,
  }));
  const config = { vmTypes, ...(defaultResourceTpl !== undefined && { defaultResourceTpl }) };
  return callerOf(new ScriptedOned(), { config, templates: typesOf(capacities) }).deps;
}
const OPEN = cloud({ open: {} });

describe("what a request asks for", () => {
  test("is counted in oned's units: CPUs, MiB", () => {
    expect(sizeOf(OPEN, "open", asked({ [CORES]: 2, [MEMORY]: 0.5 }))).toEqual({
      type: "open",
      cpu: "2",
      memory: "512",
      vcpu: "2",
    });
  });

  test.each([
    [{ [CPU]: 0.5, [CORES]: 4 }, "0.5", "4"],
    [{ [SHARE]: 512, [CORES]: 4 }, "0.5", "4"],
    [{ [SPEED]: 0.25, [CORES]: 2 }, "0.5", "2"],
    [{ [SPEED]: 0.25 }, "0.25", undefined],
    [{ [CPU]: 3, [SHARE]: 1024, [SPEED]: 1 }, "3", undefined],
    [{ [SHARE]: 2048, [SPEED]: 1 }, "2", undefined],
  ])("%j is %s CPUs", (attributes, cpu, vcpu) => {
    const size = sizeOf(OPEN, "open", asked(attributes));
    expect([size.cpu, size.vcpu]).toEqual([cpu, vcpu]);
  });

  test("is nothing for a share or a speed of 0, and for what is no number", () => {
    expect([...requestedSize(asked({ [SHARE]: 0, [SPEED]: 0, [CORES]: 0, [MEMORY]: "x" }))]).toEqual([[CORES, 0]]);
  });

  test.each([
    [{ [CORES]: 0 }, `${CORES} must be above 0.`],
    [{ [SHARE]: -1 }, `${SHARE} must be above 0.`],
    [{ [MEMORY]: 0 }, "MEMORY must be at least 1 MiB."],
    [{ [CORES]: 9 }, "at most"],
    [{ [MEMORY]: 5 }, "at most"],
  ])("%j is refused: %s", (attributes, message) => {
    expect(() => sizeOf(OPEN, "open", asked(attributes))).toThrow(message);
  });
});

describe("what an instance type fixes", () => {
  const fixed = cloud({ fixed: { cpu: "1", memory: "1024" }, cores: { vcpu: "4" } });

  test("is not asked for", () => {
    const size = { type: "fixed", cpu: "1", memory: "1024" };
    expect(sizeOf(fixed, "fixed", asked({ [CORES]: 0, [MEMORY]: -1 }))).toEqual(size);
    expect(sizeOf(fixed, "fixed", asked({ [CORES]: 7 }))).toEqual(size);
  });

  test("may be the cores alone", () => {
    expect(sizeOf(fixed, "cores", asked({ [CORES]: 2 }))).toEqual({ type: "cores", cpu: "2", vcpu: "4" });
  });
});

describe("a new machine without a resource_tpl", () => {
  const HALVES = { cpuOnly: { cpu: "1" }, memoryOnly: { memory: "1024" } };

  test("that asks for capacity is of the first type that leaves both CPU and memory open", () => {
    const deps = cloud({ fixed: { cpu: "1", memory: "1024" }, ...HALVES, open: {}, later: {} });
    expect(sizeOfNew(deps, undefined, asked({ [CORES]: 2 }), false).type).toBe("open");
    expect(sizeOfNew(deps, undefined, asked({ [MEMORY]: 2 }), true).type).toBe("open");
  });

  test.each([[CORES], [MEMORY]])("that asks for %s is refused where each type fixes one of them", (name) => {
    for (const capacities of [HALVES, { cpuOnly: HALVES.cpuOnly }, { memoryOnly: HALVES.memoryOnly }]) {
      expect(() => sizeOfNew(cloud(capacities), undefined, asked({ [name]: 2 }), false)).toThrow(
        "The instance type determines cores and memory.",
      );
    }
  });

  test("that asks for nothing has the default, the template's own, or the first type", () => {
    const capacities = { small: { cpu: "1", memory: "1024" }, large: { cpu: "4", memory: "4096" } };
    expect(sizeOfNew(cloud(capacities, "large"), undefined, asked({}), true).type).toBe("large");
    expect(sizeOfNew(cloud(capacities), undefined, asked({}), true)).toEqual({ type: undefined });
    expect(sizeOfNew(cloud(capacities), undefined, asked({}), false).type).toBe("small");
    expect(sizeOfNew(cloud({}), undefined, asked({}), false)).toEqual({ type: undefined });
  });

  test("is of the type that it names, whatever the default", () => {
    const capacities = { small: { cpu: "1", memory: "1024" }, large: { cpu: "4", memory: "4096" } };
    expect(sizeOfNew(cloud(capacities, "large"), "small", asked({ [CORES]: 3 }), true)).toEqual({
      type: "small",
      cpu: "1",
      memory: "1024",
    });
  });
});
