/** What sentences call things for readers of OCCI 1.2. */
import { expect, test } from "bun:test";
import { field, say, textOf } from "../../wording.ts";
import { ogfWords } from "./words.ts";

const read = (sentence: Parameters<typeof textOf>[0]) => textOf(sentence, ogfWords);

test.each([
  ["NAME", "occi.core.title"],
  ["NIC/IP", "occi.networkinterface.address"],
  ["NIC/MAC", "occi.networkinterface.mac"],
  ["GATEWAY", "occi.network.gateway"],
  ["VLAN_ID", "occi.network.vlan"],
  ["DISK/DEV_PREFIX", "org.opennebula.storage.dev_prefix"],
  ["DRIVER", "org.opennebula.storage.driver"],
  ["CPU_MODEL", "CPU_MODEL"],
])("OpenNebula's attribute %s is %s", (attribute, name) => {
  expect(read(say`${{ attribute }} is refused.`)).toBe(`${name} is refused.`);
});

test("fields have the names of the standard, and memory is in GiB", () => {
  expect(read(say`${field("memory")}`)).toBe("occi.compute.memory");
  expect(read(say`${{ field: "memory", value: 1536 }}`)).toContain("1.5");
});

test("OpenNebula's own sentences are quoted, without names that a request does not have", () => {
  expect(read(say`${{ oned: "no host has room" }}`)).toBe("no host has room");
});
