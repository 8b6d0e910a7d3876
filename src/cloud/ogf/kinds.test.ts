/** A path of a request leads to one entity, or to nothing: never to another object by a slip. */
import { describe, expect, test } from "bun:test";
import { COMPUTE, IP_RESERVATION, NETWORK, STORAGE_LINK } from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import { addressOf, KINDS, kindAt, POOLS } from "./kinds.ts";
import { resourceId } from "./location.ts";

describe("the end of a link", () => {
  test("is the resource with that number, 0 as well", () => {
    expect(resourceId("/compute/0", [COMPUTE], "source")).toBe(0);
    expect(resourceId("/compute/7?x=1", [COMPUTE], "source")).toBe(7);
    expect(resourceId("/compute/7/", [COMPUTE], "source")).toBe(7);
  });

  test("may be of one of several kinds", () => {
    expect(resourceId("/network/3", [NETWORK, IP_RESERVATION], "target")).toBe(3);
    expect(resourceId("/ipreservation/4", [NETWORK, IP_RESERVATION], "target")).toBe(4);
  });

  test.each(["/compute/", "/compute/x", "/compute/01", "/compute/-1", "/compute/2147483648", "/network/3", "/", ""])(
    "%s is refused where a machine is expected",
    (location) => {
      expect(() => resourceId(location, [COMPUTE], "source")).toThrow(OcciError);
    },
  );

  test("is no link, even where the kind of links is expected", () => {
    const path = "/link/storagelink/compute_7_disk_0";
    expect(addressOf(path)?.kind.type).toBe(STORAGE_LINK);
    expect(() => resourceId(path, [STORAGE_LINK], "target")).toThrow(OcciError);
  });
});

describe("an address", () => {
  test.each(KINDS.map((kind) => [kind.path, kind] as const))("below %s is of that kind", (path, kind) => {
    const id =
      { networkinterface: "compute_7_nic_0", storagelink: "compute_7_disk_0", securitygrouplink: "compute_7_sg_1" }[
        path.split("/").at(-1) ?? ""
      ] ?? "2147483647";
    expect(kindAt(path)).toBe(kind);
    expect(kindAt(`${path}/`)).toBe(kind);
    for (const location of [`${path}/${id}`, `${path}/${id}/`]) {
      expect(addressOf(location)).toMatchObject({ kind: { path }, id, location: `${path}/${id}` });
    }
    const none = [
      path,
      `${path}/`,
      `${path}//${id}`,
      `${path}/x`,
      `${path}/2147483648`,
      `${path}/01`,
      `/x${path}/${id}`,
    ];
    expect(none.map(addressOf)).toEqual(none.map(() => undefined));
  });

  test("of a link is of the kind that its part is", () => {
    expect(addressOf("/link/storagelink/compute_7_nic_0")).toBeUndefined();
    expect(addressOf("/link/networkinterface/7")).toBeUndefined();
  });
});

test("each pool is there once, and has at most one kind whose pages are its own", () => {
  expect(POOLS.map(({ name }) => name)).toEqual(["VM", "VNET", "IMAGE", "SECURITY_GROUP"]);
  for (const pool of POOLS) {
    if (pool.pagedKind !== undefined) expect(KINDS.find(({ type }) => type === pool.pagedKind)?.pool).toBe(pool);
  }
});
