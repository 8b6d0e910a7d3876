/** Bodies that are too much, or no JSON of OCCI: refused by name, and nothing is made in OpenNebula. */
import { expect, test } from "bun:test";
import { attribute, json, kind, mixin, plain, refused, seen } from "./testing/asking.ts";
import { describeOcci, INFRA, JSON_TYPE, OS_TPL } from "./testing/over-sim.ts";

const machine = (...more: readonly string[]) => plain(kind("compute"), mixin(`${OS_TPL}image_0`), ...more);

describeOcci("bad bodies", (world) => {
  test("10,000 mixins are too large: 413", async () => {
    const many = Array.from({ length: 10_000 }, (_, number) => `Category: m${number}; scheme="http://e#"`);
    await refused(world, "POST /compute/", machine(...many), 413, /TOO_LARGE/);
  });

  test("300 mixins that nobody knows cost no more calls to oned than one", async () => {
    const many = (count: number) =>
      machine(...Array.from({ length: count }, (_, number) => mixin(`${OS_TPL}image_${number + 50}`)));
    const callsOf = async (count: number): Promise<number> => {
      world.resetCalls();
      await refused(world, "POST /compute/", many(count), 400, /image_50|names 301/);
      return world.calls();
    };
    expect(await callsOf(300)).toBeLessThanOrEqual(await callsOf(1));
  });

  test("an attribute of 1 MB is too large: 413", async () => {
    await refused(
      world,
      "POST /compute/",
      machine(attribute("occi.core.title", "x".repeat(1 << 20))),
      413,
      /TOO_LARGE/,
    );
  });

  test.each<[string, string, string | RegExp]>([
    ["duplicate members", `{"kind":"${INFRA}compute","title":"a","title":"b"}`, "title"],
    ["null", `{"kind":"${INFRA}compute","title":null}`, /title|null/],
    ["an unknown member", `{"kind":"${INFRA}compute","colour":"red"}`, "colour"],
    ["a list at the top", `["${INFRA}compute"]`, "no entity"],
    ["no JSON", `{"kind":`, /JSON/],
    [
      "member and attribute that differ",
      `{"kind":"${INFRA}compute","title":"a","attributes":{"occi.core.title":"b"}}`,
      "title",
    ],
    ["a kind that is a number", `{"kind":7}`, "kind"],
  ])("J-11: JSON with %s is 400", async (_, body, culprit) => {
    await refused(world, "POST /compute/", { contentType: JSON_TYPE, body }, 400, culprit);
  });

  test("__proto__ and constructor are unknown attributes like any other", async () => {
    for (const name of ["__proto__", "constructor", "toString"]) {
      const body = `{"kind":"${INFRA}compute","attributes":{"${name}":"x"}}`;
      await refused(world, "POST /compute/", { contentType: JSON_TYPE, body }, 400, name);
    }
  });

  test("a message gives no more than some characters of what was sent back, on one line", async () => {
    const sending = json({ kind: `${INFRA}compute`, attributes: { [`a${"b".repeat(5000)}`]: "x" } });
    const { body } = await refused(world, "POST /compute/", sending, 400, "abbb");
    expect(body.length).toBeLessThan(400);
    expect(body.split("\n")[0]).toStartWith("INVALID_REQUEST: ");
  });

  test("a refused update changes nothing of what it names before the culprit", async () => {
    const before = await seen(world, "/compute/0");
    const sending = plain(attribute("occi.core.title", "new"), attribute("occi.compute.hostname", "a b"));
    await refused(world, "POST /compute/0", sending, 400, "occi.compute.hostname");
    expect(await seen(world, "/compute/0")).toEqual(before);
  });
});
