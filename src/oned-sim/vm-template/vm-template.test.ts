import { beforeEach, describe, expect, test } from "bun:test";
import { ADMIN, ALICE, BOB, TestWorld } from "../testing/world.ts";

let sim: TestWorld;

beforeEach(() => {
  sim = new TestWorld();
});

const BASE =
  'NAME="base"\nCPU="0.1"\nMEMORY="64"\nDISK=[IMAGE_ID="0"]\nNIC=[NETWORK_ID="0"]\nCONTEXT=[NETWORK="YES",A="1"]\nNOTE="n"';
const RESTRICTED =
  'NAME="restricted"\nCPU="0.1"\nMEMORY="64"\nEMULATOR="/usr/bin/x"\nDISK=[IMAGE_ID="0",SIZE_IOPS_SEC="10"]\nNIC=[NETWORK_ID="0",MAC="02:00:0a:00:00:50"]\nCONTEXT=[FILES="/a /b"]';

function template(text = BASE, session = ALICE): number {
  return Number(sim.call(session, "one.template.allocate", text));
}

/** A template of the administrator that everybody may use. */
function shared(text: string): number {
  const id = template(text, ADMIN);
  sim.call(ADMIN, "one.template.chmod", id, 1, 1, 0, 1, 0, 0, 1, 0, 0);
  return id;
}

function instantiate(id: number, extra = "", session = ALICE, name = ""): number {
  return Number(sim.call(session, "one.template.instantiate", id, name, true, extra, false));
}

function notInstantiated(id: number, extra: string, session = ALICE): [number, string] {
  return sim.refused(session, "one.template.instantiate", id, "x", true, extra, false);
}

function xml(id: number): string {
  return String(sim.call(ADMIN, "one.template.info", id));
}

describe("the demo", () => {
  test("has two templates that everybody may use", () => {
    const pool = String(sim.call(BOB, "one.templatepool.info", -2, -1, -1));
    expect([...pool.matchAll(/<NAME>([^<]*)/g)].map(([, name]) => name)).toEqual(["Ubuntu 24.04", "Debian 12"]);
    sim.world.users.get(2)?.template.set("SSH_PUBLIC_KEY", "ssh-ed25519 AAAA alice");
    const debian = sim.vm(instantiate(0));
    expect(debian.name).toBe(`Debian 12-${debian.id}`);
    expect(debian.template.vectors("CONTEXT")[0]?.get("SSH_PUBLIC_KEY")).toBe("ssh-ed25519 AAAA alice");
    expect(sim.vm(instantiate(1)).nics).toEqual([]);
  });
});

describe("a VM from a template", () => {
  test("starts by itself, or waits on hold", () => {
    const id = sim.call(ALICE, "one.template.instantiate", template(), "web");
    expect(sim.states(id)).toEqual(["PENDING", "PROLOG", "BOOT", "RUNNING"]);
    expect(sim.state(instantiate(0))).toBe("HOLD");
  });

  test("has what it was given besides in place of the template's attributes of the same name", () => {
    const base = template();
    const vm = sim.vm(instantiate(base, 'MEMORY="128"\nCONTEXT=[B="$NAME"]\nDISK=[IMAGE_ID="1"]\nOCCI="1"\nNAME="y"'));
    expect(vm.name).toBe(`base-${vm.id}`);
    expect(vm.template.single("MEMORY")).toBe("128");
    expect(vm.template.single("TEMPLATE_ID")).toBe(String(base));
    expect(Object.fromEntries(vm.template.vectors("CONTEXT")[0] ?? [])).toEqual({
      B: vm.name,
      DISK_ID: "1",
      TARGET: "hda",
    });
    expect(vm.disks.map((disk) => disk.get("IMAGE_ID"))).toEqual(["1"]);
    expect(vm.nics).toHaveLength(1);
    expect([vm.userTemplate.single("OCCI"), vm.userTemplate.single("NOTE")]).toEqual(["1", "n"]);
  });

  test.each([
    ["DISK=[]", [0, 1, 1]],
    ["NIC=[]", [1, 0, 1]],
    ["CONTEXT=[]", [1, 1, 0]],
    ['NIC="none"', [1, 0, 1]],
    ["<T><NIC/></T>", [1, 1, 1]],
  ])("is without what %s empties", (extra, counts) => {
    const vm = sim.vm(instantiate(template(), extra));
    expect([vm.disks.length, vm.nics.length, vm.template.vectors("CONTEXT").length]).toEqual(counts);
  });

  test.each([
    ['MEMORY="x"', [16384, "MEMORY attribute must be a positive integer value."]],
    ['DISK=[IMAGE_ID="999"]', [16384, "DISK 0: Image with ID: 999 does not exist"]],
    ['NIC=[NETWORK_ID="999"]', [16384, "Virtual network with ID: 999 does not exist"]],
    ['OS=[BOOT="nic0,disk3"]', [16384, "Wrong OS/BOOT value. Device with DISK_ID 3 not found"]],
    ['OS=[BOOT="hd"]', [16384, 'Wrong OS/BOOT value: "hd" should be a comma-separated list of disk# or nic#']],
  ])("cannot be made with %s", (extra, [code, message]) => {
    expect(notInstantiated(template(), extra)).toEqual([
      Number(code),
      `Error allocating a new virtual machine template. ${message}`,
    ]);
  });

  test("takes of the quota, and not more than it allows", () => {
    const base = shared(BASE);
    for (let count = 1; count < 4; count += 1) instantiate(base, "", BOB);
    expect(notInstantiated(base, "", BOB)).toEqual([
      512,
      "User [3] : user [3] limit of 4 reached for VMS quota in VM.",
    ]);
  });

  test("of another is refused without USE; what is not there is not found", () => {
    expect(notInstantiated(template(), "", BOB)).toEqual([
      512,
      "User [3] : Not authorized to perform USE TEMPLATE [2].",
    ]);
    expect(notInstantiated(99, "")).toEqual([1024, "Error getting virtual machine template [99]."]);
  });

  test("needs the right to create templates once it is given something besides", () => {
    const base = shared(BASE);
    sim.world.user(3).groups = [7];
    expect(notInstantiated(base, 'A="1"', BOB)).toEqual([512, "User [3] : Not authorized to perform CREATE TEMPLATE."]);
  });

  test("gets any image by its id, as in oned: whoever gives ids must ask for the right himself", () => {
    const disk = 'DISK=[IMAGE_ID="2"]';
    expect(sim.refused(BOB, "one.vm.allocate", `CPU="0.1"\nMEMORY="64"\n${disk}`)[1]).toContain("USE IMAGE [2]");
    const vm = sim.vm(instantiate(shared(BASE), disk, BOB));
    expect(vm.disks[0]?.get("IMAGE_ID")).toBe("2");
  });

  test("that is persistent has its own copy of template and images", () => {
    const id = sim.call(ALICE, "one.template.instantiate", template(), "keep", true, 'MEMORY="96"', true);
    const vm = sim.vm(id);
    expect(vm.template.single("MEMORY")).toBe("96");
    expect(vm.template.single("CLONING_TEMPLATE_ID")).toBe("2");
    expect(vm.template.single("TEMPLATE_ID")).toBe("3");
    expect(sim.world.images.get(Number(vm.disks[0]?.get("IMAGE_ID")))).toMatchObject({
      name: "keep-disk-0",
      persistent: true,
      uid: 2,
    });
    expect(xml(3)).toContain("<NAME>keep</NAME>");
  });
});

describe("restricted attributes besides a template", () => {
  test.each([
    ['NIC=[NETWORK_ID="0"]', "NIC"],
    ['NIC=[NETWORK_ID="0",MAC="02:00:0a:00:00:51"]', "NIC"],
    ["NIC=[]", "NIC"],
    ['DISK=[IMAGE_ID="1"]', "DISK"],
    ['CONTEXT=[A="1"]', "CONTEXT"],
    ['EMULATOR="/usr/bin/y"', "EMULATOR"],
  ])("%s is refused when the template has another", (extra, name) => {
    const message = `User [2] : User Template includes a restricted attribute ${name}.`;
    expect(notInstantiated(shared(RESTRICTED), extra)).toEqual([512, message]);
  });

  test.each([
    'NIC=[NETWORK_ID="0",MAC="02:00:0a:00:00:50"]\nNIC=[NETWORK_ID="1"]',
    'DISK=[IMAGE_ID="1",SIZE_IOPS_SEC="10"]',
    'CONTEXT=[A="1",FILES="/a /b"]',
    'EMULATOR="/usr/bin/x"',
    'MEMORY="65"',
  ])("%s is taken: what is restricted is the template's", (extra) => {
    expect(instantiate(shared(RESTRICTED), extra)).toBeNumber();
  });

  test.each(['NIC=[NETWORK_ID="0",MAC="02:00:0a:00:00:51"]', 'CONTEXT=[FILES="/x"]', 'EMULATOR="/x"'])(
    "%s is refused when the template has none, but not for administrators",
    (extra) => {
      const base = shared(BASE);
      expect(notInstantiated(base, extra)[0]).toBe(512);
      expect(instantiate(base, extra, ADMIN)).toBeNumber();
    },
  );
});

describe("a template", () => {
  test("is refused with restricted attributes when a plain user makes it", () => {
    expect(sim.refused(ALICE, "one.template.allocate", RESTRICTED)[1]).toBe(
      "User [2] : VM Template includes a restricted attribute FILES.",
    );
  });

  test("can be changed but for what is restricted in it", () => {
    const id = Number(sim.call(ALICE, "one.template.clone", shared(RESTRICTED), "mine"));
    const update = (text: string, type: number): [number, string] =>
      sim.refused(ALICE, "one.template.update", id, text, type);
    expect(update('A="1"', 0)).toEqual([8192, "Cannot update template. Tried to change restricted attribute: CONTEXT"]);
    expect(update('NIC=[NETWORK_ID="0"]', 1)).toEqual([
      8192,
      "Cannot update template. User Template includes a restricted attribute NIC",
    ]);
    const same =
      'NIC=[NETWORK_ID="1",MAC="02:00:0a:00:00:50"]\nDISK=[IMAGE_ID="0",SIZE_IOPS_SEC="10"]\nCONTEXT=[FILES="/a /b"]';
    sim.call(ALICE, "one.template.update", id, same, 0);
    expect(xml(id)).toContain("<EMULATOR><![CDATA[/usr/bin/x]]></EMULATOR>");
    expect(xml(id)).not.toContain("<CPU>");
  });

  test("of another can be cloned without USE on 7.4, not on 6.10", () => {
    const denied = [512, "User [3] : Not authorized to perform USE TEMPLATE [2]."] as [number, string];
    expect(sim.refused(BOB, "one.template.clone", template(), "copy")).toEqual(denied);
    sim = new TestWorld("7.4");
    expect(sim.call(BOB, "one.template.clone", template(), "copy")).toBe(3);
  });

  test("has a name that is free: the errors of clone differ between releases", () => {
    const id = template();
    expect(sim.refused(ALICE, "one.template.clone", id, "base")).toEqual([
      16384,
      `Error allocating a new virtual machine template. NAME is already taken by TEMPLATE ${id}.`,
    ]);
    sim = new TestWorld("7.4");
    expect(sim.refused(ALICE, "one.template.clone", template(), "a/b")).toEqual([
      8192,
      "Invalid NAME, char '/' is not allowed",
    ]);
  });

  test("is deleted with the images that nobody uses and the caller may delete", () => {
    const image = Number(sim.call(ALICE, "one.image.allocate", 'NAME="d"\nTYPE="DATABLOCK"\nSIZE="1"', 1));
    sim.settle();
    const id = template(`${BASE}\nDISK=[IMAGE_ID="${image}"]`);
    sim.call(ALICE, "one.template.delete", id, true);
    sim.settle();
    expect([sim.world.images.has(image), sim.world.images.has(0)]).toEqual([false, true]);
  });

  test("of a negative id is looked for, except by update", () => {
    for (const [method, ...more] of [
      ["info"],
      ["delete"],
      ["rename", "x"],
      ["clone", "x"],
      ["instantiate", "x"],
    ] as const) {
      const expected: [number, string] = [1024, "Error getting virtual machine template Pool."];
      expect(sim.refused(ALICE, `one.template.${method}`, -1, ...more)).toEqual(expected);
    }
    expect(sim.refused(ALICE, "one.template.update", -1, 'A="1"', 0)[0]).toBe(512);
  });
});
