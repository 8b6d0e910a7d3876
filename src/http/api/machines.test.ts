/** The JSON API, whole requests: machines and their actions. */
import { expect, test } from "bun:test";
import { addGroupAdmin } from "../../oned-sim/users/users.ts";
import { at, describeApi } from "./testing/api-world.ts";

describeApi("machines", ({ occi, send }) => {
  test("are shown with all members, absent ones as null, at one call", async () => {
    occi.resetCalls();
    const { status, headers, document } = await send("GET", "/machines/0");
    expect([status, occi.calls()]).toEqual([200, 1]);
    expect(headers.get("etag")).toStartWith('W/"');
    // The answer is the user's, who is known by either.
    expect(headers.get("vary")).toBe("Authorization, Cookie");
    expect(document).toMatchObject({
      id: 0,
      name: "alice-web",
      description: null,
      state: "running",
      error: null,
      size: "small",
      cpu: 0.5,
      vcpu: 1,
      memoryMiB: 512,
      owner: { name: "alice" },
      endsAt: null,
      actions: ["stop", "reboot", "suspend", "hibernate", "undeploy", "delete"],
      oned: { state: "ACTIVE", lcmState: "RUNNING" },
    });
    expect(document.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(document.addresses).toEqual(at(document, "nics.0.addresses"));
    expect(at(document, "disks.0")).toMatchObject({ id: 0, image: { id: 0, name: "Debian 12" }, snapshots: [] });
  });

  test("are not sent again to who has them", async () => {
    const first = await send("GET", "/machines/0");
    const tag = first.headers.get("etag") ?? "";
    const again = await send("GET", "/machines/0", { headers: { "if-none-match": `"other", ${tag}` } });
    expect([again.status, again.headers.get("etag")]).toEqual([304, tag]);
    expect(again.document).toEqual({});
    await send("PATCH", "/machines/0", { body: { name: "renamed" } });
    expect((await send("GET", "/machines/0", { headers: { "if-none-match": tag } })).status).toBe(200);
  });

  test("of others have no actions for who may only look", async () => {
    const shared = occi.sim.world.vms.get(2);
    shared?.permissions.splice(0, 9, 1, 1, 0, 0, 0, 0, 1, 0, 0);
    occi.sim.world.changed(shared);
    const { document } = await send("GET", "/machines/2");
    expect([at(document, "owner.name"), document.actions]).toEqual(["bob", []]);
    expect((await send("GET", "/machines/2", { user: "bob" })).document.actions).toContain("stop");
    expect((await send("GET", "/machines/2", { user: "oneadmin" })).document.actions).toContain("stop");
  });

  test("of a group are all managed by the group's administrator", async () => {
    const { world } = occi.sim;
    const bob = [...world.users.values()].find(({ name }) => name === "bob");
    addGroupAdmin(world, 1, bob?.id ?? -1);
    const seen = async (user: "bob") => (await send("GET", "/machines/0", { user })).document;
    expect(await seen("bob")).toMatchObject({
      owner: { name: "alice" },
      actions: ["stop", "reboot", "suspend", "hibernate", "undeploy", "delete"],
    });
    expect((await send("POST", "/machines/0/actions/stop", { user: "bob", body: {} })).status).toBeLessThan(300);
    // A member of the group is not its administrator.
    addGroupAdmin(world, 2, bob?.id ?? -1);
    expect((await send("GET", "/machines/2", { user: "alice" })).status).toBe(403);
  });

  test("come in pages, newest first, each at one call", async () => {
    for (const name of ["a", "b", "c"]) await send("POST", "/machines", { body: { size: "small", name } });
    occi.resetCalls();
    const first = await send("GET", "/machines?limit=2");
    expect(occi.calls()).toBe(1);
    const names = (document: unknown) => at(document, "items.*.name");
    expect(names(first.document)).toEqual(["c", "b"]);
    expect(first.headers.get("link")).toBe(`<${first.document.next}>; rel="next"`);
    // What is made meanwhile moves nothing.
    await send("POST", "/machines", { body: { size: "small", name: "d" } });
    const second = await send("GET", String(first.document.next).replace("/api/v1", ""));
    expect(names(second.document)).toEqual(["a", "alice-held"]);
    const third = await send("GET", String(second.document.next).replace("/api/v1", ""));
    expect([names(third.document), third.document.next]).toEqual([["alice-web"], null]);
  });

  test("go on behind a machine that is gone meanwhile", async () => {
    for (const name of ["a", "b", "c"]) await send("POST", "/machines", { body: { size: "small", name } });
    const first = await send("GET", "/machines?limit=2");
    const [, last] = at(first.document, "items.*.id") as number[];
    await send("DELETE", `/machines/${last}`, { headers: { prefer: "wait=30" } });
    const second = await send("GET", String(first.document.next).replace("/api/v1", ""));
    expect(at(second.document, "items.*.name")).toEqual(["a", "alice-held"]);
    const filtered = await send("GET", `/machines?mine&after=${last}`);
    expect(at(filtered.document, "items.*.name")).toEqual(["a", "alice-held", "alice-web"]);
    const beyond = await send("GET", "/machines?after=0-9");
    expect([beyond.document.items, beyond.document.next]).toEqual([[], null]);
  });

  test("HEAD has the headers of GET, and no document", async () => {
    const get = await send("GET", "/machines?limit=1");
    const head = await send("HEAD", "/machines?limit=1");
    expect([head.status, head.document]).toEqual([200, {}]);
    for (const name of ["etag", "link", "content-type"]) expect(head.headers.get(name)).toBe(get.headers.get(name));
    expect((await send("HEAD", "/machines/4711")).status).toBe(404);
  });

  test("are filtered by state, name and owner", async () => {
    const found = async (query: string) => {
      const { document } = await send("GET", `/machines?${query}`);
      return at(document, "items.*.name");
    };
    expect(await found("state=pending")).toEqual(["alice-held"]);
    expect(await found("state=running,pending&name=WEB")).toEqual(["alice-web"]);
    expect(await found("mine&limit=1")).toEqual(["alice-held"]);
    const { document } = await send("GET", "/machines?mine&limit=1");
    expect(await found(String(document.next).split("?")[1] ?? "")).toEqual(["alice-web"]);
  });

  test.each([
    ["limit=0", "/limit"],
    ["limit=501", "/limit"],
    ["limit=x", "/limit"],
    ["after=x", "/after"],
    ["after=0-6000000000", "/after"],
    ["after=2147483648", "/after"],
    ["nope=1", "/nope"],
    ["name=a&name=b", "/name"],
  ])("?%s is refused, with its place", async (query, pointer) => {
    const { status, document } = await send("GET", `/machines?${query}`);
    expect([status, document.code]).toEqual([400, "INVALID_REQUEST"]);
    expect(at(document, "errors.*.pointer")).toContain(pointer);
  });

  test("are changed in name, description and end, each kept until it is changed", async () => {
    const endsAt = "2099-01-01T00:00:00Z";
    const { status, document } = await send("PATCH", "/machines/0", {
      body: { name: "web", description: "Front", endsAt },
    });
    expect(status).toBe(200);
    expect(document).toMatchObject({ name: "web", description: "Front", endsAt: "2099-01-01T00:00:00.000Z" });
    const moved = await send("PATCH", "/machines/0", { body: { endsAt: "2099-02-01T00:00:00+01:00" } });
    expect(moved.document).toMatchObject({ name: "web", description: "Front", endsAt: "2099-01-31T23:00:00.000Z" });
    const last = await send("PATCH", "/machines/0", { body: { endsAt: "9999-12-31T23:59:59Z" } });
    expect(last.document).toMatchObject({ endsAt: "9999-12-31T23:59:59.000Z" });
    const freed = await send("PATCH", "/machines/0", { body: { endsAt: null, description: null } });
    expect(freed.document).toMatchObject({ endsAt: null, description: null });
  });

  test("are acted on, and waited for when that is preferred", async () => {
    const stopped = await send("POST", "/machines/0/actions/stop", { headers: { prefer: "wait=30" } });
    expect([stopped.status, stopped.document.state]).toEqual([200, "stopped"]);
    expect(stopped.headers.get("preference-applied")).toBe("wait=30");
    expect(stopped.document.actions).toEqual(["start", "undeploy", "delete"]);
    // What is reached already is no fault.
    expect((await send("POST", "/machines/0/actions/stop")).status).toBe(200);
    const refused = await send("POST", "/machines/0/actions/reboot");
    expect([refused.status, refused.document.code]).toEqual([403, "STATE_NOT_ALLOWED"]);
    expect(refused.document.hint).toBe("Possible actions now: start, undeploy, delete.");
  });

  test("know the hard form of an action where there is one", async () => {
    const { document } = await send("POST", "/machines/0/actions/stop", { body: { force: true } });
    expect(occi.sim.calls.map(({ params }) => params[0])).toContain("poweroff-hard");
    expect(String(document.state)).toMatch(/^stopp/);
    const soft = await send("POST", "/machines/0/actions/suspend", { body: { force: true } });
    expect([soft.status, at(soft.document, "errors.0")]).toEqual([
      400,
      { pointer: "/force", detail: "suspend cannot be forced." },
    ]);
    expect((await send("POST", "/machines/0/actions/explode")).document.detail).toBe('There is no action "explode".');
  });

  test("are deleted", async () => {
    const { status } = await send("DELETE", "/machines/0", { headers: { prefer: "wait=30" } });
    expect(status).toBe(204);
    expect((await send("GET", "/machines/0")).document.state).toBe("gone");
  });
});
