/** What is left of quotas, from elements as a real oned writes them. */
import { describe, expect, test } from "bun:test";
import { OwnerQuotas } from "../../opennebula/quotas.ts";
import { readRecord } from "../../xml/record.ts";
import { quotasOf } from "./quotas.ts";

const owner = (quotas: string, defaults = "", kind: "USER" | "GROUP" = "USER") =>
  new OwnerQuotas(
    readRecord(`<X><ID>2</ID>${quotas}<DEFAULT_${kind}_QUOTAS>${defaults}</DEFAULT_${kind}_QUOTAS></X>`, "X"),
    `DEFAULT_${kind}_QUOTAS`,
  );
const vm = (members: Record<string, number>): string =>
  `<VM_QUOTA><VM>${Object.entries(members)
    .map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`)
    .join("")}</VM></VM_QUOTA>`;
const NOTHING = owner("<VM_QUOTA></VM_QUOTA>");

describe("one quota", () => {
  const machines = (user: string, group = "", userDefaults = "", groupDefaults = "") =>
    quotasOf(owner(user, userDefaults), owner(group, groupDefaults, "GROUP")).machines;

  test("the narrower of user and group is left", () => {
    expect(machines(vm({ VMS: 10, VMS_USED: 4 }), vm({ VMS: 50, VMS_USED: 48 }))).toEqual({
      user: { used: 4, limit: 10, left: 6 },
      group: { used: 48, limit: 50, left: 2 },
      left: 2,
    });
  });

  test("-1 is the default of the cloud, -2 no limit at all", () => {
    const most = vm({ VMS: 5 });
    expect(machines(vm({ VMS: -1, VMS_USED: 2 }), "", most).user).toEqual({ used: 2, limit: 5, left: 3 });
    expect(machines(vm({ VMS: -2, VMS_USED: 2 }), "", most).user).toEqual({ used: 2 });
    expect(machines(vm({ VMS: -1, VMS_USED: 2 }))).toEqual({ user: { used: 2 }, group: { used: 0 } });
    expect(machines(vm({ VMS: -1, VMS_USED: 2 }), "", vm({ VMS: -2 })).user).toEqual({ used: 2 });
  });

  test("a user who has used nothing yet has the defaults, too", () => {
    expect(machines("", "", vm({ VMS: 5 }), vm({ VMS: 3 }))).toEqual({
      user: { used: 0, limit: 5, left: 5 },
      group: { used: 0, limit: 3, left: 3 },
      left: 3,
    });
  });

  test("0 is a limit, and a limit below what is used leaves nothing", () => {
    expect(machines(vm({ VMS: 0, VMS_USED: 0 })).left).toBe(0);
    expect(machines(vm({ VMS: 3, VMS_USED: 5 })).left).toBe(0);
  });
});

test("all of a machine's quotas, in the units of oned", () => {
  const user = owner(
    vm({
      CPU: 4,
      CPU_USED: 0.3,
      MEMORY: 8192,
      MEMORY_USED: 512,
      RUNNING_VMS: 2,
      RUNNING_VMS_USED: 1,
      RUNNING_CPU: 2,
      RUNNING_MEMORY: 1024,
      SYSTEM_DISK_SIZE: 100,
      SYSTEM_DISK_SIZE_USED: 8,
    }),
  );
  const { cpu, memory, runningMachines, runningCpu, runningMemory, systemDisk } = quotasOf(user, NOTHING);
  expect([cpu, memory, runningMachines, runningCpu, runningMemory, systemDisk].map(({ left }) => left)).toEqual([
    3.7, 7680, 1, 2, 1024, 92,
  ]);
});

test("objects with quotas come by their ids, those of the user and of the group together", () => {
  const networks = (...ids: readonly number[]) =>
    `<NETWORK_QUOTA>${ids.map((id) => `<NETWORK><ID>${id}</ID><LEASES>4</LEASES></NETWORK>`).join("")}</NETWORK_QUOTA>`;
  const found = quotasOf(owner(networks(17, 3, 9)), owner(networks(5, 9, 100), "", "GROUP")).networks;
  expect(found.map(({ id }) => id)).toEqual([3, 5, 9, 17, 100]);
});

test("datastores, networks and images by their ids, of user, group and defaults", () => {
  const user = owner(
    "<DATASTORE_QUOTA><DATASTORE><ID>1</ID><IMAGES>-1</IMAGES><IMAGES_USED>11</IMAGES_USED><SIZE>-1</SIZE><SIZE_USED>49</SIZE_USED></DATASTORE></DATASTORE_QUOTA>" +
      "<NETWORK_QUOTA><NETWORK><ID>7</ID><LEASES>4</LEASES><LEASES_USED>1</LEASES_USED></NETWORK></NETWORK_QUOTA>",
    "<DATASTORE_QUOTA><DATASTORE><ID>1</ID><SIZE>100</SIZE></DATASTORE></DATASTORE_QUOTA>",
  );
  const group = owner(
    "<IMAGE_QUOTA><IMAGE><ID>3</ID><RVMS>2</RVMS><RVMS_USED>2</RVMS_USED></IMAGE></IMAGE_QUOTA>",
    "",
    "GROUP",
  );
  const { datastores, networks, images } = quotasOf(user, group);
  expect(datastores).toEqual([
    {
      id: 1,
      images: { user: { used: 11 }, group: { used: 0 } },
      size: { user: { used: 49, limit: 100, left: 51 }, group: { used: 0 }, left: 51 },
    },
  ]);
  expect(networks.map(({ id, leases }) => [id, leases.left])).toEqual([[7, 3]]);
  expect(images.map(({ id, machines }) => [id, machines.left])).toEqual([[3, 0]]);
});
