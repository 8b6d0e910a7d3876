/** Links of a request as oned's vectors. */
import { describe, expect, test } from "bun:test";
import { NETWORK_INTERFACE, SECURITY_GROUP_LINK, STORAGE_LINK, type Value } from "../../../dialects/ogf/index.ts";
import { link } from "../testing/requests.ts";
import { diskVector, linkVectors, nicVector, requestedNic } from "./vectors.ts";

const nic = (target: string, attributes?: Readonly<Record<string, Value>>) =>
  link(NETWORK_INTERFACE, target, attributes);
const disk = (target: string, attributes?: Readonly<Record<string, Value>>) => link(STORAGE_LINK, target, attributes);

describe("a network interface", () => {
  test.each(["/network/3", "/ipreservation/3", "/ipreservation/3/"])("may lead to %s", (target) => {
    expect(nicVector(nic(target)).nic).toEqual([["NETWORK_ID", 3]]);
  });

  test.each(["/storage/3", "/compute/3", "/securitygroup/3", "/network/x"])("may not lead to %s", (target) => {
    expect(() => nicVector(nic(target))).toThrow(
      "The target of the network interface must be the location of an entity of kind network or ipreservation",
    );
  });

  test("says its addresses, and which attributes oned may keep for administrators", () => {
    const own = "org.opennebula.networkinterface";
    const { nic: vector, sent } = nicVector(
      nic("/network/3", {
        "occi.networkinterface.address": "10.0.0.9",
        "occi.networkinterface.mac": "02:00:0A:00:00:09",
        [`${own}.model`]: "virtio",
        [`${own}.icmp`]: " ",
      }),
    );
    expect(vector).toEqual([
      ["NETWORK_ID", 3],
      ["IP", "10.0.0.9"],
      ["MAC", "02:00:0a:00:00:09"],
      ["MODEL", "virtio"],
    ]);
    expect(sent).toEqual([
      ["MAC", "occi.networkinterface.mac"],
      ["MODEL", `${own}.model`],
    ]);
    expect(requestedNic(vector)).toEqual({ networkId: 3, ip: "10.0.0.9" });
  });

  test("has each attribute under the name that oned has for it", () => {
    const names = ["bridge", "script", "white_ports_tcp", "black_ports_tcp", "white_ports_udp", "black_ports_udp"];
    const all = [...names, "icmp", "model"];
    const attributes = Object.fromEntries(all.map((name) => [`org.opennebula.networkinterface.${name}`, `${name}-1`]));
    const { nic: vector, sent } = nicVector(nic("/network/3", attributes));
    expect(vector.slice(1)).toEqual(all.map((name) => [name.toUpperCase(), `${name}-1`]));
    expect(sent).toEqual(all.map((name) => [name.toUpperCase(), `org.opennebula.networkinterface.${name}`]));
  });

  test("says nothing of what is blank or no text", () => {
    const attributes = { "occi.networkinterface.address": " ", "occi.networkinterface.mac": "" };
    const model = { "org.opennebula.networkinterface.model": 7 };
    expect(nicVector(nic("/network/3", { ...attributes, ...model })).nic).toEqual([["NETWORK_ID", 3]]);
  });

  test("may have an address of IPv6", () => {
    const { nic: vector } = nicVector(nic("/network/3", { "occi.networkinterface.address": "2001:db8::9" }));
    expect(vector).toEqual([
      ["NETWORK_ID", 3],
      ["IP6", "2001:db8::9"],
    ]);
    expect(requestedNic(vector)).toEqual({ networkId: 3, ip6: "2001:db8::9" });
  });
});

describe("a storage link", () => {
  test("leads to a storage, names the device with or without /dev, and what oned calls otherwise", () => {
    const attributes = { "org.opennebula.storagelink.bus": "virtio", "org.opennebula.storagelink.driver": "raw" };
    expect(diskVector(disk("/storage/9", { "occi.storagelink.deviceid": "/dev/vdc", ...attributes }))).toEqual([
      ["IMAGE_ID", 9],
      ["TARGET", "vdc"],
      ["DEV_PREFIX", "virtio"],
      ["DRIVER", "raw"],
    ]);
    expect(diskVector(disk("/storage/9", { "occi.storagelink.deviceid": "vdc" }))).toContainEqual(["TARGET", "vdc"]);
    expect(() => diskVector(disk("/network/9"))).toThrow(
      "The target of the storage link must be the location of an entity of kind storage",
    );
  });
});

describe("all links of a request", () => {
  test("are sorted by what they become; a refused vector is any attribute of its NICs", () => {
    const group = link(SECURITY_GROUP_LINK, "/securitygroup/100");
    const vectors = linkVectors([
      disk("/storage/9"),
      nic("/network/3", { "occi.networkinterface.mac": "02:00:0a:00:00:09" }),
      group,
    ]);
    expect(vectors).toEqual({
      nics: [
        [
          ["NETWORK_ID", 3],
          ["MAC", "02:00:0a:00:00:09"],
        ],
      ],
      disks: [[["IMAGE_ID", 9]]],
      securityGroups: [100],
      sent: [
        ["MAC", "occi.networkinterface.mac"],
        ["NIC", "occi.networkinterface.mac"],
      ],
    });
  });

  test("are named by their attribute where a value is wrong", () => {
    const wrong = (attributes: Readonly<Record<string, Value>>) => () => linkVectors([nic("/network/3", attributes)]);
    expect(wrong({ "occi.networkinterface.mac": "02:00" })).toThrow("occi.networkinterface.mac must be a MAC address");
    expect(() => linkVectors([disk("/storage/9", { "occi.storagelink.deviceid": "x/dev/vdc" })])).toThrow(
      "occi.storagelink.deviceid must be a device name",
    );
  });

  test("of an unknown kind are named, shortened", () => {
    expect(() => linkVectors([link(`http://e.org/${"x".repeat(80)}`, "/network/3")])).toThrow(
      `A machine does not have links of http://e.org/${"x".repeat(51)}.`,
    );
  });

  test("of an unknown kind are refused", () => {
    expect(() => linkVectors([link("http://example.org/occi#wire", "/network/3")])).toThrow(
      "A machine does not have links of",
    );
  });
});
