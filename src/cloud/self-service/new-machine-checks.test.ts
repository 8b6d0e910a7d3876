/** The faults of a request for a machine, and the capacity that it gets: pure decisions, oned is asked nothing. */
import { describe, expect, test } from "bun:test";
import type { OcciError } from "../../errors.ts";
import type { NewMachine } from "../../model.ts";
import { ScriptedOned } from "../../opennebula/testing/scripted-oned.ts";
import type { CloudDeps } from "../deps.ts";
import { callerOf } from "../ogf/testing/caller.ts";
import { type Template, vmTemplate } from "../ogf/testing/objects.ts";
import { typesOf } from "../testing/types-of.ts";
import { capacityFields, capacityOver, requestContext, requestErrors, templateErrors } from "./new-machine-checks.ts";

const TYPES = { small: { cpu: "1", memory: "1024" }, cpuOnly: { cpu: "2" }, memoryOnly: { memory: "64" }, open: {} };
const LIMITS = { cpuMax: 4, memoryMax: 4096 };
const vmTypes = Object.keys(TYPES).map((name) => ({ name, template: `${name}.eta`, ...LIMITS }));
const deps: CloudDeps = callerOf(new ScriptedOned(), { config: { vmTypes }, templates: typesOf(TYPES) }).deps;

const wanted = (more: Partial<NewMachine>): NewMachine => ({
  inputs: {},
  sshKeys: [],
  networks: [],
  disks: [],
  hold: false,
  ...more,
});
const faultsOf = (errors: readonly OcciError[]) =>
  errors.flatMap((error) => error.faults.map(({ at, message }) => `${at.join("/")}: ${message}`));
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0";

describe("a request by itself", () => {
  const faults = async (more: Partial<NewMachine>) => faultsOf(await requestErrors(deps, wanted(more), more.name));

  test.each<Partial<NewMachine>>([
    { template: 4 },
    { size: "small" },
    { size: "small", image: 9 },
    { template: 4, size: "small" },
    { template: 4, inputs: { A: "x" } },
    { size: "open", cpu: 4, memory: 4096 },
    { size: "cpuOnly", memory: 64 },
    { size: "memoryOnly", cpu: 0.5 },
    { template: 4, cpu: 64, memory: 1_000_000 },
    { size: "small", name: "web", description: "", sshKeys: [KEY], userData: "#!x" },
    { size: "small", userData: "\u0000 $NAME @^_^@ ]]>" },
    { size: "small", ends: new Date(Date.now() + 60_000) },
  ])("may be %j", async (more) => {
    expect(await faults(more)).toEqual([]);
  });

  const FIXED = (member: string, size = "small") => `${member}: ${member} is fixed by the size ${size}.`;

  test.each<[Partial<NewMachine>, readonly string[]]>([
    [{}, [": A machine is created from a template, or from an image and a size: name one of the two."]],
    [{ image: 9 }, [": A machine is created from a template, or from an image and a size: name one of the two."]],
    [{ template: 4, image: 9 }, ["image: image cannot be combined with template: use disks to add disks."]],
    [{ size: "small", inputs: { A: "x" } }, ["inputs: inputs require a template."]],
    [{ size: "small", cpu: 1 }, [FIXED("cpu")]],
    [{ size: "small", memory: 1024 }, [FIXED("memoryMiB")]],
    [{ size: "small", cpu: 1, memory: 1024 }, [FIXED("cpu"), FIXED("memoryMiB")]],
    [{ size: "cpuOnly", cpu: 1, memory: 64 }, [FIXED("cpu", "cpuOnly")]],
    [{ size: "memoryOnly", cpu: 1, memory: 64 }, [FIXED("memoryMiB", "memoryOnly")]],
    [{ size: "huge", cpu: 1 }, ['size: There is no size "huge": the sizes are small, cpuOnly, memoryOnly, open.']],
    [{ size: "small", ends: new Date(0) }, ["endsAt: endsAt is in the past."]],
  ])("must not be %j", async (more, expected) => {
    expect(await faults(more)).toEqual([...expected]);
  });

  test.each<[Partial<NewMachine>, string]>([
    [{ size: "open", cpu: 4.5 }, "INVALID_REQUEST: CPU may be at most 4 with the instance type open."],
    [{ size: "open", memory: 4097 }, "INVALID_REQUEST: MEMORY may be at most 4096 MiB with the instance type open."],
    [{ size: "small", name: "a/b" }, "INVALID_CHARACTER: NAME holds the character /"],
    [{ size: "small", description: "\u0000" }, "INVALID_CHARACTER: DESCRIPTION holds"],
  ])("must not be %j: the field is named", async (more, message) => {
    const found = await requestErrors(deps, wanted(more), more.name);
    expect(found.map(({ code, message: text }) => `${code}: ${text}`)).toEqual([expect.stringContaining(message)]);
  });

  test("has all its faults told at once", async () => {
    const more = { size: "small", cpu: 1, inputs: { A: "x" }, name: "a/b", sshKeys: ["x"], ends: new Date(0) };
    expect(await requestErrors(deps, wanted(more), more.name)).toHaveLength(5);
  });
});

test("keys and user data of a request are in CONTEXT, where there are any", () => {
  expect(requestContext(deps, { sshKeys: [] })).toEqual([]);
  expect(requestContext(deps, { sshKeys: [KEY, `${KEY} b`], userData: "#cloud-config" })).toEqual([
    ["SSH_PUBLIC_KEY", `${KEY}\n${KEY} b`],
    ["USER_DATA", "#cloud-config"],
  ]);
  expect(requestContext(deps, { sshKeys: [], userData: "" })).toEqual([["USER_DATA", ""]]);
});

test("the capacity of a request is text, as templates have it", () => {
  expect(capacityFields(wanted({}))).toEqual({});
  expect(capacityFields(wanted({ cpu: 0.5, memory: 64 }))).toEqual({ cpu: "0.5", memory: "64" });
});

describe("the capacity over a template", () => {
  const CPU = ["CPU", "1"] as const;
  const MEMORY = ["MEMORY", "512"] as const;
  const INPUT = ["USER_INPUTS", { MEMORY: "M|range||64..512|64" }] as const;
  const over = (template: Template, more: Partial<NewMachine>) =>
    capacityOver(deps, vmTemplate(template), wanted(more));

  test.each<[string, Template, Partial<NewMachine>, readonly (readonly [string, string])[]]>([
    ["that decides on it is nothing", [CPU, MEMORY], {}, []],
    ["that is an input is no member's", [CPU, INPUT], {}, []],
    [
      "that leaves it open is the request's",
      [],
      { cpu: 0.5, memory: 64 },
      [
        ["CPU", "0.5"],
        ["MEMORY", "64"],
      ],
    ],
    ["that leaves one open is the request's for that", [CPU], { memory: 64 }, [["MEMORY", "64"]]],
    ["that leaves the other open, too", [MEMORY], { cpu: 2 }, [["CPU", "2"]]],
    [
      "may be a size's",
      [],
      { size: "small" },
      [
        ["CPU", "1"],
        ["MEMORY", "1024"],
        ["INSTANCE_TYPE", "small"],
      ],
    ],
    [
      "may be a size's and the request's",
      [],
      { size: "cpuOnly", memory: 64 },
      [
        ["CPU", "2"],
        ["MEMORY", "64"],
        ["INSTANCE_TYPE", "cpuOnly"],
      ],
    ],
    ["that decides may have a size that fixes nothing", [CPU, MEMORY], { size: "open" }, [["INSTANCE_TYPE", "open"]]],
  ])("%s", (_, template, more, entries) => {
    expect(over(template, more) as unknown).toEqual(entries);
  });

  const MISSING = (member: string) => `${member}: ${member} is missing: the template does not set it.`;
  const FIXED = (member: string) => `${member}: ${member} is fixed by the template.`;

  test.each<[Template, Partial<NewMachine>, readonly string[]]>([
    [[], {}, [MISSING("cpu"), MISSING("memoryMiB")]],
    [[CPU], {}, [MISSING("memoryMiB")]],
    [[], { size: "cpuOnly" }, [MISSING("memoryMiB")]],
    [[], { size: "huge" }, [MISSING("cpu"), MISSING("memoryMiB")]],
    [[CPU, MEMORY], { cpu: 2, memory: 64 }, [FIXED("cpu"), FIXED("memoryMiB")]],
    [[CPU, INPUT], { memory: 64 }, ["memoryMiB: memoryMiB is an input of this template: send it as inputs.MEMORY."]],
    [[CPU, MEMORY], { size: "small" }, ["size: size is not possible: the template determines cpu and memoryMiB."]],
    [[CPU], { size: "small" }, ["size: size is not possible: the template determines cpu."]],
    [[CPU, INPUT], { size: "memoryOnly" }, ["size: size is not possible: the template determines memoryMiB."]],
  ])("%j with %j is refused", (template, more, faults) => {
    let error: unknown;
    try {
      over(template, more);
    } catch (thrown) {
      error = thrown;
    }
    expect(faultsOf([error as OcciError])).toEqual([...faults]);
  });

  test("must be within what the size allows", () => {
    expect(() => over([], { size: "open", cpu: 5, memory: 64 })).toThrow("CPU may be at most 4");
    expect(() => over([], { cpu: 5, memory: 0 })).toThrow("MEMORY must be a whole number of MiB above 0.");
  });

  test("is checked with the values of the inputs", async () => {
    const template = vmTemplate([CPU, INPUT]);
    const errors = await templateErrors(deps, template, wanted({ cpu: 2, inputs: { MEMORY: 1, A: "x" } }));
    expect(faultsOf(errors)).toEqual([
      FIXED("cpu"),
      "inputs/MEMORY: Input MEMORY must be from 64 to 512.",
      "inputs/A: The template has no input A.",
    ]);
    expect(await templateErrors(deps, template, wanted({ inputs: { MEMORY: 128 } }))).toEqual([]);
  });
});
