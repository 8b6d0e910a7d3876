import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { macAddress, networkRange, networkSize, nicAddress } from "./addresses.ts";

const range = (address: string, size?: string): string => {
  const { firstIp, size: count, prefixLength } = networkRange(address, size);
  return `${firstIp}${prefixLength === undefined ? "" : `/${prefixLength}`} ${count}`;
};

describe("ADDRESS as the network's address: the range starts one above it", () => {
  test.each([
    ["192.168.1.0", "200", "192.168.1.1 200"],
    ["10.2.0.0", undefined, "10.2.0.1 254"],
    ["10.3.0.0", "C", "10.3.0.1 254"],
    ["10.3.0.0", "b", "10.3.0.1 65534"],
    ["10.0.0.0", "A", "10.0.0.1 16777214"],
    ["10.4.2.0", "1", "10.4.2.1 1"],
    [" 10.18.0.0 ", " 10 ", "10.18.0.1 10"],
    ["10.0.0.64", "30", "10.0.0.65 30"],
    ["2001:db8::", "10", "2001:db8::1/64 10"],
    ["2001:db8::", undefined, "2001:db8::1/64 254"],
  ])("%s with size %s", (address, size, expected) => expect(range(address, size)).toBe(expected));
});

describe("ADDRESS as the first address of the range", () => {
  test.each([
    ["192.168.1.1", "200", "192.168.1.1 200"],
    ["10.4.3.77", "10", "10.4.3.77 10"],
    ["10.0.0.64", "63", "10.0.0.64 63"],
    ["10.0.0.64", "", "10.0.0.64 254"],
    ["10.0.0.64", " ", "10.0.0.64 254"],
    ["255.255.255.250", "6", "255.255.255.250 6"],
    ["2001:DB8::0010", "8", "2001:db8::10/64 8"],
  ])("%s with size %s", (address, size, expected) => expect(range(address, size)).toBe(expected));
});

describe("ADDRESS with a prefix length", () => {
  test.each([
    ["10.4.4.0/24", undefined, "10.4.4.1 254"],
    ["10.4.4.0/24", "10", "10.4.4.1 10"],
    ["10.4.4.100/24", undefined, "10.4.4.100 155"],
    ["10.4.4.8/30", undefined, "10.4.4.9 2"],
    ["10.4.4.8/31", undefined, "10.4.4.8 2"],
    ["10.4.4.9/31", undefined, "10.4.4.9 1"],
    ["10.0.0.0/8", undefined, "10.0.0.1 16777214"],
    ["10.4.0.0/16", undefined, "10.4.0.1 65534"],
    ["10.4.4.0/24", " ", "10.4.4.1 254"],
    ["10.4.4.8/32", undefined, "10.4.4.8 1"],
    ["2001:db8::/56", "10", "2001:db8::1/56 10"],
    ["2001:db8::7/128", undefined, "2001:db8::7/128 1"],
    ["2001:db8::/8", undefined, "2001:db8::/8 254"],
    ["2001:db8::/120", undefined, "2001:db8::1/120 254"],
    ["2001:db8::/124", undefined, "2001:db8::1/124 14"],
  ])("%s with size %s", (address, size, expected) => expect(range(address, size)).toBe(expected));
});

test("what was shown can be sent again: the first address and the size stay", () => {
  const first = networkRange("10.2.0.0", "200");
  expect(networkRange(first.firstIp, String(first.size))).toEqual(first);
});

describe("a range that does not fit is refused with what there is room for", () => {
  test.each([
    ["10.0.0.0/24", "255", "SIZE is 255, but ADDRESS leaves 254 addresses: 10.0.0.1-10.0.0.254."],
    ["10.0.0.1/32", "2", "SIZE is 2, but ADDRESS leaves 1 address: 10.0.0.1."],
    ["255.255.255.250", "7", "SIZE is 7, but ADDRESS leaves 6 addresses: 255.255.255.250-255.255.255.255."],
    ["2001:db8::/126", "4", "SIZE is 4, but ADDRESS leaves 2 addresses: 2001:db8::1-2001:db8::2."],
    ["10.0.0.255/24", "1", "ADDRESS: 10.0.0.255 is the broadcast address of its network."],
    ["10.0.0.255/24", undefined, "ADDRESS: 10.0.0.255 is the broadcast address of its network."],
  ])("%s with size %s", (address, size, expected) => {
    expect(() => networkRange(address, size)).toThrow(expected);
  });

  test("but without a size it is what there is", () => {
    expect(range("255.255.255.250")).toBe("255.255.255.250 6");
  });
});

test("what is no address or size is refused", () => {
  for (const address of [
    "300.1.2.3",
    "10.0.0",
    "010.0.0.1",
    "0x7f.0.0.1",
    "1.2.3.4:5",
    "fe80::1%eth0",
    "::ffff:1.2.3.4",
    "x",
  ]) {
    expect(() => networkRange(address, "10")).toThrow("ADDRESS must be an IP address");
  }
  for (const address of [
    "10.0.0.0/",
    "10.0.0.0/33",
    "10.0.0.0/7",
    "10.0.0.0/24/24",
    "10.0.0.0/2a",
    "10.0.0.0/a24",
    "10.0.0.0/24a",
    "2001:db8::/129",
  ]) {
    expect(() => networkRange(address, undefined)).toThrow("prefix length");
  }
  for (const size of ["0", "-1", "many", "1.5", "D", "16777217", "__proto__"]) {
    expect(() => networkSize(size)).toThrow("SIZE must be");
  }
  expect([networkSize("16777216"), networkSize(undefined), networkSize(" ")]).toEqual([16_777_216, 254, 254]);
  expect(() => networkRange(undefined, "10")).toThrow("ADDRESS is missing");
});

test("an address for a NIC is written as oned writes it; a blank one is none", () => {
  expect(nicAddress("10.0.0.5")).toEqual({ ip: "10.0.0.5" });
  expect(nicAddress(" 2001:DB8:0:0::5 ")).toEqual({ ip6: "2001:db8::5" });
  expect([nicAddress(undefined), nicAddress(" ")]).toEqual([{}, {}]);
  expect(() => nicAddress('10.0.0.5", MAC = "02')).toThrow(OcciError);
});

test("MAC addresses", () => {
  expect(macAddress(" 02:00:0A:00:00:01\n")).toBe("02:00:0a:00:00:01");
  for (const mac of [
    "",
    "02:00",
    "02-00-0a-00-00-01",
    "02:00:0a:00:00:0g",
    "02:00:0a:00:00:01:02",
    "002:00:0a:00:00:01",
  ])
    expect(() => macAddress(mac)).toThrow("MAC");
});
