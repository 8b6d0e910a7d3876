/** What a hostile test found: too much deleted, half of an update, the server's own types taken over, many calls. */
import { describe, expect, test } from "bun:test";
import { addImage, callerOf } from "../../oned-sim/seed.ts";
import {
  category,
  describeOcci,
  everything,
  INFRA,
  JSON_TYPE,
  type OcciWorld,
  OS_TPL,
  RESOURCE_TPL,
} from "./testing/over-sim.ts";

const TEXT = { contentType: "text/plain" } as const;
const ZONE = "http://localhost/occi/infrastructure/availability_zone#";
const tag = (term: string, more = "") => `Category: ${term}; scheme="http://example.org/occi/x#"; class="mixin"${more}`;
const update = (body: unknown) => ({ contentType: JSON_TYPE, accept: JSON_TYPE, body: JSON.stringify(body) });

function machine(world: OcciWorld, id: number) {
  const found = world.sim.world.vms.get(id);
  if (found === undefined) throw new Error(`no machine ${id}`);
  return found;
}

describeOcci("a DELETE of a collection", (world) => {
  test.each([
    ["a body that names one", { ...TEXT, body: "X-OCCI-Location: https://cloud.example.org/compute/1" }],
    ["a list of URIs", { contentType: "text/uri-list", body: "https://cloud.example.org/compute/1\r\n" }],
    ["JSON", { contentType: JSON_TYPE, body: '["/compute/1"]' }],
    ["a header", { headers: { "X-OCCI-Location": "https://cloud.example.org/compute/1" }, contentType: "text/occi" }],
  ])("with %s deletes that one", async (_, sending) => {
    expect((await world.request("DELETE", "/compute/", sending)).status).toBe(200);
    expect(await everything(world, "/compute/")).toEqual(["/compute/0"]);
  });

  test.each([
    ["attributes in the body", "/compute/", { ...TEXT, body: 'X-OCCI-Attribute: occi.core.title="nothing"' }],
    ["rubbish", "/compute/", { ...TEXT, body: "%%%" }],
    ["a page", "/compute/?page=1&number=1", {}],
    ["an action", "/compute/?action=stop", {}],
    ["what is not in it", "/compute/", { contentType: "text/uri-list", body: "/storage/2" }],
    ["another's", "/compute/", { contentType: "text/uri-list", body: "/compute/2" }],
  ])("with %s deletes nothing: 400", async (_, path, sending) => {
    const before = await everything(world);
    expect((await world.request("DELETE", path, sending)).status).toBe(400);
    expect(await everything(world)).toEqual(before);
  });

  test("of which another request has deleted a part is done all the same", async () => {
    const both = await Promise.all([1, 2].map(() => world.request("DELETE", "/compute/")));
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
  });
});

describeOcci("an action on a collection", (world) => {
  test("reaches those that a filter beside it selects", async () => {
    const stop = category("http://schemas.ogf.org/occi/infrastructure/compute/action#stop", "action");
    const headers = { "X-OCCI-Attribute": 'occi.core.title="nothing"' };
    const sending = { ...TEXT, headers, body: `Category: ${stop}` };
    expect((await world.request("POST", "/compute/?action=stop", sending)).status).toBe(200);
    expect(machine(world, 0).lcm).toBe(3);
  });
});

describeOcci("an update that is refused", (world) => {
  const link = (more: object) => ({ kind: `${INFRA}networkinterface`, target: { location: "/network/1" }, ...more });
  test.each([
    ["a link with a bad address", { links: [link({ attributes: { "occi.networkinterface.address": "zz" } })] }],
    ["a link to another kind", { links: [link({ target: { location: "/storage/0" } })] }],
    ["a key that CONTEXT cannot hold", { attributes: { "occi.credentials.ssh.publickey": "ssh-rsa A]]>" } }],
    ["a key with a variable", { attributes: { "occi.credentials.ssh.publickey": "ssh-rsa $NAME" } }],
  ])("for %s has changed nothing", async (_, wrong) => {
    const body = {
      kind: `${INFRA}compute`,
      mixins: [`${RESOURCE_TPL}medium`, "http://schemas.ogf.org/occi/infrastructure/credentials#ssh_key"],
      title: "changed",
      attributes: { "occi.credentials.ssh.publickey": "ssh-rsa AAAA", ...("attributes" in wrong && wrong.attributes) },
      ...("links" in wrong && { links: wrong.links }),
    };
    expect((await world.request("POST", "/compute/0", update(body))).status).toBe(400);
    const { name, template, nics } = machine(world, 0);
    expect([name, template.single("MEMORY"), nics.length]).toEqual(["alice-web", "512", 1]);
  });

  test("for its second link has the first taken back", async () => {
    const links = [link({}), link({ target: { location: "/network/999" } })];
    const { status } = await world.request(
      "POST",
      "/compute/0",
      update({ kind: `${INFRA}compute`, title: "x", links }),
    );
    expect(status).toBe(400);
    expect([machine(world, 0).name, machine(world, 0).nics.length]).toEqual(["alice-web", 1]);
  });

  test("keeps a summary and a title that end with a backslash", async () => {
    const change = (title: string, summary: string) => update({ kind: `${INFRA}compute`, title, summary });
    for (const [title, summary] of [
      ["a\t/", "x\\"],
      ["b\\", "y\\"],
    ] as const) {
      const answer = await world.request("PUT", "/compute/0", change(title, summary));
      expect([answer.status, JSON.parse(answer.body)]).toEqual([200, expect.objectContaining({ title, summary })]);
    }
  });
});

describeOcci("mixins of users", (world) => {
  test.each([
    `${ZONE}zone_0`,
    `${ZONE}zone_101`,
    `${RESOURCE_TPL}giant`,
    `${OS_TPL}template_3000`,
    "http://opennebula.org/occi/infrastructure#foo",
    "http://elsewhere/os_tpl#x",
  ])("cannot be made in the server's schemes: %s", async (id) => {
    const { status } = await world.request("POST", "/-/", { ...TEXT, body: `Category: ${category(id)}` });
    expect([400, 409]).toContain(status);
  });

  test("a zone is one more demand beside those of the template", async () => {
    const [template] = [...world.sim.world.vmTemplates.values()];
    template?.template.set("SCHED_REQUIREMENTS", "FREE_CPU > 5");
    const body = ["compute"].map(() => `Category: ${category(`${INFRA}compute`, "kind")}`);
    body.push(`Category: ${category(`${OS_TPL}template_0`)}`, `Category: ${category(`${ZONE}zone_0`)}`);
    expect((await world.request("POST", "/compute/", { ...TEXT, body: body.join("\n") })).status).toBe(201);
    const made = [...world.sim.world.vms.values()].at(-1);
    expect(made?.userTemplate.single("SCHED_REQUIREMENTS")).toBe("(FREE_CPU > 5) & (CLUSTER_ID = 0)");
  });

  test.each(["/../compute/", "/%63ompute/", "/x/./y/", "/a b/"])("have no odd location: %s", async (location) => {
    const { status } = await world.request("POST", "/-/", { ...TEXT, body: tag("odd", `; location="${location}"`) });
    expect([400, 409]).toContain(status);
  });

  test("have a location with single slashes, as its requests have", async () => {
    const body = tag("odd", '; location="/a//b/"');
    expect((await world.request("POST", "/-/", { ...TEXT, body })).status).toBe(200);
    expect((await world.request("GET", "/-/")).body).toContain('location="/a/b/"');
    expect((await world.request("GET", "/a//b/")).status).toBe(200);
  });

  test("of which several want one location at once, one gets it", async () => {
    const wanted = [1, 2, 3, 4].map((number) => tag(`t${number}`, '; location="/tags/same/"'));
    const answers = await Promise.all(wanted.map((body) => world.request("POST", "/-/", { ...TEXT, body })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
  });

  test("that somebody wrote into his own template by hand do not reach a header", async () => {
    const vector = new Map([
      ["SCHEME", "http://x\n#"],
      ["TERM", "t\r\nX-Evil: 1"],
      ["LOCATION", "/compute/"],
    ]);
    world.sim.world.user(2).template.set("OCCI_TAG_FFFF000000000000", vector);
    world.sim.world.changed();
    const answer = await world.request("GET", "/-/", { accept: "text/plain" });
    expect([answer.status, answer.body.includes("Evil")]).toEqual([200, false]);
  });
});

describeOcci("one request", (world) => {
  test("with very many mixins asks oned no more than twice, and once who sends so much", async () => {
    const body = Array.from({ length: 900 }, (_, number) => tag(`t${number}`)).join("\n");
    world.resetCalls();
    expect((await world.request("POST", "/-/", { ...TEXT, body })).status).toBe(413);
    expect(world.calls()).toBeLessThanOrEqual(3);
  });

  test("makes a hundred entities at most", async () => {
    const resources = Array.from({ length: 101 }, () => ({ kind: `${INFRA}compute` }));
    expect((await world.request("POST", "/", update({ resources }))).status).toBe(413);
    expect(world.sim.world.vms.size).toBe(3);
  });
});

describeOcci("rights", (world) => {
  test("a machine of a template gets no image that its user may not use, though oned would give it", async () => {
    const bob = callerOf(world.sim.world.user(3));
    const image = addImage(world.sim.world, bob, 'NAME="private"\nTYPE="DATABLOCK"\nSIZE="64"', 1);
    const body = {
      kind: `${INFRA}compute`,
      mixins: [`${OS_TPL}template_0`],
      links: [{ kind: `${INFRA}storagelink`, target: { location: `/storage/${image}` } }],
    };
    expect((await world.request("POST", "/compute/", update(body))).status).toBe(403);
    expect(world.sim.world.vms.size).toBe(3);
  });
});

describeOcci("rules of a security group", (world) => {
  describe.each([
    { port: ":::,,," },
    { port: "99999" },
    { port: "90:80" },
    { port: `${"22,".repeat(3_000)}22` },
    { range: "999.1.1.1+5" },
    { range: "....." },
  ])("%j", (more) => {
    test("are refused: 400", async () => {
      const rule = { type: "inbound", protocol: "tcp", ...more };
      const body = update({ kind: `${INFRA}securitygroup`, attributes: { "occi.securitygroup.rules": [rule] } });
      expect((await world.request("POST", "/securitygroup/", body)).status).toBe(400);
    });
  });
});

describeOcci("a PUT of what a text rendering showed", (world) => {
  test("leaves lines in user data, title and summary as they were", async () => {
    const userdata = "#cloud-config\npackages: [nginx]\n";
    const body = {
      kind: `${INFRA}compute`,
      mixins: [`${OS_TPL}template_0`, "http://schemas.ogf.org/occi/infrastructure/compute#user_data"],
      title: "two\nlines",
      summary: "l1\nl2",
      attributes: { "occi.compute.userdata": userdata },
    };
    const made = await world.request("POST", "/compute/", update(body));
    const path = new URL(made.headers.get("location") ?? "").pathname;
    const text = (await world.request("GET", path, { accept: "text/plain" })).body;
    expect((await world.request("PUT", path, { ...TEXT, body: text })).status).toBe(200);
    const after = JSON.parse((await world.request("GET", path, { accept: JSON_TYPE })).body);
    expect(after).toMatchObject({ title: body.title, summary: body.summary });
    expect(after.attributes["occi.compute.userdata"]).toBe(userdata);
  });

  test("user data that is no text is stored once, and shown as it was sent", async () => {
    const gzip = Buffer.from([0x1f, 0x8b, 8, 0, 0xff, 0xfe, 0x80]).toString("base64");
    const mixins = [`${OS_TPL}template_0`, "http://schemas.ogf.org/occi/infrastructure/compute#user_data"];
    const body = { kind: `${INFRA}compute`, mixins, attributes: { "occi.compute.userdata": gzip } };
    expect((await world.request("POST", "/compute/", update(body))).status).toBe(201);
    const made = [...world.sim.world.vms.values()].at(-1);
    expect(made?.template.vectors("CONTEXT")[0]?.get("USER_DATA")).toBe(gzip);
    const shown = await world.request("GET", `/compute/${made?.id}`, { accept: JSON_TYPE });
    expect(JSON.parse(shown.body).attributes["occi.compute.userdata"]).toBe(gzip);
  });
});

describeOcci("the log of changes", (world) => {
  const audits = () =>
    (world.deps.log as unknown as { audits: { action: string; kind: string; id?: string }[] }).audits;
  test("tells updates from creations, and each of what was deleted or made together", async () => {
    await world.request("POST", "/compute/0", update({ kind: `${INFRA}compute`, title: "x" }));
    const two = [1, 2].map((size) => ({ kind: `${INFRA}storage`, attributes: { "occi.storage.size": size } }));
    await world.request("POST", "/", update({ resources: two }));
    await world.request("DELETE", "/compute/");
    const told = audits()
      .slice(-3)
      .map(({ action, kind, id }) => `${action} ${kind}/${id}`);
    expect(told).toEqual(["change compute/0", "create storage/3+4", "delete compute/1+0"]);
  });
});
