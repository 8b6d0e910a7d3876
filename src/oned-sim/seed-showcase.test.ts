/** What the demo shows, as oned would show it. */
import { describe, expect, test } from "bun:test";
import { perform } from "./methods.ts";
import { showcaseSeed } from "./seed-showcase.ts";
import { ALICE, BOB, TestWorld } from "./testing/world.ts";
import { World } from "./world.ts";

function showcase(release: "6.10" | "7.4" = "6.10"): World {
  const world = new World(release, 0);
  showcaseSeed(world);
  return world;
}
const asked = (world: World, session: string, method: string, ...values: readonly number[]): string =>
  String(
    perform(world, {
      method,
      parameters: [{ type: "string", value: session }, ...values.map((value) => ({ type: "i4", value }) as const)],
    }),
  );

test.each(["6.10", "7.4"] as const)("there is an input of each type, mandatory and optional, in %s", (release) => {
  const pool = asked(showcase(release), ALICE, "one.templatepool.info", -2, -1, -1);
  const declared = [...pool.matchAll(/<!\[CDATA\[([MO]\|[^\]]*)\]\]>/g)].map(([, text = ""]) => text.split("|"));
  expect(new Set(declared.map(([, type]) => type))).toEqual(
    new Set("text text64 password number number-float range range-float list list-multiple boolean fixed".split(" ")),
  );
  expect(new Set(declared.map(([need]) => need))).toEqual(new Set(["M", "O"]));
  expect(new Set(declared.map(({ length }) => length))).toEqual(new Set([3, 4, 5]));
  expect(pool.match(/<INPUTS_ORDER>/g)?.length).toBe(2);
  expect(pool).toContain("<LOGO><![CDATA[images/logos/wordpress.png]]></LOGO>");
});

describe("quotas", () => {
  test("are the user's, the group's, and the defaults of the cloud for both", () => {
    const world = showcase();
    const user = asked(world, ALICE, "one.user.info", -1);
    const vmOf = (text: string) => text.slice(text.indexOf("<VM_QUOTA>"), text.indexOf("</VM_QUOTA>"));
    expect(vmOf(user)).toContain("<VMS><![CDATA[30]]></VMS><VMS_USED><![CDATA[14]]></VMS_USED>");
    expect(vmOf(user)).toContain("<CPU><![CDATA[-1]]></CPU>");
    const defaults = user.slice(user.indexOf("<DEFAULT_USER_QUOTAS>"));
    expect(defaults).toContain("<VM><CPU><![CDATA[24]]></CPU><CPU_USED><![CDATA[0]]></CPU_USED><MEMORY><![CDATA[-2]]>");
    const group = asked(world, ALICE, "one.group.info", -1);
    expect(vmOf(group)).toContain("<CPU><![CDATA[16]]></CPU><CPU_USED><![CDATA[7.50]]></CPU_USED>");
    expect(group).toEndWith(
      "<IMAGE_QUOTA><IMAGE><ID><![CDATA[0]]></ID><RVMS><![CDATA[200]]></RVMS><RVMS_USED><![CDATA[0]]></RVMS_USED></IMAGE></IMAGE_QUOTA></DEFAULT_GROUP_QUOTAS></GROUP>",
    );
  });

  // The sentences are those of oned 6.10 and 7.4.
  test("refuse what goes over any of them", () => {
    const sim = new TestWorld();
    const { world } = sim;
    const create = () => sim.refused(BOB, "one.vm.allocate", 'CPU="1"\nMEMORY="64"');
    world.groupLimits.set(1, {
      vm: { VMS: 3 },
      datastores: new Map(),
      networks: new Map(),
      images: new Map(),
    });
    expect(create()[1]).toContain("User [3] : group [1] limit of 3 reached for VMS quota in VM.");
    world.groupLimits.clear();
    world.defaultLimits.group.vm = { MEMORY: 100 };
    expect(create()[1]).toContain("User [3] : group [1] limit of 100 reached for MEMORY quota in VM.");
    world.defaultLimits.user.vm = { MEMORY: 100, CPU: 0.5 };
    // bob has a MEMORY of his own and a CPU too: the default of the cloud does not count for him.
    expect(create()[1]).toContain("group [1] limit of 100");
    world.user(3).limits.vm = { MEMORY: -1 };
    expect(create()[1]).toContain("User [3] : user [3] limit of 0.50 reached for CPU quota in VM.");
    world.user(3).limits.vm = { CPU: -2, MEMORY: -2 };
    world.defaultLimits.group.vm = {};
    sim.call(BOB, "one.vm.allocate", 'CPU="1"\nMEMORY="64"', false);
    world.defaultLimits.group.networks.set(0, { LEASES: 3 });
    const nic = 'CPU="1"\nMEMORY="64"\nNIC=[NETWORK_ID="0"]';
    expect(sim.refused(BOB, "one.vm.allocate", nic, false)[1]).toContain(
      "group [1] limit of 3 reached for LEASES quota in NETWORK with ID: 0.",
    );
  });
});
