/** What is wrong is refused with the code of the table, by name, and makes nothing in OpenNebula. */
import { expect, test } from "bun:test";
import { category, describeOcci, INFRA, type OcciSending, OS_TPL, RESOURCE_TPL } from "./testing/over-sim.ts";
import { attribute, invocation, kind, link, mixin, plain, refused, seen } from "./testing/requests.ts";

const COMPUTE = [kind("compute"), mixin(`${OS_TPL}image_0`)];
const machine = (...more: readonly string[]) => plain(...COMPUTE, ...more);
const ALL_NETWORKS = 0x4400000000n;
const SSH_KEY = "http://schemas.ogf.org/occi/infrastructure/credentials#ssh_key";

describeOcci("bad input", (world) => {
  test.each<[string, string, OcciSending, number, string | RegExp]>([
    ["an unknown category", "POST /compute/", machine(mixin("http://e.example.org#nothing")), 400, "nothing"],
    [
      "an os_tpl that is not there",
      "POST /compute/",
      plain(kind("compute"), mixin(`${OS_TPL}image_99`)),
      400,
      "image_99",
    ],
    ["a resource_tpl that is not there", "POST /compute/", machine(mixin(`${RESOURCE_TPL}huge`)), 400, "huge"],
    [
      "an unknown attribute",
      "POST /compute/",
      machine(attribute("occi.compute.colour", "red")),
      400,
      "occi.compute.colour",
    ],
    [
      "an attribute of another kind",
      "POST /compute/",
      machine(attribute("occi.network.vlan", 7)),
      400,
      "occi.network.vlan",
    ],
    [
      "a text for a number",
      "POST /compute/",
      machine(attribute("occi.compute.memory", "much")),
      400,
      "occi.compute.memory",
    ],
    [
      "a fraction for an integer",
      "POST /compute/",
      machine(attribute("occi.compute.cores", 1.5)),
      400,
      "occi.compute.cores",
    ],
    [
      "no value of an enumeration",
      "POST /compute/",
      machine(attribute("occi.compute.architecture", "arm")),
      400,
      "arm",
    ],
    ["below the minimum", "POST /compute/", machine(attribute("occi.compute.cores", 0)), 400, "occi.compute.cores"],
    [
      "above the maximum",
      "POST /network/",
      plain(kind("network"), attribute("occi.network.vlan", 4096)),
      400,
      "occi.network.vlan",
    ],
    ["a required attribute that is missing", "POST /storage/", plain(kind("storage")), 400, "occi.storage.size"],
    [
      "a negative size",
      "POST /storage/",
      plain(kind("storage"), attribute("occi.storage.size", -1)),
      400,
      "occi.storage.size",
    ],
    [
      "no size at all",
      "POST /storage/",
      plain(kind("storage"), attribute("occi.storage.size", 0)),
      400,
      "occi.storage.size",
    ],
    [
      "an immutable attribute",
      "POST /storage/",
      plain(kind("storage"), attribute("occi.storage.size", 1), attribute("occi.storage.state", "offline")),
      400,
      "occi.storage.state",
    ],
    ["two kinds", "POST /compute/", machine(kind("network")), 400, "one kind"],
    ["the kind of another collection (C-8)", "POST /compute/", plain(kind("network")), 400, "network"],
    ["no kind", "POST /compute/", plain(attribute("occi.core.title", "x")), 400, /kind/],
    ["an action in the place of a kind", "POST /compute/", invocation("compute", "stop"), 400, "action"],
    [
      "a mixin that does not apply",
      "POST /network/",
      plain(kind("network"), mixin(SSH_KEY), attribute("occi.credentials.ssh.publickey", "ssh-rsa A")),
      400,
      "ssh_key",
    ],
    [
      "a class that is another's",
      "POST /compute/",
      plain(`Category: ${category(`${INFRA}compute`, "mixin")}`),
      400,
      "class",
    ],
    ["an unknown action", "POST /compute/0?action=fly", invocation("compute", "fly"), 400, "fly"],
    [
      "an unknown parameter of an action",
      "POST /compute/0?action=stop",
      invocation("compute", "stop", attribute("speed", 9)),
      400,
      "speed",
    ],
    [
      "broken quoting of an attribute",
      "POST /compute/",
      machine('X-OCCI-Attribute: occi.core.title="half'),
      400,
      /quote|occi\.core\.title|end/i,
    ],
    [
      "broken quoting of a category",
      "POST /compute/",
      plain('Category: compute; scheme="http://schemas.ogf.org'),
      400,
      /quote|scheme|Category/i,
    ],
    ["a link without an end", "POST /compute/", machine(`Link: </network/0; rel="${INFRA}network"`), 400, /Link|>/],
    ["a line that is none", "POST /compute/", machine("hello"), 400, /hello|line/i],
    [
      "a host name with a blank",
      "POST /compute/",
      machine(attribute("occi.compute.hostname", "a b")),
      400,
      "occi.compute.hostname",
    ],
    [
      "a title of 2,000 characters",
      "POST /compute/",
      machine(attribute("occi.core.title", "x".repeat(2000))),
      400,
      "occi.core.title",
    ],
    [
      "an address that is none",
      "POST /compute/",
      machine(link("/network/0", "network", 'occi.networkinterface.mac="zz"')),
      400,
      "occi.networkinterface.mac",
    ],
    [
      "a kind that has no instances",
      "POST /",
      plain(`Category: ${category("http://schemas.ogf.org/occi/core#resource", "kind")}`),
      400,
      "resource",
    ],
    ["nothing", "POST /compute/", plain(), 400, /kind|entity/],
    ["an update that changes nothing", "POST /compute/0", plain(), 400, "nothing"],
  ])("%s: %s", async (_, line, sending, status, culprit) => {
    await refused(world, line, sending, status, culprit);
  });

  test.each<[string, string, number, string | RegExp]>([
    ["a link to a network that is not there", link("/network/99", "network"), 400, "99"],
    ["a link to an image that is not there", link("/storage/99", "storage"), 400, "99"],
    ["a link to a machine", link("/compute/1", "compute"), 400, /compute/],
    ["a link to another server", link("https://elsewhere.example.org/x", "network"), 400, "elsewhere"],
    ["a link whose target is no path", link("network", "network"), 400, /network/],
  ])("%s", async (_, line, status, culprit) => {
    await refused(world, "POST /compute/", machine(line), status, culprit);
  });

  test("another user's network, image and machine in a link: 403 or 400, naming it", async () => {
    const network = world.sim.world.vnets.get(1);
    const image = world.sim.world.images.get(1);
    if (network === undefined || image === undefined) throw new Error("not there");
    for (const object of [network, image]) object.permissions = [1, 1, 0, 0, 0, 0, 0, 0, 0];
    // The rule of every oned that all may use all networks is taken away.
    world.sim.world.acl.splice(
      0,
      world.sim.world.acl.length,
      ...world.sim.world.acl.filter((rule) => rule.resource !== ALL_NETWORKS),
    );
    world.sim.world.changed();
    const ends = (source: string, target: string) => [
      attribute("occi.core.source", source),
      attribute("occi.core.target", target),
    ];
    await refused(world, "POST /compute/", machine(link("/network/1", "network")), 403, /NET \[1\]/);
    await refused(world, "POST /compute/", machine(link("/storage/1", "storage")), 403, /IMAGE \[1\]/);
    await refused(world, "POST /compute/", plain(kind("compute"), mixin(`${OS_TPL}image_1`)), 400, /image_1/);
    const nic = plain(kind("networkinterface"), ...ends("/compute/2", "/network/0"));
    await refused(world, "POST /link/networkinterface/", nic, 403, /FORBIDDEN/);
    const disk = plain(kind("storagelink"), ...ends("/compute/0", "/storage/1"));
    await refused(world, "POST /link/storagelink/", disk, 403, /FORBIDDEN/);
  });

  test.each(["/compute/2", "/network/0", "/storage/0"])(
    "another's %s is neither changed nor deleted: 403",
    async (path) => {
      const title = plain(attribute("occi.core.title", "mine"));
      const before = await seen(world, path, "oneadmin");
      for (const method of ["POST", "PUT"]) await refused(world, `${method} ${path}`, title, 403, /FORBIDDEN/);
      await refused(world, `DELETE ${path}`, {}, 403, /FORBIDDEN/);
      expect(await seen(world, path, "oneadmin")).toEqual(before);
    },
  );

  test("the same in headers: broken quoting, an unknown attribute, two kinds", async () => {
    const Category = `${category(`${INFRA}compute`, "kind")},${category(`${OS_TPL}image_0`)}`;
    for (const [headers, culprit] of [
      [{ Category, "X-OCCI-Attribute": 'occi.core.title="half' }, /occi\.core\.title|quote/],
      [{ Category, "X-OCCI-Attribute": 'occi.compute.colour="red"' }, /occi\.compute\.colour/],
      [{ Category: `${Category},${category(`${INFRA}network`, "kind")}` }, /one kind/],
    ] as const) {
      await refused(world, "POST /compute/", { contentType: "text/occi", headers }, 400, culprit);
    }
  });

  test("a list of locations is no entity: 400", async () => {
    const sending = { contentType: "text/uri-list", body: "https://cloud.example.org/compute/0\r\n" };
    await refused(world, "POST /compute/", sending, 400, /entity/);
    await refused(world, "POST /compute/0", sending, 400, /entity|nothing/);
  });

  test("a body of an unknown type is 415, naming it or those that are known", async () => {
    await refused(world, "POST /compute/", { contentType: "image/png", body: "x" }, 415, /text\/plain|image\/png/);
  });
});
