/** Collections of kinds (GFD.223, 11): listed, filled, emptied. Those of mixins are in checks-mixins.test.ts. */
import { describe, expect, test } from "bun:test";
import { nonEmpty } from "../../testing/non-empty.ts";
import {
  BASE,
  category,
  describeOcci,
  everything,
  INFRA,
  JSON_TYPE,
  listedPaths,
  OS_TPL,
  RESOURCE_TPL,
  smallMachine,
} from "./testing/over-sim.ts";

const OF_ALICE = ["/compute/1", "/compute/0"];
const KINDS = [
  "/compute/",
  "/network/",
  "/storage/",
  "/securitygroup/",
  "/ipreservation/",
  "/link/networkinterface/",
  "/link/storagelink/",
  "/link/securitygrouplink/",
];
const TEXTS = ["text/plain", "text/occi", "text/uri-list"] as const;

interface Listed {
  readonly resources?: readonly { readonly id: string; readonly kind: string; readonly links?: unknown[] }[];
  readonly links?: readonly { readonly id: string; readonly kind: string; readonly source: object }[];
}

const network = (title: string) => ({
  contentType: "text/plain",
  body: `Category: ${category(`${INFRA}network`, "kind")}\nX-OCCI-Attribute: occi.core.title="${title}"`,
});

describeOcci("C: collections of kinds", (world) => {
  const json = async (path: string): Promise<Listed> =>
    JSON.parse((await world.request("GET", path, { accept: JSON_TYPE })).body);

  describe("C-1 MUST: GET of a kind's location is 200 with the collection", () => {
    test("text/plain: lines of X-OCCI-Location and nothing else", async () => {
      const { status, body } = await world.request("GET", "/compute/");
      expect([status, body]).toEqual([200, OF_ALICE.map((path) => `X-OCCI-Location: ${BASE}${path}`).join("\n")]);
    });

    test("text/occi: one header", async () => {
      const { status, headers, body } = await world.request("GET", "/compute/", { accept: "text/occi" });
      expect([status, body]).toEqual([200, "OK"]);
      expect(headers.get("x-occi-location")).toBe(OF_ALICE.map((path) => BASE + path).join(", "));
    });

    test("text/uri-list: one URI a line", async () => {
      const { status, body } = await world.request("GET", "/compute/", { accept: "text/uri-list" });
      expect([status, body]).toEqual([200, OF_ALICE.map((path) => `${BASE}${path}\n`).join("")]);
    });

    test("JSON: whole entities, resources with their links", async () => {
      const { resources = [], links } = await json("/compute/");
      expect(links).toBeUndefined();
      expect(resources.map(({ id }) => id)).toEqual(["1", "0"]);
      const alone = JSON.parse((await world.request("GET", "/compute/0", { accept: JSON_TYPE })).body);
      expect(resources[1]).toEqual(alone);
      expect(resources[1]?.links?.length).toBeGreaterThan(1);
    });

    test("JSON: links of a link's kind", async () => {
      const { resources, links = [] } = await json("/link/networkinterface/");
      expect(resources).toBeUndefined();
      expect(links.map(({ id }) => id)).toEqual(["compute_1_nic_0", "compute_0_nic_0"]);
      expect(links[0]?.source).toEqual({ location: "/compute/1", kind: `${INFRA}compute` });
    });

    test("every location of discovery leads to one, with and without its last slash", async () => {
      const { kinds, mixins } = JSON.parse((await world.request("GET", "/-/", { accept: JSON_TYPE })).body) as Record<
        "kinds" | "mixins",
        { location?: string }[]
      >;
      for (const { location } of nonEmpty([...kinds, ...mixins])) {
        if (location === undefined) continue;
        const [whole, short] = await Promise.all([
          everything(world, location),
          everything(world, location.slice(0, -1)),
        ]);
        expect(short).toEqual(whole);
        expect((await world.request("GET", location)).status).toBe(200);
      }
    });
  });

  test("C-2: an empty collection is 200 with an empty body", async () => {
    for (const accept of ["text/plain", "text/uri-list"]) {
      const { status, body } = await world.request("GET", "/ipreservation/", { accept });
      expect([status, body]).toEqual([200, ""]);
    }
    const inHeaders = await world.request("GET", "/ipreservation/", { accept: "text/occi" });
    expect([inHeaders.status, inHeaders.headers.has("x-occi-location")]).toEqual([200, false]);
    expect(await json("/ipreservation/")).toEqual({ resources: [] });
    expect(await json("/link/securitygrouplink/?page=9&number=9")).toEqual({ links: [] });
  });

  test("C-3 MAY: / is everything, /link/ all links", async () => {
    const all = await everything(world);
    const parts = await Promise.all(KINDS.map((path) => everything(world, path)));
    expect(all.toSorted()).toEqual(parts.flat().sort());
    const links = await Promise.all(
      KINDS.filter((path) => path.startsWith("/link/")).map((path) => everything(world, path)),
    );
    expect((await everything(world, "/link/")).toSorted()).toEqual(links.flat().sort());
  });

  test("C-4: URIs in listings are absolute, and lead to what they name", async () => {
    for (const accept of TEXTS) {
      const { headers, body } = await world.request("GET", "/", { accept });
      const text = accept === "text/occi" ? (headers.get("x-occi-location") ?? "") : body;
      const uris = text.match(/https?:[^\s,]+/g) ?? [];
      expect(uris.length).toBeGreaterThan(5);
      for (const uri of nonEmpty(uris)) {
        expect(uri).toStartWith(`${BASE}/`);
        expect((await world.request("GET", uri.slice(BASE.length))).status).toBe(200);
      }
    }
  });

  test("C-5 MUST: the set is exactly what the user sees of that kind", async () => {
    expect(await everything(world, "/compute/")).toEqual(OF_ALICE);
    expect(await everything(world, "/compute/", "bob")).toEqual(["/compute/2"]);
    expect(await everything(world, "/compute/", "oneadmin")).toEqual(["/compute/2", ...OF_ALICE]);
    expect(await everything(world, "/storage/", "bob")).toEqual(["/storage/1", "/storage/0"]);
    const seen: (readonly [string, string])[] = [];
    for (const path of KINDS) {
      const { resources = [], links = [] } = await json(path);
      const kind = INFRA + path.split("/").at(-2);
      seen.push(...[...resources, ...links].map((one) => [kind, one.kind] as const));
    }
    for (const [kind, shown] of nonEmpty(seen)) expect(shown).toBe(kind);
  });

  describe("C-6 MUST: POST to a kind's location creates", () => {
    test("201 with Location, which leads there", async () => {
      const { status, headers, body } = await world.request("POST", "/compute/", smallMachine());
      expect([status, headers.get("location")]).toEqual([201, `${BASE}/compute/3`]);
      expect(body).toBe(`X-OCCI-Location: ${BASE}/compute/3`);
      expect((await world.request("GET", "/compute/3")).status).toBe(200);
      expect(await everything(world, "/compute/")).toEqual(["/compute/3", ...OF_ALICE]);
    });

    test("without the slash at the end too", async () => {
      expect((await world.request("POST", "/network", network("plain"))).status).toBe(201);
    });

    test("PEER (ran): POST to / creates by the kind that is sent", async () => {
      for (const [sending, kind] of [
        [smallMachine(), "compute"],
        [network("root"), "network"],
      ] as const) {
        const { status, headers } = await world.request("POST", "/", sending);
        expect(status).toBe(201);
        expect(headers.get("location")).toStartWith(`${BASE}/${kind}/`);
      }
    });
  });

  describe("C-7 MAY: several at once", () => {
    const several = (...titles: readonly (string | number)[]) => ({
      contentType: JSON_TYPE,
      body: JSON.stringify({
        resources: titles.map((title) => ({ kind: `${INFRA}network`, attributes: { "occi.core.title": title } })),
      }),
    });

    test.each(TEXTS.slice(0, 2))("all locations are listed: %s", async (accept) => {
      const answer = await world.request("POST", "/network/", { ...several("one", "two", "three"), accept });
      expect(answer.status).toBe(201);
      expect(listedPaths(answer)).toEqual(["/network/2", "/network/3", "/network/4"]);
      expect(await everything(world, "/network/")).toEqual(expect.arrayContaining(listedPaths(answer)));
    });

    test("when one is faulty nothing is made, when one fails what was made before goes again", async () => {
      const before = await everything(world, "/", "bob");
      const faulty = several("one", "two").body.replace('"two"', '"two","occi.network.vlan":"x"');
      const answer = await world.request("POST", "/network/", { contentType: JSON_TYPE, body: faulty, user: "bob" });
      expect(answer.status).toBe(400);
      const machine = { kind: `${INFRA}compute`, mixins: [`${OS_TPL}image_0`, `${RESOURCE_TPL}small`] };
      // Of his four machines bob has one.
      const body = JSON.stringify({ resources: [machine, machine, machine, machine] });
      const refused = await world.request("POST", "/compute/", { contentType: JSON_TYPE, body, user: "bob" });
      expect(refused.status).toBeWithin(400, 500);
      expect(await everything(world, "/", "bob")).toEqual(before);
    });
  });

  test("C-8: a kind that is not the collection's is 400", async () => {
    for (const path of ["/network/", "/storage/", "/link/networkinterface/"]) {
      expect((await world.request("POST", path, smallMachine())).status).toBe(400);
    }
    expect(await everything(world, "/compute/")).toEqual(OF_ALICE);
  });

  describe("C-12 MUST: DELETE of a kind's collection", () => {
    test("deletes the user's own instances, and no others", async () => {
      expect((await world.request("DELETE", "/compute/")).status).toBe(200);
      expect(await everything(world, "/compute/", "oneadmin")).toEqual(["/compute/2"]);
      expect((await world.request("DELETE", "/storage/")).status).toBe(200);
      expect(await everything(world, "/storage/")).toEqual(["/storage/1", "/storage/0"]);
    });

    test("of an administrator, who may delete everything, too", async () => {
      expect((await world.request("DELETE", "/compute/", { user: "oneadmin" })).status).toBe(200);
      expect(await everything(world, "/compute/", "oneadmin")).toEqual(["/compute/2", ...OF_ALICE]);
    });

    test("of everything, too", async () => {
      expect((await world.request("DELETE", "/", { user: "bob" })).status).toBe(200);
      expect(await everything(world, "/compute/", "oneadmin")).toEqual(OF_ALICE);
    });

    test("of what is empty is 200", async () => {
      expect((await world.request("DELETE", "/ipreservation/")).status).toBe(200);
    });

    test("deletes what a filter selects", async () => {
      const headers = { "X-OCCI-Attribute": 'occi.core.title="alice-held"' };
      expect((await world.request("DELETE", "/compute/", { headers })).status).toBe(200);
      expect(await everything(world, "/compute/")).toEqual(["/compute/0"]);
    });

    test("tells what could not be deleted, and leaves it", async () => {
      const body = [
        `Category: ${category(`${INFRA}storagelink`, "kind")}`,
        'X-OCCI-Attribute: occi.core.source="/compute/0"',
        'X-OCCI-Attribute: occi.core.target="/storage/2"',
      ].join("\n");
      expect((await world.request("POST", "/link/storagelink/", { contentType: "text/plain", body })).status).toBe(201);
      const { status, body: told } = await world.request("DELETE", "/storage/");
      expect(status).toBe(409);
      expect(told).toContain("/storage/2");
      expect(await everything(world, "/storage/")).toContain("/storage/2");
    });
  });

  test("C-13: PUT of a kind's collection is 405", async () => {
    for (const path of KINDS) {
      const { status, headers } = await world.request("PUT", path, network("x"));
      expect([path, status, headers.get("allow")]).toEqual([path, 405, "GET, POST, DELETE, HEAD, OPTIONS"]);
    }
  });
});
