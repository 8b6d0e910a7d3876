/** The JSON API, whole requests: what machines are made of. */
import { expect, test } from "bun:test";
import { addVmTemplate, callerOf, PUBLIC } from "../../oned-sim/seed.ts";
import { at, describeApi } from "./testing/api-world.ts";
import { withInputs } from "./testing/inputs-template.ts";

describeApi("a new machine", ({ occi, send }) => {
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
    const id = withInputs(occi);
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
      body: { template: withInputs(occi), inputs: { NUM: "x", LST: "q", NOPE: 1 } },
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

  test("tells everything that is wrong with it at once: by itself, and for the template", async () => {
    const { status, document } = await send("POST", "/machines", {
      body: {
        template: withInputs(occi),
        name: "a/b",
        description: "a\u0000b",
        cpu: 2,
        memoryMiB: 2,
        inputs: { TXT: "x", PW: "y", NUM: "x" },
        sshKeys: ["nonsense"],
        endsAt: "2001-01-01T00:00:00Z",
      },
    });
    expect([status, document.code]).toEqual([400, "INVALID_REQUEST"]);
    expect(at(document, "errors.*.pointer")).toEqual([
      "/name",
      "/description",
      "/sshKeys/0",
      "/endsAt",
      "/cpu",
      "/memoryMiB",
      "/inputs/NUM",
    ]);
    expect(at(document, "errors.0.detail")).toBe(
      "name holds the character /, which OpenNebula does not accept in names.",
    );
    expect(String(document.hint)).toContain("Names cannot hold");
  });

  test.each([
    [{ size: "custom", cpu: 1e-9, memoryMiB: 1e11 }, ["/cpu", "/memoryMiB"]],
    [
      { size: "small", cpu: 1, memoryMiB: 1, name: "x;", sshKeys: ["x"] },
      ["/cpu", "/memoryMiB", "/name", "/sshKeys/0"],
    ],
    [{ size: "huge", name: " " }, ["/size", "/name"]],
    [{ template: 0, size: "small" }, ["/size"]],
    [{ template: 0, size: "huge" }, ["/size"]],
    [{ template: 0, name: `${"a".repeat(127)}%i`, count: 11 }, ["/name"]],
  ])("%j is refused with all places, and nothing is made", async (body, pointers) => {
    const { status, document } = await send("POST", "/machines", { body });
    expect([status, at(document, "errors.*.pointer")]).toEqual([400, pointers]);
    expect(occi.sim.calls.filter(({ method }) => /allocate|instantiate/.test(method))).toEqual([]);
  });

  test("of a template that leaves its capacity open takes it from a size, or from members", async () => {
    const open = addVmTemplate(occi.sim.world, callerOf(occi.sim.world.user(0)), 'NAME="open"\nLOGO="x"', PUBLIC);
    const ofSize = await send("POST", "/machines", { body: { template: open, size: "large", hold: true } });
    expect([ofSize.status, ofSize.document.size, ofSize.document.cpu, ofSize.document.memoryMiB]).toEqual([
      201,
      "large",
      8,
      8192,
    ]);
    const nothing = await send("POST", "/machines", { body: { template: open, cpu: 1 } });
    expect([nothing.status, at(nothing.document, "errors.*.pointer")]).toEqual([400, ["/memoryMiB"]]);
    const own = await send("POST", "/machines", { body: { template: open, cpu: 0.25, memoryMiB: 64, hold: true } });
    expect([own.status, own.document.cpu, own.document.memoryMiB, own.document.size]).toEqual([201, 0.25, 64, null]);
  });

  test.each(["{", "[]", "7", '"text"', "null"])("a body of %s is refused", async (body) => {
    const { status } = await send("POST", "/machines", { body });
    expect(status).toBe(400);
  });
});
