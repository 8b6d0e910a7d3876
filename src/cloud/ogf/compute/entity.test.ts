/** A machine of oned as a compute: which mixins and attributes it has. */
import { describe, expect, test } from "bun:test";
import { COMPUTE, SSH_KEY, USER_DATA } from "../../../dialects/ogf/index.ts";
import { ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { callerOf } from "../testing/caller.ts";
import { type Machine, machine, type Template, tagOn } from "../testing/objects.ts";
import { schemesOf, typeMixin } from "../types/schemes.ts";
import { viewContext } from "../view-context.ts";
import { computeEntity, NOTED_MIXINS } from "./entity.ts";

const schemes = schemesOf({ server: "localhost" });
const view = viewContext(callerOf(new ScriptedOned()), { list: [tagOn("compute", "7")], userId: 2, ignored: 0 });
const shown = (given: Machine) => computeEntity(view, machine(given));
const attribute = (name: string, ...template: Template) => shown({ template }).attributes.get(`occi.compute.${name}`);
const systems = (given: Machine) => shown(given).mixins.filter((id) => id.includes("os_tpl#"));

describe("the os_tpl of a machine", () => {
  const noted = (text: string): Machine => ({ notes: [[NOTED_MIXINS, text]], template: [["TEMPLATE_ID", "4"]] });

  test("is the VM template that oned remembers", () => {
    expect(systems({ template: [["TEMPLATE_ID", "4"]] })).toEqual([`${schemes.osTpl}template_4`]);
    expect(systems({})).toEqual([]);
  });

  test.each([
    ["http://other.example.org/occi/infrastructure/os_tpl#image_9", "image_9"],
    ["http://a.org/x#y  http://b.org/os_tpl#uuid_debian_12_5 http://c.org/os_tpl#image_1", "template_5"],
    ["http://a.org/os_tpl#nothing", "template_4"],
    ["http://a.org/resource_tpl#image_9", "template_4"],
    [`${" ".repeat(4096)}http://a.org/os_tpl#image_9`, "template_4"],
  ])("is the one that is noted, in this cloud's scheme: %j", (text, term) => {
    expect(systems(noted(text))).toEqual([schemes.osTpl + term]);
  });
});

test("the mixins of a machine are its type, what its CONTEXT says, its zone, and the user's tags", () => {
  const context = ["CONTEXT", { SSH_PUBLIC_KEY: "ssh-ed25519 A", USER_DATA: "x" }] as const;
  const { mixins } = computeEntity(view, {
    ...machine({ template: [context], notes: [["INSTANCE_TYPE", "small"]] }),
    clusterId: 0,
  });
  expect(mixins).toEqual([
    typeMixin(schemes, "small"),
    SSH_KEY,
    USER_DATA,
    `${schemes.zone}zone_0`,
    "http://opennebula.org/occi/infrastructure#compute",
    "http://example.org/tags#blue",
  ]);
  expect(shown({ notes: [["INSTANCE_TYPE", "unknown"]] }).mixins).not.toContain(typeMixin(schemes, "unknown"));
});

describe("the size of a machine", () => {
  test("is in cores, shares, a speed of each core, and GiB", () => {
    const template = [
      ["CPU", "0.5"],
      ["VCPU", "4"],
      ["MEMORY", "1536"],
    ] as const;
    expect(["cores", "share", "speed", "memory"].map((name) => attribute(name, ...template))).toEqual([
      4, 512, 0.125, 1.5,
    ]);
  });

  test("has one core where oned says nothing of them, and no share where it says nothing of CPU", () => {
    expect([attribute("cores", ["CPU", "2"]), attribute("speed", ["CPU", "2"])]).toEqual([1, 2]);
    expect([attribute("share"), attribute("speed"), attribute("memory")]).toEqual([undefined, undefined, undefined]);
  });
});

test("architecture, host name and summary are those that oned or a user says", () => {
  const arch = (word: string) => attribute("architecture", ["OS", { ARCH: word }]);
  expect([arch("x86_64"), arch("i686"), arch("aarch64")]).toEqual(["x64", "x86", undefined]);
  expect(attribute("hostname", ["CONTEXT", { SET_HOSTNAME: "web" }])).toBe("web");
  const noted = shown({
    notes: [
      ["OCCI_HOSTNAME", "noted"],
      ["DESCRIPTION", "mine"],
    ],
  });
  expect([noted.attributes.get("occi.compute.hostname"), noted.summary]).toEqual(["noted", "mine"]);
  // A CONTEXT that came later says what the guest is called.
  const both = shown({ template: [["CONTEXT", { SET_HOSTNAME: "web" }]], notes: [["OCCI_HOSTNAME", "noted"]] });
  expect(both.attributes.get("occi.compute.hostname")).toBe("web");
  expect("summary" in shown({ notes: [["DESCRIPTION", ""]] })).toBe(false);
});

test("the links of a machine are its NICs, disks and groups, active while it runs", () => {
  const template = [
    ["DISK", { DISK_ID: "0", IMAGE_ID: "9" }],
    ["NIC", { NIC_ID: "0", NETWORK_ID: "3", SECURITY_GROUPS: "0,100" }],
  ] as const;
  const states = (state: string) =>
    shown({ template, state }).links.map(({ id, attributes }) => [
      id,
      [...attributes].find(([name]) => /state$/.test(name))?.[1],
    ]);
  expect(states("RUNNING")).toEqual([
    ["compute_7_nic_0", "active"],
    ["compute_7_disk_0", "active"],
    ["compute_7_sg_100", "active"],
  ]);
  expect(states("SUSPENDED").map(([, state]) => state)).toEqual(["inactive", "inactive", "inactive"]);
});

test("the whole of a machine of which oned says all", () => {
  const os = { ARCH: "x86_64", KERNEL: "/k", INITRD: "/i", ROOT: "sda1", KERNEL_CMD: "ro", BOOTLOADER: "/b", BOOT: "" };
  const { links, actions, ...compute } = shown({
    state: "BOOT_FAILURE",
    template: [
      ["CPU", "0.5"],
      ["VCPU", "4"],
      ["MEMORY", "1536"],
      ["OS", { ...os, BOOT: "disk0" }],
      ["CONTEXT", { SSH_PUBLIC_KEY: "ssh-ed25519 A", USER_DATA: "x", SET_HOSTNAME: "web" }],
    ],
    notes: [
      ["DESCRIPTION", "mine"],
      ["ERROR", "Mon Nov 30 08:16:05 2026 : no room"],
    ],
  });
  const own = "org.opennebula.compute";
  expect([links, actions]).toEqual([[], []]);
  expect({ ...compute, mixins: [], attributes: Object.fromEntries(compute.attributes) } as unknown).toEqual({
    kind: COMPUTE,
    mixins: [],
    id: "7",
    location: "/compute/7",
    title: "web",
    summary: "mine",
    attributes: {
      "occi.compute.architecture": "x64",
      "occi.compute.cores": 4,
      "occi.compute.hostname": "web",
      "occi.compute.share": 512,
      "occi.compute.speed": 0.125,
      "occi.compute.memory": 1.5,
      "occi.compute.state.message": expect.stringContaining("no room"),
      "occi.compute.state": "error",
      "occi.credentials.ssh.publickey": "ssh-ed25519 A",
      "occi.compute.userdata": "x",
      [`${own}.id`]: 7,
      [`${own}.cpu`]: 0.5,
      [`${own}.kernel`]: "/k",
      [`${own}.initrd`]: "/i",
      [`${own}.root`]: "sda1",
      [`${own}.kernel_cmd`]: "ro",
      [`${own}.bootloader`]: "/b",
      [`${own}.boot`]: "disk0",
    },
  });
  const { attributes } = shown({ template: [["OS", os]] });
  expect(attributes.has(`${own}.boot`)).toBe(false);
});
