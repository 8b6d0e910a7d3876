/** Checks E-1 to E-11: entities are made, shown, replaced, updated and deleted (GFD.223, 10). */
import { expect, test } from "bun:test";
import { setState } from "../../oned-sim/vm/life.ts";
import { nonEmpty } from "../../testing/non-empty.ts";
import { BASE, describeOcci, INFRA, JSON_TYPE, OS_TPL, RESOURCE_TPL } from "./testing/over-sim.ts";
import {
  attribute,
  created,
  invocation,
  json,
  kind,
  link,
  mixin,
  offered,
  plain,
  refused,
  seen,
} from "./testing/requests.ts";

const MACHINE = [kind("compute"), mixin(`${OS_TPL}image_0`), mixin(`${RESOURCE_TPL}small`)];

describeOcci("entities", (world) => {
  test("E-1 MUST: GET shows kind, mixins, their attributes, the actions that are possible now, and every link", async () => {
    const path = await created(
      world,
      "/compute/",
      plain(...MACHINE, attribute("occi.core.title", "web"), link("/network/0", "network")),
    );
    const shown = await seen(world, path);
    expect(shown.kind).toBe(`${INFRA}compute`);
    expect(shown.title).toBe("web");
    expect(shown.mixins).toContain(`${OS_TPL}image_0`);
    expect(shown.mixins).toContain(`${RESOURCE_TPL}small`);
    expect(shown.mixins).toContain("http://opennebula.org/occi/infrastructure#compute");
    expect(shown.attributes).toMatchObject({
      "occi.compute.cores": 1,
      "occi.compute.memory": 1,
      "occi.compute.state": "active",
      "org.opennebula.compute.id": Number(shown.id),
    });
    expect(shown.links.map(({ target }) => target.location).sort()).toEqual(["/network/0", "/storage/0"]);
    expect(await offered(world, path)).toEqual(["restart", "save", "stop", "suspend"]);
  });

  test("E-1 MUST: the text rendering holds the same", async () => {
    const { status, body } = await world.request("GET", "/compute/0", { accept: "text/plain" });
    expect(status).toBe(200);
    expect(body).toContain(`Category: compute; scheme="${INFRA}"; class="kind"`);
    expect(body).toContain('X-OCCI-Attribute: occi.compute.state="active"');
    expect(body).toMatch(/Link: <\/network\/0>; rel="[^"]+#network"; self="\/link\/networkinterface\/compute_0_nic_0"/);
    expect(body).toMatch(/Link: <\/compute\/0\?action=stop>; rel="[^"]+compute\/action#stop"/);
  });

  test("E-2: an attribute of multiplicity 1 is always there, an optional one without a value is not", async () => {
    for (const [path, required] of [
      ["/compute/0", ["occi.compute.state"]],
      ["/network/0", ["occi.network.state"]],
      ["/storage/0", ["occi.storage.state", "occi.storage.size"]],
      [
        "/link/networkinterface/compute_0_nic_0",
        ["occi.networkinterface.interface", "occi.networkinterface.mac", "occi.networkinterface.state"],
      ],
      ["/link/storagelink/compute_0_disk_0", ["occi.storagelink.deviceid", "occi.storagelink.state"]],
    ] as const) {
      const { attributes } = await seen(world, path);
      for (const name of nonEmpty(required)) expect([path, name, attributes[name]]).not.toContain(undefined);
      expect(Object.values(attributes).filter((value) => value === "" || value === null)).toEqual([]);
      expect(Object.keys(attributes)).not.toContain(`${required[0].replace(/\.\w+$/, "")}.state.message`);
    }
  });

  test("E-3 MUST: the id is unique and a valid URI; an occi.core.id of the client's making is ignored", async () => {
    const sending = plain(...MACHINE, attribute("occi.core.id", "5c0a0b0e-2f5f-4b5c-9a7b-0d9a3f6f5a11"));
    const paths = [await created(world, "/compute/", sending), await created(world, "/compute/", sending)];
    const ids = await Promise.all(paths.map(async (path) => (await seen(world, path)).id));
    expect(new Set(ids).size).toBe(2);
    for (const id of nonEmpty(ids)) expect(URL.canParse(id, BASE)).toBe(true);
  });

  test("E-4 MUST: another value of an immutable attribute is refused, the present one accepted", async () => {
    const update = (state: string) => plain(attribute("occi.compute.state", state));
    await refused(world, "POST /compute/0", update("suspended"), 400, /occi\.compute\.state/);
    await refused(world, "PUT /compute/0", update("suspended"), 400, /occi\.compute\.state/);
    expect((await world.request("POST", "/compute/0", update("active"))).status).toBe(200);
  });

  test("E-4 MUST: an immutable attribute cannot be set at creation", async () => {
    const sending = plain(...MACHINE, attribute("occi.compute.state", "inactive"));
    await refused(world, "POST /compute/", sending, 400, /occi\.compute\.state/);
  });

  test.each(["text/plain", JSON_TYPE])("E-5: PUT of what GET gave with one new title is 200, in %s", async (type) => {
    const { body } = await world.request("GET", "/compute/0", { accept: type });
    const changed = body.replaceAll("alice-web", "alice-www");
    expect(changed).not.toBe(body);
    const before = await seen(world, "/compute/0");
    const answer = await world.request("PUT", "/compute/0", { contentType: type, accept: type, body: changed });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, type]);
    expect(answer.body).toContain("alice-www");
    expect(await seen(world, "/compute/0")).toEqual({ ...before, title: "alice-www" });
  });

  test.each(
    [
      "compute",
      "network",
      "storage",
      "ipreservation",
      "securitygroup",
      "link/networkinterface",
      "link/storagelink",
    ].flatMap((of) =>
      ["999", "999/", "4294967296", "007", "-1", "abc", "Web%201", "6b2b2b9e-0c1d-4f5e-8a9b-1c2d3e4f5a6b"]
        .concat("compute_0_nic_77", "compute_0_disk_77", "urn:uuid:6b2b2b9e", "x".repeat(300))
        .map((id) => `/${of}/${id}`),
    ),
  )("E-6: PUT on the unknown id %s is 400, and everything else there 404", async (path) => {
    await refused(world, `PUT ${path}`, plain(attribute("occi.core.title", "mine")), 400, /cannot choose the id/);
    const json = { contentType: JSON_TYPE, accept: JSON_TYPE, body: '{"title":"mine"}' };
    await refused(world, `PUT ${path}`, json, 400, /cannot choose the id/);
    for (const method of ["GET", "POST", "DELETE"]) {
      const sending = plain(...(method === "POST" ? [attribute("occi.core.title", "mine")] : []));
      await refused(world, `${method} ${path}`, { ...sending, accept: "text/plain" }, 404, /^NOT_FOUND/);
    }
    expect((await world.request("PUT", path, { ...json, user: "alice:wrong" })).status).toBe(401);
  });

  test("E-7 MUST: PUT leaves the links alone; what is not sent falls to its default", async () => {
    await world.request("POST", "/storage/2", plain(attribute("occi.core.summary", "of alice")));
    expect((await seen(world, "/storage/2")).summary).toBe("of alice");
    const replaced = await world.request("PUT", "/storage/2", plain(attribute("occi.core.title", "data")));
    expect(replaced.status).toBe(200);
    const storage = await seen(world, "/storage/2");
    expect([storage.title, storage.summary]).toEqual(["data", undefined]);
    const { links } = await seen(world, "/compute/0");
    expect(links).toHaveLength(2);
    expect((await world.request("PUT", "/compute/0", plain(attribute("occi.core.title", "bare")))).status).toBe(200);
    expect((await seen(world, "/compute/0")).links).toEqual(links);
  });

  test("E-5: the same in text/occi", async () => {
    const { headers } = await world.request("GET", "/compute/0", { accept: "text/occi" });
    const back = ["category", "link", "x-occi-attribute"].map((name): [string, string] => [
      name,
      (headers.get(name) ?? "").replaceAll("alice-web", "alice-www"),
    ]);
    const sending = { contentType: "text/occi", accept: "text/occi", headers: back };
    const answer = await world.request("PUT", "/compute/0", sending);
    expect([answer.status, answer.body.trim()]).toEqual([200, "OK"]);
    expect((await seen(world, "/compute/0")).title).toBe("alice-www");
  });

  test("E-7: PUT without a tag takes it from the entity, POST without it does not", async () => {
    const tag = "http://cloud.example.org/occi/tags/ana#blue";
    await world.request("POST", "/-/", plain(mixin(tag)));
    const title = attribute("occi.core.title", "x");
    const carried = async () => (await seen(world, "/compute/0")).mixins.includes(tag);
    await world.request("POST", "/compute/0", plain(mixin(tag)));
    await world.request("POST", "/compute/0", plain(title));
    expect(await carried()).toBe(true);
    expect((await world.request("PUT", "/compute/0", plain(title))).status).toBe(200);
    expect(await carried()).toBe(false);
  });

  test("E-8 MUST: POST changes what it names and nothing else", async () => {
    const before = await seen(world, "/compute/0");
    const answer = await world.request("POST", "/compute/0", plain(attribute("occi.core.summary", "front")));
    expect(answer.status).toBe(200);
    expect(await seen(world, "/compute/0")).toEqual({ ...before, summary: "front" });
  });

  test("E-8: occi.compute.hostname alone works", async () => {
    const sending = { contentType: "text/occi", headers: { "X-OCCI-Attribute": 'occi.compute.hostname="foo"' } };
    expect((await world.request("POST", "/compute/0", sending)).status).toBe(200);
    expect((await seen(world, "/compute/0")).attributes["occi.compute.hostname"]).toBe("foo");
  });

  test("E-9: a new resource_tpl alone, in full, resizes: the old one is gone and replaced", async () => {
    const path = await created(world, "/compute/", plain(...MACHINE));
    const vm = world.sim.world.vms.get(Number(path.slice("/compute/".length)));
    if (vm === undefined) throw new Error(`no machine ${path}`);
    setState(world.sim.world, vm, "POWEROFF");
    const full = `${mixin(`${RESOURCE_TPL}medium`)}; title="medium"; rel="${INFRA}resource_tpl"; location="/mixin/resource_tpl/medium/"`;
    expect((await world.request("POST", path, plain(full))).status).toBe(200);
    const { mixins, attributes } = await seen(world, path);
    expect(mixins.filter((id) => id.startsWith(RESOURCE_TPL))).toEqual([`${RESOURCE_TPL}medium`]);
    expect(attributes).toMatchObject({ "occi.compute.memory": 4 });
  });

  test("E-9 MUST: another os_tpl on an existing compute is an error", async () => {
    await refused(world, "POST /compute/0", plain(mixin(`${OS_TPL}image_1`)), 501, /operating system/);
  });

  test.each(["/compute/0", "/storage/2", "/link/networkinterface/compute_0_nic_0"])(
    "E-10 MUST: DELETE of %s is 200, and then there is nothing",
    async (path) => {
      const answer = await world.request("DELETE", path);
      expect([answer.status, answer.body.trim()]).toEqual([200, "OK"]);
      world.sim.settle();
      expect((await world.request("GET", path)).status).toBe(404);
    },
  );

  test("E-10 MUST: the links of a deleted compute go with it", async () => {
    await world.request("DELETE", "/compute/0");
    const listed = await world.request("GET", "/link/networkinterface/", { accept: "text/uri-list" });
    expect(listed.body).not.toContain("compute_0_nic");
    expect((await world.request("GET", "/link/networkinterface/compute_0_nic_0")).status).toBe(404);
  });

  test("E-10 MUST: what is gone is 404 for every method, and 400 as an end of a new link", async () => {
    await world.request("DELETE", "/compute/0");
    world.sim.settle();
    const nic = "/link/networkinterface/compute_0_nic_0";
    const title = plain(attribute("occi.core.title", "x"));
    const stop = invocation("compute", "stop");
    for (const line of ["GET /compute/0", "DELETE /compute/0", `GET ${nic}`, `DELETE ${nic}`]) {
      await refused(world, line, {}, 404, /NOT_FOUND/);
    }
    await refused(world, "POST /compute/0", title, 404, /NOT_FOUND/);
    await refused(world, "POST /compute/0?action=stop", stop, 404, /NOT_FOUND/);
    const ends = [attribute("occi.core.source", "/compute/0"), attribute("occi.core.target", "/network/1")];
    const link = plain(kind("networkinterface"), ...ends);
    await refused(world, "POST /link/networkinterface/", link, 400, "/compute/0");
  });

  test("E-11: kind and id cannot be changed by an update", async () => {
    await refused(world, "POST /compute/0", plain(kind("network")), 400, /network/);
    await world.request("POST", "/compute/0", plain(attribute("occi.core.id", "9"), attribute("occi.core.title", "x")));
    expect((await seen(world, "/compute/0")).id).toBe("0");
    expect((await world.request("GET", "/compute/9")).status).toBe(404);
  });

  test("the example of the specification in JSON: template, key, memory and an inline link", async () => {
    const path = await created(
      world,
      "/compute/",
      json({
        kind: `${INFRA}compute`,
        mixins: [`${OS_TPL}image_0`, "http://schemas.ogf.org/occi/infrastructure/credentials#ssh_key"],
        title: "web",
        attributes: { "occi.compute.memory": 1.5, "occi.credentials.ssh.publickey": "ssh-ed25519 AAAAC3Nz ana@desk" },
        links: [{ kind: `${INFRA}networkinterface`, target: { location: "/network/0", kind: `${INFRA}network` } }],
      }),
    );
    const { attributes, links } = await seen(world, path);
    expect(attributes).toMatchObject({
      "occi.compute.memory": 1.5,
      "occi.credentials.ssh.publickey": "ssh-ed25519 AAAAC3Nz ana@desk",
    });
    expect(links.some(({ target }) => target.location === "/network/0")).toBe(true);
  });
});
