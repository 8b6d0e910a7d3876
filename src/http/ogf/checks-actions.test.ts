/** Checks: actions (GFD.223, 10.3.2), and what a machine's states allow. */
import { expect, test } from "bun:test";
import type { Vm } from "../../oned-sim/records.ts";
import { setState } from "../../oned-sim/vm/life.ts";
import { nonEmpty } from "../../testing/non-empty.ts";
import { category, describeOcci, JSON_TYPE, type OcciWorld, OS_TPL } from "./testing/over-sim.ts";
import { attribute, created, invocation, json, kind, offered, plain, refused, seen } from "./testing/requests.ts";

const ACTION = "http://schemas.ogf.org/occi/infrastructure/compute/action#";
const stop = (method?: string) =>
  invocation("compute", "stop", ...(method === undefined ? [] : [attribute("method", method)]));
const act = (world: OcciWorld, term: string, ...parameters: readonly string[]) =>
  world.request("POST", `/compute/0?action=${term}`, invocation("compute", term, ...parameters));
const stateOf = async (world: OcciWorld, path = "/compute/0") =>
  (await seen(world, path)).attributes["occi.compute.state"];

function machine({ sim }: OcciWorld, id = 0): Vm {
  const vm = sim.world.vms.get(id);
  if (vm === undefined) throw new Error(`no machine ${id}`);
  return vm;
}

describeOcci("actions", (world) => {
  test("A-1 MUST: POST with ?action=TERM and the invocation in text", async () => {
    expect((await world.request("POST", "/compute/0?action=stop", stop("graceful"))).status).toBe(200);
    expect(await stateOf(world)).toBe("inactive");
  });

  test("A-1 MUST: the same in JSON, and in headers", async () => {
    const sending = json({ action: `${ACTION}stop`, attributes: { method: "graceful" } });
    expect((await world.request("POST", "/compute/0?action=stop", sending)).status).toBe(200);
    const headers = { Category: category(`${ACTION}start`, "action") };
    const started = await world.request("POST", "/compute/0?action=start", { contentType: "text/occi", headers });
    expect(started.status).toBe(200);
    expect(await stateOf(world)).toBe("active");
  });

  test("A-2: another term in the body, or none, is 400", async () => {
    await refused(world, "POST /compute/0?action=stop", invocation("compute", "start"), 400, /stop.*start/);
    await refused(world, "POST /compute/0?action=stop", plain(), 400, /stop/);
    expect(await stateOf(world)).toBe("active");
  });

  test("A-3: an action that the kind does not define is 400", async () => {
    await refused(world, "POST /compute/0?action=online", invocation("storage", "online"), 400, /online/);
    await refused(world, "POST /compute/0?action=fly", invocation("compute", "fly"), 400, /fly/);
    const link = "POST /link/networkinterface/compute_0_nic_0?action=stop";
    await refused(world, link, stop(), 400, /stop/);
  });

  test("A-3 MAY: one that is not applicable in this state is 409, and says from which it is", async () => {
    const { body } = await refused(world, "POST /compute/0?action=start", invocation("compute", "start"), 409, /start/);
    expect(body).toMatch(/RUNNING.*\n?.*POWEROFF/s);
  });

  test.each(["start", "stop", "restart", "suspend"])(
    "A-4 MUST: %s is 200 with OK, not with the entity",
    async (term) => {
      if (term === "start") setState(world.sim.world, machine(world), "POWEROFF");
      const { status, body } = await act(world, term);
      expect([status, body.trim()]).toEqual([200, "OK"]);
    },
  );

  test.each([
    ["stop", "graceful", "inactive"],
    ["stop", "acpioff", "inactive"],
    ["stop", "poweroff", "inactive"],
    ["restart", "graceful", "active"],
    ["restart", "warm", "active"],
    ["restart", "cold", "active"],
    ["suspend", "suspend", "suspended"],
    ["suspend", "hibernate", "suspended"],
  ])("A-5: %s with method %s leads to %s", async (term, method, state) => {
    expect((await act(world, term, attribute("method", method))).status).toBe(200);
    world.sim.settle();
    expect(await stateOf(world)).toBe(state);
  });

  test("A-5: an unknown method is 400, none the provider's default", async () => {
    await refused(world, "POST /compute/0?action=stop", stop("kindly"), 400, /kindly/);
    expect((await act(world, "stop")).status).toBe(200);
    expect(await stateOf(world)).toBe("inactive");
  });

  test("A-6 MUST: save gives the new os_tpl, which then is in discovery", async () => {
    const sending = { ...invocation("compute", "save", attribute("name", "golden")), accept: JSON_TYPE };
    const { status, body } = await world.request("POST", "/compute/0?action=save", sending);
    expect([status, body]).toEqual([200, expect.stringContaining("golden")]);
    const [{ term, scheme, depends, location }] = JSON.parse(body).mixins;
    expect([scheme, depends]).toEqual([OS_TPL, ["http://schemas.ogf.org/occi/infrastructure#os_tpl"]]);
    const discovery = await world.request("GET", "/-/");
    expect(discovery.body).toContain(`Category: ${term}; scheme="${OS_TPL}"; class="mixin"; title="golden"`);
    expect((await world.request("GET", location)).status).toBe(200);
  });

  test("A-6: save leaves out the places of files, which oned takes in no template", async () => {
    const [context] = machine(world, 0).template.vectors("CONTEXT");
    context?.set("FILES_DS", "/var/lib/one/datastores/2/0123abcd:'init.sh' ");
    context?.set("GREETING", "hello");
    const saved = await world.request(
      "POST",
      "/compute/0?action=save",
      invocation("compute", "save", attribute("name", "golden")),
    );
    expect(saved.status).toBe(200);
    const template = [...world.sim.world.vmTemplates.values()].find(({ name }) => name === "golden");
    const [kept] = template?.template.vectors("CONTEXT") ?? [];
    expect([kept?.get("GREETING"), kept?.get("FILES_DS")]).toEqual(["hello", undefined]);
  });

  test("A-6: save without a name is 400, deferred 501; nothing is made", async () => {
    await refused(world, "POST /compute/0?action=save", invocation("compute", "save"), 400, /name/);
    const deferred = invocation("compute", "save", attribute("method", "deferred"), attribute("name", "x"));
    await refused(world, "POST /compute/0?action=save", deferred, 501, /deferred/);
  });

  test("A-7 MAY: on a collection it acts where it can; other states are no error", async () => {
    expect(await stateOf(world, "/compute/1")).toBe("inactive");
    const { status, body } = await world.request("POST", "/compute/?action=stop", stop());
    expect([status, body.trim()]).toEqual([200, "OK"]);
    expect([await stateOf(world), await stateOf(world, "/compute/1")]).toEqual(["inactive", "inactive"]);
    expect(machine(world, 2).lcm).toBe(3);
  });

  test("A-7: valid only if every member defines it", async () => {
    await refused(world, "POST /?action=stop", stop(), 400, /stop/);
    await refused(world, "POST /storage/?action=stop", stop(), 400, /stop/);
  });

  test.each([
    ["HOLD", ["start"]],
    ["POWEROFF", ["save", "start"]],
    ["SUSPENDED", ["save", "start", "suspend"]],
    ["STOPPED", ["start"]],
    ["UNDEPLOYED", ["start"]],
    ["PENDING", []],
  ] as const)("A-8: a machine in %s offers %p and no other action", async (state, terms) => {
    setState(world.sim.world, machine(world), state);
    expect(await offered(world, "/compute/0")).toEqual([...terms]);
    for (const term of ["start", "stop", "restart", "suspend"].filter((one) => !terms.some((it) => it === one))) {
      await refused(world, `POST /compute/0?action=${term}`, invocation("compute", term), 409, term);
    }
  });

  test("A-8: in text/occi action links are relative and joined without a blank, ?action= in the first", async () => {
    const { headers } = await world.request("GET", "/compute/0", { accept: "text/occi" });
    const links = (headers.get("link") ?? "").split(/,(?=<)/);
    const actions = links.filter((one) => one.includes("?action="));
    expect(actions).toHaveLength(4);
    for (const one of nonEmpty(actions)) expect(one).toMatch(/^<\/compute\/0\?action=\w+>; rel="/);
  });

  test("storage: offline and online; what the state forbids is 409", async () => {
    const request = (term: string) =>
      world.request("POST", `/storage/2?action=${term}`, invocation("storage", term)).then(({ status }) => status);
    const state = async () => (await seen(world, "/storage/2")).attributes["occi.storage.state"];
    expect([await request("offline"), await state()]).toEqual([200, "offline"]);
    await refused(world, "POST /storage/2?action=offline", invocation("storage", "offline"), 409, /offline/);
    expect([await request("online"), await state()]).toEqual([200, "online"]);
    await refused(world, "POST /storage/2?action=online", invocation("storage", "online"), 409, /online/);
  });

  test("storage of 1.1: backup copies it; resize and snapshot of what is no machine's disk are 409", async () => {
    const answer = await world.request("POST", "/storage/2?action=backup", invocation("storage", "backup"));
    expect(answer.status).toBe(200);
    const listed = await world.request("GET", "/storage/", { accept: JSON_TYPE });
    expect(listed.body).toContain("alice-data backup");
    const size = attribute("size", 5);
    await refused(world, "POST /storage/2?action=resize", invocation("storage", "resize", size), 409, /grow/);
    await refused(world, "POST /storage/2?action=resize", invocation("storage", "resize"), 400, /size/);
    await refused(world, "POST /storage/2?action=snapshot", invocation("storage", "snapshot"), 409, /snapshot/);
  });

  // The image alone does not tell whether its disk lies in its place: that is known when it is tried.
  test("A-3: resize of storage that is copied to the hosts is 409 with the reason, and nothing has grown", async () => {
    const ends = [attribute("occi.core.source", "/compute/0"), attribute("occi.core.target", "/storage/2")];
    await created(world, "/link/storagelink/", plain(kind("storagelink"), ...ends));
    const answer = invocation("storage", "resize", attribute("size", 5));
    await refused(world, "POST /storage/2?action=resize", answer, 409, /LN_TARGET|in its place/);
    expect(world.sim.world.images.get(2)?.size).toBe(1024);
  });

  test.each(["up", "down"])("network: %s is known to the standard, but not to OpenNebula: 501", async (term) => {
    await refused(world, `POST /network/0?action=${term}`, invocation("network", term), 501, /network/);
    expect(await offered(world, "/network/0")).toEqual([]);
  });

  test("another user's machine is not acted on", async () => {
    await refused(world, "POST /compute/2?action=stop", stop(), 403, /FORBIDDEN/);
    expect(machine(world, 2).lcm).toBe(3);
  });
});
