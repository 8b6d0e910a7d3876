/** Every kind from its creation to its end, with all that a client may set (GFD.224), and titles of any kind. */
import { expect, test } from "bun:test";
import fc from "fast-check";
import { describeOcci, INFRA, type OcciWorld, OS_TPL } from "./testing/over-sim.ts";
import {
  attribute,
  created,
  invocation,
  json,
  kind,
  link,
  mixin,
  objects,
  plain,
  refused,
  seen,
} from "./testing/requests.ts";

const IP_NETWORK = "http://schemas.ogf.org/occi/infrastructure/network#ipnetwork";
const ADMIN = { user: "oneadmin" } as const;

/** GET is 200, DELETE is 200, GET is 404. */
async function ends(world: OcciWorld, path: string): Promise<void> {
  expect((await world.request("GET", path)).status).toBe(200);
  const { status, body } = await world.request("DELETE", path);
  expect([status, body]).toEqual([200, expect.stringContaining("OK")]);
  world.sim.settle();
  expect((await world.request("GET", path)).status).toBe(404);
}

describeOcci("kinds", (world) => {
  test("network: made with title, summary, label and addresses; updated; deleted", async () => {
    const path = await created(
      world,
      "/network/",
      plain(
        kind("network"),
        mixin(IP_NETWORK),
        attribute("occi.core.title", "lab: one"),
        attribute("occi.core.summary", "of the lab"),
        attribute("occi.network.label", "blue"),
        attribute("occi.network.address", "10.9.0.0/24"),
        attribute("occi.network.gateway", "10.9.0.1"),
        attribute("occi.network.allocation", "dynamic"),
      ),
    );
    const network = await seen(world, path);
    expect([network.title, network.summary]).toEqual(["lab: one", "of the lab"]);
    expect(network.mixins).toContain(IP_NETWORK);
    expect(network.attributes).toMatchObject({
      "occi.network.label": "blue",
      "occi.network.address": "10.9.0.0/24",
      "occi.network.gateway": "10.9.0.1",
      "occi.network.allocation": "dynamic",
      "occi.network.state": "active",
    });
    const update = plain(attribute("occi.network.label", "green"), attribute("occi.network.gateway", "10.9.0.254"));
    expect((await world.request("POST", path, update)).status).toBe(200);
    expect(await seen(world, path)).toEqual({
      ...network,
      attributes: { ...network.attributes, "occi.network.label": "green", "occi.network.gateway": "10.9.0.254" },
    });
    await ends(world, path);
  });

  test("network: a bare one, as clients of 1.1 make it", async () => {
    await ends(world, await created(world, "/network/", plain(kind("network"))));
  });

  test("network: a VLAN is an administrator's: 403 that names it, for him it is set", async () => {
    const sending = plain(kind("network"), attribute("occi.network.vlan", 7));
    await refused(world, "POST /network/", sending, 403, "occi.network.vlan");
    const path = await created(world, "/network/", { ...sending, ...ADMIN });
    expect((await seen(world, path, "oneadmin")).attributes).toMatchObject({ "occi.network.vlan": 7 });
  });

  test("network: addresses that are static or none are refused by name", async () => {
    const network = (...more: readonly string[]) => plain(kind("network"), mixin(IP_NETWORK), ...more);
    const fixed = network(attribute("occi.network.allocation", "static"));
    await refused(world, "POST /network/", fixed, 501, "occi.network.allocation");
    const none = network(attribute("occi.network.address", "10.0.0.0/99"));
    await refused(world, "POST /network/", none, 400, /address/i);
    const gate = network(attribute("occi.network.address", "10.9.0.0/24"), attribute("occi.network.gateway", "x"));
    await refused(world, "POST /network/", gate, 400, "occi.network.gateway");
  });

  test("storage: made with a size; in use it is not deleted; it grows where its machine has it in place", async () => {
    world.sim.world.datastores.get(1)?.template.set("LN_TARGET", "NONE");
    const sending = plain(kind("storage"), attribute("occi.core.title", "disk"), attribute("occi.storage.size", 1.5));
    const path = await created(world, "/storage/", sending);
    world.sim.settle();
    const storage = await seen(world, path);
    expect([storage.title, storage.attributes["occi.storage.size"]]).toEqual(["disk", 1.5]);
    await refused(world, `POST ${path}`, plain(attribute("occi.storage.size", 2)), 409, /grow/);
    const disk = await created(
      world,
      "/link/storagelink/",
      plain(kind("storagelink"), attribute("occi.core.source", "/compute/0"), attribute("occi.core.target", path)),
    );
    await refused(world, `DELETE ${path}`, {}, 409, /IN_USE|use/);
    expect((await world.request("POST", path, plain(attribute("occi.storage.size", 2)))).status).toBe(200);
    expect((await seen(world, path)).attributes["occi.storage.size"]).toBe(2);
    await refused(world, `POST ${path}`, plain(attribute("occi.storage.size", 1)), 400, "occi.storage.size");
    const resize = invocation("storage", "resize", attribute("size", 3));
    expect((await world.request("POST", `${path}?action=resize`, resize)).status).toBe(200);
    expect((await seen(world, path)).attributes["occi.storage.size"]).toBe(3);
    await ends(world, disk);
    world.sim.settle();
    await ends(world, path);
  });

  test("storage that is copied to the hosts does not grow: 409", async () => {
    const ends = [attribute("occi.core.source", "/compute/0"), attribute("occi.core.target", "/storage/2")];
    await created(world, "/link/storagelink/", plain(kind("storagelink"), ...ends));
    await refused(world, "POST /storage/2", plain(attribute("occi.storage.size", 2)), 409, /grow an image only/);
  });

  test("securitygroup: rules both ways, and a link that gives it to a machine", async () => {
    const rules = [{ type: "inbound", protocol: "tcp", port: "22,80:90" }];
    const path = await created(
      world,
      "/securitygroup/",
      json({ kind: `${INFRA}securitygroup`, title: "web", attributes: { "occi.securitygroup.rules": rules } }),
    );
    expect((await seen(world, path)).attributes["occi.securitygroup.rules"]).toEqual(rules);
    const wrong = json({ attributes: { "occi.securitygroup.rules": [{ type: "inbound", protocol: "smoke" }] } });
    await refused(world, `POST ${path}`, wrong, 400, /occi\.securitygroup\.rules|smoke/);
    const inline = link(path, "securitygroup", `category="${INFRA}securitygrouplink"`);
    const machine = await created(
      world,
      "/compute/",
      plain(kind("compute"), mixin(`${OS_TPL}image_0`), link("/network/0", "network"), inline),
    );
    const { id, links } = await seen(world, machine);
    expect(links.map((one) => one.id)).toContain(`compute_${id}_sg_${path.split("/").at(-1)}`);
    await ends(world, machine);
    await ends(world, path);
  });

  test("ipreservation: an address of a pool, and back", async () => {
    const pool = "http://localhost/occi/infrastructure/floatingippool#pool_0";
    const path = await created(world, "/ipreservation/", plain(kind("ipreservation"), mixin(pool)));
    expect(path).toStartWith("/ipreservation/");
    expect((await seen(world, path)).attributes["occi.ipreservation.address"]).toMatch(/^10\.0\.0\.\d+$/);
    // The NIC of a machine that has the address leads there; among the networks it is not listed.
    expect((await world.request("GET", path.replace("ipreservation", "network"))).status).toBe(200);
    await ends(world, path);
    const wanted = plain(kind("ipreservation"), mixin(pool), attribute("occi.ipreservation.address", "10.0.0.99"));
    await refused(world, "POST /ipreservation/", wanted, 400, "occi.ipreservation.address");
    await refused(world, "POST /ipreservation/", plain(kind("ipreservation")), 400, /floatingippool/);
  });

  test("a title that ends with a backslash takes the place of one with a tab", async () => {
    for (const title of ["a\tb", "C:\\", "plain"]) {
      expect((await world.request("POST", "/compute/0", json({ title }))).status).toBe(200);
      expect((await seen(world, "/compute/0")).title).toBe(title);
    }
  });

  test("any title survives the whole way, in JSON, at creation and in an update", async () => {
    const before = objects(world.sim);
    const awkward = [...'"\\,;/:&$<>[]{}#= ', "é", "網", "😀", "-", "\r\n", "\t", "\u0001", "\u0085", "\u2028", "]]>"];
    const piece = fc.oneof(fc.constantFrom(...awkward), fc.string({ maxLength: 5 }));
    const title = fc
      .array(piece, { minLength: 1, maxLength: 8 })
      .map((pieces) => pieces.join(""))
      .filter((text) => text.trim() !== "");
    await fc.assert(
      fc.asyncProperty(title, title, async (first, second) => {
        const sending = json({ kind: `${INFRA}compute`, mixins: [`${OS_TPL}image_0`], title: first });
        const path = await created(world, "/compute/", sending);
        expect((await seen(world, path)).title).toBe(first);
        expect((await world.request("POST", path, json({ title: second }))).status).toBe(200);
        expect((await seen(world, path)).title).toBe(second);
        await world.request("DELETE", path);
      }),
      { numRuns: 15 },
    );
    expect(objects(world.sim)).toEqual(before);
  });
});
