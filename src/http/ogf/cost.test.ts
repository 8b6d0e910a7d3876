/** What requests cost: calls to oned do not grow with what is listed. */
import { describe, expect, test } from "bun:test";
import { addManyVms, callerOf } from "../../oned-sim/seed.ts";
import { category, describeOcci, everything, JSON_TYPE, type OcciSending, RESOURCE_TPL } from "./testing/over-sim.ts";

describeOcci("cost", (world) => {
  const addMachines = (count: number) => addManyVms(world.sim.world, callerOf(world.sim.world.user(2)), count);

  /** Calls of a request that succeeds. */
  async function callsOf(path: string, sending: OcciSending): Promise<number> {
    world.resetCalls();
    expect((await world.request("GET", path, sending)).status).toBe(200);
    return world.calls();
  }

  const inactive = { "X-OCCI-Attribute": 'occi.compute.state="inactive"' };
  test.each<[string, string, number, OcciSending]>([
    ["paths of machines", "/compute/", 1, {}],
    ["machines with their links", "/compute/", 2, { accept: JSON_TYPE }],
    ["links", "/link/networkinterface/", 2, { accept: JSON_TYPE }],
    ["all links", "/link/", 2, {}],
    ["machines that a filter selects", "/compute/", 2, { headers: inactive }],
    ["who carries a mixin", "/mixin/resource_tpl/small/", 2, {}],
    ["who carries a mixin, filtered", "/mixin/resource_tpl/small/", 2, { headers: inactive, accept: JSON_TYPE }],
    ["who carries any template", "/mixin/resource_tpl/", 2, {}],
    ["everything of a type", "/", 5, { headers: { Category: category(`${RESOURCE_TPL}small`) } }],
    ["everything", "/", 5, {}],
    ["a page", "/compute/?page=2&number=5", 2, {}],
    ["a page of entities", "/compute/?page=2&number=5", 2, { accept: JSON_TYPE }],
    ["discovery", "/-/", 2, {}],
    ["discovery, filtered", "/-/", 2, { headers: { Category: category(`${RESOURCE_TPL}small`) } }],
  ])("%s: as many calls for 200 machines as for 20: %s, at most %i", async (_what, path, most, sending) => {
    addMachines(18);
    const few = await callsOf(path, sending);
    addMachines(180);
    const many = await callsOf(path, sending);
    expect(many).toBe(few);
    expect(many).toBeLessThanOrEqual(most);
  });

  test("a page is one page call, whatever its number", async () => {
    addMachines(98);
    for (const page of [1, 7]) {
      await world.request("GET", `/compute/?page=${page}&number=10`, { accept: JSON_TYPE });
      const last = world.sim.calls.findLast(({ method }) => method.startsWith("one.vmpool"));
      expect(last?.params.slice(1, 3)).toEqual([(page - 1) * 10, -11]);
    }
    expect(world.sim.calls.filter(({ method }) => method.startsWith("one.vmpool"))).toHaveLength(2);
  });

  describe("members of a tag", () => {
    const uris = (paths: readonly string[]) => ({
      contentType: "text/uri-list",
      body: paths.map((path) => `${path}\r\n`).join(""),
    });

    test("are given to it and listed by as many calls for many as for some", async () => {
      const tag = `Category: ${category("http://example.org/tags#t")}; location="/t/"`;
      await world.request("POST", "/-/", { contentType: "text/plain", body: tag });
      addMachines(98);
      const paths = await everything(world, "/compute/");
      const put = async (count: number) => {
        world.resetCalls();
        expect((await world.request("PUT", "/t/", uris(paths.slice(0, count)))).status).toBe(200);
        return world.calls();
      };
      const [few, many] = [await put(10), await put(90)];
      expect(many).toBe(few);
      expect(await callsOf("/t/", {})).toBeLessThanOrEqual(2);
      expect(await everything(world, "/t/")).toEqual(paths.slice(0, 90));
    });
  });
});
