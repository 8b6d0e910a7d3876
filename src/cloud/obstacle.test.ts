/** What of oned's refusals is waited for, by the object that stands in the way: all kinds of changes, in front of a script. */
import { beforeEach, describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { answerError } from "../opennebula/answer-error.ts";
import type { OnedClient, Parameter } from "../opennebula/client.ts";
import { LCM_STATES } from "../opennebula/states.ts";
import { patient } from "./obstacle.ts";
import { Patience } from "./patience.ts";
import { testClock } from "./testing/over-sim.ts";

const OWNER = "<UID>2</UID><GID>1</GID><UNAME>alice</UNAME><GNAME>users</GNAME><NAME>n</NAME>";
const vm = (lcm: string, state = 3, more = "") =>
  `<VM><ID>7</ID>${OWNER}<STATE>${state}</STATE><LCM_STATE>${LCM_STATES.indexOf(lcm)}</LCM_STATE><TEMPLATE/>` +
  `<USER_TEMPLATE>${more}</USER_TEMPLATE></VM>`;
const image = (state: number, more = "<RUNNING_VMS>0</RUNNING_VMS>") =>
  `<IMAGE><ID>4</ID>${OWNER}<TYPE>0</TYPE><SIZE>1</SIZE><STATE>${state}</STATE>${more}<TEMPLATE/></IMAGE>`;
const vnet = (state: number, leases = "") =>
  `<VNET><ID>5</ID>${OWNER}<STATE>${state}</STATE><USED_LEASES>1</USED_LEASES><TEMPLATE/>` +
  `<AR_POOL><AR><AR_ID>0</AR_ID><SIZE>9</SIZE><LEASES>${leases}</LEASES></AR></AR_POOL></VNET>`;

/** Answers of the reads, the last of each for ever; refusals of the changes, then success. */
let answers: Record<string, (string | OcciError)[]>;
let refusals: OcciError[];
let calls: string[];

const oned: OnedClient = {
  async read(_session, method, ...parameters) {
    calls.push(`${method.slice(4)} ${parameters.join(" ")}`);
    const left = answers[method] ?? [];
    const answer = left.length > 1 ? left.shift() : left[0];
    if (answer === undefined || answer instanceof OcciError) throw answer ?? new Error(`${method} is not expected`);
    return answer;
  },
  async readMany() {
    throw new Error("not expected");
  },
  async readPool() {
    throw new Error("not expected");
  },
  async change(_session, method) {
    calls.push(method.slice(4));
    const refusal = refusals.shift();
    if (refusal !== undefined) throw refusal;
    return 7;
  },
};

beforeEach(() => {
  [answers, refusals, calls] = [{}, [], []];
});

const change = (method: string, ...parameters: Parameter[]) =>
  patient(oned, new Patience(testClock(), 10_000)).change("alice:x", method, ...parameters);
const outcome = (method: string, ...parameters: Parameter[]) =>
  change(method, ...parameters).then(String, (error: OcciError) => error.code);

const ACTION = 2048;
const INTERNAL = 8192;
const ALLOCATE = 16384;
const BUSY = answerError(ACTION, "Could not do it, wrong state PROLOG.");

describe("a machine on its way", () => {
  test.each([
    ["one.vm.action", "reboot", 7],
    ["one.vm.action", "terminate-hard", 7],
    ["one.vm.recover", 7, 4],
    ["one.vm.attach", 7, "<TEMPLATE/>"],
    ["one.vm.attachnic", 7, "<TEMPLATE/>"],
    ["one.vm.detach", 7, 1],
    ["one.vm.detachnic", 7, 1],
    ["one.vm.resize", 7, "<TEMPLATE/>", true],
    ["one.vm.disksaveas", 7, 0, "copy", "", -1],
    ["one.vm.snapshotcreate", 7, "s"],
    ["one.vm.snapshotrevert", 7, 0],
    ["one.vm.snapshotdelete", 7, 0],
    ["one.vm.disksnapshotcreate", 7, 0, "s"],
    ["one.vm.disksnapshotrevert", 7, 0, 0],
    ["one.vm.disksnapshotdelete", 7, 0, 0],
    ["one.vm.diskresize", 7, 0, "100"],
    ["one.vm.updateconf", 7, "<TEMPLATE/>", 1],
    ["one.vm.update", 7, "<TEMPLATE/>", 1],
    ["one.vm.rename", 7, "n"],
    ["one.vm.attachsg", 7, 0, 100],
    ["one.vm.detachsg", 7, 0, 100],
  ] as [string, ...Parameter[]][])("%s %p is tried again", async (method, ...parameters) => {
    refusals = [BUSY, BUSY];
    answers["one.vm.info"] = [vm("PROLOG"), vm("BOOT"), vm("RUNNING")];
    expect(await outcome(method, ...parameters)).toBe("7");
    const name = method.slice(4);
    expect(calls).toEqual([name, "vm.info 7", name, "vm.info 7", name]);
  });

  test.each([
    ["HOLD", vm("LCM_INIT", 2)],
    ["POWEROFF", vm("LCM_INIT", 8)],
    ["SUSPENDED", vm("LCM_INIT", 5)],
    ["STOPPED", vm("LCM_INIT", 4)],
    ["DONE", vm("LCM_INIT", 6)],
    ["RUNNING", vm("RUNNING")],
    ["UNKNOWN", vm("UNKNOWN")],
    ["BOOT_FAILURE", vm("BOOT_FAILURE")],
    ["PENDING", vm("LCM_INIT", 1, "<SCHED_MESSAGE>Cannot dispatch VM</SCHED_MESSAGE>")],
  ])("in %s is none: the refusal is told at once", async (state, answer) => {
    refusals = [answerError(ACTION, `This action is not available for state ${state}`)];
    answers["one.vm.info"] = [answer];
    expect(await outcome("one.vm.action", "reboot", 7)).toBe("WRONG_STATE");
    expect(calls).toEqual(["vm.action", "vm.info 7"]);
  });

  test("that nobody may see is not waited for", async () => {
    refusals = [answerError(ACTION, "VM has to be RUNNING, POWEROFF or SUSPENDED to save disks.")];
    answers["one.vm.info"] = [new OcciError("FORBIDDEN", "no")];
    expect(await outcome("one.vm.disksaveas", 7, 0, "copy", "", -1)).toBe("WRONG_STATE");
  });
});

describe("an image that is being copied", () => {
  test.each([
    ["one.image.delete", [4], INTERNAL, "Image locked, use --force flag to remove the image."],
    ["one.image.delete", [4], ACTION, "Cannot delete image. There are 1 active clone operations."],
    ["one.image.clone", [4, "c"], ALLOCATE, "Error allocating a new image. Cannot clone image in state: LOCKED"],
    ["one.image.clone", [4, "c"], ACTION, "Cannot clone image in current state"],
    ["one.image.enable", [4, false], INTERNAL, "Could not disable image: Image cannot be in state LOCKED."],
    ["one.image.persistent", [4, true], INTERNAL, "Could not make image persistent: Image cannot be in state CLONE."],
    ["one.vm.attach", [7, "<TEMPLATE/>"], ACTION, "Cannot acquire image 4, it is locked"],
    ["one.vm.attach", [7, "<TEMPLATE/>"], ACTION, "Cannot acquire image 4, it is in state: CLONE"],
    ["one.vm.allocate", ["<TEMPLATE/>", false], INTERNAL, "DISK 0: Cannot acquire image 4, it is in state: CLONE"],
    ["one.vm.allocate", ["<TEMPLATE/>", false], INTERNAL, "CONTEXT Image '4' not in READY state."],
    [
      "one.template.instantiate",
      [0, "n", false, "", false],
      INTERNAL,
      "DISK 0: Cannot acquire image 4, it is in state: CLONE",
    ],
  ] as [string, Parameter[], number, string][])(
    "%s %p is tried again: %i %s",
    async (method, parameters, code, text) => {
      refusals = [answerError(code, `[${method}] ${text}`), answerError(code, `[${method}] ${text}`)];
      answers["one.image.info"] = [image(4), image(6), image(1)];
      expect(await outcome(method, ...parameters)).toBe("7");
      const name = method.slice(4);
      expect(calls).toEqual([name, "image.info 4", name, "image.info 4", name]);
    },
  );

  test.each([
    ["DISABLED", image(3)],
    ["ERROR", image(5)],
    ["USED", image(2, "<RUNNING_VMS>1</RUNNING_VMS>")],
  ])("in %s is none", async (state, answer) => {
    refusals = [answerError(INTERNAL, `DISK 0: Cannot acquire image 4, it is in state: ${state}`)];
    answers["one.image.info"] = [answer];
    expect(await outcome("one.vm.allocate", "<TEMPLATE/>", false)).toBe("WRONG_STATE");
    expect(calls).toEqual(["vm.allocate", "image.info 4"]);
  });

  test("may be in use by the copy alone", async () => {
    refusals = [answerError(INTERNAL, "Could not make image persistent: Image cannot be in state USED.")];
    answers["one.image.info"] = [image(2), image(1)];
    expect(await outcome("one.image.persistent", 4, true)).toBe("7");
  });
});

describe("what is in use", () => {
  const inUse = answerError(ACTION, "Cannot delete image. There are 1 VMs using it.");
  const leases = answerError(
    ACTION,
    "Cannot delete virtual network. Can not remove a virtual network with leases in use",
  );
  const used = image(8, "<RUNNING_VMS>1</RUNNING_VMS><VMS><ID>7</ID></VMS>");
  const lease = "<LEASE><IP>10.0.0.1</IP><VM>7</VM></LEASE>";

  test("by a machine that is ending is free in a moment", async () => {
    refusals = [inUse, inUse];
    answers["one.image.info"] = [used];
    answers["one.vm.info"] = [vm("SHUTDOWN"), vm("EPILOG")];
    expect(await outcome("one.image.delete", 4)).toBe("7");
    refusals = [leases];
    answers["one.vn.info"] = [vnet(1, lease)];
    expect(await outcome("one.vn.delete", 5)).toBe("7");
    refusals = [answerError(ACTION, "Cannot delete security group. The security group has VMs using it")];
    answers["one.secgroup.info"] = [
      `<SECURITY_GROUP><ID>100</ID><UPDATED_VMS><ID>7</ID></UPDATED_VMS></SECURITY_GROUP>`,
    ];
    expect(await outcome("one.secgroup.delete", 100)).toBe("7");
  });

  test("by one that stays is refused at once", async () => {
    refusals = [inUse];
    answers["one.image.info"] = [used];
    answers["one.vm.info"] = [vm("RUNNING")];
    expect(await outcome("one.image.delete", 4)).toBe("IN_USE");
    expect(calls).toEqual(["image.delete", "image.info 4", "vm.info 7"]);
  });

  test("by nothing but a reservation is refused at once, and by nothing at all any more tried again", async () => {
    refusals = [leases];
    answers["one.vn.info"] = [vnet(1, "<LEASE><IP>10.0.0.1</IP><VNET>9</VNET></LEASE>")];
    expect(await outcome("one.vn.delete", 5)).toBe("IN_USE");
    refusals = [leases];
    answers["one.vn.info"] = [vnet(1)];
    expect(await outcome("one.vn.delete", 5)).toBe("7");
  });
});

describe("a name", () => {
  const taken = answerError(ALLOCATE, "Error allocating a new image. NAME is already taken by IMAGE 4.");

  test("of an image that is being deleted is free in a moment", async () => {
    refusals = [taken];
    answers["one.image.info"] = [image(7)];
    expect(await outcome("one.image.allocate", "<TEMPLATE/>", 1)).toBe("7");
    refusals = [answerError(ACTION, "image cannot be renamed to x because it collides with image 4")];
    expect(await outcome("one.image.rename", 9, "x")).toBe("7");
    refusals = [answerError(INTERNAL, "NAME is already taken by NET 5.")];
    answers["one.vn.info"] = [vnet(3)];
    expect(await outcome("one.vn.allocate", "<TEMPLATE/>", 0)).toBe("7");
  });

  test("of an image that stays is taken", async () => {
    for (const state of [1, 4, 5]) {
      refusals = [taken];
      answers["one.image.info"] = [image(state)];
      expect(await outcome("one.image.allocate", "<TEMPLATE/>", 1)).toBe("NAME_TAKEN");
    }
    expect(calls.filter((call) => call === "image.allocate")).toHaveLength(3);
  });
});

test("a network that is being made or taken away", async () => {
  refusals = [
    answerError(ACTION, "Cannot delete virtual network. Can not remove a Virtual Network, wrong state LOCK_CREATE"),
  ];
  answers["one.vn.info"] = [vnet(2)];
  expect(await outcome("one.vn.delete", 5)).toBe("7");
});

test.each([
  ["FORBIDDEN", answerError(512, "User [2] : Not authorized to perform MANAGE VM [7].")],
  ["QUOTA_EXCEEDED", answerError(512, "User [2] : user [2] limit of 2 reached for VMS quota in VM.")],
  ["NO_FREE_LEASE", answerError(INTERNAL, "Cannot get IP/MAC lease from virtual network 0.")],
  ["INVALID_REQUEST", answerError(ACTION, "Image with ID: 99 does not exist")],
  ["NOT_FOUND", answerError(1024, "Error getting virtual machine [7].")],
])("%s is no matter of time: nothing is looked at", async (code, refusal) => {
  refusals = [refusal];
  expect(await outcome("one.vm.attach", 7, "<TEMPLATE/>")).toBe(code);
  expect(calls).toEqual(["vm.attach"]);
});
