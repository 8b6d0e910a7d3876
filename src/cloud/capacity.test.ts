/** What of a request's CPU and memory counts with an instance type, and within which limits. */
import { expect, test } from "bun:test";
import { ScriptedOned } from "../opennebula/testing/scripted-oned.ts";
import { requestedCapacity } from "./capacity.ts";
import { callerOf } from "./ogf/testing/caller.ts";
import { typesOf } from "./testing/types-of.ts";

const vmTypes = [
  { name: "small", template: "small.eta", cpuMax: 1, memoryMax: 64 },
  { name: "open", template: "open.eta", cpuMax: 4, memoryMax: 4096 },
  { name: "free", template: "free.eta" },
  { name: "half", template: "half.eta", cpuMax: 2, memoryMax: 128 },
];
const templates = typesOf({ small: { cpu: "1", memory: "64" }, open: {}, free: {}, half: { cpu: "1" } });
const { deps } = callerOf(new ScriptedOned(), { config: { vmTypes }, templates });
const of = (type: string, cpu?: string, memory?: string) =>
  requestedCapacity(deps, type, { ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) });

test("what the type fixes is ignored, whatever it is", () => {
  expect(of("small", "nonsense", "99999")).toEqual({});
  expect(of("half", "nonsense", "128")).toEqual({ memory: "128" });
});

test("what it leaves open is the request's, up to the limits of this type", () => {
  expect(of("open", "4", "4096")).toEqual({ cpu: "4", memory: "4096" });
  expect(of("open")).toEqual({});
  expect(of("free", "999", "1000000")).toEqual({ cpu: "999", memory: "1000000" });
  expect(() => of("open", "4.01")).toThrow("CPU may be at most 4 with the instance type open.");
  expect(() => of("open", undefined, "4097")).toThrow("MEMORY may be at most 4096 MiB with the instance type open.");
  expect(() => of("half", undefined, "129")).toThrow("MEMORY may be at most 128 MiB with the instance type half.");
});
