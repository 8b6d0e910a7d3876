/** What oned's states are in OCCI, through the front door: every one of them (GFD.224, 3.1 to 3.4). */
import { expect, test } from "bun:test";
import { IMAGE_STATE, VNET_STATE } from "../../oned-sim/records.ts";
import { action } from "../../oned-sim/vm/actions.ts";
import { setState } from "../../oned-sim/vm/life.ts";
import { stateName } from "../../oned-sim/vm/states.ts";
import { IMAGE_STATES, LCM_STATES, VNET_STATES } from "../../opennebula/states.ts";
import { describeOcci, type OcciWorld, OS_TPL } from "./testing/over-sim.ts";
import { attribute, created, invocation, kind, link, mixin, plain, seen } from "./testing/requests.ts";

const WAS_RUNNING =
  /^(RUNNING|HOTPLUG|HOTPLUG_(NIC|SAVEAS|SNAPSHOT|RESIZE)|DISK_(SNAPSHOT|SNAPSHOT_DELETE|RESIZE)|BACKUP|((SAVE|PROLOG|BOOT)_)?MIGRATE|SAVE_STOP|SAVE_SUSPEND|SHUTDOWN|SHUTDOWN_(POWEROFF|UNDEPLOY)|EPILOG|EPILOG_(STOP|UNDEPLOY))$/;
const IS_SUSPENDED =
  /^(PROLOG_RESUME|BOOT_(SUSPENDED|STOPPED)|(HOTPLUG_SAVEAS|DISK_SNAPSHOT|DISK_SNAPSHOT_DELETE|PROLOG_MIGRATE)_(SUSPEND|SUSPENDED|STOPPED))$/;

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
    ["INIT", "inactive", "OpenNebula is creating the machine"],
    ["PENDING", "inactive", "waits for a host"],
    ["HOLD", "inactive", "on hold: start releases it"],
    ["CLONING", "inactive", "waits for its images to be copied"],
    ["POWEROFF", "inactive", undefined],
    ["SUSPENDED", "suspended", undefined],
    ["STOPPED", "suspended", "stopped: its memory is saved and it has no host"],
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
    const word = /_FAILURE$|UNKNOWN$|^CLEANUP_DELETE$/.test(lcm)
      ? "error"
      : WAS_RUNNING.test(lcm)
        ? "active"
        : IS_SUSPENDED.test(lcm)
          ? "suspended"
          : "inactive";
    const said = lcm === "UNKNOWN" ? "its host no longer reports it" : lcm.toLowerCase().replaceAll("_", " ");
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
    expect(word).toBe(/^(INIT|DISABLED)$/.test(state) ? "offline" : state === "ERROR" ? "error" : "online");
    expect(message === undefined).toBe(/^(READY|USED|USED_PERS|DISABLED|ERROR)$/.test(state));
  });

  test.each(VNET_STATES.filter((state) => state !== "UPDATE_FAILURE"))("a network in STATE %s", async (state) => {
    const network = world.sim.world.vnets.get(0);
    if (network === undefined) throw new Error("no network");
    network.state = VNET_STATE[state];
    world.sim.world.changed();
    const [word, message] = await shown(world, "/network/0", "network");
    expect(word).toBe(/^(READY|LOCK_DELETE)$/.test(state) ? "active" : state === "ERROR" ? "error" : "inactive");
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

// A state is shown when it is reached: who waits for it, and then asks for what it allows, is not refused.
describeOcci(
  "on the way",
  (world) => {
    const act = (term: string, method?: string) =>
      world.request(
        "POST",
        `/compute/0?action=${term}`,
        invocation("compute", term, ...(method === undefined ? [] : [attribute("method", method)])),
      );
    const oned = () => stateName(machine(world));

    /** What a client sees of machine 0, step for step, until oned has nothing to do: each once, in text and in JSON alike. */
    async function seenOnTheWay(until: string): Promise<string[]> {
      const words: string[] = [];
      for (let step = 0; step < 20; step++) {
        const { attributes } = await seen(world, "/compute/0");
        const word = String(attributes["occi.compute.state"]);
        const { body } = await world.request("GET", "/compute/0", { accept: "text/plain" });
        expect(body).toContain(`occi.compute.state="${word}"`);
        expect([oned(), attributes["occi.compute.state.message"] !== undefined]).toEqual([
          oned(),
          !/^(RUNNING|POWEROFF|SUSPENDED)$/.test(oned()),
        ]);
        if (words.at(-1) !== word) words.push(word);
        if (oned() === until) return words;
        world.sim.advance();
      }
      throw new Error(`the machine is ${oned()}, not ${until}`);
    }

    test.each([
      ["stop", undefined, "POWEROFF", "inactive"],
      ["stop", "poweroff", "POWEROFF", "inactive"],
      ["suspend", undefined, "SUSPENDED", "suspended"],
      ["suspend", "hibernate", "STOPPED", "suspended"],
    ] as const)(
      "after %s %s a machine is what it was until it is %s, and again until it runs",
      async (term, method, rest, word) => {
        expect((await act(term, method)).status).toBe(200);
        expect(oned()).not.toBe("RUNNING");
        expect((await seen(world, "/compute/0")).attributes["occi.compute.state"]).toBe("active");
        expect(await seenOnTheWay(rest)).toEqual(["active", word]);
        expect((await act("start")).status).toBe(200);
        expect(oned()).not.toBe(rest);
        expect(await seenOnTheWay("RUNNING")).toEqual([word, "active"]);
        expect((await act("stop")).status).toBe(200);
      },
    );

    test.each(["suspend", "poweroff"] as const)(
      "one that has slept since %s is not active on its way further",
      async (by) => {
        await act(by === "suspend" ? "suspend" : "stop");
        await seenOnTheWay(by === "suspend" ? "SUSPENDED" : "POWEROFF");
        const record = machine(world).history.at(-1);
        if (record === undefined) throw new Error("no history");
        record.runEnd -= 60;
        const { world: inOned } = world.sim;
        const user = inOned.users.get(0);
        if (user === undefined) throw new Error("no administrator");
        action(inOned, { user, token: undefined }, by === "suspend" ? "stop" : "undeploy", 0);
        expect(oned()).toBe(by === "suspend" ? "EPILOG_STOP" : "EPILOG_UNDEPLOY");
        const word = by === "suspend" ? "suspended" : "inactive";
        expect(await seenOnTheWay(by === "suspend" ? "STOPPED" : "UNDEPLOYED")).toEqual([word]);
        expect((await act("start")).status).toBe(200);
        expect(await seenOnTheWay("RUNNING")).toEqual([word, "active"]);
      },
    );

    test("a NIC and a disk on their way in are not active yet, on their way out they still are", async () => {
      const linkStates = async () => {
        const { links } = await seen(world, "/compute/0");
        return links.map(({ kind: of, attributes }) => {
          const name = `occi.${of.endsWith("#networkinterface") ? "networkinterface" : "storagelink"}.state`;
          return [attributes[name], attributes[`${name}.message`]];
        });
      };
      const before = await linkStates();
      expect(before.every(([word, message]) => word === "active" && message === undefined)).toBe(true);
      const more = plain(
        kind("networkinterface"),
        attribute("occi.core.source", "/compute/0"),
        attribute("occi.core.target", "/network/0"),
      );
      expect((await world.request("POST", "/link/networkinterface/", more)).status).toBe(201);
      expect(await linkStates()).toContainEqual(["inactive", "OpenNebula is attaching it"]);
      world.sim.advance(3);
      expect(await linkStates()).toEqual([...before, ["active", undefined]].toSorted());
      const nic = machine(world).nics.at(-1)?.get("NIC_ID");
      expect((await world.request("DELETE", `/link/networkinterface/compute_0_nic_${nic}`)).status).toBe(200);
      expect(await linkStates()).toContainEqual(["active", "OpenNebula is detaching it"]);
      world.sim.advance(3);
      expect(await linkStates()).toEqual(before);
    });

    test("an image that was whole stays online while oned is at work on it; a new one is offline until it is", async () => {
      const image = world.sim.world.images.get(2);
      if (image === undefined) throw new Error("no image");
      image.state = IMAGE_STATE.LOCKED;
      image.source = "/var/lib/one/datastores/1/x";
      world.sim.world.changed();
      expect(await shown(world, "/storage/2", "storage")).toEqual(["online", "OpenNebula is working on it"]);
      image.source = "";
      world.sim.world.changed();
      expect(await shown(world, "/storage/2", "storage")).toEqual(["offline", "OpenNebula is copying the image"]);
    });
  },
  { wait: 0 },
  { stepMs: "manual" },
);
