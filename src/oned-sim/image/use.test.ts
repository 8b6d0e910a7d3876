import { beforeEach, describe, expect, test } from "bun:test";
import { ALICE, BOB, TestWorld } from "../testing/world.ts";

let sim: TestWorld;

beforeEach(() => {
  sim = new TestWorld();
});

const VM = 'CPU="0.1"\nMEMORY="64"\n';

function image(template: string): number {
  const id = Number(sim.call(ALICE, "one.image.allocate", `NAME="new"\nTYPE="DATABLOCK"\nSIZE="10"\n${template}`, 1));
  sim.settle();
  return id;
}

function held(devices: string): number {
  return Number(sim.call(ALICE, "one.vm.allocate", VM + devices, true));
}

function shown(id: number, name: string): string {
  const document = String(sim.call(ALICE, "one.image.info", id));
  return new RegExp(`<${name}>(.*?)</${name}>`).exec(document)?.[1] ?? "";
}

describe("an image that a VM uses", () => {
  test.each([
    ["USED", "", "2"],
    ["USED_PERS", 'PERSISTENT="YES"', "8"],
  ])("as %s is neither disabled nor enabled, and names the VM", (_, template, state) => {
    const id = image(template);
    const vm = held(`DISK=[IMAGE_ID="${id}"]`);
    expect([shown(id, "STATE"), shown(id, "VMS"), shown(id, "RUNNING_VMS")]).toEqual([state, `<ID>${vm}</ID>`, "1"]);
    for (const [wanted, what] of [
      [false, "disable"],
      [true, "enable"],
    ] as const) {
      const message = `Could not ${what} image: Image cannot be in state USED.`;
      expect(sim.refused(ALICE, "one.image.enable", id, wanted)).toEqual([8192, message]);
    }
    expect(sim.refused(BOB, "one.image.enable", id, false)[0]).toBe(512);
    sim.call(ALICE, "one.vm.action", "terminate-hard", vm);
    expect([shown(id, "STATE"), shown(id, "VMS")]).toEqual(["1", ""]);
  });

  test("is copied unless it is persistent", () => {
    const [plain, persistent] = [image(""), 2];
    held(`DISK=[IMAGE_ID="${plain}"]\nDISK=[IMAGE_ID="${persistent}"]`);
    expect(sim.call(ALICE, "one.image.clone", plain, "copy")).toBe(plain + 1);
    expect(sim.refused(ALICE, "one.image.clone", persistent, "other")).toEqual([
      16384,
      "Error allocating a new image. Cannot clone image in state: USED",
    ]);
  });

  test("and that is a disk itself has no other size there", () => {
    const disk = (size: number): string => `DISK=[IMAGE_ID="2",SIZE="${size}"]`;
    const message = "SIZE attribute is not supported for persistent image [2].";
    expect(sim.refused(ALICE, "one.vm.allocate", VM + disk(2000))).toEqual([8192, `DISK 0: ${message}`]);
    expect(sim.refused(ALICE, "one.vm.attach", 0, disk(512))).toEqual([2048, message]);
    expect([shown(2, "STATE"), shown(2, "VMS")]).toEqual(["1", ""]);
    expect(held(disk(1024))).toBeNumber();
  });

  test("stays as persistent as it is; 7.4 does not mind being told so", () => {
    const refused = [8192, "Could not make image persistent: Image cannot be in state USED."];
    held('DISK=[IMAGE_ID="2"]');
    expect(sim.refused(ALICE, "one.image.persistent", 2, true)).toEqual([...refused] as [number, string]);
    sim = new TestWorld("7.4");
    held('DISK=[IMAGE_ID="2"]');
    expect(sim.call(ALICE, "one.image.persistent", 2, true)).toBe(2);
    expect(sim.refused(ALICE, "one.image.persistent", 2, false)[0]).toBe(8192);
  });
});

describe("a disabled image", () => {
  test("is not used, not copied, and is ready again when enabled", () => {
    const id = image("");
    sim.call(ALICE, "one.image.enable", id, false);
    const disk = `DISK=[IMAGE_ID="${id}"]`;
    const inUse = `Cannot acquire image ${id}, it is in state: DISABLED`;
    expect(sim.refused(ALICE, "one.vm.allocate", VM + disk)).toEqual([8192, `DISK 0: ${inUse}`]);
    expect(sim.refused(ALICE, "one.vm.attach", 0, disk)).toEqual([2048, inUse]);
    expect(sim.refused(ALICE, "one.image.clone", id, "copy")).toEqual([
      16384,
      "Error allocating a new image. Cannot clone image in state: DISABLED",
    ]);
    sim.call(ALICE, "one.image.enable", id, true);
    expect(held(disk)).toBeNumber();
  });
});

describe("a network without IP addresses", () => {
  test("gives NICs a MAC and no IP", () => {
    const text = 'NAME="ether"\nVN_MAD="bridge"\nAR=[TYPE=ETHER,SIZE=254]';
    const network = Number(sim.call(ALICE, "one.vn.allocate", text, -1));
    sim.settle();
    const vm = held(`NIC=[NETWORK_ID="${network}"]\nCONTEXT=[NETWORK="YES"]`);
    const nic = Object.fromEntries(sim.vm(vm).nics[0] ?? []);
    expect(nic).toMatchObject({ NETWORK: "ether", SECURITY_GROUPS: "0", MAC: expect.stringMatching(/^02:00:/) });
    expect(Object.keys(nic).filter((name) => name.startsWith("IP"))).toEqual([]);
    const context = Object.fromEntries(sim.vm(vm).template.vectors("CONTEXT")[0] ?? []);
    expect(context).toMatchObject({ ETH0_MAC: nic.MAC ?? "", ETH0_IP: "" });
    expect(sim.refused(ALICE, "one.vm.allocate", `${VM}NIC=[NETWORK_ID="${network}",IP="10.0.0.1"]`)).toEqual([
      8192,
      `Cannot get IP/MAC lease from virtual network ${network}.`,
    ]);
    expect(String(sim.call(ALICE, "one.vn.info", network))).toMatch(/<LEASE><MAC>.*?<\/MAC><VM>/);
  });
});
