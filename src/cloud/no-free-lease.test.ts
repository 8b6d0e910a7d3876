/** Why there is no address: each cause in its own words, and what to do about it. */
import { afterEach, describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { ScriptedOned } from "../opennebula/testing/scripted-oned.ts";
import type { AddressRange, Vnet } from "../opennebula/vnet.ts";
import * as compute from "./compute.ts";
import { act } from "./compute-actions.ts";
import * as network from "./network.ts";
import { leaseReason, withLeaseReason } from "./no-free-lease.ts";
import { callerOf } from "./ogf/testing/caller.ts";
import { ADMIN, ALICE, failureOf, type OverSim, overSim } from "./testing/over-sim.ts";

const IPV4: AddressRange = { id: 0, ip: "10.78.0.1", ip6: undefined, size: 2 };
const IPV6: AddressRange = { id: 1, ip: undefined, ip6: "2001:db8::1", size: 3 };
const ETHER: AddressRange = { id: 2, ip: undefined, ip6: undefined, size: 4 };

function net(usedLeases: number, leases: readonly string[] = [], ranges: readonly AddressRange[] = [IPV4]): Vnet {
  return { name: "nw-two", ranges, usedLeases, leases } as Vnet;
}

const any = { networkId: 5 };
const ip = (address: string) => ({ networkId: 5, ip: address });
const ip6 = (address: string) => ({ networkId: 5, ip6: address });
const many = Array.from({ length: 7 }, (_, id) => ({ ...IPV4, id, ip: `10.${id}.0.1`, size: 1 }));

test.each([
  [[any], net(2), "nw-two is full: 2 of 2 addresses are in use."],
  [[ip("10.78.0.1")], net(2), "nw-two is full: 2 of 2 addresses are in use."],
  [[any], net(1, [], [{ ...IPV4, size: 1 }]), "nw-two is full: its only address is in use."],
  [[any], net(0, [], []), "nw-two is full: it has no addresses."],
  [[any], net(5, [], [IPV4, IPV6]), "nw-two is full: 5 of 5 addresses are in use."],
  [[ip("10.99.0.1")], net(0), "10.99.0.1 is outside 10.78.0.1-10.78.0.2 (network nw-two)."],
  [[ip("10.78.0.3")], net(2), "10.78.0.3 is outside 10.78.0.1-10.78.0.2 (network nw-two)."],
  [[ip6("2001:db8::1")], net(0), "2001:db8::1 is outside 10.78.0.1-10.78.0.2 (network nw-two)."],
  [[any, ip("10.78.0.1"), ip("10.9.9.9")], net(0), "10.9.9.9 is outside 10.78.0.1-10.78.0.2 (network nw-two)."],
  [
    [ip6("2001:db8::9")],
    net(0, [], [IPV4, IPV6]),
    "2001:db8::9 is outside 10.78.0.1-10.78.0.2, 2001:db8::1-2001:db8::3 (network nw-two).",
  ],
  [
    [ip6("2001:db8::9")],
    net(0, [], [{ ...IPV4, ip6: "2001:db8::1" }]),
    "2001:db8::9 is outside 2001:db8::1-2001:db8::2 (network nw-two).",
  ],
  [[ip("10.0.0.9")], net(0, [], [ETHER]), "10.0.0.9 is outside 4 addresses without IP (network nw-two)."],
  [
    [ip("10.9.9.9")],
    net(0, [], many),
    "10.9.9.9 is outside 10.0.0.1, 10.1.0.1, 10.2.0.1, 10.3.0.1, 10.4.0.1, and 2 more (network nw-two).",
  ],
  [[ip("10.78.0.1")], net(1, ["10.78.0.1"]), "10.78.0.1 is in use in nw-two."],
  [[ip("10.78.0.1")], net(1), "10.78.0.1 is in use in nw-two."],
  [[ip("10.78.0.1"), ip6("2001:db8::2")], net(1, ["2001:db8::2"], [IPV4, IPV6]), "2001:db8::2 is in use in nw-two."],
  [[ip("10.78.0.1"), ip6("2001:db8::2")], net(1, [], [IPV4, IPV6]), "10.78.0.1 or 2001:db8::2 is in use in nw-two."],
  [[any, any], net(1), "nw-two has 1 free address, but the request requires 2."],
  [[any, any, any], net(3, [], [IPV4, IPV6]), "nw-two has 2 free addresses, but the request requires 3."],
  [[ip("10.78.0.1"), ip("10.78.0.1")], net(0), "10.78.0.1 is requested twice in nw-two."],
])("%j: %#", (asked, vnet, message) => {
  const reason = leaseReason(vnet, asked);
  expect(reason?.message).toBe(message);
  expect(reason?.hint).toMatch(/^(Request an|Free an?)/);
});

test("what the network does not show is not guessed", () => {
  expect(leaseReason(net(1), [any])).toBeUndefined();
  expect(leaseReason(net(1), [])).toBeUndefined();
});

describe("the network whose reason is looked for", () => {
  const vnet = (id: number, used: number) =>
    `<VNET><ID>${id}</ID><UID>0</UID><GID>0</GID><UNAME>a</UNAME><GNAME>a</GNAME><NAME>net-${id}</NAME><STATE>1</STATE><USED_LEASES>${used}</USED_LEASES><AR_POOL><AR><AR_ID>0</AR_ID><IP>10.0.0.1</IP><SIZE>2</SIZE></AR></AR_POOL><TEMPLATE/></VNET>`;
  const refused = async (message: string, asked: readonly { readonly networkId: number }[]) => {
    const oned = new ScriptedOned({ "vn.info 3": vnet(3, 2), "vn.info 12": vnet(12, 1) });
    const { deps, session } = callerOf(oned);
    const refusal = new OcciError("NO_FREE_LEASE", message);
    const failure = await failureOf(withLeaseReason(deps, session, asked, () => Promise.reject(refusal)));
    return [failure.replace("NO_FREE_LEASE: ", ""), oned.calls];
  };
  const [three, twelve] = [{ networkId: 3 }, { networkId: 12 }];

  test("is the one that oned names, and only what is asked of that one counts", async () => {
    expect(await refused("no lease from virtual network 12.", [three, twelve, twelve])).toEqual([
      "net-12 has 1 free address, but the request requires 2.",
      ["vn.info 12"],
    ]);
    // Of one address that is asked for, and one that is free, there is nothing to say.
    expect(await refused("no lease from virtual network 12.", [three, twelve])).toEqual([
      "no lease from virtual network 12.",
      ["vn.info 12"],
    ]);
  });

  test("is the first that is asked for where oned names none", async () => {
    expect(await refused("no lease", [three, twelve])).toEqual([
      "net-3 is full: 2 of 2 addresses are in use.",
      ["vn.info 3"],
    ]);
    expect(await refused("no lease", [])).toEqual(["no lease", []]);
  });
});

describe("in front of an oned", () => {
  let cloud: OverSim;
  afterEach(() => cloud.stop());

  async function two(): Promise<string> {
    cloud = await overSim({ networkDriver: "bridge", bridge: "br0" });
    return String((await network.create(cloud.deps, ADMIN, { name: "nw-two", address: "10.78.0.1/29", size: "2" })).id);
  }
  const machine = (id: string, ...addresses: (string | undefined)[]) =>
    compute.create(cloud.deps, ADMIN, {
      instanceType: "small",
      disks: [],
      nics: addresses.map((address) => ({ network: id, ...(address !== undefined && { ip: address }) })),
      context: [],
    } as Parameters<typeof compute.create>[2]);

  test("a new machine, and a NIC of one that exists", async () => {
    const id = await two();
    expect(await failureOf(machine(id, "10.99.0.1"))).toBe(
      "NO_FREE_LEASE: 10.99.0.1 is outside 10.78.0.1-10.78.0.2 (network nw-two).",
    );
    await machine(id, "10.78.0.1");
    expect(await failureOf(machine(id, "10.78.0.1"))).toBe("NO_FREE_LEASE: 10.78.0.1 is in use in nw-two.");
    expect(await failureOf(machine(id, undefined, undefined))).toBe(
      "NO_FREE_LEASE: nw-two has 1 free address, but the request requires 2.",
    );
    const other = await machine(id);
    const attach = (address?: string) =>
      act(cloud.deps, ADMIN, other.id, {
        perform: "attachnic",
        params: { network: id, ...(address !== undefined && { ip: address }) },
      });
    expect(await failureOf(attach("10.78.0.1"))).toBe("NO_FREE_LEASE: 10.78.0.1 is in use in nw-two.");
    await machine(id, undefined);
    expect(await failureOf(machine(id, undefined))).toBe("NO_FREE_LEASE: nw-two is full: 2 of 2 addresses are in use.");
    expect(await failureOf(attach())).toBe("NO_FREE_LEASE: nw-two is full: 2 of 2 addresses are in use.");
  });

  test("a network that cannot be read leaves oned's own words; other errors pass", async () => {
    cloud = await overSim();
    const refuse = (code: "NO_FREE_LEASE" | "IN_USE", message: string) =>
      failureOf(withLeaseReason(cloud.deps, ALICE, [any], () => Promise.reject(new OcciError(code, message))));
    const words = "Cannot get IP/MAC lease from virtual network 4711.";
    expect(await refuse("NO_FREE_LEASE", words)).toBe(`NO_FREE_LEASE: ${words}`);
    expect(await refuse("IN_USE", words)).toBe(`IN_USE: ${words}`);
    expect(cloud.sim.calls.map(({ method }) => method)).toEqual(["one.vn.info"]);
  });
});
