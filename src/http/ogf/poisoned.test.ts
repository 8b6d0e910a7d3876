/** Objects that oned stored and cannot send: listings and discovery leave them out, say so, and have all others. */
import { beforeEach, expect, test } from "bun:test";
import { addManyVms, callerOf } from "../../oned-sim/seed.ts";
import { describeOcci, everything, JSON_TYPE, listedPaths, OS_TPL } from "./testing/over-sim.ts";

const POISON = "poisoned 😀";

describeOcci("of poisoned objects", (world) => {
  /** Gives the objects a name that oned cannot send. */
  function poison(pool: "vms" | "images" | "vmTemplates", ...ids: number[]): void {
    const objects: ReadonlyMap<number, { name: string }> = world.sim.world[pool];
    for (const id of ids) Object.assign(objects.get(id) ?? {}, { name: POISON });
    world.sim.world.changed();
  }

  const ofAlice = () =>
    [...world.sim.world.vms.values()]
      .filter(({ uid }) => uid === 2)
      .map(({ id }) => `/compute/${id}`)
      .reverse();

  beforeEach(() => addManyVms(world.sim.world, callerOf(world.sim.world.user(2)), 20));

  test.each(["text/plain", "text/uri-list", "text/occi"])("a listing has all others: %s", async (accept) => {
    poison("vms", 7, 12);
    const answer = await world.request("GET", "/compute/", { accept });
    expect([answer.status, answer.headers.get("x-occi-skipped")]).toEqual([200, "compute 12, compute 7"]);
    expect(listedPaths(answer)).toEqual(ofAlice().filter((path) => !/\/(7|12)$/.test(path)));
  });

  test("in JSON, too", async () => {
    poison("vms", 7);
    const { status, body } = await world.request("GET", "/compute/", { accept: JSON_TYPE });
    const { resources } = JSON.parse(body) as { resources: { id: string }[] };
    expect([status, resources.length]).toEqual([200, ofAlice().length - 1]);
  });

  test("pages: each keeps its place, the one with the poisoned is shorter", async () => {
    const whole = ofAlice();
    const poisoned = whole[7] as string;
    poison("vms", Number(poisoned.slice("/compute/".length)));
    for (let page = 1; page <= 5; page++) {
      const answer = await world.request("GET", `/compute/?page=${page}&number=5`);
      const expected = whole.slice((page - 1) * 5, page * 5);
      expect([answer.status, listedPaths(answer)]).toEqual([200, expected.filter((path) => path !== poisoned)]);
      expect(answer.headers.has("x-occi-skipped")).toBe(expected.includes(poisoned));
      expect(answer.headers.get("link")?.includes('rel="next"')).toBe(expected.length === 5);
    }
  });

  test("a page of nothing else is empty", async () => {
    poison("images", 1);
    const answer = await world.request("GET", "/storage/?page=2&number=1");
    expect([answer.status, answer.body, answer.headers.get("x-occi-skipped")]).toEqual([200, "", "storage 1"]);
  });

  test("discovery has all other templates", async () => {
    poison("images", 1);
    poison("vmTemplates", 0);
    const { status, headers, body } = await world.request("GET", "/-/");
    // Pools are read side by side.
    expect([status, headers.get("x-occi-skipped")?.split(", ").sort()]).toEqual([200, ["storage 1", "template 0"]]);
    const terms = [...body.matchAll(/^Category: (\S+); scheme="([^"]+)"/gm)].flatMap(([, term, scheme]) =>
      scheme === OS_TPL ? [term] : [],
    );
    expect(terms).toEqual(["template_1", "image_0"]);
  });

  test("a collection is not emptied as long as it cannot be seen whole", async () => {
    poison("vms", 0);
    const { status, body } = await world.request("DELETE", "/compute/");
    expect([status, body]).toEqual([500, expect.stringContaining("nothing was done")]);
    expect(await everything(world, "/compute/")).toEqual(ofAlice().slice(0, -1));
  });
});
