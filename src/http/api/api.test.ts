/** The JSON API, whole requests: what there is, machines, templates with inputs, quotas, errors. */
import { describe, expect, test } from "bun:test";
import { addVmTemplate, callerOf, PUBLIC } from "../../oned-sim/seed.ts";
import { at, describeApi } from "./testing/api-world.ts";

/** A template of every type of input, as a real oned was recorded to keep it. */
const INPUTS =
  'USER_INPUTS=[TXT="M|text|A word",PW="M|password|A password",NUM="O|number|A number| |5",LST="O|list|One of|a,b,c|b",MEMORY="M|range||128..512|256"]';

describeApi("/api/v1", ({ occi, send }) => {
  const withInputs = (): number =>
    addVmTemplate(
      occi.sim.world,
      callerOf(occi.sim.world.user(0)),
      `NAME="with inputs"\nCPU="1"\nMEMORY="128"\nCONTEXT=[NETWORK="YES",A="$TXT"]\n${INPUTS}\nINPUTS_ORDER="TXT,PW,NUM"`,
      PUBLIC,
    );

  describe("without credentials", () => {
    test("says which API it is, and where it is described", async () => {
      const { status, document } = await send("GET", "", { user: null });
      expect(status).toBe(200);
      expect(document).toMatchObject({ version: "v1", server: null, limits: null });
      expect(document.links).toMatchObject({ machines: "/api/v1/machines", openapi: "/api/v1/openapi.json" });
      expect((await send("GET", "/openapi.json", { user: null })).document).toMatchObject({ openapi: "3.1.0" });
    });

    test("everything else is a problem with the way to log in", async () => {
      const { status, headers, document } = await send("GET", "/machines", { user: null });
      expect([status, headers.get("content-type"), headers.get("www-authenticate")]).toEqual([
        401,
        "application/problem+json",
        'Basic realm="OpenNebula", charset="UTF-8"',
      ]);
      expect(document).toMatchObject({ status: 401, code: "BAD_CREDENTIALS", errors: [] });
      expect(String(document.requestId)).toBe(headers.get("x-request-id") ?? "");
      expect(document.type).toBe("/api/v1/errors#bad-credentials");
    });

    test("OPTIONS says what is possible", async () => {
      const { status, headers } = await send("OPTIONS", "/machines/0", { user: null });
      expect([status, headers.get("allow")]).toEqual([204, "GET, PATCH, DELETE, HEAD, OPTIONS"]);
    });
  });

  test("a user is told versions and limits", async () => {
    const { document } = await send("GET", "");
    expect(document).toMatchObject({ opennebula: "6.10.0", limits: { pageItems: 500, waitSeconds: 60 } });
  });

  test("whatever Accept and Content-Type say, it is JSON", async () => {
    const { headers } = await send("GET", "/machines", { headers: { accept: "application/xml" } });
    expect(headers.get("content-type")).toBe("application/json");
  });

  test.each(["/nothing", "/machines/7/nothing", "/machines/x", "/machines/99999999999", "/machinesx"])(
    "%s is not there",
    async (path) => {
      const { status, document } = await send("GET", path);
      expect([status, document.code]).toEqual([404, "NOT_FOUND"]);
    },
  );

  test("a method that a path does not have is 405", async () => {
    const { status, headers } = await send("PUT", "/machines");
    expect([status, headers.get("allow")]).toEqual([405, "GET, POST, HEAD, OPTIONS"]);
  });

  describe("machines", () => {
    test("are shown with all members, absent ones as null, at one call", async () => {
      occi.resetCalls();
      const { status, headers, document } = await send("GET", "/machines/0");
      expect([status, occi.calls()]).toEqual([200, 1]);
      expect(headers.get("etag")).toStartWith('W/"');
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
      expect(refused.document.hint).toBe("Possible now: start, undeploy, delete.");
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

  describe("a new machine", () => {
    test("of an image and a size, with all that can be said of it", async () => {
      const { status, headers, document } = await send("POST", "/machines", {
        body: {
          image: 0,
          size: "small",
          name: "full",
          description: "All of it",
          networks: [0],
          disks: [1],
          sshKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE3Yd9fjWqCCNiVZ6NhLtW3H alice"],
          userData: "#cloud-config\n",
          hold: true,
          endsAt: "2099-01-01T00:00:00Z",
        },
      });
      expect([status, headers.get("location")]).toEqual([
        201,
        `https://cloud.example.org/api/v1/machines/${document.id}`,
      ]);
      expect(document).toMatchObject({
        name: "full",
        description: "All of it",
        state: "pending",
        endsAt: "2099-01-01T00:00:00.000Z",
        oned: { state: "HOLD" },
      });
      const vm = occi.sim.world.vms.get(Number(document.id));
      expect(vm?.disks.map((disk) => disk.get("IMAGE_ID"))).toEqual(["0", "1"]);
    });

    test("of a template has the values of its inputs", async () => {
      const id = withInputs();
      const { status, document } = await send("POST", "/machines", {
        body: { template: id, inputs: { TXT: 'a "quoted" word', PW: "secret", NUM: 7 } },
      });
      expect([status, document.memoryMiB, document.template]).toEqual([201, 256, { id }]);
      const asked = occi.sim.calls.find(({ method }) => method === "one.template.instantiate")?.params[3];
      expect(asked).toContain("<TXT>a &quot;quoted&quot; word</TXT>");
      expect(asked).toContain("<NUM>7</NUM>");
      expect(asked).toContain("<LST>b</LST>");
    });

    test("without a required input is refused, with every fault in its place", async () => {
      const { status, document } = await send("POST", "/machines", {
        body: { template: withInputs(), inputs: { NUM: "x", LST: "q", NOPE: 1 } },
      });
      expect(status).toBe(400);
      expect(document.errors).toEqual([
        { pointer: "/inputs/TXT", detail: "Input TXT is required." },
        { pointer: "/inputs/PW", detail: "Input PW is required." },
        { pointer: "/inputs/NUM", detail: "Input NUM must be a whole number." },
        { pointer: "/inputs/LST", detail: 'Input LST must be one of "a", "b", "c".' },
        { pointer: "/inputs/NOPE", detail: "The template has no input NOPE." },
      ]);
      expect(JSON.stringify(document)).not.toContain("secret");
    });

    test.each([
      [{}, ""],
      [{ template: 0, image: 0 }, "/image"],
      [{ size: "small", inputs: { A: "x" } }, "/inputs"],
      [{ size: "huge" }, "/size"],
      [{ size: "small", cpu: 2 }, "/cpu"],
      [{ size: "small", memoryMiB: 2 }, "/memoryMiB"],
      [{ template: 0, cpu: 2 }, "/cpu"],
      [{ size: "small", name: "" }, "/name"],
      [{ size: "small", colour: "red" }, "/colour"],
      [{ size: 7 }, "/size"],
      [{ size: "small", networks: ["x"] }, "/networks/0"],
      [{ size: "small", endsAt: "tomorrow" }, "/endsAt"],
      [{ size: "small", endsAt: "2001-01-01T00:00:00Z" }, "/endsAt"],
      [{ size: "small", sshKeys: ["-----BEGIN OPENSSH PRIVATE KEY-----"] }, "/sshKeys/0"],
    ])("%j is refused, with the place of its fault", async (body, pointer) => {
      const { status, document } = await send("POST", "/machines", { body });
      expect([status, document.code]).toEqual([400, "INVALID_REQUEST"]);
      expect(at(document, "errors.*.pointer")).toEqual([pointer]);
      expect(occi.sim.calls.filter(({ method }) => /allocate|instantiate/.test(method))).toEqual([]);
    });

    test.each(["{", "[]", "7", '"text"', "null"])("a body of %s is refused", async (body) => {
      const { status } = await send("POST", "/machines", { body });
      expect(status).toBe(400);
    });
  });

  describe("parts of a machine", () => {
    const snapshots = (document: unknown) => at(document, "snapshots.*.name");

    test("a disk is attached, grown, kept in snapshots, saved and detached", async () => {
      const attached = await send("POST", "/machines/0/disks", { body: { image: 2, target: "vdz" } });
      expect([attached.status, at(attached.document, "disks.1.image.name")]).toEqual([201, "alice-data"]);
      const disk = Number(at(attached.document, "disks.1.id"));
      const snapshot = await send("POST", `/machines/0/disks/0/snapshots`, { body: { name: "before" } });
      expect([snapshot.status, at(snapshot.document, "disks.0.snapshots.*.name")]).toEqual([201, ["before"]]);
      const id = at(snapshot.document, "disks.0.snapshots.0.id");
      const dropped = await send("DELETE", `/machines/0/disks/${disk}`);
      expect([dropped.status, at(dropped.document, "disks.*.id")]).toEqual([200, [0]]);
      const saved = await send("POST", "/machines/0/disks/0/save", { body: { name: "copy" } });
      expect([saved.status, saved.document]).toEqual([201, { id: Number(saved.document.id), name: "copy" }]);
      expect(saved.headers.get("location")).toEndWith(`/api/v1/images/${saved.document.id}`);
      await send("POST", "/machines/0/actions/stop", { headers: { prefer: "wait=30" } });
      const reverted = await send("POST", `/machines/0/disks/0/snapshots/${id}/revert`);
      expect([reverted.status, at(reverted.document, "disks.0.snapshots.0.active")]).toEqual([200, true]);
    });

    test("a disk grows, and does not shrink", async () => {
      const grown = await send("POST", "/machines/0/disks/0/resize", { body: { sizeMiB: 4096 } });
      expect([grown.status, at(grown.document, "disks.0.sizeMiB")]).toEqual([200, 4096]);
      const shrunk = await send("POST", "/machines/0/disks/0/resize", { body: { sizeMiB: 1 } });
      expect([shrunk.status, shrunk.document.detail]).toEqual([
        400,
        "The disk has 4096 MiB: it can grow, but not shrink.",
      ]);
      expect((await send("POST", "/machines/0/disks/7/resize", { body: { sizeMiB: 1 } })).status).toBe(404);
    });

    test("a NIC comes with an address of its own, and goes", async () => {
      const attached = await send("POST", "/machines/0/nics", { body: { network: 0, address: "10.0.0.99" } });
      expect([attached.status, at(attached.document, "nics.1.addresses")]).toEqual([201, ["10.0.0.99"]]);
      const taken = await send("POST", "/machines/0/nics", { body: { network: 0, address: "10.0.0.99" } });
      expect([taken.status, taken.document.code]).toEqual([409, "NO_FREE_LEASE"]);
      const gone = await send("DELETE", `/machines/0/nics/${at(attached.document, "nics.1.id")}`);
      expect([gone.status, at(gone.document, "nics.*.id")]).toEqual([200, [0]]);
    });

    test("snapshots of the machine are taken, set back to, and deleted", async () => {
      const taken = await send("POST", "/machines/0/snapshots", { body: { name: "before" } });
      expect([taken.status, snapshots(taken.document)]).toEqual([201, ["before"]]);
      const id = at(taken.document, "snapshots.0.id");
      expect((await send("POST", `/machines/0/snapshots/${id}/revert`)).status).toBe(200);
      const deleted = await send("DELETE", `/machines/0/snapshots/${id}`);
      expect([deleted.status, snapshots(deleted.document)]).toEqual([200, []]);
    });

    test("the size changes by the rules of the sizes", async () => {
      await send("POST", "/machines/0/actions/stop", { headers: { prefer: "wait=30" } });
      const resized = await send("PATCH", "/machines/0", { body: { size: "custom", cpu: 2, memoryMiB: 1024 } });
      expect([resized.status, resized.document.size, resized.document.cpu, resized.document.memoryMiB]).toEqual([
        200,
        "custom",
        2,
        1024,
      ]);
      const refused = await send("PATCH", "/machines/0", { body: { size: "huge" } });
      expect([refused.status, refused.document.code]).toEqual([400, "INVALID_REQUEST"]);
    });
  });

  describe("images", () => {
    test("are made empty, changed, copied and deleted", async () => {
      const made = await send("POST", "/images", { body: { name: "scratch", sizeMiB: 64, fileSystem: "ext4" } });
      expect([made.status, made.headers.get("location")]).toEqual([
        201,
        `https://cloud.example.org/api/v1/images/${made.document.id}`,
      ]);
      expect(made.document).toMatchObject({
        name: "scratch",
        state: "ready",
        type: "datablock",
        sizeMiB: 64,
        machines: [],
      });
      const path = `/images/${made.document.id}`;
      const changed = await send("PATCH", path, { body: { name: "kept", description: "Mine", persistent: true } });
      expect(changed.document).toMatchObject({ name: "kept", description: "Mine", persistent: true, public: false });
      const both = await send("PATCH", path, { body: { persistent: false, public: true, description: null } });
      expect(both.document).toMatchObject({ description: null, persistent: false, public: true });
      const copy = await send("POST", `${path}/clone`, { body: { name: "copy" } });
      expect([copy.status, copy.document.name]).toEqual([201, "copy"]);
      expect((await send("DELETE", path)).status).toBe(204);
      expect((await send("GET", path)).status).toBe(404);
    });

    test("in use name the machines that use them", async () => {
      const { document } = await send("GET", "/images/0");
      expect(document).toMatchObject({
        name: "Debian 12",
        state: "used",
        owner: { name: "oneadmin" },
        fileSystem: null,
      });
      const attached = await send("POST", "/machines/0/disks", { body: { image: 2 } });
      expect(attached.status).toBe(201);
      const refused = await send("DELETE", "/images/2");
      expect([refused.status, refused.document.code]).toEqual([409, "IN_USE"]);
      expect(String(refused.document.detail) + String(refused.document.hint)).toContain("alice-web");
      expect(at((await send("GET", "/images/2")).document, "machines")).toEqual([0]);
    });

    test("are listed at one call, by name and owner", async () => {
      occi.resetCalls();
      const { document } = await send("GET", "/images?mine");
      expect([occi.calls(), at(document, "items.*.name")]).toEqual([1, ["alice-data"]]);
      expect(at((await send("GET", "/images?name=UBU")).document, "items.*.id")).toEqual([1]);
      const first = await send("GET", "/images?limit=2");
      expect(at(first.document, "items.*.id")).toEqual([2, 1]);
      expect(first.document.next).toBe("/api/v1/images?limit=2&after=1-2");
    });

    test("from a URL need the administrator's permission", async () => {
      const { status } = await send("POST", "/images", { body: { name: "u", url: "https://example.org/x.img" } });
      expect(status).toBe(400);
    });
  });

  describe("networks", () => {
    test("are made, changed and deleted", async () => {
      const made = await send("POST", "/networks", { body: { name: "lan", address: "10.1.0.0", size: 62 } });
      expect([made.status, made.document.state]).toEqual([201, "ready"]);
      expect(made.document).toMatchObject({
        ranges: [{ id: 0, first: "10.1.0.1", size: 62 }],
        addresses: { total: 62, used: 0, free: 62 },
        parent: null,
      });
      const path = `/networks/${made.document.id}`;
      const changed = await send("PATCH", path, { body: { name: "own", description: "Mine", public: true } });
      expect(changed.document).toMatchObject({ name: "own", description: "Mine", public: true });
      expect((await send("DELETE", path)).status).toBe(204);
      expect((await send("GET", path)).status).toBe(404);
    });

    test("say how many addresses are free", async () => {
      const { document } = await send("GET", "/networks/0");
      expect(document).toMatchObject({ name: "private", addresses: { total: 250, used: 3, free: 247 } });
      const page = await send("GET", "/networks?name=PRI");
      expect(at(page.document, "items.*.name")).toEqual(["private"]);
    });
  });

  describe("templates", () => {
    test("show what they ask", async () => {
      const id = withInputs();
      const { document } = await send("GET", `/templates/${id}`);
      expect(document).toMatchObject({ id, name: "with inputs", cpu: 1, memoryMiB: 128, owner: { name: "oneadmin" } });
      expect(at(document, "inputs.*.name")).toEqual(["TXT", "PW", "NUM", "LST", "MEMORY"]);
      expect(at(document, "inputs.4")).toEqual({
        name: "MEMORY",
        type: "integer",
        required: true,
        description: null,
        options: null,
        minimum: 128,
        maximum: 512,
        default: "256",
        group: null,
      });
    });

    test("are listed at one call", async () => {
      occi.resetCalls();
      const { document } = await send("GET", "/templates?name=debian");
      expect(occi.calls()).toBe(1);
      expect(at(document, "items.*.name")).toEqual(["Debian 12"]);
    });
  });

  test("sizes say what they fix, and what is the most", async () => {
    const { document } = await send("GET", "/sizes");
    const [small, , , custom] = document.items as readonly Record<string, unknown>[];
    expect(small).toMatchObject({ name: "small", cpuMax: null, memoryMaxMiB: null });
    expect(small?.cpu).toBeNumber();
    expect(custom).toEqual({ name: "custom", cpu: null, memoryMiB: null, cpuMax: 8, memoryMaxMiB: 16_384 });
  });

  describe("login tokens", () => {
    test("are shown once, listed by a hash, used as a password, and revoked", async () => {
      const made = await send("POST", "/me/tokens", { body: { seconds: 3600 } });
      expect(made.status).toBe(201);
      const token = String(made.document.token);
      const listed = await send("GET", "/me/tokens");
      expect(at(listed.document, "items.*.id")).toEqual([made.document.id]);
      expect(JSON.stringify(listed.document)).not.toContain(token.slice(0, 16));
      expect((await send("GET", "/machines/0", { user: `alice:${token}` })).status).toBe(200);
      expect((await send("DELETE", "/me/tokens/0123456789ab")).status).toBe(404);
      expect((await send("DELETE", `/me/tokens/${made.document.id}`)).status).toBe(204);
      expect((await send("GET", "/machines/0", { user: `alice:${token}` })).status).toBe(401);
    });

    test("are ten at most, and the refusal names the first to expire", async () => {
      for (let count = 0; count < 10; count++) await send("POST", "/me/tokens", { body: { seconds: 7200 - count } });
      const { document: list } = await send("GET", "/me/tokens");
      const { status, document } = await send("POST", "/me/tokens");
      expect([status, document.code]).toEqual([409, "WRONG_STATE"]);
      expect(document.detail).toContain(`${at(list, "items.0.id")} expires first`);
    });
  });

  describe("oneself", () => {
    test("has quotas with what is left, at one call", async () => {
      occi.resetCalls();
      const { document } = await send("GET", "/me", { user: "bob" });
      expect(occi.calls()).toBe(1);
      expect(document).toMatchObject({ name: "bob", group: { name: "users" } });
      expect(at(document, "quotas.machines")).toEqual({
        user: { used: 1, limit: 4, left: 3 },
        group: { used: expect.any(Number), limit: null, left: null },
        left: 3,
      });
      expect(JSON.stringify(document)).not.toMatch(/password|token/i);
    });

    test("has SSH keys, several of them", async () => {
      const sshKeys = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE3Y one", "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ two"];
      expect((await send("PATCH", "/me", { body: { sshKeys } })).document.sshKeys).toEqual(sshKeys);
      expect((await send("PATCH", "/me", { body: { sshKeys: [] } })).document.sshKeys).toEqual([]);
      const { document } = await send("PATCH", "/me", { body: { sshKeys: ["nonsense"] } });
      expect(document.errors).toEqual([{ pointer: "/sshKeys/0", detail: "This is not a public key of SSH." }]);
    });
  });
});
