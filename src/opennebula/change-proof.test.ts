import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { readRecord } from "../xml/record.ts";
import { textElement } from "../xml/write.ts";
import { leftBy, proofOf } from "./change-proof.ts";
import { refusedCharacter } from "./characters.ts";
import type { Parameter } from "./client.ts";
import { LCM_STATES, VM_STATES, VNET_STATES } from "./states.ts";
import { template, textTemplate, xmlTemplate } from "./template-writer.ts";

const vm = (inside: string) => ({ record: readRecord(`<VM>${inside}</VM>`, "VM") });
const active = (lcm: number) => vm(`<STATE>3</STATE><LCM_STATE>${lcm}</LCM_STATE>`);
const image = (inside: string) => ({ record: readRecord(`<IMAGE>${inside}</IMAGE>`, "IMAGE") });
const vnet = (inside: string) => ({ record: readRecord(`<VNET>${inside}</VNET>`, "VNET") });
const GONE = { code: "NOT_FOUND" } as const;
const HIDDEN = { code: "FORBIDDEN" } as const;
const AWAY = { code: "ONED_UNREACHABLE" } as const;

type Case = readonly [
  string,
  readonly Parameter[],
  string | number,
  readonly Parameter[],
  ReturnType<typeof vm> | typeof GONE | typeof HIDDEN,
  ReturnType<typeof vm> | typeof GONE,
];

/** Method, parameters, payload; the call that proves it; what shows it, and what does not. */
const CASES: readonly Case[] = [
  ["one.vm.allocate", ["CPU=1", false], 7, ["one.vm.info", 7], vm(""), GONE],
  ["one.template.instantiate", [3, "", false, "", false], 7, ["one.vm.info", 7], vm(""), GONE],
  ["one.template.allocate", ["NAME=a"], 7, ["one.template.info", 7], vm(""), GONE],
  ["one.secgroup.allocate", ["NAME=a"], 7, ["one.secgroup.info", 7], vm(""), GONE],
  ["one.image.allocate", ["NAME=a", 1], 7, ["one.image.info", 7], image(""), GONE],
  ["one.image.clone", [3, "b"], 7, ["one.image.info", 7], image(""), GONE],
  ["one.vm.disksaveas", [3, 0, "b", "", -1], 7, ["one.image.info", 7], image(""), GONE],
  ["one.vn.allocate", ["NAME=a", 0], 7, ["one.vn.info", 7], vnet(""), GONE],
  ["one.vn.reserve", [0, "SIZE=2"], 7, ["one.vn.info", 7], vnet(""), GONE],
  ["one.vm.rename", [7, "b"], 7, ["one.vm.info", 7], vm("<NAME>b</NAME>"), vm("<NAME>a</NAME>")],
  [
    "one.image.persistent",
    [7, true],
    7,
    ["one.image.info", 7],
    image("<PERSISTENT>1</PERSISTENT>"),
    image("<PERSISTENT>0</PERSISTENT>"),
  ],
  [
    "one.image.persistent",
    [7, false],
    7,
    ["one.image.info", 7],
    image("<PERSISTENT>0</PERSISTENT>"),
    image("<PERSISTENT>1</PERSISTENT>"),
  ],
  ["one.image.chtype", [7, "CDROM"], 7, ["one.image.info", 7], image("<TYPE>1</TYPE>"), image("<TYPE>0</TYPE>")],
  ["one.image.enable", [7, false], 7, ["one.image.info", 7], image("<STATE>3</STATE>"), image("<STATE>1</STATE>")],
  ["one.image.enable", [7, true], 7, ["one.image.info", 7], image("<STATE>1</STATE>"), image("<STATE>3</STATE>")],
  [
    "one.vn.chmod",
    [7, -1, -1, -1, 1, -1, -1, -1, -1, -1],
    7,
    ["one.vn.info", 7],
    vnet("<PERMISSIONS><GROUP_U>1</GROUP_U></PERMISSIONS>"),
    vnet("<PERMISSIONS><GROUP_U>0</GROUP_U></PERMISSIONS>"),
  ],
  // Who closes what is another's does not see it any more.
  [
    "one.image.chmod",
    [7, -1, -1, -1, 0, -1, -1, -1, -1, -1],
    7,
    ["one.image.info", 7],
    HIDDEN,
    image("<PERMISSIONS><GROUP_U>1</GROUP_U></PERMISSIONS>"),
  ],
  ["one.image.delete", [7], 7, ["one.image.info", 7], GONE, image("<STATE>1</STATE>")],
  ["one.image.delete", [7], 7, ["one.image.info", 7], image("<STATE>7</STATE>"), image("<STATE>2</STATE>")],
  ["one.vn.delete", [7], 7, ["one.vn.info", 7], vnet("<STATE>3</STATE>"), vnet("<STATE>1</STATE>")],
  [
    "one.vn.delete",
    [7],
    7,
    ["one.vn.info", 7],
    vnet(`<STATE>${VNET_STATES.indexOf("DONE")}</STATE>`),
    vnet("<STATE>2</STATE>"),
  ],
  ["one.template.delete", [7], 7, ["one.template.info", 7], GONE, vm("")],
  ["one.vm.action", ["hold", 7], 7, ["one.vm.info", 7], vm("<STATE>2</STATE>"), vm("<STATE>1</STATE>")],
  ["one.vm.action", ["release", 7], 7, ["one.vm.info", 7], vm("<STATE>1</STATE>"), vm("<STATE>2</STATE>")],
  ["one.vm.action", ["suspend", 7], 7, ["one.vm.info", 7], active(6), active(3)],
  ["one.vm.action", ["poweroff", 7], 7, ["one.vm.info", 7], vm("<STATE>8</STATE>"), active(3)],
  ["one.vm.action", ["resume", 7], 7, ["one.vm.info", 7], active(2), vm("<STATE>5</STATE>")],
  ["one.vm.action", ["terminate-hard", 7], 7, ["one.vm.info", 7], active(11), active(3)],
  // One that boots can be ended as well.
  ["one.vm.action", ["terminate-hard", 7], 7, ["one.vm.info", 7], active(23), active(2)],
  ["one.vm.action", ["terminate", 7], 7, ["one.vm.info", 7], active(12), active(1)],
  ["one.vm.action", ["terminate-hard", 7], 7, ["one.vm.info", 7], vm("<STATE>6</STATE>"), vm("<STATE>1</STATE>")],
  [
    "one.vm.update",
    [7, xmlTemplate([["A", "b"]]), 1],
    7,
    ["one.vm.info", 7],
    vm("<USER_TEMPLATE><A>b</A></USER_TEMPLATE>"),
    vm("<USER_TEMPLATE><A>c</A></USER_TEMPLATE>"),
  ],
  [
    "one.vn.update",
    [7, xmlTemplate([["VLAN_ID", 9]]), 1],
    7,
    ["one.vn.info", 7],
    vnet("<VLAN_ID>9</VLAN_ID>"),
    vnet("<TEMPLATE></TEMPLATE>"),
  ],
];

describe("what proves a change", () => {
  test.each(CASES)("%s %j (answered %j) is seen by %j", (method, parameters, payload, call, shown, not) => {
    const proof = proofOf(method, parameters, payload);
    expect(proof?.read as readonly Parameter[]).toEqual(call);
    expect(proof?.shows(shown)).toBe(true);
    expect(proof?.shows(not)).toBe(false);
    expect(proof?.shows(AWAY)).toBe(false);
  });

  test("nothing is shown by an image that does not say its type", () => {
    for (const type of ["OS", "CDROM", "DATABLOCK"]) {
      expect(proofOf("one.image.chtype", [7, type], 7)?.shows(image(""))).toBe(false);
    }
  });

  test.each([
    ["hold", ["PENDING", "CLONING"], "HOLD"],
    ["release", ["HOLD"], "PENDING"],
    ["suspend", ["RUNNING"], "SAVE_SUSPEND"],
    ["stop", ["RUNNING", "SUSPENDED"], "SAVE_STOP"],
    ["poweroff", ["RUNNING", "UNKNOWN"], "SHUTDOWN_POWEROFF"],
    ["poweroff-hard", ["RUNNING", "UNKNOWN"], "SHUTDOWN_POWEROFF"],
    ["undeploy", ["RUNNING", "UNKNOWN", "POWEROFF"], "SHUTDOWN_UNDEPLOY"],
    ["undeploy-hard", ["RUNNING", "UNKNOWN", "POWEROFF"], "EPILOG_UNDEPLOY"],
    ["resume", ["UNKNOWN", "POWEROFF", "SUSPENDED", "STOPPED", "UNDEPLOYED"], "BOOT"],
  ])("%s is not taken up in %j, and is in %s", (action, before, behind) => {
    const shows = (state: string): boolean | undefined => {
      const plain = (VM_STATES as readonly string[]).indexOf(state);
      const reading = plain < 0 ? active(LCM_STATES.indexOf(state)) : vm(`<STATE>${plain}</STATE>`);
      return proofOf("one.vm.action", [action, 7], 7)?.shows(reading);
    };
    expect(before.filter(shows)).toEqual([]);
    expect(shows(behind)).toBe(true);
  });

  test.each(["terminate", "terminate-hard"])("%s is taken up where a machine ends, from wherever it came", (action) => {
    const states = [...VM_STATES.filter((state) => state !== "ACTIVE"), ...LCM_STATES.slice(1)];
    const shown = states.filter((state) => {
      const plain = (VM_STATES as readonly string[]).indexOf(state);
      const reading = plain < 0 ? active(LCM_STATES.indexOf(state)) : vm(`<STATE>${plain}</STATE>`);
      return proofOf("one.vm.action", [action, 7], 7)?.shows(reading);
    });
    expect(shown).toEqual(["DONE", "EPILOG", "SHUTDOWN", "CLEANUP_DELETE", "EPILOG_FAILURE"]);
  });

  test.each([
    ["text", textTemplate],
    ["XML", xmlTemplate],
  ] as const)("of notes in %s are their values, whatever blanks stand in them", (_, write) => {
    const notes = write([
      ["A", "  two \n words "],
      ["B", "back\\slash"],
      ["V", [["C", "d"]]],
    ]);
    const shows = (inside: string) =>
      proofOf("one.vm.update", [7, notes, 1], 7)?.shows(vm(`<USER_TEMPLATE>${inside}</USER_TEMPLATE>`));
    expect(shows("<A>two words</A><B>back\\slash</B>")).toBe(true);
    expect(shows("<A> two  words\n</A><B>back\\slash</B>")).toBe(true);
    expect(shows("<A>twowords</A><B>back\\slash</B>")).toBe(false);
    expect(shows("<A>two words</A><B>backslash</B>")).toBe(false);
    expect(shows("<A>two words</A>")).toBe(false);
  });

  test("of a note that was cleared is that it is empty, or is not there", () => {
    const shows = (inside: string) =>
      proofOf("one.vm.update", [7, template([["A", ""]]), 1], 7)?.shows(vm(`<USER_TEMPLATE>${inside}</USER_TEMPLATE>`));
    expect(["", "<A></A>", "<A> </A>", "<A>b</A>"].map(shows)).toEqual([true, true, true, false]);
  });

  test("of permissions are the bits that were given, each at its place", () => {
    const names = ["OWNER_U", "OWNER_M", "OWNER_A", "GROUP_U", "GROUP_M", "GROUP_A", "OTHER_U", "OTHER_M", "OTHER_A"];
    const record = (value: (name: string) => number) =>
      vm(`<PERMISSIONS>${names.map((name) => `<${name}>${value(name)}</${name}>`).join("")}</PERMISSIONS>`);
    const seen = names.map((name, at) => {
      const proof = proofOf("one.vm.chmod", [7, ...names.map((_, index) => (index === at ? 1 : -1))], 7);
      return [proof?.shows(record((one) => Number(one === name))), proof?.shows(record((one) => Number(one !== name)))];
    });
    expect(seen).toEqual(Array(9).fill([true, false]));
  });

  test("an action has not been taken up in any state that it leads away from", () => {
    const resting = ["UNKNOWN", "POWEROFF", "SUSPENDED", "STOPPED", "UNDEPLOYED"];
    const anywhere = ["RUNNING", ...resting, "PENDING", "HOLD", "CLONING", "CLONING_FAILURE"];
    expect(["terminate", "terminate-hard", "resume", "reboot", "constructor"].map(leftBy)).toEqual([
      anywhere,
      anywhere,
      resting,
      [],
      [],
    ]);
  });

  test.each([
    ["one.vm.action", ["reboot", 7]],
    ["one.vm.recover", [7, 2]],
    ["one.vm.attach", [7, "DISK=[IMAGE_ID=1]"]],
    ["one.vm.resize", [7, "CPU=2", true]],
    ["one.vm.updateconf", [7, xmlTemplate([["CONTEXT", [["A", "b"]]]]), 1]],
    ["one.secgroup.update", [7, xmlTemplate([["RULE", [["PROTOCOL", "TCP"]]]]), 1]],
    ["one.image.constructor", [7]],
    ["one.nothing.rename", [7, "b"]],
    ["system.multicall", []],
    ["xone.vm.rename", [7, "b"]],
    ["one.vm.rename.more", [7, "b"]],
    ["one.vm.update", [7, textTemplate([["V", [["A", "b"]]]]), 1]],
  ] as const)("nothing for %s %j: no reading tells it", (method, parameters) => {
    expect(proofOf(method, parameters, 7)).toBeUndefined();
  });

  test.each([
    ["vm", "VM"],
    ["image", "IMAGE"],
    ["vn", "VNET"],
    ["template", "VMTEMPLATE"],
    ["secgroup", "SECURITY_GROUP"],
  ])("of one.%s.rename is read from the element %s", (kind, root) => {
    expect(proofOf(`one.${kind}.rename`, [7, "b"], 7)).toMatchObject({ root, read: [`one.${kind}.info`, 7] });
  });

  test.each([
    ["vm", "VM", "USER_TEMPLATE"],
    ["image", "IMAGE", "TEMPLATE"],
    ["vn", "VNET", "TEMPLATE"],
    ["template", "VMTEMPLATE", "TEMPLATE"],
    ["secgroup", "SECURITY_GROUP", "TEMPLATE"],
    ["user", "USER", "TEMPLATE"],
  ])("of one.%s.update is in %s, in its %s", (kind, root, part) => {
    const proof = proofOf(`one.${kind}.update`, [7, xmlTemplate([["A", "b"]]), 1], "");
    const shows = (inside: string) => proof?.shows({ record: readRecord(`<${root}>${inside}</${root}>`, root) });
    expect([proof?.root, proof?.read]).toEqual([root, [`one.${kind}.info`, 7]]);
    expect(shows(`<${part}><A>b</A></${part}>`)).toBe(true);
    expect(shows(`<${part}><A>a</A></${part}>`)).toBe(false);
    expect(shows("<OTHER><A>b</A></OTHER>")).toBe(false);
  });

  test("is the last that its user can see for what is written at once, and is not for what goes on", () => {
    const last = (method: string, ...parameters: Parameter[]) => proofOf(method, parameters, 7)?.isLast;
    for (const method of ["vm.allocate", "template.instantiate", "template.allocate", "secgroup.allocate"]) {
      expect([method, last(`one.${method}`, "")]).toEqual([method, true]);
    }
    expect(last("one.image.allocate", "", 1)).toBe(true);
    for (const method of ["image.clone", "vm.disksaveas", "vn.allocate"]) {
      expect([method, last(`one.${method}`, 3, "b")]).toEqual([method, false]);
    }
    expect(last("one.vm.rename", 7, "b")).toBe(true);
    expect(last("one.vm.action", "suspend", 7)).toBe(true);
    expect(last("one.template.delete", 7)).toBe(true);
    expect(last("one.vn.reserve", 0, "")).toBe(false);
    expect(last("one.image.delete", 7)).toBe(false);
    expect(last("one.vm.action", "terminate-hard", 7)).toBe(false);
  });

  test("finds any text that the two forms of a template can carry", () => {
    const carried = (text: string) => refusedCharacter(text) === undefined && !/\]\]>|\\$|\r/.test(text);
    const value = fc.string({ unit: "grapheme", maxLength: 40 }).filter(carried);
    fc.assert(
      fc.property(value, value, (one, two) => {
        const parts = [
          ["ONE", one],
          ["TWO", `${two}.`],
        ] as const;
        const shown = (name: string, text: string) =>
          vm(`<USER_TEMPLATE>${textElement("ONE", text)}${textElement(name, `${two}.`)}</USER_TEMPLATE>`);
        for (const written of [
          template(parts),
          textTemplate(parts),
          ...(one.trim() === "" ? [] : [xmlTemplate(parts)]),
        ]) {
          const proof = proofOf("one.vm.update", [7, written, 1], 7);
          expect(proof?.shows(shown("TWO", one))).toBe(true);
          expect(proof?.shows(shown("THREE", one))).toBe(false);
          expect(proof?.shows(shown("TWO", `${one}x`))).toBe(false);
        }
      }),
    );
  });
});
