/** Attributes that oned keeps for administrators, by the names that the request had. */
import { expect, test } from "bun:test";
import { OcciError } from "../../errors.ts";
import { failureOf } from "../testing/over-sim.ts";
import { withAttributeNames } from "./restricted-attributes.ts";

const sent = [
  ["MAC", "occi.networkinterface.mac"],
  ["NIC", "occi.networkinterface.mac"],
  ["MODEL", "org.opennebula.networkinterface.model"],
  ["NIC", "org.opennebula.networkinterface.model"],
] as const;
const refused = (attribute: string) => async () => {
  throw new OcciError("RESTRICTED_ATTRIBUTE", ["OpenNebula keeps ", { attribute }, " for administrators."]);
};

test.each([
  ["MAC", "occi.networkinterface.mac"],
  ["MODEL", "org.opennebula.networkinterface.model"],
  ["NIC", "occi.networkinterface.mac, org.opennebula.networkinterface.model"],
  ["VLAN_ID", "occi.networkinterface.mac, org.opennebula.networkinterface.model"],
])("%s is %s", async (attribute, names) => {
  expect(await failureOf(withAttributeNames(sent, refused(attribute)))).toBe(
    `RESTRICTED_ATTRIBUTE: OpenNebula keeps ${names} for administrators.`,
  );
});

test("of a request that has sent none oned's own words stay, and so does every other error", async () => {
  expect(await failureOf(withAttributeNames([], refused("MAC")))).toContain("MAC");
  const forbidden = () => Promise.reject(new OcciError("FORBIDDEN", "no"));
  expect(await failureOf(withAttributeNames(sent, forbidden))).toBe("FORBIDDEN: no");
  expect(await withAttributeNames(sent, async () => 7)).toBe(7);
});
