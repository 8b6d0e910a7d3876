import { beforeEach, describe, expect, test } from "bun:test";
import { ADMIN, ALICE, BOB, TestWorld } from "../testing/world.ts";

let sim: TestWorld;
let vm: number;

const TEXT =
  'NAME="uc"\nCPU="0.1"\nMEMORY="64"\nDISK=[IMAGE_ID="0"]\nNIC=[NETWORK_ID="0"]\nCONTEXT=[NETWORK="YES",A="1",B="$NAME"]\nOS=[ARCH="x86_64"]\nGRAPHICS=[TYPE="VNC",LISTEN="0.0.0.0"]';

function begin(release: "6.10" | "7.4"): void {
  sim = new TestWorld(release);
  vm = Number(sim.call(ALICE, "one.vm.allocate", TEXT, true));
}

beforeEach(() => begin("6.10"));

function update(text: string, ...type: number[]): void {
  sim.call(ALICE, "one.vm.updateconf", vm, text, ...type);
}

function notUpdated(text: string, type = 1, session = ALICE): [number, string] {
  return sim.refused(session, "one.vm.updateconf", vm, text, type);
}

function section(name: string): Record<string, string> | undefined {
  const [found] = sim.vm(vm).template.vectors(name);
  return found === undefined ? undefined : Object.fromEntries(found);
}

/** The context without what stands there of the network. */
function context(): Record<string, string> {
  return Object.fromEntries(Object.entries(section("CONTEXT") ?? {}).filter(([name]) => !name.startsWith("ETH")));
}

const OWN = { DISK_ID: "1", TARGET: "hda" };

describe("appended configuration", () => {
  test("changes and adds members, with their variables replaced; the others stay", () => {
    update('CONTEXT=[A="2",D="$VMID",E="$HOME"]\nGRAPHICS=[PASSWD="x"]', 1);
    expect(context()).toEqual({ ...OWN, NETWORK: "YES", A: "2", B: "uc", D: String(vm), E: "" });
    expect(section("CONTEXT")).toHaveProperty("ETH0_IP");
    expect(section("GRAPHICS")).toEqual({ TYPE: "VNC", LISTEN: "0.0.0.0", PASSWD: "x" });
    expect(section("OS")).toHaveProperty("ARCH", "x86_64");
  });

  test("leaves the network in the context even with NETWORK=NO", () => {
    update('CONTEXT=[NETWORK="NO"]', 1);
    expect(section("CONTEXT")).toMatchObject({ NETWORK: "NO", ETH0_IP: expect.any(String) });
  });
});

describe("configuration that replaces", () => {
  test("drops members and sections that it does not name", () => {
    update('CONTEXT=[NETWORK="YES",A="1",N="1"]\nINPUT=[TYPE="mouse",OTHER="x"]');
    expect(context()).toEqual({ ...OWN, NETWORK: "YES", A: "1", N: "1" });
    expect(section("CONTEXT")).toHaveProperty("ETH0_IP");
    expect(section("INPUT")).toEqual({ TYPE: "mouse" });
    expect([section("OS"), section("GRAPHICS")]).toEqual([undefined, undefined]);
  });

  test("leaves a context that it does not name, and empties it with []", () => {
    update("", 0);
    expect(context()).toEqual({ ...OWN, NETWORK: "YES", A: "1", B: "uc" });
    update("CONTEXT=[]", 0);
    expect(section("CONTEXT")).toEqual(OWN);
  });
});

describe("configuration is refused", () => {
  test.each([
    ['CONTEXT=[ETH0_IP="1.2.3.4"]', [8192, "Unable to update ETH0_IP, update NIC to update the network"]],
    ['CONTEXT=[ETH5_IP="1.2.3.4"]', [8192, "Unable to add ETH5_IP, update NIC to update network context"]],
    ['CONTEXT=[FILES="/a"]', [512, "User [2] : Template includes a restricted attribute CONTEXT."]],
    ['OS=[BOOT="disk9"]', [8192, "Wrong OS/BOOT value. Device with DISK_ID 9 not found"]],
    ['OS=[BOOT="cd"]', [8192, 'Wrong OS/BOOT value: "cd" should be a comma-separated list of disk# or nic#']],
    ['RAW=[TYPE="kvm",DATA="x"]', [512, "User [2] : Template includes a restricted attribute RAW."]],
  ] as const)("for %s", (text, expected) => {
    const before = context();
    expect(notUpdated(text)).toEqual([...expected]);
    expect(context()).toEqual(before);
  });

  test("for a $ that is no variable, another's VM and a type that is none", () => {
    expect(notUpdated('CONTEXT=[D="a$"]')[1]).toStartWith("Error parsing: D=a$");
    expect(notUpdated('CONTEXT=[D="a"]', 1, BOB)).toEqual([
      512,
      `User [3] : Not authorized to perform MANAGE VM [${vm}].`,
    ]);
    expect(notUpdated('CONTEXT=[D="a"]', 2)).toEqual([4096, "Wrong update type"]);
  });

  test("for a VM without a context, which may have the other sections", () => {
    vm = Number(sim.call(ALICE, "one.vm.allocate", 'CPU="0.1"\nMEMORY="64"', true));
    const message = "Virtual machine does not have context, cannot add a new one.";
    expect(notUpdated('CONTEXT=[Q="1"]\nOS=[ARCH="x"]')).toEqual([8192, message]);
    expect(section("OS")).not.toHaveProperty("ARCH");
    update('OS=[ARCH="x"]');
    expect(section("OS")).toEqual({ ARCH: "x" });
  });

  test.each([
    ["suspend", "SUSPENDED", "SAVE_SUSPEND"],
    ["stop", "STOPPED", "SAVE_STOP"],
  ])("of a VM after %s", (action, atRest, onTheWay) => {
    vm = 0;
    sim.call(ALICE, "one.vm.action", action, vm);
    const message = (state: string): string => `configuration cannot be updated in state ${state}`;
    expect(notUpdated('CONTEXT=[Q="1"]')).toEqual([8192, message(onTheWay)]);
    sim.settle();
    expect(notUpdated('CONTEXT=[Q="1"]')).toEqual([8192, message(atRest)]);
  });

  test.each(["poweroff", "undeploy"])("not of a VM after %s", (action) => {
    vm = 0;
    sim.call(ALICE, "one.vm.action", action, vm);
    update('CONTEXT=[Q="1"]', 1);
    sim.settle();
    update('CONTEXT=[Q="2"]', 1);
    expect(context()).toHaveProperty("Q", "2");
  });
});

describe("a running VM", () => {
  beforeEach(() => {
    sim.call(ALICE, "one.vm.action", "release", vm);
    sim.settle();
  });

  test("is HOTPLUG while its guest is told, and not when nothing is new", () => {
    update('CONTEXT=[Q="1"]', 1);
    expect(notUpdated('CONTEXT=[Q="2"]')[1]).toBe("configuration cannot be updated in state HOTPLUG");
    expect(sim.states(vm)).toEqual(["HOTPLUG", "RUNNING"]);
    update('CONTEXT=[Q="1"]', 1);
    expect(sim.state(vm)).toBe("RUNNING");
    update('CONTEXT=[NETWORK="YES",A="1",B="uc",Q="1"]', 0);
    expect(sim.state(vm)).toBe("HOTPLUG");
    sim.settle();
    update("", 0);
    expect(sim.state(vm)).toBe("RUNNING");
  });

  test("gets a port for a screen that it had not", () => {
    update("", 0);
    update('GRAPHICS=[TYPE="VNC",LISTEN="1.1.1.1"]', 1);
    expect(section("GRAPHICS")).toMatchObject({ LISTEN: "1.1.1.1", PORT: String(5900 + vm) });
  });
});

test("the words of 7.4 differ", () => {
  begin("7.4");
  expect(notUpdated('CONTEXT=[ETH0_IP="1.2.3.4"]')[1]).toBe(
    "Unable to update ETH0_IP, update NIC to update network context",
  );
  sim.call(ADMIN, "one.vm.updateconf", vm, 'CONTEXT=[FILES="/a"]', 1);
});
