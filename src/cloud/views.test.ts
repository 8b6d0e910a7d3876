/** What clients see of oned's machines, networks and images. */
import { describe, expect, test } from "bun:test";
import type { OnedImage } from "../opennebula/image.ts";
import type { Vm } from "../opennebula/vm.ts";
import type { Vnet } from "../opennebula/vnet.ts";
import { computeView } from "./compute-view.ts";
import { networkView } from "./network-view.ts";
import { storageView } from "./storage-view.ts";

const OWNED = { name: "web", uid: 2, uname: "alice", gname: "users" } as const;
const SEEN = { name: "web", user: { id: 2, name: "alice" }, group: "users" } as const;
const NOTHING = { cpu: undefined, memory: undefined, instanceType: undefined, error: undefined } as const;

describe("a machine", () => {
  const bare: Vm = {
    ...OWNED,
    ...NOTHING,
    id: 7,
    state: "ACTIVE",
    lcmState: "BOOT",
    disks: [],
    nics: [],
    context: [],
    snapshots: [],
  };
  const noDisk = { image: undefined, imageId: undefined, type: undefined, target: undefined, saveAs: undefined };
  const noNic = { network: undefined, networkId: undefined, ip: undefined, mac: undefined, ip6: undefined };

  test("of which oned says little has few members", () => {
    const seen = { ...SEEN, id: 7, state: "ACTIVE", lcmState: "BOOT", disks: [], nics: [], context: [], snapshots: [] };
    expect(computeView(bare)).toStrictEqual(seen as ReturnType<typeof computeView>);
  });

  test("of which it says all has all of them, as texts where oned has texts", () => {
    const said = { cpu: "0.50", memory: "1024", instanceType: "small", error: "no host" };
    expect(computeView({ ...bare, ...said, context: [["A", "b"]] })).toMatchObject({ ...said, context: [["A", "b"]] });
  });

  test("has disks with what is known of each, and their snapshots without the mark of the active one", () => {
    const snapshots = [{ id: 3, name: "before", active: true }];
    const whole = { id: 0, imageId: 0, image: "debian", type: "FILE", target: "vda", saveAs: 9, snapshots };
    const disks = [whole, { ...noDisk, id: 1, snapshots: [] }, { ...noDisk, id: 2, imageId: 4, snapshots: [] }];
    expect(computeView({ ...bare, disks }).disks).toStrictEqual([
      {
        id: 0,
        storage: { id: 0, name: "debian" },
        type: "FILE",
        target: "vda",
        saveAs: 9,
        snapshots: [{ id: 3, name: "before" }],
      },
      { id: 1, snapshots: [] },
      { id: 2, storage: { id: 4, name: "" }, snapshots: [] },
    ]);
    expect(computeView({ ...bare, snapshots }).snapshots).toStrictEqual([{ id: 3, name: "before" }]);
  });

  test("has NICs with what is known of each", () => {
    const whole = { id: 0, networkId: 0, network: "lan", ip: "10.0.0.7", mac: "02:00", ip6: "2001:db8::7" };
    const { networkId: _, network: __, ...addresses } = whole;
    expect(computeView({ ...bare, nics: [whole, { ...noNic, id: 1 }] }).nics).toStrictEqual([
      { ...addresses, network: { id: 0, name: "lan" } },
      { id: 1 },
    ]);
  });
});

describe("a network", () => {
  const bare: Vnet = {
    ...OWNED,
    id: 3,
    state: "READY",
    ranges: [],
    usedLeases: 0,
    leases: [],
    description: undefined,
    error: undefined,
    public: false,
  };
  const range = (ip: string | undefined, ip6: string | undefined, size: number) => ({ id: 0, ip, ip6, size });

  test("without ranges has neither address nor size", () => {
    expect(networkView(bare)).toStrictEqual({ ...SEEN, id: 3, usedLeases: 0, public: false, state: "READY" });
  });

  test("has the first address of its first range, and the size of all", () => {
    const ranges = [range("10.0.0.10", "2001:db8::", 20), range("10.0.1.10", undefined, 30)];
    expect(networkView({ ...bare, ranges })).toMatchObject({ address: "10.0.0.10", size: 50 });
    expect(networkView({ ...bare, ranges: [range(undefined, "2001:db8::", 4)] })).toMatchObject({
      address: "2001:db8::",
      size: 4,
    });
    expect(networkView({ ...bare, ranges: [range(undefined, undefined, 4)] })).not.toHaveProperty("address");
  });

  test("has what else oned says of it", () => {
    const said = { description: "mine", error: "no bridge", public: true, usedLeases: 4, state: "ERROR" } as const;
    expect(networkView({ ...bare, ...said })).toMatchObject(said);
  });
});

describe("an image", () => {
  const kept = { id: 9, state: "READY", type: "OS", size: 2048, public: false, persistent: true } as const;
  const bare: OnedImage = { ...OWNED, ...kept, description: undefined, fstype: undefined, error: undefined };

  test("has what oned says of it, and no member for what it does not say", () => {
    expect(storageView(bare)).toStrictEqual({ ...SEEN, ...kept });
    const said = { description: "mine", fstype: "ext4", error: "no file" };
    expect(storageView({ ...bare, ...said })).toStrictEqual({ ...SEEN, ...kept, ...said });
  });
});
