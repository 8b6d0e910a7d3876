/** A machine that is saved: which disks are copied, and what the new template keeps. */
import { describe, expect, spyOn, test } from "bun:test";
import { OcciError } from "../../../errors.ts";
import { type Scripted, ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { failureOf } from "../../testing/over-sim.ts";
import { callerOf } from "../testing/caller.ts";
import { imageXml, machineXml, type Template } from "../testing/objects.ts";
import { saveCompute } from "./save.ts";

const disk = (id: number, more: Readonly<Record<string, string>> = {}): Template[number] => [
  "DISK",
  { DISK_ID: String(id), IMAGE_ID: "9", ...more },
];
const TEMPLATE: Template = [
  ["CPU", "2"],
  ["MEMORY", "2048"],
  ["VCPU", "4"],
  disk(0, { DEV_PREFIX: "vd", TARGET: "vda" }),
  ["DISK", { DISK_ID: "1", TYPE: "swap", SIZE: "512" }],
  disk(2, { TYPE: "CDROM" }),
  ["NIC", { NIC_ID: "0", NETWORK_ID: "3", IP: "10.0.0.2", MODEL: "virtio", SECURITY_GROUPS: "0,5" }],
  ["NIC", { NIC_ID: "1" }],
  ["CONTEXT", { SSH_PUBLIC_KEY: "ssh-ed25519 A", ETH0_IP: "10.0.0.2", DISK_ID: "3", TARGET: "hda", TOKEN: "YES" }],
];
const machine = (state = "RUNNING", template = TEMPLATE) =>
  machineXml({ state, template, notes: [["INSTANCE_TYPE", "small"]] });

async function saving(answers: Readonly<Record<string, Scripted>>, method = "hot", name: unknown = "golden: 1") {
  const oned = new ScriptedOned({
    "vm.info": machine(),
    "vm.disksaveas": 40,
    "image.info": imageXml({ id: 40 }),
    "template.allocate": 12,
    ...answers,
  });
  const saved = saveCompute(callerOf(oned), 7, method, name);
  await saved.catch(() => {});
  return { saved, calls: oned.calls, template: oned.calls.find((call) => call.startsWith("template.allocate")) ?? "" };
}

describe("saving", () => {
  test("copies the disks that are images, and makes a template of all", async () => {
    const { saved, calls, template } = await saving({});
    expect(await saved).toMatchObject({ term: "template_12", title: "golden: 1" });
    expect(calls.filter((call) => call.startsWith("vm.disksaveas"))).toEqual(["vm.disksaveas 7 0 golden 1 disk 0  -1"]);
    const disks = [...template.matchAll(/<DISK>(.*?)<\/DISK>/g)].map(([, inner]) => inner);
    expect(disks).toEqual([
      "<IMAGE_ID>40</IMAGE_ID><DEV_PREFIX>vd</DEV_PREFIX>",
      "<TYPE>swap</TYPE><SIZE>512</SIZE>",
      "<IMAGE_ID>9</IMAGE_ID>",
    ]);
  });

  test("may take WAIT for each disk: the first of several large ones leaves the others as much", async () => {
    const template = [disk(0), disk(1), disk(2)];
    const oned = new ScriptedOned({
      "vm.info": machine("RUNNING", template),
      "vm.disksaveas": [40, 41, 42],
      "image.info": imageXml({ id: 40 }),
    });
    const caller = callerOf(oned);
    const renewed = spyOn(caller.deps.patience, "renewed");
    await saveCompute(caller, 7, "hot", "golden");
    expect(renewed).toHaveBeenCalledTimes(3);
  });

  test("keeps of OS what there is, and has none where there is none", async () => {
    expect((await saving({})).template).not.toContain("<OS>");
    const names = ["ARCH", "BOOT", "KERNEL", "INITRD", "ROOT", "KERNEL_CMD", "BOOTLOADER", "MACHINE"];
    const os = Object.fromEntries([...names, "UUID"].map((name) => [name, `${name}-1`]));
    const { template } = await saving({ "vm.info": machine("RUNNING", [...TEMPLATE, ["OS", { ...os, BOOT: " " }]]) });
    const kept = names.filter((name) => name !== "BOOT").map((name) => `<${name}>${name}-1</${name}>`);
    expect(template).toContain(`<OS>${kept.join("")}</OS>`);
    expect((await saving({ "vm.info": machine("RUNNING", [["OS", { BOOT: "disk0" }]]) })).template).toContain(
      "<OS><BOOT>disk0</BOOT></OS>",
    );
  });

  test("keeps size, networks without their addresses, and of CONTEXT what oned does not write itself", async () => {
    const { template } = await saving({});
    for (const part of [
      "<NAME>golden 1</NAME>",
      "<OCCI_TITLE>golden: 1</OCCI_TITLE>",
      "<CPU>2</CPU><MEMORY>2048</MEMORY><VCPU>4</VCPU><INSTANCE_TYPE>small</INSTANCE_TYPE>",
      "<NIC><NETWORK_ID>3</NETWORK_ID><MODEL>virtio</MODEL><SECURITY_GROUPS>0,5</SECURITY_GROUPS></NIC>",
      "<CONTEXT><SSH_PUBLIC_KEY>ssh-ed25519 A</SSH_PUBLIC_KEY></CONTEXT>",
    ]) {
      expect(template).toContain(part);
    }
    expect(template.match(/<NIC>/g)).toHaveLength(1);
  });

  test("keeps what describes a disk without an image, so that a new one can be made, and does not copy the disk of a CD", async () => {
    const volatile = { TYPE: "fs", SIZE: "512", FORMAT: "raw", FS: "ext4", TARGET: "vdb" };
    const disks: Template = [
      ["DISK", { DISK_ID: "0", ...volatile, SOURCE: "/x" }],
      ["DISK", { DISK_ID: "1" }],
      ["DISK", { DISK_ID: "2", IMAGE_ID: "9", IMAGE_TYPE: "CDROM" }],
    ];
    const { template, calls } = await saving({ "vm.info": machine("RUNNING", disks) });
    const members = Object.entries(volatile).map(([name, value]) => `<${name}>${value}</${name}>`);
    expect([...template.matchAll(/<DISK>(.*?)<\/DISK>/g)].map(([, inner]) => inner)).toEqual([
      members.join(""),
      "<IMAGE_ID>9</IMAGE_ID>",
    ]);
    expect(calls.some((call) => call.startsWith("vm.disksaveas"))).toBe(false);
  });

  test("keeps nothing of CONTEXT that oned writes for each machine, and no CONTEXT where nothing is left", async () => {
    const names = ["FILES_DS", "DISK_ID", "TARGET", "ETH0_IP", "ETH12_MAC", "TOKEN", "VMID", "ONEGATE_ENDPOINT"];
    const context = Object.fromEntries([...names, "BLANK"].map((name) => [name, name === "BLANK" ? " " : "x"]));
    const { template } = await saving({ "vm.info": machine("RUNNING", [["CONTEXT", context]]) });
    expect(template).not.toContain("CONTEXT");
    const own = { MY_TOKEN: "a", TOKEN_LIFE: "b", ETH_IP: "c", ETHX_IP: "d", ETH0: "e" };
    const kept = await saving({ "vm.info": machine("RUNNING", [["CONTEXT", { ...context, ...own }]]) });
    const members = Object.entries(own).map(([name, value]) => `<${name}>${value}</${name}>`);
    expect(kept.template).toContain(`<CONTEXT>${members.join("")}</CONTEXT>`);
  });

  test("gives a machine of which oned says no size the smallest", async () => {
    const { template } = await saving({ "vm.info": machineXml({}) });
    expect(template).toContain("<CPU>1</CPU><MEMORY>128</MEMORY></");
  });

  test("deletes its images, the last first, when something fails", async () => {
    const two = machine("RUNNING", [disk(0), disk(1)]);
    const answers = {
      "vm.info": two,
      "vm.disksaveas": [40, 41],
      "image.info 41": imageXml({ id: 41 }),
      "template.allocate": new OcciError("NAME_TAKEN", "taken"),
    };
    const { saved, calls } = await saving(answers);
    expect(await failureOf(saved)).toBe("NAME_TAKEN: taken");
    expect(calls.slice(-2)).toEqual(["image.delete 41", "image.delete 40"]);
  });

  test("names the images that it could not delete", async () => {
    const refused = new OcciError("FORBIDDEN", "no");
    const { saved } = await saving({ "template.allocate": refused, "image.delete": refused });
    const error = (await saved.catch((one) => one)) as OcciError;
    expect([error.code, error.hint]).toEqual(["OUTCOME_UNKNOWN", expect.stringContaining("/storage/40")]);
  });

  test.each(["BOOT", "STOPPED", "UNKNOWN", "SHUTDOWN"])("is refused while the machine is %s", async (state) => {
    const { saved, calls } = await saving({ "vm.info": machine(state) });
    expect(await failureOf(saved)).toStartWith("WRONG_STATE: save is not possible while the machine is");
    expect(calls.some((call) => call.startsWith("vm.disksaveas"))).toBe(false);
  });

  test.each(["POWEROFF", "SUSPENDED"])("is possible while the machine is %s", async (state) => {
    expect(await (await saving({ "vm.info": machine(state) })).saved).toMatchObject({ term: "template_12" });
  });

  test("at a later time is not supported, and needs a name", async () => {
    expect(await failureOf((await saving({}, "deferred")).saved)).toStartWith("NOT_SUPPORTED");
    for (const name of [null, " ", 7])
      expect(await failureOf((await saving({}, "", name)).saved)).toStartWith("INVALID_REQUEST");
  });
});
