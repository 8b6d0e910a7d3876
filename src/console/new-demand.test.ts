/** What a new machine takes of the quotas, and when it does not fit. */
import { expect, test } from "bun:test";
import type { Image, Quota, Quotas, Template } from "./app/model.ts";
import { demandOf, openCapacity, shortagesOf } from "./app/screens/new/demand.ts";
import { fieldOf, initialValues, requestOf } from "./app/screens/new/values.ts";

const owner = { id: 2, name: "alice" };
const template: Template = {
  id: 5,
  name: "web",
  description: null,
  logo: null,
  cpu: 0.1,
  vcpu: null,
  memoryMiB: 512,
  disks: [
    { image: { id: 1, name: "os" }, sizeMiB: null },
    { image: { id: 2, name: "data" }, sizeMiB: null },
    { image: null, sizeMiB: 100 },
  ],
  networks: [{ network: { id: 0, name: "lan" } }, { network: null }],
  inputs: [],
  owner,
  createdAt: "2026-01-01T00:00:00Z",
};
const image = (id: number, sizeMiB: number, persistent: boolean): Image => ({
  id,
  name: `image ${id}`,
  description: null,
  state: "ready",
  message: null,
  error: null,
  type: "os",
  sizeMiB,
  fileSystem: null,
  persistent,
  public: true,
  machines: [],
  datastore: 1,
  owner,
  oned: { state: "READY" },
});
const quota = (left: number | null): Quota => ({
  user: { used: 0, limit: left, left },
  group: { used: 0, limit: null, left: null },
  left,
});
const room: Quotas = {
  machines: quota(10),
  runningMachines: quota(10),
  cpu: quota(0.3),
  runningCpu: quota(null),
  memoryMiB: quota(null),
  runningMemoryMiB: quota(2_000),
  systemDiskMiB: quota(250),
  datastores: [],
  networks: [{ id: 0, leases: quota(2) }],
  images: [],
};
const values = { ...initialValues([], [], ""), count: "3" };
const source = { template, size: undefined, images: [image(1, 2_000, false), image(2, 5_000, true)] };

test("all machines are counted together; a persistent image takes no room again", () => {
  const demand = demandOf(values, source);
  expect(demand).toMatchObject({ machines: 3, memory: 1_536, disk: 6_300, ownDisk: 300 });
  expect(demand.cpu).toBeCloseTo(0.3);
  expect([...demand.networks]).toEqual([[0, 3]]);
});

test("what does not fit is found: of disks only what counts on every cloud, and 3 × 0.1 CPU fit into 0.3", () => {
  expect(shortagesOf(demandOf(values, source), room)).toEqual([
    { resource: "disk", takes: 300, left: 250 },
    { resource: "addresses", takes: 3, left: 2, id: 0 },
  ]);
  expect(shortagesOf(demandOf({ ...values, count: "4" }, source), room).map(({ resource }) => resource)).toEqual([
    "cpu",
    "memory",
    "disk",
    "addresses",
  ]);
  expect(shortagesOf(demandOf({ ...values, count: "1" }, source), room)).toEqual([]);
});

test("CPU and memory are asked for where neither template nor inputs have them", () => {
  expect(openCapacity({ template, size: undefined })).toEqual({ cpu: false, memory: false });
  const open = openCapacity({ template: { ...template, cpu: null, memoryMiB: null }, size: undefined });
  expect(open).toEqual({ cpu: true, memory: true });
  expect(requestOf({ ...values, count: "1", cpu: "1,5", memory: "2048" }, template, open)).toEqual({
    template: 5,
    cpu: 1.5,
    memoryMiB: 2_048,
  });
});

test("faults of the server belong to the fields", () => {
  expect(["/inputs/PORT", "/sshKeys/0", "/endsAt"].map(fieldOf)).toEqual(["/inputs/PORT", "/sshKeys", "/endsAt"]);
});
