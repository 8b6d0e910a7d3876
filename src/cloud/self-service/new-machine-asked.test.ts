/** New machines: what oned is asked for them, and when it is not asked at all. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../../errors.ts";
import type { NewMachine } from "../../model.ts";
import { type Scripted, ScriptedOned } from "../../opennebula/testing/scripted-oned.ts";
import { callerOf } from "../ogf/testing/caller.ts";
import { vmTemplateXml } from "../ogf/testing/objects.ts";
import { createMachines } from "./new-machine.ts";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0";
/** In state: 1 is PENDING, 2 HOLD, 3 ACTIVE with LCM_STATE 3 RUNNING, 2 BOOT. */
const machineXml = (state = 3, lcm = 3) =>
  `<VM><ID>7</ID><UID>2</UID><GID>1</GID><UNAME>alice</UNAME><GNAME>users</GNAME><NAME>web</NAME><STATE>${state}</STATE><LCM_STATE>${lcm}</LCM_STATE><STIME>0</STIME><TEMPLATE/><USER_TEMPLATE/></VM>`;

interface Making {
  readonly count?: number;
  readonly wait?: number;
  readonly answers?: Readonly<Record<string, Scripted>>;
  /** Attributes of the operator's template for sizes. */
  readonly size?: readonly (readonly [string, string | readonly (readonly [string, string])[]])[];
}

async function making(wanted: Partial<NewMachine>, { count, wait = 0, answers = {}, size }: Making = {}) {
  const oned = new ScriptedOned({
    "template.info": vmTemplateXml([
      ["CPU", "1"],
      ["MEMORY", "64"],
      ["DISK", { IMAGE_ID: "4", SIZE: " " }],
      ["NIC", { NETWORK_ID: "3" }],
      ["CONTEXT", { NETWORK: "YES" }],
    ]),
    "template.instantiate": 7,
    "vm.allocate": 7,
    "vm.info": machineXml(),
    "image.info": "<IMAGE><ID>9</ID><UID>2</UID><NAME>data</NAME><TYPE>0</TYPE><STATE>1</STATE><SIZE>1</SIZE></IMAGE>",
    ...answers,
  });
  const vmTypes = [
    { name: "small", template: "small.eta" },
    { name: "custom", template: "custom.eta", cpuMax: 8, memoryMax: 8192 },
  ];
  const { deps, session } = callerOf(oned, { config: { vmTypes, wait: 10_000 } });
  const given = size?.map(([name, value]) => ({
    name,
    line: 1,
    column: 1,
    value:
      typeof value === "string"
        ? value
        : value.map(([member, text]) => ({ name: member, value: text, line: 1, column: 1 })),
  }));
  const templates = given === undefined ? deps.templates : { ...deps.templates, vmAttributes: () => given };
  const all: NewMachine = { inputs: {}, sshKeys: [], networks: [], disks: [], hold: false, ...wanted };
  const requester = { deps: { ...deps, templates }, session, user: "alice" };
  const made = await createMachines(requester, all, { wait, ...(count !== undefined && { count }) }).catch(
    (error: OcciError) => error,
  );
  const isRefused = made instanceof Error;
  const calls = oned.calls.map((call) => call.replaceAll(/\n\s*/g, " "));
  return {
    failure: isRefused ? `${made.code}: ${made.message}` : "no error",
    done: isRefused ? undefined : made.done,
    ids: isRefused ? [] : made.machines.map(({ id }) => id),
    readings: calls.filter((call) => call.startsWith("vm.info")).length,
    calls: calls.filter((call) => !call.startsWith("vm.info")),
  };
}
const instantiated = async (wanted: Partial<NewMachine>) => {
  const { calls } = await making({ template: 4, ...wanted });
  return calls.find((call) => call.startsWith("template.instantiate")) ?? "none";
};
const allocated = async (wanted: Partial<NewMachine>, how: Making = {}) => {
  const { calls, failure } = await making({ size: "custom", ...wanted }, how);
  return calls.find((call) => call.startsWith("vm.allocate")) ?? failure;
};

describe("a machine of a template", () => {
  test("adds nothing to it where the request says nothing", async () => {
    expect(await instantiated({})).toBe("template.instantiate 4  false <TEMPLATE></TEMPLATE> false");
  });

  test("has name, hold, and the parts of the template before those of the request", async () => {
    const text = await instantiated({ name: "web", hold: true, disks: [9], networks: [5, 6] });
    expect(text).toStartWith("template.instantiate 4 web true <TEMPLATE>");
    expect(text).toContain("<DISK><IMAGE_ID>4</IMAGE_ID></DISK><DISK><IMAGE_ID>9</IMAGE_ID></DISK>");
    const nics = [3, 5, 6].map((id) => `<NIC><NETWORK_ID>${id}</NETWORK_ID></NIC>`);
    expect(text).toContain(nics.join(""));
  });

  test("has description, end and CONTEXT of the request", async () => {
    const ends = new Date("2099-01-01T00:00:00Z");
    const text = await instantiated({ description: "mine", ends, sshKeys: [KEY], userData: "#!x" });
    expect(text).toContain("<DESCRIPTION>mine</DESCRIPTION>");
    expect(text).toContain(`<ACTION>terminate</ACTION><TIME>${ends.getTime() / 1000}</TIME>`);
    for (const part of [
      `<SSH_PUBLIC_KEY>${KEY}</SSH_PUBLIC_KEY>`,
      "<USER_DATA>#!x</USER_DATA>",
      "<NETWORK>YES</NETWORK>",
    ]) {
      expect(text).toContain(part);
    }
  });

  test("is not made with an image that the user must not use", async () => {
    const answers = { "image.info": new OcciError("FORBIDDEN", "not yours") };
    const { failure, calls } = await making({ template: 4, disks: [9] }, { answers });
    expect([failure, calls]).toEqual(["FORBIDDEN: not yours", ["template.info 4", "image.info 9"]]);
  });
});

describe("a machine of a size", () => {
  test("has the parts of the request, and hold", async () => {
    const text = await allocated({
      image: 4,
      disks: [9],
      networks: [5],
      cpu: 0.5,
      memory: 64,
      name: "web",
      hold: true,
    });
    for (const part of ["<NAME>web</NAME>", "<CPU>0.5</CPU>", "<MEMORY>64</MEMORY>", "<IMAGE_ID>4</IMAGE_ID>"]) {
      expect(text).toContain(part);
    }
    expect(text.match(/<IMAGE_ID>/g)).toHaveLength(2);
    expect(text).toContain("<NETWORK_ID>5</NETWORK_ID>");
    expect(text).toEndWith(" true");
    const plain = await allocated({ cpu: 1, memory: 64 });
    expect(plain).not.toContain("<IMAGE_ID>");
    expect(plain).toEndWith(" false");
  });

  test("has of the operator's template what is not blank, and a CONTEXT", async () => {
    const size = [
      ["CPU", "1"],
      ["LABELS", " "],
      [
        "GRAPHICS",
        [
          ["TYPE", "VNC"],
          ["PORT", "5907"],
        ],
      ],
    ] as const;
    expect(await allocated({ description: "mine" }, { size })).toBe(
      "vm.allocate <TEMPLATE><CPU>1</CPU><GRAPHICS><TYPE>VNC</TYPE><PORT>5907</PORT></GRAPHICS><CONTEXT><NETWORK>YES</NETWORK></CONTEXT><DESCRIPTION>mine</DESCRIPTION></TEMPLATE> false",
    );
  });
});

describe("a request that is wrong", () => {
  test("by itself and for the template is refused for all of it, and nothing is made", async () => {
    const { failure, calls } = await making({ template: 4, name: "a/b", cpu: 2 });
    expect(failure).toEndWith("There is 1 fault more.");
    expect(calls).toEqual(["template.info 4"]);
  });

  test("by itself is so even where the template cannot be read", async () => {
    const answers = { "template.info": new OcciError("FORBIDDEN", "not yours") };
    expect((await making({ template: 4, name: "a/b" }, { answers })).failure).toStartWith(
      "INVALID_CHARACTER: NAME holds",
    );
    expect((await making({ template: 4 }, { answers })).failure).toBe("FORBIDDEN: not yours");
  });

  test("has the longest name of several looked at", async () => {
    const name = `${"a".repeat(127)}%i`;
    expect((await making({ size: "small", name })).failure).toContain("128 bytes");
    const twelve = await making({ template: 4, name }, { count: 12 });
    expect([twelve.failure.includes("128 bytes"), twelve.calls.length]).toEqual([true, 1]);
  });
});

describe("waiting", () => {
  const of = async (states: readonly (readonly [number, number])[], wait: number) => {
    const answers = { "vm.info": states.map(([state, lcm]) => machineXml(state, lcm)) };
    const { done, readings } = await making({ template: 4 }, { wait, answers });
    return [done, readings];
  };
  const [PENDING, HOLD, BOOT, RUNNING, FAILED] = [
    [1, 0],
    [2, 0],
    [3, 2],
    [3, 3],
    [3, 36],
  ] as const;

  test("is not done where nobody asked for it", async () => {
    expect(await of([PENDING], 0)).toEqual([false, 1]);
    expect(await of([RUNNING], 0)).toEqual([true, 1]);
  });

  test("goes on until the machine runs, is on hold, or has failed", async () => {
    expect(await of([PENDING, BOOT, RUNNING], 10_000)).toEqual([true, 3]);
    for (const state of [HOLD, FAILED]) expect(await of([PENDING, state], 10_000)).toEqual([true, 2]);
    expect((await of([PENDING], 1_000))[0]).toBe(false);
  });
});

describe("several machines", () => {
  /** Answers of `one.user.info` and `one.group.info`, where this quota is left. */
  const room = (quota: string) => {
    const user = `<USER><ID>2</ID><NAME>alice</NAME><GROUPS><ID>1</ID></GROUPS><VM_QUOTA><VM>${quota}</VM></VM_QUOTA></USER>`;
    const group = "<GROUP><ID>1</ID><NAME>users</NAME></GROUP>";
    return [user, group].map((xml) => ({
      encoded: Buffer.from(xml.replaceAll("<", "&lt;").replaceAll(">", "&gt;")),
      release() {},
    }));
  };

  async function several(wanted: Partial<NewMachine>, quota: string, count = 3) {
    const oned = new ScriptedOned({ "vm.allocate": [7, 8, 9], "vm.info": machineXml() });
    const vmTypes = [
      { name: "custom", template: "custom.eta" },
      { name: "small", template: "small.eta" },
    ];
    const { deps, session } = callerOf(oned, { config: { vmTypes } });
    oned.readMany = async () => room(quota);
    const all: NewMachine = {
      inputs: {},
      sshKeys: [],
      networks: [],
      disks: [],
      hold: false,
      size: "custom",
      ...wanted,
    };
    const requester = { deps, session, user: "alice" };
    const error = await createMachines(requester, all, { wait: 0, count }).then(
      () => undefined,
      (thrown: OcciError) => thrown,
    );
    const names = oned.calls.flatMap((call) => /<NAME>(.*?)<\/NAME>/.exec(call)?.[1] ?? []);
    return { failure: error === undefined ? "none" : `${error.code}: ${error.message}`, names };
  }
  const SIZE = { cpu: 2, memory: 64, name: "web-%i-%i" };

  test("have their numbers in their names, from 0", async () => {
    expect(await several(SIZE, "")).toEqual({ failure: "none", names: ["web-0-0", "web-1-1", "web-2-2"] });
  });

  test.each([
    ["<VMS>5</VMS><VMS_USED>3</VMS_USED>", "The quota of machines leaves 2, and 3 machines need 3."],
    ["<CPU>10</CPU><CPU_USED>4.5</CPU_USED>", "The quota of CPU leaves 5.5, and 3 machines need 6."],
    [
      "<MEMORY>191</MEMORY><MEMORY_USED>0</MEMORY_USED>",
      "The quota of memory in MiB leaves 191, and 3 machines need 192.",
    ],
  ])("need room in the quota for all of them: %s", async (quota, failure) => {
    expect(await several(SIZE, quota)).toEqual({ failure: `QUOTA_EXCEEDED: ${failure}`, names: [] });
  });

  test.each([
    "<VMS>6</VMS><VMS_USED>3</VMS_USED>",
    "<CPU>10</CPU><CPU_USED>4</CPU_USED>",
    "<MEMORY>192</MEMORY><MEMORY_USED>0</MEMORY_USED>",
  ])("may fill it: %s", async (quota) => {
    expect((await several(SIZE, quota)).failure).toBe("none");
  });
});
