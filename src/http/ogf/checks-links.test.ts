/** Checks L-1 to L-9 and section 9: links as entities of their own, and within their machine (GFD.221, 5.4.3). */
import { expect, test } from "bun:test";
import { setState } from "../../oned-sim/vm/life.ts";
import { nonEmpty } from "../../testing/non-empty.ts";
import { BASE, describeOcci, INFRA, JSON_TYPE, type OcciWorld, OS_TPL } from "./testing/over-sim.ts";
import { attribute, created, json, kind, link, mixin, plain, refused, seen } from "./testing/requests.ts";

const ends = (source: string, target: string) => [
  attribute("occi.core.source", source),
  attribute("occi.core.target", target),
];
const nic = (...more: readonly string[]) =>
  plain(kind("networkinterface"), ...ends("/compute/0", "/network/1"), ...more);
const NICS = "/link/networkinterface/";
const IP_MIXIN = "http://schemas.ogf.org/occi/infrastructure/networkinterface#ipnetworkinterface";
const OWN = "http://opennebula.org/occi/infrastructure#";

const newMachine = (world: OcciWorld, ...links: readonly string[]) =>
  created(world, "/compute/", plain(kind("compute"), mixin(`${OS_TPL}image_0`), ...links));

describeOcci("links", (world) => {
  test("L-1 MUST: a link has a source and a target; without one it is 400", async () => {
    for (const name of ["occi.core.source", "occi.core.target"]) {
      const other = name.endsWith("source") ? "occi.core.target" : "occi.core.source";
      const sending = plain(kind("networkinterface"), attribute(other, "/network/0"));
      await refused(world, `POST ${NICS}`, sending, 400, name);
    }
  });

  test.each([
    ["occi.core.source", "/compute/nine", "/network/1"],
    ["occi.core.source", "https://elsewhere.example.org/thing", "/network/1"],
    ["occi.core.source", "/network/0", "/network/1"],
    ["occi.core.target", "/compute/0", "/compute/1"],
    ["occi.core.target", "/compute/0", "urn:uuid:5c0a0b0e-2f5f-4b5c-9a7b-0d9a3f6f5a11"],
    ["occi.core.target", "/compute/0", "/storage/2"],
  ])("L-1 MUST: %s of the link from %s to %s is none of ours: 400", async (culprit, source, target) => {
    await refused(world, `POST ${NICS}`, plain(kind("networkinterface"), ...ends(source, target)), 400, culprit);
  });

  test("L-1: a source or target that is not there is 400", async () => {
    for (const [source, target] of [
      ["/compute/999", "/network/1"],
      ["/compute/0", "/network/999"],
    ] as const) {
      const sending = plain(kind("networkinterface"), ...ends(source, target));
      await refused(world, `POST ${NICS}`, sending, 400, /999/);
    }
  });

  test.each(["", BASE])("L-2: POST to the collection with ends as '%s/...' is 201 + Location", async (base) => {
    const sending = plain(
      kind("networkinterface"),
      attribute("occi.core.id", "5c0a0b0e-2f5f-4b5c-9a7b-0d9a3f6f5a11"),
      ...ends(`${base}/compute/0`, `${base}/network/1`),
    );
    expect(await created(world, NICS, sending)).toBe(`${NICS}compute_0_nic_1`);
  });

  test("L-2: the same in JSON", async () => {
    const sending = json({
      kind: `${INFRA}storagelink`,
      source: { location: "/compute/0", kind: `${INFRA}compute` },
      target: { location: `${BASE}/storage/2`, kind: `${INFRA}storage` },
    });
    const path = await created(world, "/link/storagelink/", sending);
    const { body } = await world.request("GET", path, { accept: JSON_TYPE });
    expect(JSON.parse(body)).toMatchObject({
      source: { location: "/compute/0", kind: `${INFRA}compute` },
      target: { location: "/storage/2", kind: `${INFRA}storage` },
    });
  });

  test("L-3: hot-plug into a machine that is being deployed is 409", async () => {
    const vm = world.sim.world.vms.get(0);
    if (vm === undefined) throw new Error("no machine");
    setState(world.sim.world, vm, "ACTIVE", "BOOT");
    await refused(world, `POST ${NICS}`, nic(), 409, /state|BOOT/i);
  });

  test("L-4: GET shows id, source, target and the mixins", async () => {
    const path = await created(world, NICS, nic());
    const { body } = await world.request("GET", path);
    expect(body).toContain('X-OCCI-Attribute: occi.core.id="compute_0_nic_1"');
    expect(body).toContain('X-OCCI-Attribute: occi.core.source="/compute/0"');
    expect(body).toContain('X-OCCI-Attribute: occi.core.target="/network/1"');
    const { mixins, attributes } = await seen(world, path);
    expect(mixins).toEqual(expect.arrayContaining([IP_MIXIN, `${OWN}networkinterface`]));
    expect(attributes).toMatchObject({
      "occi.networkinterface.address": "192.168.100.10",
      "occi.networkinterface.interface": "eth1",
      "occi.networkinterface.state": "active",
    });
  });

  test("L-5: DELETE is 200, then the link is gone from the source's rendering", async () => {
    const path = await created(world, NICS, nic());
    const linksOf = async () => (await seen(world, "/compute/0")).links.map(({ id }) => id);
    expect(await linksOf()).toContain("compute_0_nic_1");
    expect((await world.request("DELETE", path)).status).toBe(200);
    world.sim.settle();
    expect(await linksOf()).toEqual(["compute_0_nic_0", "compute_0_disk_0"]);
    expect((await world.request("GET", path)).status).toBe(404);
    expect((await world.request("GET", "/network/1")).status).toBe(200);
  });

  test.each([
    ["without category: the rel tells the kind", ""],
    ["kind and mixin in two, as erocci sends it", `category="${INFRA}networkinterface"; category="${IP_MIXIN}"`],
    ["kind and mixin in one category", `category="${INFRA}networkinterface ${IP_MIXIN}"`],
    ["with an address", `category="${INFRA}networkinterface ${IP_MIXIN}"; occi.networkinterface.address="10.0.0.77"`],
  ])("L-6: inline, %s; the server names it", async (_, more) => {
    const path = await newMachine(world, link("/network/0", "network", ...(more === "" ? [] : [more])));
    const { id, links } = await seen(world, path);
    const [found] = links.filter(({ kind: type }) => type === `${INFRA}networkinterface`);
    expect(found?.id).toBe(`compute_${id}_nic_0`);
    if (more.includes("10.0.0.77")) expect(found?.attributes["occi.networkinterface.address"]).toBe("10.0.0.77");
  });

  test("L-7: rel is the type of the target, category that of the link; occi.core.target is not needed", async () => {
    const { body } = await world.request("GET", "/compute/0");
    expect(body).toContain(`</network/0>; rel="${INFRA}network"; self="/link/networkinterface/compute_0_nic_0"`);
    expect(body).toMatch(new RegExp(`category="${INFRA}networkinterface [^"]*"`));
    const sending = link("/network/0", "network", `category="${INFRA}networkinterface"`);
    expect((await seen(world, await newMachine(world, sending))).links).toHaveLength(2);
  });

  test("L-8: targets are paths as listings have them", async () => {
    const listed = await world.request("GET", "/network/", { accept: "text/uri-list" });
    const { links } = await seen(world, "/compute/0");
    const [target] = links.map((one) => one.target.location);
    expect(listed.body.split(/\r?\n/)).toContain(BASE + target);
  });

  test("L-9: a storagelink attaches data: POST, GET, DELETE", async () => {
    const sending = plain(
      kind("storagelink"),
      ...ends("/compute/0", `${BASE}/storage/2`),
      attribute("occi.storagelink.deviceid", "/dev/vdx"),
    );
    const path = await created(world, "/link/storagelink/", sending);
    expect(path).toMatch(/^\/link\/storagelink\/compute_0_disk_\d+$/);
    const { attributes, target, mixins } = (await seen(world, path)) as Awaited<ReturnType<typeof seen>> & {
      target: { location: string };
    };
    expect([target.location, attributes["occi.storagelink.deviceid"]]).toEqual(["/storage/2", "/dev/vdx"]);
    expect(mixins).toContain(`${OWN}storagelink`);
    expect((await world.request("DELETE", path)).status).toBe(200);
    expect((await world.request("GET", "/storage/2")).status).toBe(200);
  });

  test("section 9: ids are compute_<vm>_nic_<nic> and compute_<vm>_disk_<disk>", async () => {
    const { links } = await seen(world, "/compute/0");
    expect(links.map(({ id }) => id)).toEqual(["compute_0_nic_0", "compute_0_disk_0"]);
    expect((await world.request("GET", "/link/storagelink/compute_0_nic_0")).status).toBe(404);
  });

  test("section 9: the model and the ports of a NIC are org.opennebula.networkinterface.*", async () => {
    const more = `category="${INFRA}networkinterface ${OWN}networkinterface"; org.opennebula.networkinterface.model="virtio"`;
    const { links } = await seen(world, await newMachine(world, link("/network/0", "network", more)));
    const [found] = links.filter(({ kind: type }) => type === `${INFRA}networkinterface`);
    expect(found?.attributes["org.opennebula.networkinterface.model"]).toBe("virtio");
  });

  test("a link whose target is gone is still shown", async () => {
    const path = await newMachine(world, link("/network/1", "network"));
    world.sim.world.vnets.delete(1);
    world.sim.world.changed();
    expect((await seen(world, path)).links.map(({ target }) => target.location)).toContain("/network/1");
  });

  test("section 9: link lines have the ends of the link; a client finds its volumes by them", async () => {
    const path = await newMachine(world, link("/storage/2", "storage"));
    for (const accept of ["text/plain", "text/occi", "text/occi+plain"]) {
      const { headers, body } = await world.request("GET", path, { accept });
      const lines = (accept === "text/occi" ? (headers.get("link") ?? "") : body).split(/,(?=<)|\n/);
      const volumes = lines.filter((line) => line.includes("#storagelink"));
      expect(volumes.length).toBeGreaterThan(1);
      for (const line of nonEmpty(volumes)) {
        const [, target] = /<([^>]*)>/.exec(line) ?? [];
        expect(line).toContain(`; occi.core.source="${path}"; occi.core.target="${target}"`);
      }
    }
  });

  test("in an update of a machine a link that says it is another machine's is 400", async () => {
    const lines = (source: string) => plain(link("/network/1", "network", `occi.core.source="${source}"`));
    await refused(
      world,
      "POST /compute/0",
      lines("/compute/1"),
      400,
      "occi.core.source of this link must be /compute/0",
    );
    expect((await world.request("POST", "/compute/0", lines("/compute/0"))).status).toBe(200);
  });

  test("links of another user's machine are neither shown nor made nor removed", async () => {
    expect((await world.request("GET", `${NICS}compute_2_nic_0`)).status).toBe(403);
    await refused(world, `DELETE ${NICS}compute_2_nic_0`, {}, 403, /FORBIDDEN/);
    const sending = plain(kind("networkinterface"), ...ends("/compute/2", "/network/1"));
    await refused(world, `POST ${NICS}`, sending, 403, /FORBIDDEN/);
  });
});
