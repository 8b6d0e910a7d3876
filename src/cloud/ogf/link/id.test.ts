import { expect, test } from "bun:test";
import fc from "fast-check";
import { linkId, readLinkId } from "./id.ts";

test.each([
  [{ vm: 7, part: "nic", number: 0 }, "compute_7_nic_0"],
  [{ vm: 7, part: "disk", number: 1 }, "compute_7_disk_1"],
  [{ vm: 41, part: "sg", number: 100 }, "compute_41_sg_100"],
] as const)("%j is %s, and back", (parts, id) => {
  expect(linkId(parts)).toBe(id);
  expect(readLinkId(id)).toEqual(parts);
});

test("any id is read as it was written", () => {
  const number = fc.integer({ min: 0, max: 999_999_999 });
  const part = fc.constantFrom("nic" as const, "disk" as const, "sg" as const);
  fc.assert(
    fc.property(fc.record({ vm: number, part, number }), (parts) => {
      expect(readLinkId(linkId(parts))).toEqual(parts);
    }),
  );
});

test.each([
  "",
  "compute_7_nic_",
  "compute__nic_0",
  "compute_7_cdrom_0",
  "compute_-1_nic_0",
  "compute_7_nic_0 ",
  "compute_7_nic_0_1",
  "COMPUTE_7_NIC_0",
  "compute_7_nic_1e3",
  "compute_9999999999_nic_0",
  "generated_compute_7_nic_0",
])("%j is none", (id) => {
  expect(readLinkId(id)).toBeUndefined();
});
