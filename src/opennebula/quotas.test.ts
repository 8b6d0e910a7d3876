/** Quotas of users and groups, with the defaults of the cloud. */
import { describe, expect, test } from "bun:test";
import { readRecord } from "../xml/record.ts";
import { OwnerQuotas } from "./quotas.ts";

const quotas = (own: string, defaults = "") =>
  new OwnerQuotas(
    readRecord(`<USER>${own}<DEFAULT_USER_QUOTAS>${defaults}</DEFAULT_USER_QUOTAS></USER>`, "USER"),
    "DEFAULT_USER_QUOTAS",
  );
const vms = (limit: number | string, used = 0) =>
  `<VM_QUOTA><VM><VMS>${limit}</VMS><VMS_USED>${used}</VMS_USED></VM></VM_QUOTA>`;

describe("a limit of its own", () => {
  test.each([
    [5, 5],
    [0, 0],
    [-2, undefined],
    [-3, undefined],
  ])("%d is %p, whatever the default is", (limit, expected) => {
    expect(quotas(vms(limit, 3), vms(7)).of("VM", "VMS")).toEqual({ used: 3, limit: expected });
  });
});

describe("-1 and no limit of its own stand for the default", () => {
  test.each([vms(-1, 3), vms("", 3), vms("  ", 3), vms("many", 3), vms("Infinity", 3)])("%s", (own) => {
    expect(quotas(own, vms(7)).of("VM", "VMS")).toEqual({ used: 3, limit: 7 });
    expect(quotas(own, vms(0)).of("VM", "VMS")).toEqual({ used: 3, limit: 0 });
  });

  test("which may be no limit, or not there", () => {
    for (const defaults of [vms(-2), vms(-1), ""]) {
      expect(quotas(vms(-1, 3), defaults).of("VM", "VMS")).toEqual({ used: 3, limit: undefined });
    }
    expect(quotas("", vms(7)).of("VM", "VMS")).toEqual({ used: 0, limit: 7 });
  });
});

describe("of several datastores", () => {
  const store = (id: number, size: number, used = 0) =>
    `<DATASTORE><ID>${id}</ID><SIZE>${size}</SIZE><SIZE_USED>${used}</SIZE_USED></DATASTORE>`;
  const own = quotas(
    `<DATASTORE_QUOTA>${store(1, 100, 10)}${store(2, -1, 20)}</DATASTORE_QUOTA>`,
    `<DATASTORE_QUOTA>${store(2, 200)}${store(3, 300)}</DATASTORE_QUOTA>`,
  );

  test("each has its own", () => {
    expect([1, 2, 3, 4].map((id) => own.of("DATASTORE", "SIZE", id))).toEqual([
      { used: 10, limit: 100 },
      { used: 20, limit: 200 },
      { used: 0, limit: 300 },
      { used: 0, limit: undefined },
    ]);
  });

  test("those that have a quota or are used are known, here or by default", () => {
    expect(own.ids("DATASTORE")).toEqual([1, 2, 2, 3]);
    expect(own.ids("NETWORK")).toEqual([]);
  });
});
