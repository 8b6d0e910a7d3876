/** What a NIC or disk can be called on the command line. */
import { expect, test } from "bun:test";
import { isDisk, nicId, type Part } from "./parts.ts";
import type { Resource } from "./resource.ts";

const NIC: Part = { id: 4, network: { name: "lan" }, ip: "10.0.0.2", ip6: "2001:db8::2", mac: "02:00:0a:00:00:02" };
const machine = async () => ({ id: 3, name: "web", nics: [{ id: 5, ip: "10.0.0.3" }, NIC] }) as unknown as Resource;

test.each(["4", "lan", "10.0.0.2", "2001:db8::2", "02:00:0a:00:00:02"])("a NIC goes by %s", async (typed) => {
  expect(await nicId(typed, machine)).toBe("4");
});

test("a disk goes by its id, with zeros in front too, by its device or its image", () => {
  const disk: Part = { id: 1, target: "vdb", storage: { name: "data" } };
  for (const typed of ["1", "01", "vdb", "data"]) expect([typed, isDisk(disk, typed)]).toEqual([typed, true]);
  for (const other of ["2", "11", "vda", ""]) expect([other, isDisk(disk, other)]).toEqual([other, false]);
});
