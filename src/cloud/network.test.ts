import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import * as network from "./network.ts";
import { ADMIN, ALICE, BOB, failureOf, noFault, type OverSim, overSim } from "./testing/over-sim.ts";

let cloud: OverSim;
afterEach(() => cloud.stop());

const LAN = { name: "lan", address: "10.7.0.0", size: "30" };
const methods = () => cloud.sim.calls.map((call) => call.method.slice(4));
const names = async () => {
  const all: string[] = [];
  for await (const batch of network.list(cloud.deps, ADMIN, noFault)) all.push(...batch.map(({ name }) => name));
  return all;
};

describe("a network of its own", () => {
  beforeEach(async () => {
    cloud = await overSim({ networkDriver: "bridge", bridge: "br0" });
  });

  test("starts one above the network's address and is there when the answer comes", async () => {
    const made = await network.create(cloud.deps, ALICE, { ...LAN, description: 'of "alice" \\ x' });
    expect(made).toMatchObject({
      ...{ name: "lan", address: "10.7.0.1", size: 30, state: "READY", public: false, usedLeases: 0 },
      ...{ description: 'of "alice" \\ x', user: { id: 2, name: "alice" } },
    });
  });

  test("is made as NETWORK_DRIVER, BRIDGE and CLUSTER_ID say", async () => {
    const { config } = cloud.deps;
    const settings = { networkDriver: "ovswitch", bridge: "br7", clusterId: 0 };
    cloud.deps = { ...cloud.deps, config: { ...config, ...settings } };
    await network.create(cloud.deps, ADMIN, LAN);
    const [text, cluster] = cloud.sim.calls.find(({ method }) => method === "one.vn.allocate")?.params ?? [];
    expect(cluster).toBe(0);
    expect(text).toContain('VN_MAD = "ovswitch"');
    expect(text).toContain('BRIDGE = "br7"');
  });

  test.each([{ name: "lan" }, { name: "lan", address: "" }])("needs an address: %j", async (request) => {
    expect(await failureOf(network.create(cloud.deps, ALICE, request))).toBe(
      "INVALID_REQUEST: ADDRESS is missing: give the address of the network or the first IP address.",
    );
  });

  test("may be public from the start, changed, renamed and deleted", async () => {
    const made = await network.create(cloud.deps, ALICE, { ...LAN, public: "yes" });
    expect(made.public).toBe(true);
    const changed = await network.change(cloud.deps, ALICE, made.id, { public: "NO", description: "new" });
    expect(changed).toMatchObject({ public: false, description: "new" });
    const cleared = await network.change(cloud.deps, ALICE, made.id, { description: "" });
    expect(cleared.description).toBeUndefined();
    const renamed = await network.act(cloud.deps, ALICE, made.id, { perform: "rename", params: { name: "wan" } });
    expect(renamed.name).toBe("wan");
    await network.remove(cloud.deps, ALICE, made.id);
    expect(await names()).not.toContain("wan");
  });

  test("that nothing is asked of stays as it is", async () => {
    const made = await network.create(cloud.deps, ALICE, LAN);
    cloud.sim.calls.length = 0;
    expect(await network.change(cloud.deps, ALICE, made.id, {})).toEqual(made);
    expect(methods()).toEqual(["vn.info"]);
  });

  test.each([
    [{ address: "10.7.0.0" }, "INVALID_REQUEST: NAME"],
    [{ name: "lan" }, "INVALID_REQUEST: ADDRESS is missing"],
    [{ name: "lan", address: "10.7.0.300" }, "INVALID_REQUEST: ADDRESS must be"],
    [{ ...LAN, size: "many" }, "INVALID_REQUEST: SIZE must be"],
    [{ ...LAN, public: "perhaps" }, "INVALID_REQUEST: PUBLIC must be"],
    [{ ...LAN, name: "a&b" }, "INVALID_CHARACTER: NAME"],
  ])("%j is refused before oned hears of it", async (request, expected) => {
    expect(await failureOf(network.create(cloud.deps, ALICE, request))).toStartWith(expected);
    expect(methods()).toEqual([]);
  });

  test("that ends in ERROR meanwhile is deleted and reported with oned's reason", async () => {
    const { deps } = cloud;
    const bad =
      'NAME = "bad"\nVN_MAD = "bridge"\nBRIDGE = "br0"\nAR = [ TYPE = "IP4", IP = "10.0.0.1", SIZE = "none" ]';
    cloud.deps = { ...deps, templates: { ...deps.templates, renderNetwork: () => bad } };
    expect(await failureOf(network.create(cloud.deps, ALICE, LAN))).toStartWith(
      "DRIVER_REFUSED: OpenNebula could not create the network: ",
    );
    expect(methods()).toContain("vn.delete");
    expect(await names()).not.toContain("bad");
  });

  test("of a name that is taken is a conflict", async () => {
    await network.create(cloud.deps, ALICE, LAN);
    expect(await failureOf(network.create(cloud.deps, ALICE, LAN))).toStartWith("NAME_TAKEN");
  });

  test("of another user is neither changed nor deleted", async () => {
    const { id } = await network.create(cloud.deps, ALICE, LAN);
    expect(await failureOf(network.change(cloud.deps, BOB, id, { description: "x" }))).toStartWith("FORBIDDEN");
    expect(await failureOf(network.remove(cloud.deps, BOB, id))).toStartWith("FORBIDDEN");
  });

  test("knows no other action than rename", async () => {
    expect(await failureOf(network.act(cloud.deps, ALICE, 0, { perform: "explode", params: {} }))).toBe(
      "FORBIDDEN: Action explode not supported",
    );
  });
});

describe("a plain user of 7.4", () => {
  test("is told what the administrator has to do", async () => {
    cloud = await overSim({ networkDriver: "bridge", bridge: "br0" }, { version: "7.4" });
    expect(await failureOf(network.create(cloud.deps, ALICE, LAN))).toStartWith("RESTRICTED_ATTRIBUTE");
  });
});

describe("with NETWORK_FROM", () => {
  const FROM = 0;
  beforeEach(async () => {
    cloud = await overSim({ networkFrom: FROM }, { version: "7.4" });
  });
  const parent = () => network.show(cloud.deps, ADMIN, FROM);

  test("a new network is a reservation of the addresses that were asked for", async () => {
    const { address = "" } = await parent();
    const first = address.replace(/\d+$/, (last) => String(Number(last) + 20));
    const made = await network.create(cloud.deps, ALICE, { name: "mine", address: `${first}/32`, size: "1" });
    expect(made).toMatchObject({ name: "mine", address: first, size: 1, user: { name: "alice" } });
    expect(methods()).toContain("vn.reserve");
    expect(methods()).not.toContain("vn.allocate");
  });

  test("without ADDRESS it takes any that are free; DESCRIPTION and PUBLIC follow", async () => {
    const made = await network.create(cloud.deps, ALICE, { name: "any", size: "4", description: "d", public: "YES" });
    expect(made).toMatchObject({ size: 4, description: "d", public: true });
  });

  test("an ADDRESS in none of its ranges is refused, and they are named", async () => {
    const { address } = await parent();
    let hint: string | undefined;
    try {
      await network.create(cloud.deps, ALICE, { name: "far", address: "172.30.0.0", size: "4" });
    } catch (error) {
      hint = (error as { hint?: string }).hint;
    }
    expect(hint).toStartWith(`Ranges: ${address}-`);
    expect(methods()).not.toContain("vn.reserve");
  });

  test("when a later step fails the reservation is taken back", async () => {
    const before = await names();
    await cloud.stop();
    cloud = await overSim(
      { networkFrom: FROM },
      {
        version: "7.4",
        faults: (method) =>
          method === "one.vn.update" ? { error: ["AUTHORIZATION", "[one.vn.update] no"] } : undefined,
      },
    );
    const failed = network.create(cloud.deps, ALICE, { name: "half", size: "4", description: "d" });
    expect(await failureOf(failed)).toStartWith("FORBIDDEN");
    expect(await names()).toEqual(before);
  });

  test.each(["one.vn.update", "one.vn.chmod"])("so it is when oned itself fails at %s", async (step) => {
    const before = await names();
    await cloud.stop();
    cloud = await overSim(
      { networkFrom: FROM },
      {
        version: "7.4",
        faults: (method) => (method === step ? { error: ["INTERNAL", "database"] } : undefined),
      },
    );
    const request = { name: "half", size: "4", description: "d", public: "YES" };
    expect(await failureOf(network.create(cloud.deps, ALICE, request))).toBe("ONED_FAILED: database");
    expect(await names()).toEqual(before);
  });

  test("one that cannot be taken back is named", async () => {
    await cloud.stop();
    cloud = await overSim(
      { networkFrom: FROM },
      { version: "7.4", faults: (method) => (/^one\.vn\.(update|delete)$/.test(method) ? "reset" : undefined) },
    );
    const failed = network.create(cloud.deps, ALICE, { name: "half", size: "4", description: "d" });
    expect(await failureOf(failed)).toMatch(/^OUTCOME_UNKNOWN: The network \d+ was created but not completed/);
  });

  test("more addresses than are free is a conflict, which names network and numbers", async () => {
    const { size = 0, name, usedLeases } = await parent();
    const address = "10.0.0.50";
    const use = `${usedLeases + 1} of ${size} addresses are in use.`;
    const hintOf = async (request: Parameters<typeof network.create>[2]) => {
      const error = await network.create(cloud.deps, ALICE, request).catch((thrown) => thrown);
      return `${error.code}: ${error.message} ${error.hint}`;
    };
    await network.create(cloud.deps, ALICE, { name: "one", size: "1", address });
    expect(await hintOf({ name: "all", size: String(size) })).toBe(
      `NO_FREE_LEASE: ${name} does not have ${size} free addresses in a row: ${use} Request fewer addresses.`,
    );
    expect(await hintOf({ name: "same", size: "1", address })).toBe(
      `NO_FREE_LEASE: ${address} is in use in ${name}: ${use} Request other addresses.`,
    );
    expect(await hintOf({ name: "some", size: "2", address })).toMatch(
      /^NO_FREE_LEASE: [\d.]+-[\d.]+ is partly in use in .+ Request other addresses\. Request fewer addresses\.$/,
    );
    expect(methods().filter((method) => method === "vn.reserve")).toHaveLength(4);
  });

  test("the size that was assumed is told where the request names none", async () => {
    const { size = 0 } = await parent();
    const error = await network.create(cloud.deps, ALICE, { name: "any" }).catch((thrown) => thrown);
    expect(size).toBeLessThan(254);
    expect(`${error.code}: ${error.message} ${error.hint}`).toMatch(
      /^NO_FREE_LEASE: No range .+ has 254 addresses free for it\. Ranges: .+\. The request does not say how many addresses \(SIZE\), so 254 were assumed: request fewer\.$/,
    );
  });

  test("more than a range holds is not even asked for: oned would take gigabytes of memory to refuse it", async () => {
    const { address = "" } = await parent();
    const requests = [{ size: "A" }, { size: "16777216" }, { address, size: "A" }, { address, size: "60000" }];
    for (const request of requests) {
      const failure = await failureOf(network.create(cloud.deps, ALICE, { name: "big", ...request }));
      expect(failure).toStartWith("NO_FREE_LEASE");
    }
    expect(methods()).not.toContain("vn.reserve");
  });
});

describe("an answer that is lost", () => {
  test("while the network is waited for: it is named, not made again", async () => {
    cloud = await overSim(
      { networkDriver: "bridge", bridge: "br0" },
      { faults: (method) => (method === "one.vn.info" ? "reset" : undefined) },
    );
    expect(await failureOf(network.create(cloud.deps, ALICE, LAN))).toMatch(
      /^OUTCOME_UNKNOWN: The network \d+ was created/,
    );
    expect(methods().filter((method) => method === "vn.allocate")).toHaveLength(1);
  });
});
