/** Checks M-1 to M-8: rules of the core model (GFD.221), and the states that oned has words for. */
import { expect, test } from "bun:test";
import { nonEmpty } from "../../testing/non-empty.ts";
import { category, describeOcci, INFRA, JSON_TYPE, listedPaths, type OcciWorld, OS_TPL } from "./testing/over-sim.ts";
import { created, kind, mixin, plain, refused, seen } from "./testing/requests.ts";

const TAG = "http://cloud.example.org/occi/tags/ana#blue";
const addTag = (world: OcciWorld) =>
  world.request("POST", "/-/", plain(`Category: ${category(TAG)}; location="/tags/ana/blue/"`));
const machine = (...more: readonly string[]) => plain(kind("compute"), mixin(`${OS_TPL}image_0`), ...more);
const listed = async (world: OcciWorld, path: string, user: "alice" | "bob" = "alice") =>
  listedPaths(await world.request("GET", path, { accept: "text/uri-list", user })).sort();

describeOcci("core model", (world) => {
  test("M-1 MUST: an entity keeps its kind for life; a mixin that leaves takes no entity with it", async () => {
    await addTag(world);
    const path = await created(world, "/compute/", machine(mixin(TAG)));
    expect((await seen(world, path)).mixins).toContain(TAG);
    expect((await world.request("DELETE", "/-/", plain(`Category: ${category(TAG)}`))).status).toBe(200);
    const { kind: type, mixins } = await seen(world, path);
    expect(type).toBe(`${INFRA}compute`);
    expect(mixins).not.toContain(TAG);
  });

  test("M-2 MUST: a mixin that cannot be associated now is a bad request", async () => {
    const later = mixin("http://schemas.ogf.org/occi/infrastructure#availability_zone");
    await refused(world, "POST /compute/0", plain(later), 400, /availability_zone/);
    await refused(world, "POST /network/0", plain(mixin(`${INFRA}os_tpl`)), 400, /os_tpl/);
  });

  test("M-3 MUST: with a template that depends on os_tpl the machine is in the collections of both", async () => {
    const path = await created(world, "/compute/", machine());
    expect(await listed(world, "/mixin/os_tpl/image_0/")).toEqual([path]);
    expect(await listed(world, "/mixin/os_tpl/")).toContain(path);
  });

  test("M-4: a mixin without applies goes on any entity", async () => {
    await addTag(world);
    const paths = ["/compute/0", "/link/networkinterface/compute_0_nic_0", "/network/0", "/storage/2"];
    for (const path of paths) {
      expect([path, (await world.request("POST", path, plain(mixin(TAG)))).status]).toEqual([path, 200]);
      expect((await seen(world, path)).mixins).toContain(TAG);
    }
    expect(await listed(world, "/tags/ana/blue/")).toEqual(paths);
  });

  test("M-5 MUST NOT: no attribute of ours begins with occi.", async () => {
    const { kinds, mixins } = JSON.parse((await world.request("GET", "/-/", { accept: JSON_TYPE })).body);
    for (const { scheme, attributes = {} } of nonEmpty([...kinds, ...mixins])) {
      if (!scheme.startsWith("http://opennebula.org/")) continue;
      for (const name of nonEmpty(Object.keys(attributes))) expect(name).toStartWith("org.opennebula.");
    }
  });

  test("M-6: a link that is taken from its resource is gone as an instance", async () => {
    const path = "/link/networkinterface/compute_0_nic_0";
    expect(await listed(world, "/link/networkinterface/")).toContain(path);
    await world.request("DELETE", path);
    world.sim.settle();
    expect(await listed(world, "/link/networkinterface/")).not.toContain(path);
  });

  test("M-7 MUST: the whole collection, one item, a subset by filter, a subset by page", async () => {
    expect(await listed(world, "/compute/")).toEqual(["/compute/0", "/compute/1"]);
    expect((await seen(world, "/compute/1")).title).toBe("alice-held");
    const filter = { headers: { "X-OCCI-Attribute": 'occi.core.title="alice-held"' }, accept: "text/uri-list" };
    expect(listedPaths(await world.request("GET", "/compute/", filter))).toEqual(["/compute/1"]);
    expect(await listed(world, "/compute/?page=1&number=1")).toHaveLength(1);
  });

  test("M-8: each user sees what is his", async () => {
    await addTag(world);
    expect(await listed(world, "/compute/", "bob")).toEqual(["/compute/2"]);
    const { body } = await world.request("GET", "/-/", { user: "bob" });
    expect(body).not.toContain("tags/ana#");
    expect((await world.request("GET", "/tags/ana/blue/", { user: "bob" })).status).toBe(404);
    expect((await world.request("GET", "/compute/0", { user: "bob" })).status).toBe(403);
  });

  test("M-8: whatever type an entity shows is in the discovery of him who sees it", async () => {
    await addTag(world);
    await created(world, "/compute/", machine(mixin(TAG)));
    const { kinds, mixins, actions } = JSON.parse((await world.request("GET", "/-/", { accept: JSON_TYPE })).body);
    const known = [...kinds, ...mixins, ...actions].map(({ scheme, term }) => scheme + term);
    for (const path of nonEmpty(await listed(world, "/"))) {
      const entity = await seen(world, path);
      const types = [entity.kind, ...entity.mixins, ...entity.actions];
      expect([path, types.filter((id) => !known.includes(id))]).toEqual([path, []]);
    }
  });

  test("M-3 MUST: an entity has the attributes and the actions of its kind and of all its mixins", async () => {
    const { body } = await world.request("GET", "/-/", { accept: JSON_TYPE });
    const { kinds, mixins } = JSON.parse(body);
    const core = ["occi.core.id", "occi.core.title", "occi.core.summary"];
    for (const path of ["/compute/0", "/network/0", "/storage/0", "/link/storagelink/compute_0_disk_0"]) {
      const entity = await seen(world, path);
      const own = [...kinds, ...mixins].filter(({ scheme, term }) =>
        [entity.kind, ...entity.mixins].includes(scheme + term),
      );
      const defined = [...core, ...own.flatMap(({ attributes = {} }) => Object.keys(attributes))];
      expect(defined).toEqual(expect.arrayContaining(Object.keys(entity.attributes)));
      expect(own.flatMap(({ actions = [] }) => actions)).toEqual(expect.arrayContaining([...entity.actions]));
    }
  });
});
