/** Creation of several entities: all or none. And nothing half made stays of one. */
import { expect, test } from "bun:test";
import type { InjectedFault } from "../../oned-sim/index.ts";
import { BASE, category, describeOcci, INFRA, JSON_TYPE, OS_TPL } from "./testing/over-sim.ts";
import { attribute, json, kind, mixin, objects, plain, refused } from "./testing/requests.ts";

const TAG = "http://cloud.example.org/occi/tags/ana#blue";
const storage = (title: string, more: object = {}) => ({
  kind: `${INFRA}storage`,
  title,
  attributes: { "occi.storage.size": 1, ...more },
});
const compute = (title: string) => ({ kind: `${INFRA}compute`, title, mixins: [`${OS_TPL}image_0`] });

describeOcci("several at once", (world) => {
  test("C-7: all are made, and all locations listed in the order of the request", async () => {
    const sending = { ...json({ resources: [storage("one"), compute("two"), storage("three")] }), accept: JSON_TYPE };
    const answer = await world.request("POST", "/", sending);
    expect([answer.status, answer.body]).toEqual([201, expect.any(String)]);
    expect(JSON.parse(answer.body)).toEqual(["/storage/3", "/compute/3", "/storage/4"].map((path) => BASE + path));
    expect(answer.headers.get("location")).toBe(`${BASE}/storage/3`);
  });

  test("the second is wrong: nothing is asked of oned", async () => {
    const sending = json({ resources: [storage("one"), storage("two", { "occi.storage.colour": "red" })] });
    await refused(world, "POST /", sending, 400, "occi.storage.colour");
    expect(world.sim.calls.some(({ method }) => method === "one.image.allocate")).toBe(false);
  });

  test("oned refuses the second: the first is gone", async () => {
    const sending = json({ resources: [storage("one"), storage("alice-data")] });
    await refused(world, "POST /", sending, 409, /IMAGE 2/);
    expect(world.sim.calls.filter(({ method }) => method === "one.image.allocate")).toHaveLength(2);
  });

  test("oned refuses the third of three kinds: machine and image before it are gone", async () => {
    const network = { kind: `${INFRA}network`, title: "private-2", attributes: { "occi.network.vlan": 7 } };
    await refused(
      world,
      "POST /",
      json({ resources: [compute("a"), storage("b"), network] }),
      403,
      "occi.network.vlan",
    );
  });

  test("C-8: one of another kind than the collection's: none", async () => {
    await refused(world, "POST /storage/", json({ resources: [storage("one"), compute("two")] }), 400, "compute");
  });
});

/** Set by a test before it asks; nothing is injected else. */
let fault: ((method: string) => InjectedFault | undefined) | undefined;

describeOcci(
  "a later step that fails",
  (world) => {
    const failing = async (method: string, work: () => Promise<unknown>): Promise<void> => {
      fault = (called) => (called === method ? { error: ["INTERNAL", "no"] } : undefined);
      try {
        await work();
      } finally {
        fault = undefined;
      }
    };

    test("an image whose notes cannot be written is deleted again", async () => {
      const sending = json(storage('a title; with "signs"'));
      await failing("one.image.update", () => refused(world, "POST /storage/", sending, 500, /no/));
      expect(world.sim.calls.some(({ method }) => method === "one.image.delete")).toBe(true);
    });

    test("a network whose notes cannot be written is deleted again", async () => {
      const sending = plain(kind("network"), attribute("occi.network.label", "blue"));
      await failing("one.vn.update", () => refused(world, "POST /network/", sending, 500, /no/));
      expect(world.sim.calls.some(({ method }) => method === "one.vn.delete")).toBe(true);
    });

    test("a machine that cannot be given its tag is deleted again", async () => {
      await world.request("POST", "/-/", plain(`Category: ${category(TAG)}`));
      const sending = plain(kind("compute"), mixin(`${OS_TPL}image_0`), mixin(TAG));
      await failing("one.user.update", () => refused(world, "POST /compute/", sending, 500, /no/));
      expect(world.sim.calls.some(({ method }) => method === "one.vm.action")).toBe(true);
    });

    test("what cannot be deleted either is named: 504, with its path", async () => {
      fault = (method) => (/^one\.image\.(update|delete)$/.test(method) ? { error: ["INTERNAL", "no"] } : undefined);
      const before = objects(world.sim);
      const answer = await world.request("POST", "/storage/", json(storage("a; title")));
      fault = undefined;
      expect([answer.status, answer.body]).toEqual([504, expect.stringContaining("/storage/3")]);
      expect(objects(world.sim).images).toBe((before.images ?? 0) + 1);
    });

    test("save that fails at the template deletes the images that it made", async () => {
      const sending = plain(
        'Category: save; scheme="http://schemas.ogf.org/occi/infrastructure/compute/action#"; class="action"',
        attribute("name", "golden"),
      );
      await failing("one.template.allocate", () => refused(world, "POST /compute/0?action=save", sending, 500, /no/));
    });
  },
  {},
  { faults: (method) => fault?.(method) },
);
