import { describe, expect, test } from "bun:test";
import { isIP } from "node:net";
import fc from "fast-check";
import {
  addressIn,
  clientNetwork,
  formatBytes,
  formatIp,
  inNetworks,
  inUrl,
  ipFamily,
  isLoopbackAddress,
  lastAddress,
  parseIp,
  parseNetwork,
  unmapped,
} from "./ip-address.ts";

const anyAddress = fc.oneof(fc.ipV4(), fc.ipV6());

test("any address has a family, and no other text", () => {
  fc.assert(fc.property(anyAddress, (address) => expect(ipFamily(address) as number).toBe(isIP(address))));
  // Texts that are nearly addresses: cut, with one part too many or too large, of both families, with a zone.
  const part = fc.constantFrom(
    ...["0", "1", "9", "10", "99", "100", "255", "256", "01", "ff", "FFFF", "0000", "12345", "g"],
    ...[":", "::", ".", "1.2.3.4", "%eth0", "%", " ", "-", "[", "]"],
  );
  const nearly = fc.oneof(
    fc.array(part, { maxLength: 17 }).map((parts) => parts.join("")),
    fc.array(part, { minLength: 1, maxLength: 9 }).map((parts) => parts.join(":")),
    fc.array(part, { minLength: 3, maxLength: 5 }).map((parts) => parts.join(".")),
    fc.tuple(fc.ipV6(), part).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(nearly, (text) => expect(ipFamily(text) ?? 0).toBe(isIP(text))),
    { numRuns: 5000 },
  );
  for (const other of ["", "10.0.0", "010.0.0.1", "0x7f.0.0.1", "10.0.0.1 ", "[::1]", ":::", "localhost"]) {
    expect(ipFamily(other)).toBeUndefined();
    expect(parseIp(other)).toBeUndefined();
  }
});

test("numbers: what is read is written in the shortest spelling", () => {
  expect(parseIp("10.0.0.1")).toEqual({ family: 4, value: 0x0a000001n });
  for (const [text, short] of [
    ["2001:DB8:0:0:0::0010", "2001:db8::10"],
    ["1:0:0:2:0:0:0:3", "1:0:0:2::3"],
    ["1:2:3:4:5:6:0:8", "1:2:3:4:5:6:0:8"],
    ["0:0:0:0:0:0:0:0", "::"],
  ] as const) {
    const number = parseIp(text);
    expect(number && formatIp(number)).toBe(short);
  }
});

test.each(["fe80::1%eth0", "::ffff:192.0.2.1"])(
  "a zone, or IPv4 inside of IPv6 (%s), is not read as a number",
  (text) => {
    expect(parseIp(text)).toBeUndefined();
  },
);

test("a number is read back as it was", () => {
  const numbers = fc.oneof(
    fc.record({ family: fc.constant(4 as const), value: fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }) }),
    fc.record({ family: fc.constant(6 as const), value: fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }) }),
  );
  fc.assert(fc.property(numbers, (number) => expect(parseIp(formatIp(number))).toEqual(number)));
});

describe("ranges", () => {
  test("hold their first and last address, and none beside them", () => {
    expect(lastAddress("10.0.0.250", 10)).toBe("10.0.1.3");
    expect(lastAddress("2001:db8::fffe", 3)).toBe("2001:db8::1:0");
    expect(lastAddress("10.0.0.250", 0)).toBe("10.0.0.250");
    expect(["10.0.0.249", "10.0.0.250", "10.0.1.3", "10.0.1.4"].map((ip) => addressIn(ip, "10.0.0.250", 10))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
  test("of the other family, or of no address at all, hold nothing", () => {
    expect(addressIn("::1", "0.0.0.0", 10)).toBe(false);
    expect(addressIn("lan", "10.0.0.1", 10)).toBe(false);
    expect(addressIn("10.0.0.1", "", 10)).toBe(false);
    expect(lastAddress("lan", 10)).toBe("lan");
  });
});

describe("networks", () => {
  const inside = inNetworks(["10.0.0.0/8", "192.0.2.1", "2001:db8::/32", "::ffff:198.51.100.0/120", "nonsense"]);
  test.each(["10.255.0.1", "::ffff:10.0.0.1", "192.0.2.1", "2001:db8:ffff::1", "198.51.100.7"])(
    "%s is in one",
    (ip) => {
      expect(inside(ip)).toBe(true);
    },
  );
  test.each(["11.0.0.1", "192.0.2.2", "2001:db9::1", "198.51.101.1", "", "nonsense", "::a00:1"])("%s is not", (ip) => {
    expect(inside(ip)).toBe(false);
  });
  test("without an entry hold no address", () => expect(inNetworks([])("10.0.0.1")).toBe(false));
  test("are an address, a slash and a prefix length that fits", () => {
    expect(parseNetwork("10.0.0.0/8")).toEqual({ family: 4, address: "10.0.0.0", prefix: 8 });
    expect(parseNetwork("::1")).toEqual({ family: 6, address: "::1", prefix: 128 });
    expect(["10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/8/8", "10.0.0.0/-1", "lan/8"].map(parseNetwork)).toEqual(
      Array(6).fill(undefined),
    );
  });
});

test("a client is counted by its IPv4 address, or by its /64", () => {
  expect(clientNetwork("192.0.2.7")).toBe("192.0.2.7");
  expect(clientNetwork("::ffff:192.0.2.7")).toBe("192.0.2.7");
  expect(clientNetwork("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2");
  expect(clientNetwork("2001:DB8:1:2::6")).toBe("2001:db8:1:2");
  expect(clientNetwork("2001:db8::6")).toBe("2001:db8:0:0");
  expect(clientNetwork("fe80::1%eth0")).toBe("fe80:0:0:0");
  expect(clientNetwork("::1")).toBe("0:0:0:0");
  expect(clientNetwork("/run/occi.sock:1")).toBe("/run/occi.sock:1");
});

test("only addresses that never leave the machine are loopback", () => {
  expect(
    ["127.0.0.1", "127.9.9.9", "::1", "0:0::1", "::ffff:127.0.0.1"].filter((ip) => !isLoopbackAddress(ip)),
  ).toEqual([]);
  expect(["128.0.0.1", "::", "0.0.0.0", "fe80::1", "localhost", ""].filter(isLoopbackAddress)).toEqual([]);
});

test("spellings of sockets and URLs", () => {
  expect(unmapped("::ffff:192.0.2.1")).toBe("192.0.2.1");
  expect(unmapped("::1")).toBe("::1");
  expect(["::1", "192.0.2.1", "cloud.example.org"].map(inUrl)).toEqual(["[::1]", "192.0.2.1", "cloud.example.org"]);
  expect(formatBytes(Buffer.from([192, 0, 2, 1]))).toBe("192.0.2.1");
  expect(formatBytes(Buffer.from("00000000000000000000ffffc0000201", "hex"))).toBe("192.0.2.1");
  expect(formatBytes(Buffer.from("20010db8000000000000000000000001", "hex"))).toBe("2001:db8::1");
});
