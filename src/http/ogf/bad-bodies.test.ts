/** Bodies that are too much, or no JSON of OCCI: refused by name, and nothing is made in OpenNebula. */
import { expect, test } from "bun:test";
import { describeOcci, INFRA, JSON_TYPE, OS_TPL } from "./testing/over-sim.ts";
import { attribute, json, kind, mixin, plain, refused, seen } from "./testing/requests.ts";

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
    ["a list at the top", `["${INFRA}compute"]`, "does not contain an entity"],
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

  test.each(["title", "summary"])("half of a character in the %s is 400, however it is sent", async (member) => {
    const entity = `{"kind":"${INFRA}compute","mixins":["${OS_TPL}image_0"],"${member}":"a\\ud83d"}`;
    for (const line of ["POST /compute/", "POST /compute/0", "PUT /compute/0"]) {
      await refused(world, line, { contentType: JSON_TYPE, body: entity }, 400, /a lone surrogate/);
    }
    const whole = entity.replace("\\ud83d", "\\ud83d\\ude00");
    const status = member === "title" ? 201 : 400;
    expect((await world.request("POST", "/compute/", { contentType: JSON_TYPE, body: whole })).status).toBe(status);
  });

  test("half of a character in any other text of JSON, in a header, in bytes: 400", async () => {
    const half = "\\udc00";
    for (const body of [
      `{"kind":"${INFRA}compute","attributes":{"occi.compute.hostname":"a${half}"}}`,
      `{"kind":"${INFRA}compute","attributes":{"occi.core.${half}":"a"}}`,
      `{"mixins":[{"term":"t","scheme":"http://e#","title":"${half}"}]}`,
      `["/compute/0${half}"]`,
    ]) {
      await refused(world, "POST /compute/", { contentType: JSON_TYPE, body }, 400, /a lone surrogate/);
    }
    const inHeader = { "X-OCCI-Attribute": 'occi.core.title="\xed\xa0\x80"' };
    const sent = { contentType: "text/occi", headers: inHeader };
    await refused(world, "POST /compute/0", sent, 400, /a lone surrogate/);
    const bytes = Buffer.from('X-OCCI-Attribute: occi.core.title="\xed\xa0\x80"', "latin1");
    await refused(world, "POST /compute/0", { contentType: "text/plain", bytes }, 400, /not UTF-8/);
  });

  test.each(["text/plain", "text/uri-list", "application/json", JSON_TYPE])(
    "what is not UTF-8 is INVALID_REQUEST, as all that is wrong in this language: %s",
    async (contentType) => {
      const bytes = Buffer.from('{"title": "\xe9"}', "latin1");
      await refused(world, "POST /compute/0", { contentType, bytes }, 400, /^INVALID_REQUEST: .*not UTF-8/);
      const told = await world.request("POST", "/compute/0", { contentType, bytes, accept: JSON_TYPE });
      expect(JSON.parse(told.body).error.code).toBe("INVALID_REQUEST");
      const xml = await world.request("POST", "/compute", { contentType: "application/xml", bytes });
      expect([xml.status, xml.body]).toEqual([400, expect.stringMatching(/^INVALID_XML/)]);
    },
  );

  test("a refused update changes nothing of what it names before the culprit", async () => {
    const before = await seen(world, "/compute/0");
    const sending = plain(attribute("occi.core.title", "new"), attribute("occi.compute.hostname", "a b"));
    await refused(world, "POST /compute/0", sending, 400, "occi.compute.hostname");
    expect(await seen(world, "/compute/0")).toEqual(before);
  });
});
