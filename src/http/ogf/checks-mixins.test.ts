/** Collections of mixins (GFD.223, 11): who carries one. Those of kinds are in checks-collections.test.ts. */
import { beforeEach, describe, expect, test } from "bun:test";
import {
  BASE,
  category,
  describeOcci,
  everything,
  INFRA,
  JSON_TYPE,
  listedPaths,
  type OcciSending,
  smallMachine,
} from "./testing/over-sim.ts";
import { json as inJson } from "./testing/requests.ts";

const BLUE = "http://example.org/occi/alice#blue";
const uris = (...paths: readonly string[]): OcciSending => ({
  contentType: "text/uri-list",
  body: ["# members", ...paths.map((path) => BASE + path)].join("\r\n"),
});

describeOcci("C: collections of mixins", (world) => {
  beforeEach(async () => {
    const body = `Category: ${category(BLUE)}; location="/tags/alice/blue/"`;
    expect((await world.request("POST", "/-/", { contentType: "text/plain", body })).status).toBe(200);
  });

  const blue = () => everything(world, "/tags/alice/blue/");
  const carries = async (path: string) =>
    (await world.request("GET", path)).body.includes('scheme="http://example.org');
  /** The status of a request to the tag's location, and the members afterwards. */
  async function after(method: string, sending: OcciSending = {}): Promise<[number, string[]]> {
    const { status } = await world.request(method, "/tags/alice/blue/", sending);
    return [status, await blue()];
  }

  test("C-1 MUST: GET of a mixin's location is 200 with the collection; JSON may have both lists", async () => {
    await after("POST", uris("/compute/0", "/link/networkinterface/compute_0_nic_0"));
    const { status, body } = await world.request("GET", "/tags/alice/blue/", { accept: JSON_TYPE });
    const { resources, links } = JSON.parse(body) as Record<"resources" | "links", { id: string; mixins: string[] }[]>;
    expect(status).toBe(200);
    expect([resources[0]?.id, links[0]?.id]).toEqual(["0", "compute_0_nic_0"]);
    expect(resources[0]?.mixins).toContain(BLUE);
  });

  test("places of the server's other interfaces are nobody's, and what is not there is unknown", async () => {
    const body = `Category: ${category("http://example.org/occi/alice#green")}; location="/events/"`;
    expect((await world.request("POST", "/-/", { contentType: "text/plain", body })).status).toBe(400);
    expect((await world.request("GET", "/events")).status).toBe(404);
  });

  test("C-2: one that nobody carries is 200 and empty", async () => {
    const text = await world.request("GET", "/tags/alice/blue/");
    expect([text.status, text.body]).toEqual([200, ""]);
    const json = await world.request("GET", "/tags/alice/blue/", { accept: JSON_TYPE });
    expect([json.status, json.body]).toEqual([200, '{"resources":[]}']);
    expect((await world.request("GET", "/mixin/resource_tpl/large/")).body).toBe("");
  });

  test("C-5 MUST: exactly the members, of whatever kinds", async () => {
    await after("POST", uris("/storage/2", "/compute/1", "/network/0"));
    expect(await blue()).toEqual(["/compute/1", "/network/0", "/storage/2"]);
    expect(await everything(world, "/mixin/resource_tpl/small/")).toEqual(["/compute/1", "/compute/0"]);
    expect(await everything(world, "/mixin/resource_tpl/medium/")).toEqual([]);
    const { headers } = await world.request("POST", "/compute/", smallMachine());
    const made = headers.get("location")?.slice(BASE.length);
    expect(await everything(world, "/mixin/os_tpl/image_0/")).toContain(made as string);
    expect(await everything(world, "/mixin/os_tpl/image_1/")).toEqual([]);
  });

  describe("C-9 MUST: POST of entity locations associates, 200 with the collection", () => {
    test.each<[string, OcciSending]>([
      ["text/uri-list", uris("/compute/0")],
      ["text/plain", { contentType: "text/plain", body: `X-OCCI-Location: ${BASE}/compute/0` }],
      ["text/occi", { contentType: "text/occi", headers: { "X-OCCI-Location": `${BASE}/compute/0` } }],
      ["paths", { contentType: "text/plain", body: "X-OCCI-Location: /compute/0" }],
    ])("%s", async (_form, sending) => {
      const answer = await world.request("POST", "/tags/alice/blue/", sending);
      expect([answer.status, listedPaths(answer)]).toEqual([200, ["/compute/0"]]);
      expect([await carries("/compute/0"), await carries("/compute/1")]).toEqual([true, false]);
    });

    test("adds to those that are there; twice is once", async () => {
      expect(await after("POST", uris("/compute/0"))).toEqual([200, ["/compute/0"]]);
      expect(await after("POST", uris("/compute/0", "/compute/1"))).toEqual([200, ["/compute/1", "/compute/0"]]);
    });

    test("what is not there, or not seen, is refused and nothing is added", async () => {
      for (const path of ["/compute/4711", "/compute/2", "/nothing/1"]) {
        const [status, members] = await after("POST", uris("/compute/0", path));
        expect(status).toBeWithin(400, 405);
        expect(members).toEqual([]);
      }
    });

    test("a kind that the mixin does not apply to is 400", async () => {
      for (const location of ["/mixin/resource_tpl/small/", "/mixin/os_tpl/image_0/", "/mixin/ipnetwork/"]) {
        const path = location.endsWith("ipnetwork/") ? "/compute/0" : "/storage/2";
        expect((await world.request("POST", location, uris(path))).status).toBe(400);
      }
    });
  });

  test("C-9: a tag may say what it applies to; other kinds are 400, and nothing changes", async () => {
    const mixin = {
      term: "only",
      scheme: "http://example.org/occi/alice#",
      applies: [`${INFRA}compute`],
      location: "/only/",
    };
    expect((await world.request("POST", "/-/", inJson({ mixins: [mixin] }))).status).toBe(200);
    expect((await world.request("GET", "/-/", { accept: JSON_TYPE })).body).toContain(JSON.stringify(mixin.applies));
    for (const method of ["POST", "PUT"]) {
      expect((await world.request(method, "/only/", uris("/compute/0"))).status).toBe(200);
      expect((await world.request(method, "/only/", uris("/compute/1", "/storage/2"))).status).toBe(400);
      expect(await everything(world, "/only/")).toEqual(["/compute/0"]);
    }
  });

  describe("C-10 MUST: PUT makes the set the whole set", () => {
    test("200 with the collection", async () => {
      await after("POST", uris("/compute/0", "/storage/2"));
      const answer = await world.request("PUT", "/tags/alice/blue/", uris("/compute/1", "/compute/0"));
      expect([answer.status, listedPaths(answer)]).toEqual([200, ["/compute/1", "/compute/0"]]);
      expect([await carries("/storage/2"), await carries("/compute/1")]).toEqual([false, true]);
    });

    test("the set may be empty", async () => {
      await after("POST", uris("/compute/0"));
      expect(await after("PUT", uris())).toEqual([200, []]);
    });
  });

  describe("C-11 MUST: DELETE of locations disassociates those, 200, and the entities stay", () => {
    beforeEach(() => after("POST", uris("/compute/0", "/compute/1", "/storage/2")));

    test("those that are named", async () => {
      expect(await after("DELETE", uris("/compute/1"))).toEqual([200, ["/compute/0", "/storage/2"]]);
      expect((await world.request("GET", "/compute/1")).status).toBe(200);
    });

    test("without a body all", async () => {
      expect(await after("DELETE")).toEqual([200, []]);
      for (const path of ["/compute/0", "/compute/1", "/storage/2"])
        expect((await world.request("GET", path)).status).toBe(200);
    });

    test("what is gone, too", async () => {
      await world.request("DELETE", "/compute/1");
      expect(await after("DELETE", uris("/compute/1"))).toEqual([200, ["/compute/0", "/storage/2"]]);
    });

    test.each(["/mixin/resource_tpl/small/", "/mixin/os_tpl/", "/mixin/ipnetworkinterface/"])(
      "a template's mixin stays, 409 or 400: %s",
      async (location) => {
        const before = await everything(world, location);
        for (const sending of [uris("/compute/0"), {}]) {
          expect([400, 409]).toContain((await world.request("DELETE", location, sending)).status);
        }
        expect(await everything(world, location)).toEqual(before);
      },
    );
  });

  describe("J-12: JSON in the place of locations", () => {
    const forms: [string, () => Promise<unknown>][] = [
      ["an array of URIs", async () => [`${BASE}/compute/0`]],
      ["resources with their locations as ids", async () => ({ resources: [{ id: `${BASE}/compute/0` }] })],
      ["resources with their paths as ids", async () => ({ resources: [{ id: "/compute/0" }] })],
      ["resources with kind and id", async () => ({ resources: [{ kind: `${INFRA}compute`, id: "0" }] })],
      [
        "whole entities, as they were shown",
        async () => ({
          resources: [JSON.parse((await world.request("GET", "/compute/0", { accept: JSON_TYPE })).body)],
        }),
      ],
    ];
    test.each(forms)("%s: associated, set and disassociated", async (_form, value) => {
      const sending = inJson(await value());
      expect(await after("POST", sending)).toEqual([200, ["/compute/0"]]);
      await after("POST", uris("/storage/2"));
      expect(await after("PUT", sending)).toEqual([200, ["/compute/0"]]);
      await after("POST", uris("/storage/2"));
      expect(await after("DELETE", sending)).toEqual([200, ["/storage/2"]]);
    });

    test("a creation answers with an array of the new locations", async () => {
      const { status, body } = await world.request("POST", "/compute/", { ...smallMachine(), accept: JSON_TYPE });
      expect([status, JSON.parse(body)]).toEqual([201, [`${BASE}/compute/3`]]);
    });
  });

  test("members carry the tag wherever they are shown, and only for its owner", async () => {
    await after("POST", uris("/network/0"));
    const shown = (await world.request("GET", "/network/", { accept: JSON_TYPE })).body;
    expect(shown).toContain(BLUE);
    const others = (await world.request("GET", "/network/", { accept: JSON_TYPE, user: "bob" })).body;
    expect(others).not.toContain(BLUE);
  });
});
