/** Checks, and section 9 as far as templates go: what machines are made of (GFD.224, 3.5). */
import { expect, test } from "bun:test";
import { Attributes } from "../../oned-sim/attributes.ts";
import { parseTemplate } from "../../oned-sim/template.ts";
import { nonEmpty } from "../../testing/non-empty.ts";
import { describeOcci, INFRA, JSON_TYPE, type OcciWorld, OS_TPL, RESOURCE_TPL } from "./testing/over-sim.ts";
import { attribute, created, json, kind, link, mixin, plain, refused, seen } from "./testing/requests.ts";

const machine = (...more: readonly string[]) => plain(kind("compute"), ...more);
const os = (term: string) => mixin(OS_TPL + term);
const size = (term: string) => mixin(RESOURCE_TPL + term);

interface MixinShown {
  readonly term: string;
  readonly scheme: string;
  readonly title?: string;
  readonly depends?: readonly string[];
  readonly attributes?: Readonly<Record<string, { default?: unknown }>>;
}

async function mixins(world: OcciWorld, scheme: string): Promise<MixinShown[]> {
  const { body } = await world.request("GET", "/-/", { accept: JSON_TYPE });
  return JSON.parse(body).mixins.filter((one: MixinShown) => one.scheme === scheme);
}

describeOcci("templates", (world) => {
  test("X-1 SHOULD: every os_tpl has our scheme, its id as term, its name as title, and depends on os_tpl", async () => {
    const found = await mixins(world, OS_TPL);
    expect(found.map(({ term, title }) => `${term} ${title}`).sort()).toEqual([
      "image_0 Debian 12",
      "image_1 Ubuntu 24.04",
      "template_0 Debian 12",
      "template_1 Ubuntu 24.04",
    ]);
    for (const { depends } of nonEmpty(found)) expect(depends).toEqual([`${INFRA}os_tpl`]);
  });

  test("X-1: a VM template makes a machine with its disks and networks, and is shown", async () => {
    const path = await created(world, "/compute/", machine(os("template_0")));
    const { mixins: carried, links, attributes } = await seen(world, path);
    expect(carried).toContain(`${OS_TPL}template_0`);
    expect(links.map(({ target }) => target.location).sort()).toEqual(["/network/0", "/storage/0"]);
    expect(attributes).toMatchObject({ "occi.compute.memory": 0.5, "occi.compute.cores": 1 });
  });

  test("X-3: every resource_tpl depends on resource_tpl and tells its sizes as defaults", async () => {
    const found = await mixins(world, RESOURCE_TPL);
    expect(found.map(({ term }) => term)).toEqual(["small", "medium", "large", "custom"]);
    for (const { depends } of nonEmpty(found)) expect(depends).toEqual([`${INFRA}resource_tpl`]);
    expect(found.map(({ attributes }) => attributes?.["occi.compute.memory"]?.default)).toEqual([1, 4, 8, undefined]);
    // What the templates of the types say of VCPU; oned counts one core where they say nothing.
    expect(found.map(({ attributes }) => attributes?.["occi.compute.cores"]?.default)).toEqual([1, 1, 1, undefined]);
  });

  test("X-4: a resource_tpl overrides the sizes of the request", async () => {
    const sizes = [attribute("occi.compute.memory", 64), attribute("occi.compute.cores", 16)];
    const path = await created(world, "/compute/", machine(os("image_0"), size("medium"), ...sizes));
    expect((await seen(world, path)).attributes).toMatchObject({ "occi.compute.memory": 4, "occi.compute.cores": 1 });
  });

  test("X-4: what a resource_tpl leaves open the request says", async () => {
    const sizes = [attribute("occi.compute.memory", 1.5), attribute("occi.compute.cores", 2)];
    const path = await created(world, "/compute/", machine(os("image_0"), size("custom"), ...sizes));
    expect((await seen(world, path)).attributes).toMatchObject({ "occi.compute.memory": 1.5, "occi.compute.cores": 2 });
  });

  test.each([
    ["os_tpl", [os("image_0"), os("template_0")]],
    ["resource_tpl", [os("image_0"), size("small"), size("large")]],
  ] as const)("X-5: more than one %s is 400", async (what, named) => {
    await refused(world, "POST /compute/", machine(...named), 400, `more than one ${what}`);
  });

  test("X-6: the client's values come before the defaults of the VM template", async () => {
    const path = await created(world, "/compute/", machine(os("template_0"), attribute("occi.compute.memory", 2)));
    expect((await seen(world, path)).attributes).toMatchObject({ "occi.compute.memory": 2 });
  });

  test("X-6: what the client leaves out the resource_tpl says, over the VM template's own", async () => {
    const path = await created(world, "/compute/", machine(os("template_0"), size("medium")));
    expect((await seen(world, path)).attributes).toMatchObject({ "occi.compute.memory": 4 });
  });

  test("X-7 MUST: a resource_tpl shows sizes and nothing of what the operator adds", async () => {
    const shown = (await mixins(world, RESOURCE_TPL)).map(({ attributes = {} }) => Object.keys(attributes).sort());
    expect(shown.length).toBeGreaterThan(1);
    expect(new Set(shown.flat())).toEqual(new Set(["occi.compute.cores", "occi.compute.memory"]));
  });

  test("a template of another user is unknown, and not in discovery (M-8)", async () => {
    const template = world.sim.world.vmTemplates.get(0);
    if (template === undefined) throw new Error("no template");
    template.permissions = [1, 1, 0, 0, 0, 0, 0, 0, 0];
    world.sim.world.changed();
    expect((await mixins(world, OS_TPL)).map(({ term }) => term)).not.toContain("template_0");
    await refused(world, "POST /compute/", machine(os("template_0")), 400, /template_0/);
  });

  test("section 9: terms of rOCCI-server 1.x are taken: uuid_<name>_<id>", async () => {
    const path = await created(world, "/compute/", machine(os("uuid_debian_12_0")));
    expect((await seen(world, path)).mixins).toContain(`${OS_TPL}template_0`);
    await refused(world, "POST /compute/", machine(os("uuid_debian_12_77")), 400, /uuid_debian_12_77/);
  });

  test("section 9: OCCI_COMPUTE_MIXINS of a machine that rOCCI-server made are read", async () => {
    const vm = world.sim.world.vms.get(0);
    if (vm === undefined) throw new Error("no machine");
    const noted = `http://schemas.ogf.org/occi/infrastructure#os_tpl http://occi.old.example.org/occi/infrastructure/os_tpl#uuid_debian_12_1`;
    vm.userTemplate = Attributes.from(parseTemplate(`OCCI_COMPUTE_MIXINS="${noted}"`));
    world.sim.world.changed(vm);
    expect((await seen(world, "/compute/0")).mixins).toContain(`${OS_TPL}template_1`);
  });

  test("section 9: org.opennebula.compute, .network and .storage show what oned has", async () => {
    const own = "http://opennebula.org/occi/infrastructure#";
    const compute = await seen(world, "/compute/0");
    expect(compute.mixins).toContain(`${own}compute`);
    expect(compute.attributes).toMatchObject({ "org.opennebula.compute.id": 0, "org.opennebula.compute.cpu": 0.5 });
    const network = await seen(world, "/network/0");
    expect(network.mixins).toContain(`${own}network`);
    expect(network.attributes).toMatchObject({
      "org.opennebula.network.id": 0,
      "org.opennebula.network.bridge": "br0",
    });
    const storage = await seen(world, "/storage/2");
    expect(storage.mixins).toContain(`${own}storage`);
    expect(storage.attributes).toMatchObject({
      "org.opennebula.storage.id": 2,
      "org.opennebula.storage.type": "DATABLOCK",
      "org.opennebula.storage.persistent": "YES",
    });
  });

  test("section 9: sizes are GiB of oned's MiB", async () => {
    expect((await seen(world, "/storage/1")).attributes["occi.storage.size"]).toBe(3.5);
    expect((await seen(world, "/compute/0")).attributes["occi.compute.memory"]).toBe(0.5);
  });
});

describeOcci("templates that are only depended on", (world) => {
  test.each([
    ["os_tpl", [mixin(`${INFRA}os_tpl`)]],
    ["os_tpl", [mixin(`${INFRA}os_tpl`), size("small")]],
    ["resource_tpl", [mixin(`${INFRA}resource_tpl`)]],
    ["resource_tpl", [mixin(`${INFRA}resource_tpl`), os("image_0")]],
    ["availability_zone", [mixin(`${INFRA}availability_zone`), os("image_0")]],
  ] as const)("X-1: %s alone makes no machine: 400", async (term, lines) => {
    await refused(
      world,
      "POST /compute/",
      machine(...lines),
      400,
      `The mixin ${term} by itself does not select any ${term}`,
    );
  });

  test("floatingippool alone reserves no address: 400", async () => {
    const address = plain(kind("ipreservation"), mixin("http://schemas.openstack.org/network#floatingippool"));
    await refused(world, "POST /ipreservation/", address, 400, "floatingippool by itself");
  });

  test("beside one that depends on them they do no harm", async () => {
    const both = [mixin(`${INFRA}os_tpl`), os("image_0"), mixin(`${INFRA}resource_tpl`), size("small")];
    const path = await created(world, "/compute/", machine(...both));
    expect((await seen(world, path)).mixins).toContain(`${OS_TPL}image_0`);
  });

  test("of several entities none is made when one of them has such a mixin alone", async () => {
    const one = (id: string) => ({ kind: `${INFRA}compute`, mixins: [id] });
    const sending = json({ resources: [one(`${OS_TPL}image_0`), one(`${INFRA}os_tpl`)] });
    await refused(world, "POST /compute/", sending, 400, "os_tpl by itself");
  });
});

describeOcci("sizes that ask for nothing", (world) => {
  const custom = (...lines: readonly string[]) => machine(size("custom"), os("image_0"), ...lines);
  const sizes = async (path: string) => {
    const { attributes } = await seen(world, path);
    return ["cores", "share", "speed", "memory"].map((name) => attributes[`occi.compute.${name}`]);
  };

  test.each([
    ["share", []],
    ["speed", []],
    ["share", [attribute("occi.compute.speed", 0)]],
  ] as const)("a %s of 0 leaves all as if it was not sent", async (name, more) => {
    const zero = attribute(`occi.compute.${name}`, 0);
    const without = await sizes(await created(world, "/compute/", custom()));
    expect(await sizes(await created(world, "/compute/", custom(zero, ...more)))).toEqual(without);
    const cores = attribute("occi.compute.cores", 2);
    const path = await created(world, "/compute/", custom(cores, zero, ...more));
    expect(await sizes(path)).toEqual([2, 2048, 1, 0.125]);
    // Without an instance type that leaves sizes open, too, and in an update.
    expect(await sizes(await created(world, "/compute/", machine(os("template_0"), zero)))).toEqual([1, 512, 0.5, 0.5]);
    for (const method of ["POST", "PUT"]) {
      expect((await world.request(method, path, plain(zero, attribute("occi.core.title", "x")))).status).toBe(200);
    }
    expect(await sizes(path)).toEqual([2, 2048, 1, 0.125]);
  });

  test.each([
    ["cores", '"occi.compute.cores" is 0'],
    ["memory", "occi.compute.memory must be at least 0.000977 GiB"],
  ])("%s of 0 are 400 by their own name", async (name, told) => {
    await refused(world, "POST /compute/", custom(attribute(`occi.compute.${name}`, 0)), 400, told);
  });

  test("a share below 0 is 400 by its own name", async () => {
    await refused(world, "POST /compute/", custom(attribute("occi.compute.share", -1)), 400, "occi.compute.share");
  });
});

describeOcci(
  "a default os_tpl",
  (world) => {
    test("X-2: a compute without any template is made of it", async () => {
      const path = await created(world, "/compute/", machine(attribute("occi.core.title", "plain")));
      expect((await seen(world, path)).mixins).toContain(`${OS_TPL}template_1`);
    });

    test("X-2: one that is named comes before it", async () => {
      const path = await created(world, "/compute/", machine(os("image_0")));
      const { mixins: carried } = await seen(world, path);
      expect(carried.filter((id) => id.startsWith(OS_TPL))).toEqual([`${OS_TPL}image_0`]);
    });
  },
  { defaultOsTpl: "template_1" },
);

describeOcci(
  "a default os_tpl that OpenNebula does not have",
  (world) => {
    test("is the administrator's fault", async () => {
      await refused(world, "POST /compute/", machine(), 500, "template_99 (DEFAULT_OS_TPL)");
    });

    test("leaves one that the request names and that is not there to the user", async () => {
      await refused(world, "POST /compute/", machine(os("template_98")), 400, "os_tpl#template_98");
    });
  },
  { defaultOsTpl: "template_99" },
);

describeOcci(
  "a default image that OpenNebula does not have",
  (world) => {
    test("is the administrator's fault", async () => {
      await refused(world, "POST /compute/", machine(), 500, "image_99 (DEFAULT_OS_TPL)");
    });

    test("leaves one that the request names and that is not there to the user", async () => {
      await refused(world, "POST /compute/", machine(os("image_98")), 400, "98");
    });

    test("is not looked at for what is wrong with the request itself", async () => {
      const zero = machine(os("image_0"), link("/network/99", "network"));
      await refused(world, "POST /compute/", zero, 400, "99");
    });
  },
  { defaultOsTpl: "image_99" },
);

describeOcci(
  "a machine of the default image",
  (world) => {
    test("with a disk that is not there is the user's mistake", async () => {
      await refused(world, "POST /compute/", machine(link("/storage/99", "storage")), 400, "99");
    });
  },
  { defaultOsTpl: "image_0" },
);

describeOcci(
  "a machine of the default os_tpl",
  (world) => {
    test("with a disk that is not there is the user's mistake", async () => {
      const disk = link("/storage/99", "storage");
      await refused(world, "POST /compute/", machine(disk), 404, "99");
    });
  },
  { defaultOsTpl: "template_1" },
);
