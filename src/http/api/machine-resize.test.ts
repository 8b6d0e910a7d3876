import { expect, test } from "bun:test";
import { addVmTemplate, callerOf, PUBLIC } from "../../oned-sim/seed.ts";
import { at, describeApi } from "./testing/api-world.ts";
import { withInputs } from "./testing/inputs-template.ts";

describeApi("another size for a machine that was made of a template", ({ occi, send }) => {
  async function made(template: number, inputs = {}): Promise<number> {
    const { document } = await send("POST", "/machines", { body: { template, name: "t", inputs } });
    const id = at(document, "id") as number;
    await send("POST", `/machines/${id}/actions/stop`, { body: { force: true }, headers: { Prefer: "wait=30" } });
    return id;
  }
  const plain = () =>
    addVmTemplate(
      occi.sim.world,
      callerOf(occi.sim.world.user(0)),
      'NAME="plain"\nCPU="1"\nMEMORY="64"\nCONTEXT=[NETWORK="YES"]',
      PUBLIC,
    );
  const size = async (id: number) => {
    const { document } = await send("GET", `/machines/${id}`);
    return [at(document, "cpu"), at(document, "memoryMiB"), at(document, "size")];
  };

  test("is what the user asks for, where the template has no inputs", async () => {
    const id = await made(plain());
    const { status, document } = await send("PATCH", `/machines/${id}`, { body: { cpu: 2, memoryMiB: 192 } });
    expect([status, at(document, "cpu"), at(document, "memoryMiB")]).toEqual([200, 2, 192]);
    await send("PATCH", `/machines/${id}`, { body: { memoryMiB: 96 } });
    expect(await size(id)).toEqual([2, 96, null]);
  });

  test("is within the inputs of the template, and all faults are told", async () => {
    const id = await made(withInputs(occi), { TXT: "x", PW: "y", MEMORY: 256 });
    const { status, document } = await send("PATCH", `/machines/${id}`, { body: { memoryMiB: 1024 } });
    expect([status, at(document, "code"), at(document, "errors.*.pointer")]).toEqual([
      400,
      "INVALID_REQUEST",
      ["/memoryMiB"],
    ]);
    expect(at(document, "detail")).toContain("must be from 128 to 512");
    expect(await size(id)).toEqual([1, 256, null]);
    expect((await send("PATCH", `/machines/${id}`, { body: { memoryMiB: 512, cpu: 0.5 } })).status).toBe(200);
    expect(await size(id)).toEqual([0.5, 512, null]);
  });

  test("is refused before anything else of the request is done", async () => {
    const id = await made(withInputs(occi), { TXT: "x", PW: "y", MEMORY: 256 });
    const before = await send("GET", `/machines/${id}`);
    const refused = [
      [{ name: "other", memoryMiB: 4096 }, ["/memoryMiB"]],
      [{ description: "other", endsAt: "2099-01-01T00:00:00Z", size: "huge" }, ["/size"]],
      [
        { name: "a/b", cpu: 1e-9, memoryMiB: 1, endsAt: "2001-01-01T00:00:00Z" },
        ["/name", "/endsAt", "/cpu", "/memoryMiB"],
      ],
    ] as const;
    for (const [body, pointers] of refused) {
      const { status, document } = await send("PATCH", `/machines/${id}`, { body });
      expect([body, status, at(document, "errors.*.pointer")]).toEqual([body, 400, pointers]);
    }
    expect((await send("GET", `/machines/${id}`)).document).toEqual(before.document);
    const all = { name: "other", description: "d", memoryMiB: 512, endsAt: "2099-01-01T00:00:00Z" };
    expect((await send("PATCH", `/machines/${id}`, { body: all })).document).toMatchObject({
      ...all,
      endsAt: "2099-01-01T00:00:00.000Z",
    });
  });

  test("beside a name is refused by a quota with the old name and description", async () => {
    const id = await made(plain());
    const body = { name: "other", description: "d", memoryMiB: 1_000_000_000 };
    const { status } = await send("PATCH", `/machines/${id}`, { body });
    const { document } = await send("GET", `/machines/${id}`);
    expect([status >= 400, document.name, document.description]).toEqual([true, "t", null]);
  });

  test("of a size that fixes it names the member", async () => {
    const { status, document } = await send("PATCH", "/machines/0", { body: { cpu: 3, memoryMiB: 5 } });
    expect([status, at(document, "errors.*.pointer")]).toEqual([400, ["/cpu"]]);
    expect(document.detail).toBe("cpu and memoryMiB cannot be chosen: the size small fixes them.");
  });

  test("is for OpenNebula to refuse: quotas, and machines of others", async () => {
    const id = await made(plain());
    expect((await send("PATCH", `/machines/${id}`, { body: { cpu: 2 }, user: "bob" })).status).toBe(403);
    occi.sim.world.vmTemplates.clear();
    expect((await send("PATCH", `/machines/${id}`, { body: { cpu: 2 } })).status).toBe(200);
  });

  test("follows the rules of a size where the machine has one", async () => {
    const { document } = await send("POST", "/machines", { body: { size: "small", image: 0, name: "s", hold: true } });
    const id = at(document, "id") as number;
    const { status, document: problem } = await send("PATCH", `/machines/${id}`, { body: { cpu: 2 } });
    expect([status, at(problem, "code")]).toEqual([400, "INVALID_REQUEST"]);
    expect(at(problem, "detail")).toContain("the size small fixes it");
  });
});
