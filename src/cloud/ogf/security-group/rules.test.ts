/** Rules of a security group, in oned's words. */
import { describe, expect, test } from "bun:test";
import type { Value } from "../../../dialects/ogf/index.ts";
import { ruleEntries } from "./rules.ts";

const entries = (rule: Readonly<Record<string, Value>>) => {
  const [made] = ruleEntries([{ type: "inbound", ...rule }]);
  return Object.fromEntries(made?.[1] ?? []);
};
const INBOUND = { PROTOCOL: "ALL", RULE_TYPE: "inbound" };

describe("a rule", () => {
  test.each<[Readonly<Record<string, Value>>, object]>([
    [{}, INBOUND],
    [
      { type: "OutBound", protocol: "TCP" },
      { PROTOCOL: "TCP", RULE_TYPE: "outbound" },
    ],
    [{ port: "22,80:90,0,65535" }, { ...INBOUND, RANGE: "22,80:90,0,65535" }],
    [{ port: 22 }, { ...INBOUND, RANGE: "22" }],
    [{ port: `${"1,".repeat(4095)}11` }, { ...INBOUND, RANGE: `${"1,".repeat(4095)}11` }],
    [{ port: " 80:80 " }, { ...INBOUND, RANGE: "80:80" }],
    ...["tcp", "udp", "icmp", "icmpv6", "ipsec", "all"].map((protocol): [Readonly<Record<string, Value>>, object] => [
      { protocol },
      { ...INBOUND, PROTOCOL: protocol.toUpperCase() },
    ]),
    [{ port: "", range: "" }, INBOUND],
    [{ range: "network/3" }, { ...INBOUND, NETWORK_ID: "3" }],
    [{ range: "/network/123456789" }, { ...INBOUND, NETWORK_ID: "123456789" }],
    [{ range: "/network/3" }, { ...INBOUND, NETWORK_ID: "3" }],
    [{ range: "/prefix/network/3" }, { ...INBOUND, NETWORK_ID: "3" }],
    [{ range: "192.0.2.7" }, { ...INBOUND, IP: "192.0.2.7", SIZE: "1" }],
    [{ range: "192.0.2.0+16" }, { ...INBOUND, IP: "192.0.2.0", SIZE: "16" }],
    [{ range: "192.0.2.0/28" }, { ...INBOUND, IP: "192.0.2.0", SIZE: "16" }],
    [{ range: "192.0.2.7/32" }, { ...INBOUND, IP: "192.0.2.7", SIZE: "1" }],
    [{ range: "128.0.0.0/1" }, { ...INBOUND, IP: "128.0.0.0", SIZE: "2147483648" }],
    [{ range: "2001:db8::/97" }, { ...INBOUND, IP: "2001:db8::", SIZE: "2147483648" }],
    [{ range: "2001:db8::7/128" }, { ...INBOUND, IP: "2001:db8::7", SIZE: "1" }],
  ])("%j", (rule, expected) => {
    expect(entries(rule)).toEqual(expected as Record<string, string>);
  });

  test.each<[Readonly<Record<string, Value>>, string]>([
    [{ type: "both" }, "type must be inbound or outbound"],
    [{ type: true }, "type must be a string"],
    [{ protocol: "gre" }, "protocol must be one of"],
    [{ colour: "red" }, "colour is not known"],
    [{ ["x".repeat(80)]: "red" }, `rules: ${"x".repeat(64)} is not known`],
    [{ port: [22] }, "port must be a string"],
    [{ range: true }, "range must be a string"],
    [{ protocol: true }, "protocol must be a string"],
    [{ port: "22-80" }, "port"],
    [{ port: "80:22" }, "port"],
    [{ port: "65536" }, "port"],
    [{ port: "123456" }, "port"],
    [{ port: "x22" }, "port"],
    [{ port: "22x" }, "port"],
    [{ port: "22:" }, "port"],
    [{ port: "22," }, "port"],
    [{ port: `${"1,".repeat(4096)}1` }, "port"],
    [{ range: "http://e.org/network/3" }, "range must be a path"],
    [{ range: "everywhere" }, "range must have a form"],
    [{ range: "/network/3/" }, "range must have a form"],
    [{ range: "/mynetwork/3" }, "range must have a form"],
    [{ range: "/network/1234567890" }, "range must have a form"],
    [{ range: "x192.0.2.0" }, "range must have a form"],
    [{ range: "192.0.2.0+16x" }, "range must have a form"],
    [{ range: "192.0.2.0/0" }, "range"],
    [{ range: "192.0.2.0/33" }, "range"],
    [{ range: "2001:db8::/96" }, "range"],
    [{ range: "999.0.0.1" }, "range"],
  ])("%j is refused", (rule, culprit) => {
    expect(() => entries(rule)).toThrow(culprit);
  });
});

test("a refusal shows what a rule can be", () => {
  expect(() => entries({ protocol: "gre" })).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('"protocol": "tcp"|"udp"') }),
  );
});

test("rules are a list of objects; none are sent where there is no list", () => {
  expect(ruleEntries(undefined)).toEqual([]);
  expect(ruleEntries([])).toEqual([]);
  expect(() => ruleEntries("inbound")).toThrow("it must be a list");
  expect(() => ruleEntries({ type: "inbound" })).toThrow("it must be a list");
  expect(() => ruleEntries(["inbound"])).toThrow("each rule must be an object");
  expect(() => ruleEntries([[]])).toThrow("each rule must be an object");
});
