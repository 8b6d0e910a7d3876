/** What oned's states are in OCCI, through the front door: every one of them (GFD.224, 3.1 to 3.4). */
import { expect, test } from "bun:test";
import { IMAGE_STATE, VNET_STATE } from "../../oned-sim/state.ts";
import { setState } from "../../oned-sim/vm-life.ts";
import { IMAGE_STATES, LCM_STATES, VNET_STATES } from "../../opennebula/states.ts";
import { attribute, created, invocation, kind, link, mixin, plain, seen } from "./testing/asking.ts";
import { describeOcci, type OcciWorld, OS_TPL } from "./testing/over-sim.ts";

const HAS_RUN_ELSEWHERE =
  /^(RUNNING|HOTPLUG|HOTPLUG_(NIC|SAVEAS|SNAPSHOT|RESIZE)|DISK_(SNAPSHOT|SNAPSHOT_DELETE|RESIZE)|BACKUP|MIGRATE|SAVE_MIGRATE)$/;
const IS_SUSPENDED = /^(HOTPLUG_SAVEAS|DISK_SNAPSHOT|DISK_SNAPSHOT_DELETE|PROLOG_MIGRATE)_(SUSPEND|SUSPENDED|STOPPED)$/;

function machine({ sim }: OcciWorld) {
  const vm = sim.world.vms.get(0);
  if (vm === undefined) throw new Error("no machine");
  return vm;
}

async function shown(world: OcciWorld, path = "/compute/0", of = "compute") {
  const { attributes } = await seen(world, path);
  return [attributes[`occi.${of}.state`], attributes[`occi.${of}.state.message`]];
}

describeOcci("states", (world) => {
  test.each([
    ["INIT", "inactive", "OpenNebula is making the machine"],
    ["PENDING", "inactive", "waits for a host"],
    ["HOLD", "inactive", "on hold: start releases it"],
    ["CLONING", "inactive", "waits for its images to be copied"],
    ["POWEROFF", "inactive", undefined],
    ["SUSPENDED", "suspended", undefined],
    ["STOPPED", "suspended", "stopped: its memory is saved, it has no host"],
    ["UNDEPLOYED", "inactive", "undeployed: it has no host"],
    ["CLONING_FAILURE", "error", "an image could not be copied"],
  ] as const)("a machine in STATE %s is %s: %s", async (state, word, message) => {
    setState(world.sim.world, machine(world), state);
    expect(await shown(world)).toEqual([word, message]);
  });

  test("a machine in STATE DONE is not there (E-10)", async () => {
    setState(world.sim.world, machine(world), "DONE");
    expect((await world.request("GET", "/compute/0")).status).toBe(404);
    expect((await world.request("GET", "/compute/", { accept: "text/uri-list" })).body).not.toContain("/compute/0");
  });

  test.each(LCM_STATES.filter((lcm) => lcm !== "-"))("an ACTIVE machine in LCM_STATE %s", async (lcm) => {
    setState(world.sim.world, machine(world), "ACTIVE", lcm);
    const word = /_FAILURE$|^UNKNOWN$/.test(lcm)
      ? "error"
      : HAS_RUN_ELSEWHERE.test(lcm)
        ? "active"
        : IS_SUSPENDED.test(lcm)
          ? "suspended"
          : "inactive";
    const said = lcm === "UNKNOWN" ? "its host has lost sight of it" : lcm.toLowerCase().replaceAll("_", " ");
    expect(await shown(world)).toEqual([word, lcm === "RUNNING" ? undefined : said]);
  });

  test("T-17: state.message stands before state: the other way round rOCCI loses the state", async () => {
    const { body } = await world.request("GET", "/compute/1");
    expect(body.indexOf("occi.compute.state.message=")).toBeGreaterThan(0);
    expect(body.indexOf("occi.compute.state.message=")).toBeLessThan(body.indexOf("occi.compute.state="));
  });

  test.each(IMAGE_STATES)("an image in STATE %s", async (state) => {
    const image = world.sim.world.images.get(2);
    if (image === undefined) throw new Error("no image");
    image.state = IMAGE_STATE[state];
    world.sim.world.changed();
    const [word, message] = await shown(world, "/storage/2", "storage");
    expect(word).toBe(
      /^(READY|USED|USED_PERS|CLONE)$/.test(state) ? "online" : state === "ERROR" ? "error" : "offline",
    );
    expect(message === undefined).toBe(/^(READY|USED|USED_PERS|DISABLED|ERROR)$/.test(state));
  });

  test.each(VNET_STATES.filter((state) => state !== "UPDATE_FAILURE"))("a network in STATE %s", async (state) => {
    const network = world.sim.world.vnets.get(0);
    if (network === undefined) throw new Error("no network");
    network.state = VNET_STATE[state];
    world.sim.world.changed();
    const [word, message] = await shown(world, "/network/0", "network");
    expect(word).toBe(state === "READY" ? "active" : state === "ERROR" ? "error" : "inactive");
    expect(message === undefined).toBe(/^(READY|ERROR)$/.test(state));
  });

  test("a link is active while its machine is", async () => {
    const path = await created(
      world,
      "/compute/",
      plain(kind("compute"), mixin(`${OS_TPL}image_0`), link("/network/0", "network")),
    );
    const states = async () => {
      const { links } = await seen(world, path);
      return links.flatMap(({ attributes }) =>
        ["occi.networkinterface.state", "occi.storagelink.state"].flatMap((name) => attributes[name] ?? []),
      );
    };
    expect(await states()).toEqual(["active", "active"]);
    await world.request("POST", `${path}?action=stop`, invocation("compute", "stop", attribute("method", "poweroff")));
    expect(await states()).toEqual(["inactive", "inactive"]);
  });
});
