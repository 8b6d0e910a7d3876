/** Two clients that know nothing of OpenNebula run through a whole life of a machine. */
import { expect, test } from "bun:test";
import { OldClient } from "./testing/client-1.1.ts";
import { NewClient } from "./testing/client-1.2.ts";
import { describeOcci } from "./testing/over-sim.ts";

const INFRA = "http://schemas.ogf.org/occi/infrastructure#";
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB ana@desk";
const START = "http://schemas.ogf.org/occi/infrastructure/compute/action#start";
const STOP = "http://schemas.ogf.org/occi/infrastructure/compute/action#stop";

describeOcci("clients", (world) => {
  test("one written to OCCI 1.1 runs through: discover, create, attach, stop, start, tag, filter, delete", async () => {
    const client = new OldClient(world);
    const types = await client.discover();
    const system = types.find(({ rel, term }) => rel === `${INFRA}os_tpl` && term.startsWith("template_"));
    const size = types.find(({ rel, term }) => rel === `${INFRA}resource_tpl` && term === "small");
    expect(types.map(({ term }) => term)).toContain("storagelink");
    expect(await client.discover(`compute; scheme="${INFRA}"`)).toHaveLength(1);

    const machine = await client.create(
      [
        `compute; scheme="${INFRA}"; class="kind"`,
        `${system?.term}; scheme="${system?.scheme}"; class="mixin"`,
        `${size?.term}; scheme="${size?.scheme}"; class="mixin"`,
        'public_key; scheme="http://schemas.openstack.org/instance/credentials#"; class="mixin"',
      ],
      [
        'occi.core.id="6b2b2b9e-0c1d-4f5e-8a9b-1c2d3e4f5a6b"',
        'occi.core.title="How\'s your quotes escaping? \\", occi.compute.memory=1.0"',
        `org.openstack.credentials.publickey.data="${KEY}"`,
      ],
    );
    expect((await client.attributes(machine)).get("occi.compute.state")).toBe("active");

    const volume = await client.create(
      [`storage; scheme="${INFRA}"; class="kind"`],
      ["occi.storage.size=1.0", 'occi.core.title="data"'],
    );
    const disk = await client.create(
      [`storagelink; scheme="${INFRA}"; class="kind"`],
      [`occi.core.source="${machine}"`, `occi.core.target="${volume}"`, 'occi.storagelink.deviceid="/dev/vdb"'],
    );
    const nic = await client.create(
      [`networkinterface; scheme="${INFRA}"; class="kind"`],
      [`occi.core.source="${machine}"`, 'occi.core.target="/network/1"'],
    );
    expect(await client.links(machine)).toEqual(expect.arrayContaining([disk, nic]));

    expect(await client.actionLinks(machine)).toContain(`${machine}?action=stop`);
    await client.act(machine, STOP, ['method="graceful"']);
    expect((await client.attributes(machine)).get("occi.compute.state")).toBe("inactive");
    await client.act(machine, START);
    expect((await client.attributes(machine)).get("occi.compute.state")).toBe("active");

    await client.addMixin(
      'my_stuff; scheme="http://example.com/occi/my_stuff#"; class="mixin"; rel="http://example.com/occi/something_else#mixin"; location="/my_stuff/"',
    );
    await client.tag("/my_stuff/", [machine, volume]);
    expect((await client.list("/my_stuff/")).sort()).toEqual([machine, volume].sort());
    const tagged = await client.list("/compute/", [
      ["Category", 'my_stuff; scheme="http://example.com/occi/my_stuff#"'],
    ]);
    expect(tagged).toEqual([machine]);
    expect(await client.list("/storage/", [["X-OCCI-Attribute", 'occi.core.title="data"']])).toEqual([volume]);

    await client.remove(disk);
    await client.remove(nic);
    expect(await client.links(machine)).not.toContain(disk);
    await client.remove(machine);
    expect(await client.status("GET", machine)).toBe(404);
    await client.remove(volume);
    expect(await client.list("/my_stuff/")).toEqual([]);
  });

  test("one written to OCCI 1.2 runs through: discover, create, attach, stop, start, tag, filter, delete", async () => {
    const client = new NewClient(world);
    const { kinds, mixins } = await client.discover();
    const locationOf = (id: string) => kinds.find(({ scheme, term }) => scheme + term === id)?.location ?? "";
    const system = mixins.find(({ depends, title }) => depends?.includes(`${INFRA}os_tpl`) && title === "Ubuntu 24.04");
    const size = mixins.find(({ depends, term }) => depends?.includes(`${INFRA}resource_tpl`) && term === "medium");
    const network = (await client.list(locationOf(`${INFRA}network`))).find(({ title }) => title === "private");

    const machine = await client.create(locationOf(`${INFRA}compute`), {
      kind: `${INFRA}compute`,
      mixins: [
        `${system?.scheme}${system?.term}`,
        `${size?.scheme}${size?.term}`,
        "http://schemas.ogf.org/occi/infrastructure/credentials#ssh_key",
        "http://schemas.ogf.org/occi/infrastructure/compute#user_data",
      ],
      title: "web/1 \u{1f600}",
      summary: "the first",
      attributes: { "occi.credentials.ssh.publickey": KEY, "occi.compute.userdata": "#!/bin/sh\necho $HOME\n" },
      links: [{ kind: `${INFRA}networkinterface`, target: { location: `/network/${network?.id}` } }],
    });
    const made = await client.get(machine);
    expect(made).toMatchObject({
      title: "web/1 \u{1f600}",
      summary: "the first",
      attributes: {
        "occi.compute.state": "active",
        "occi.credentials.ssh.publickey": KEY,
        "occi.compute.userdata": "#!/bin/sh\necho $HOME\n",
      },
    });
    expect(made.links?.filter(({ kind }) => kind === `${INFRA}networkinterface`)).toHaveLength(1);

    // As a datastore is that all hosts share: there images can grow.
    world.sim.world.datastores.get(1)?.template.set("LN_TARGET", "NONE");
    const volume = await client.create(locationOf(`${INFRA}storage`), {
      kind: `${INFRA}storage`,
      title: "data",
      attributes: { "occi.storage.size": 1.5 },
    });
    const disk = await client.create(locationOf(`${INFRA}storagelink`), {
      kind: `${INFRA}storagelink`,
      source: { location: machine },
      target: { location: volume },
    });
    expect(await client.get(disk)).toMatchObject({ source: { location: machine }, target: { location: volume } });
    expect(
      await client.post(volume, { kind: `${INFRA}storage`, attributes: { "occi.storage.size": 2 } }),
    ).toMatchObject({
      attributes: { "occi.storage.size": 2 },
    });

    expect(await client.act(machine, STOP, { method: "poweroff" })).toEqual({});
    const stopped = await client.get(machine);
    expect([stopped.attributes["occi.compute.state"], stopped.actions]).toEqual([
      "inactive",
      expect.arrayContaining([START]),
    ]);
    await client.act(machine, START);
    const golden = await client.act(machine, `${STOP.slice(0, -4)}save`, { method: "hot", name: "golden" });
    expect(golden).toMatchObject({ mixins: [{ title: "golden", depends: [`${INFRA}os_tpl`] }] });
    expect((await client.discover()).mixins.map(({ title }) => title)).toContain("golden");

    const blue = { term: "blue", scheme: "http://cloud.example.org/occi/tags/alice#", location: "/tags/alice/blue/" };
    await client.post("/-/", { mixins: [blue] });
    await client.post(blue.location, [machine]);
    expect((await client.list(blue.location)).map(({ id }) => `/compute/${id}`)).toEqual([machine]);
    const filtered = await client.list("/compute/", { Category: `${blue.term}; scheme="${blue.scheme}"` });
    expect(filtered.map(({ mixins: carried }) => carried)).toEqual([expect.arrayContaining([blue.scheme + blue.term])]);

    await client.remove(disk);
    await client.remove(machine);
    expect(await client.status(machine)).toBe(404);
    await client.remove(volume);
  });
});
